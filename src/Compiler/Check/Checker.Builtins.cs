using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Number of arguments a predeclared function takes, at least if variadic, and how its call may be used.</summary>
    private readonly record struct BuiltinFacts(string Name, int Arguments, bool IsVariadic, ExpressionKind Kind);

    private static BuiltinFacts FactsOf(BuiltinKind kind) => kind switch // table
    {
        BuiltinKind.Append => new("append", 1, true, ExpressionKind.Expression),
        BuiltinKind.Cap => new("cap", 1, false, ExpressionKind.Expression),
        BuiltinKind.Clear => new("clear", 1, false, ExpressionKind.Statement),
        BuiltinKind.Close => new("close", 1, false, ExpressionKind.Statement),
        BuiltinKind.Complex => new("complex", 2, false, ExpressionKind.Expression),
        BuiltinKind.Copy => new("copy", 2, false, ExpressionKind.Statement),
        BuiltinKind.Delete => new("delete", 2, false, ExpressionKind.Statement),
        BuiltinKind.Imag => new("imag", 1, false, ExpressionKind.Expression),
        BuiltinKind.Len => new("len", 1, false, ExpressionKind.Expression),
        BuiltinKind.Make => new("make", 1, true, ExpressionKind.Expression),
        BuiltinKind.Max => new("max", 1, true, ExpressionKind.Expression),
        BuiltinKind.Min => new("min", 1, true, ExpressionKind.Expression),
        BuiltinKind.New => new("new", 1, false, ExpressionKind.Expression),
        BuiltinKind.Panic => new("panic", 1, false, ExpressionKind.Statement),
        BuiltinKind.Print => new("print", 0, true, ExpressionKind.Statement),
        BuiltinKind.Println => new("println", 0, true, ExpressionKind.Statement),
        BuiltinKind.Real => new("real", 1, false, ExpressionKind.Expression),
        BuiltinKind.Recover => new("recover", 0, false, ExpressionKind.Statement),
        BuiltinKind.UnsafeAdd => new("Add", 2, false, ExpressionKind.Expression),
        BuiltinKind.UnsafeAlignof => new("Alignof", 1, false, ExpressionKind.Expression),
        BuiltinKind.UnsafeOffsetof => new("Offsetof", 1, false, ExpressionKind.Expression),
        BuiltinKind.UnsafeSizeof => new("Sizeof", 1, false, ExpressionKind.Expression),
        BuiltinKind.UnsafeSlice => new("Slice", 2, false, ExpressionKind.Expression),
        BuiltinKind.UnsafeSliceData => new("SliceData", 1, false, ExpressionKind.Expression),
        BuiltinKind.UnsafeString => new("String", 2, false, ExpressionKind.Expression),
        BuiltinKind.UnsafeStringData => new("StringData", 1, false, ExpressionKind.Expression),
        BuiltinKind.Assert => new("assert", 1, false, ExpressionKind.Statement),
        BuiltinKind.Trace => new("trace", 0, true, ExpressionKind.Expression),
        _ => throw Unexpected.Value(kind),
    };

    private static ExpressionKind KindOf(BuiltinKind kind) => FactsOf(kind).Kind;

    /// <summary>Checks a call of a predeclared function; false after an error.</summary>
    private bool CheckBuiltin(ref Operand x, CallSyntax call, BuiltinKind kind)
    {
        BuiltinFacts facts = FactsOf(kind);
        if (call.HasDots && kind != BuiltinKind.Append)
        {
            Error(call, Catalogue.InvalidDotDotDot, $"{InvalidOperation}invalid use of ... with built-in {facts.Name}");
            Use(call.Arguments);
            return false;
        }
        // Whether len and cap of an array are constant depends on calls and receives in their own argument only.
        bool savedHasCall = _environment.HasCallOrReceive;
        if (kind is BuiltinKind.Len or BuiltinKind.Cap)
        {
            _environment.HasCallOrReceive = false;
        }
        Operand[] arguments = [];
        int count = call.Arguments.Count;
        if (kind is not (BuiltinKind.Make or BuiltinKind.New or BuiltinKind.UnsafeOffsetof or BuiltinKind.Trace))
        {
            arguments = count == 0 ? [] : CheckList(call.Arguments);
            count = arguments.Length;
            foreach (Operand a in arguments)
            {
                if (!a.IsValid)
                {
                    _environment.HasCallOrReceive = savedHasCall;
                    return false;
                }
            }
            if (count > 0)
            {
                x = arguments[0];
            }
        }
        bool ok;
        if (count < facts.Arguments || (!facts.IsVariadic && count > facts.Arguments))
        {
            Error(call, Catalogue.WrongArgCount,
                $"{InvalidOperation}{(count < facts.Arguments ? "not enough" : "too many")} arguments for {Text(call)} (expected {facts.Arguments}, found {count})");
            ok = false;
        }
        else
        {
            ok = CheckBuiltinArguments(ref x, call, kind, arguments);
        }
        if (kind is BuiltinKind.Len or BuiltinKind.Cap)
        {
            _environment.HasCallOrReceive = savedHasCall;
        }
        return ok;
    }

    private bool CheckBuiltinArguments(ref Operand x, CallSyntax call, BuiltinKind kind, Operand[] arguments)
    {
        switch (kind)
        {
            case BuiltinKind.Append:
                return CheckAppend(ref x, call, arguments);
            case BuiltinKind.Len or BuiltinKind.Cap:
                return CheckLength(ref x, call, kind);
            case BuiltinKind.Clear:
                return CheckClear(ref x, call);
            case BuiltinKind.Close:
                return CheckClose(ref x, call);
            case BuiltinKind.Complex:
                return CheckComplex(ref x, call, ref arguments[1]);
            case BuiltinKind.Copy:
                return CheckCopy(ref x, call, ref arguments[1]);
            case BuiltinKind.Delete:
                return CheckDelete(ref x, call, arguments[1]);
            case BuiltinKind.Imag or BuiltinKind.Real:
                return CheckComplexPart(ref x, call, kind);
            case BuiltinKind.Make:
                return CheckMake(ref x, call);
            case BuiltinKind.Max or BuiltinKind.Min:
                return CheckMinMax(ref x, call, kind, arguments);
            case BuiltinKind.New:
                return CheckNew(ref x, call);
            case BuiltinKind.Panic:
                (_environment.PanicCalls ??= []).Add(call.Id);
                Assign(ref x, Universe.EmptyInterface, "argument to panic");
                if (!x.IsValid)
                {
                    return false;
                }
                x.Mode = OperandMode.NoValue;
                RecordBuiltin(call.Function, null, Universe.EmptyInterface);
                return true;
            case BuiltinKind.Print or BuiltinKind.Println:
                return CheckPrint(ref x, call, kind, arguments);
            case BuiltinKind.Recover:
                x.Mode = OperandMode.Value;
                x.Type = Universe.EmptyInterface;
                RecordBuiltin(call.Function, x.Type);
                return true;
            case BuiltinKind.Assert:
                return CheckAssert(ref x, call);
            case BuiltinKind.Trace:
                return CheckTrace(ref x, call);
            default:
                return CheckUnsafe(ref x, call, kind, arguments);
        }
    }

    private bool CheckMinMax(ref Operand x, CallSyntax call, BuiltinKind kind, Operand[] arguments)
    {
        string name = kind == BuiltinKind.Max ? "max" : "min";
        VerifyVersion(call.Function, 21, $"built-in {name}");
        for (int i = 0; i < arguments.Length; i++)
        {
            ref Operand a = ref arguments[i];
            if (!All(a.Type, BasicInfo.Ordered))
            {
                Error(a, Catalogue.InvalidMinMaxOperand, $"{InvalidArgument}{Text(a)} cannot be ordered");
                return false;
            }
            if (i == 0)
            {
                continue;
            }
            MatchTypes(ref x, ref a);
            if (!x.IsValid)
            {
                return false;
            }
            if (!TypeIdentity.Identical(x.Type, a.Type))
            {
                Error(a, Catalogue.MismatchedTypes,
                    $"{InvalidArgument}mismatched types {Text(x.Type)} (previous argument) and {Text(a.Type)} (type of {Text(a.Expression!)})");
                return false;
            }
            if (!x.IsConstant || !a.IsConstant)
            {
                x.Mode = OperandMode.Value;
            }
            else if (ConstantArithmetic.Compare(a.Value!, kind == BuiltinKind.Max ? ConstantOperator.Greater : ConstantOperator.Less,
                x.Value!))
            {
                x = a;
            }
        }
        if (!x.IsConstant)
        {
            x.Mode = OperandMode.Value;
            // Not constant: an untyped result takes its default type.
            Assign(ref x, Universe.EmptyInterface, "argument to built-in " + name);
            if (!x.IsValid)
            {
                return false;
            }
        }
        foreach (Operand a in arguments)
        {
            SetFinalType(a.Expression!, x.Type, true);
        }
        if (!x.IsConstant)
        {
            var types = new GoType[arguments.Length];
            Array.Fill(types, x.Type);
            RecordBuiltin(call.Function, x.Type, types);
        }
        return true;
    }

    private bool CheckNew(ref Operand x, CallSyntax call)
    {
        ExpressionSyntax argument = call.Arguments[0];
        CheckExpressionOrType(ref x, argument, false);
        switch (x.Mode)
        {
            case OperandMode.Invalid:
                return false;
            case OperandMode.Builtin:
                Error(x, Catalogue.UncalledBuiltin, $"{Text(x)} must be called");
                return false;
            case OperandMode.Type:
                RefuseConstraint(argument, x.Type);
                break;
            default:
                if (IsUntyped(x.Type))
                {
                    Assign(ref x, null, "argument to new");
                    if (!x.IsValid)
                    {
                        return false;
                    }
                }
                if (!AllowsVersion(26))
                {
                    VersionError(SyntaxPositions.StartOf(call.Function), 26, $"new({Text(argument)})");
                }
                break;
        }
        GoType type = x.Type;
        x.Mode = OperandMode.Value;
        x.Value = null;
        x.Type = new PointerType(type);
        RecordBuiltin(call.Function, x.Type, type);
        return true;
    }

    private bool CheckPrint(ref Operand x, CallSyntax call, BuiltinKind kind, Operand[] arguments)
    {
        var types = new GoType[arguments.Length];
        string context = "argument to built-in " + FactsOf(kind).Name;
        for (int i = 0; i < types.Length; i++)
        {
            Assign(ref arguments[i], null, context);
            if (!arguments[i].IsValid)
            {
                return false;
            }
            types[i] = arguments[i].Type;
            if (types[i] is not BasicType)
            {
                _printed.Add((call.Pos, FactsOf(kind).Name, types[i]));
            }
        }
        x.Mode = OperandMode.NoValue;
        RecordBuiltin(call.Function, null, types);
        return true;
    }

    /// <summary>assert(x): a function of Go's checker tests.</summary>
    private bool CheckAssert(ref Operand x, CallSyntax call)
    {
        if (!x.IsConstant || !Is(x.Type, BasicInfo.Boolean))
        {
            Error(x, Catalogue.Test, $"{InvalidArgument}{Text(x)} is not a boolean constant");
            return false;
        }
        if (x.Value is BoolConstant { Value: false })
        {
            Error(call, Catalogue.Test, $"{Text(call)} failed");
        }
        return true;
    }

    /// <summary>trace(x, ...): a function of Go's checker tests; gives its first argument.</summary>
    private bool CheckTrace(ref Operand x, CallSyntax call)
    {
        if (call.Arguments.Count == 0)
        {
            x.Mode = OperandMode.NoValue;
            return true;
        }
        Operand other = default;
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            if (i == 0)
            {
                CheckRaw(default, ref x, call.Arguments[i], null, false);
            }
            else
            {
                CheckRaw(default, ref other, call.Arguments[i], null, false);
            }
        }
        return x.IsValid;
    }
}

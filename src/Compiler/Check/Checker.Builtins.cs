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
            Error(call, Catalogue.WrongArgCount, $"{InvalidOperation}{(count < facts.Arguments ? "not enough" : "too many")} arguments for {Text(call)} (expected {facts.Arguments}, found {count})");
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

    /// <summary>The element type of a slice operand, or null with a cause.</summary>
    private GoType? SliceElement(in Operand x, out string cause)
    {
        cause = "";
        GoType? element = null;
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms.Underlying(i) is not SliceType slice)
            {
                cause = x.IsNil ? "argument must be a slice; have untyped nil" : $"argument must be a slice; have {Text(x)}";
                return null;
            }
            if (element is not null && !TypeIdentity.Identical(element, slice.Element))
            {
                cause = $"mismatched slice element types {Text(element)} and {Text(slice.Element)} in {Text(x)}";
                return null;
            }
            element ??= slice.Element;
        }
        return element;
    }

    private static readonly SliceType s_byteSlice = new(Universe.Byte);

    /// <summary>All types are []byte or string: bytes may come from strings in append and copy.</summary>
    private static bool IsBytesOrString(GoType type, out bool hasString)
    {
        hasString = false;
        var terms = new TypeTerms(type);
        for (int i = 0; i < terms.Count; i++)
        {
            GoType? u = terms.Underlying(i);
            if (u is SliceType s && TypeIdentity.Identical(s.Element, Universe.Byte))
            {
                continue;
            }
            if (u is null || !Is(u, BasicInfo.String))
            {
                return false;
            }
            hasString = true;
        }
        return true;
    }

    private bool CheckAppend(ref Operand x, CallSyntax call, Operand[] arguments)
    {
        if (SliceElement(x, out string cause) is not { } element)
        {
            Error(x, Catalogue.InvalidAppend, $"invalid append: {cause}");
            return false;
        }
        GoType slice = x.Type;
        SignatureType signature;
        if (arguments.Length == 2 && call.HasDots && IsAssignable(x, s_byteSlice) && IsBytesOrString(arguments[1].Type, out bool hasString) && hasString)
        {
            if (IsUntyped(arguments[1].Type))
            {
                ConvertUntyped(ref arguments[1], Universe.String);
            }
            signature = MakeSignature(true, slice, slice, arguments[1].Type);
        }
        else
        {
            signature = MakeSignature(true, slice, slice, new SliceType(element));
            CheckArguments(call, signature, [], [], arguments, []);
        }
        RecordBuiltin(call.Function, signature);
        x.Mode = OperandMode.Value;
        x.Type = slice;
        return true;
    }

    private bool CheckLength(ref Operand x, CallSyntax call, BuiltinKind kind)
    {
        OperandMode mode = OperandMode.Invalid;
        ConstantValue? value = null;
        bool isLength = kind == BuiltinKind.Len;
        switch (ArrayBehind(x.Type.Underlying))
        {
            case BasicType b when isLength && (b.Info & BasicInfo.String) != 0:
                mode = x.IsConstant ? OperandMode.Constant : OperandMode.Value;
                value = x.Value is StringConstant s ? ConstantValue.Of(s.Length) : x.IsConstant ? ConstantValue.Unknown : null;
                break;
            case ArrayType a:
                mode = OperandMode.Value;
                if (!_environment.HasCallOrReceive)
                {
                    // Spec: constant if the expression contains no channel receives or function calls.
                    mode = OperandMode.Constant;
                    value = a.Length >= 0 ? ConstantValue.Of(a.Length) : ConstantValue.Unknown;
                }
                break;
            case SliceType or ChanType:
            case MapType when isLength:
                mode = OperandMode.Value;
                break;
            case InterfaceType when IsTypeParameter(x.Type) && AllHaveLength(x.Type, isLength):
                mode = OperandMode.Value;
                break;
        }
        if (mode == OperandMode.Invalid)
        {
            if (IsValidType(x.Type.Underlying))
            {
                Error(x, isLength ? Catalogue.InvalidLen : Catalogue.InvalidCap, $"{InvalidArgument}{Text(x)} for built-in {(isLength ? "len" : "cap")}");
            }
            return false;
        }
        if (mode == OperandMode.Value)
        {
            RecordBuiltin(call.Function, Universe.Int, x.Type);
        }
        x.Mode = mode;
        x.Type = Universe.Int;
        x.Value = value;
        return true;
    }

    private static bool AllHaveLength(GoType type, bool isLength)
    {
        var terms = new TypeTerms(type);
        for (int i = 0; i < terms.Count; i++)
        {
            bool ok = terms.Underlying(i) is { } u && ArrayBehind(u) switch
            {
                BasicType b => isLength && (b.Info & BasicInfo.String) != 0,
                ArrayType or SliceType or ChanType => true,
                MapType => isLength,
                _ => false,
            };
            if (!ok)
            {
                return false;
            }
        }
        return true;
    }

    private bool CheckClear(ref Operand x, CallSyntax call)
    {
        VerifyVersion(call.Function, 21, "clear");
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms.Underlying(i) is not (MapType or SliceType))
            {
                Error(x, Catalogue.InvalidClear, $"{InvalidArgument}cannot clear {Text(x)}: argument must be (or constrained by) map or slice");
                return false;
            }
        }
        RecordBuiltin(call.Function, null, x.Type);
        x.Mode = OperandMode.NoValue;
        return true;
    }

    private bool CheckClose(ref Operand x, CallSyntax call)
    {
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms.Underlying(i) is not ChanType channel)
            {
                Error(x, Catalogue.InvalidClose, $"{InvalidOperation}cannot close non-channel {Text(x)}");
                return false;
            }
            if (channel.Direction == ChannelDirection.ReceiveOnly)
            {
                Error(x, Catalogue.InvalidClose, $"{InvalidOperation}cannot close receive-only channel {Text(x)}");
                return false;
            }
        }
        RecordBuiltin(call.Function, null, x.Type);
        x.Mode = OperandMode.NoValue;
        return true;
    }

    private bool CheckCopy(ref Operand x, CallSyntax call, ref Operand y)
    {
        if (SliceElement(x, out string cause) is not { } destination)
        {
            Error(x, Catalogue.InvalidCopy, $"invalid copy: {cause}");
            return false;
        }
        if (!IsAssignable(x, s_byteSlice) || !IsBytesOrString(y.Type, out _))
        {
            GoType? source = SliceElement(y, out cause);
            if (source is null && !All(y.Type, BasicInfo.String))
            {
                Error(y, Catalogue.InvalidCopy, $"invalid copy: {cause}");
                return false;
            }
            source ??= Universe.Byte;
            if (!TypeIdentity.Identical(destination, source))
            {
                Error(x, Catalogue.InvalidCopy, $"invalid copy: arguments {Text(x)} and {Text(y)} have different element types {Text(destination)} and {Text(source)}");
                return false;
            }
        }
        if (IsUntyped(y.Type))
        {
            ConvertUntyped(ref y, Universe.String);
        }
        RecordBuiltin(call.Function, Universe.Int, x.Type, y.Type);
        x.Mode = OperandMode.Value;
        x.Type = Universe.Int;
        return true;
    }

    private bool CheckDelete(ref Operand x, CallSyntax call, in Operand keyOperand)
    {
        GoType mapType = x.Type;
        GoType? key = null;
        var terms = new TypeTerms(mapType);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms.Underlying(i) is not MapType map)
            {
                Error(x, Catalogue.InvalidDelete, $"{InvalidArgument}{Text(x)} is not a map");
                return false;
            }
            if (key is not null && !TypeIdentity.Identical(map.Key, key))
            {
                Error(x, Catalogue.InvalidDelete, $"{InvalidArgument}maps of {Text(x)} must have identical key types");
                return false;
            }
            key = map.Key;
        }
        x = keyOperand;
        Assign(ref x, key, "argument to delete");
        if (!x.IsValid)
        {
            return false;
        }
        x.Mode = OperandMode.NoValue;
        RecordBuiltin(call.Function, null, mapType, key!);
        return true;
    }

    private bool CheckMake(ref Operand x, CallSyntax call)
    {
        ExpressionSyntax typeSyntax = call.Arguments[0];
        GoType type = CheckVariableType(typeSyntax);
        if (!IsValidType(type))
        {
            return false;
        }
        string cause = "";
        var terms = new TypeTerms(type);
        for (int i = 0; i < terms.Count && cause.Length == 0; i++)
        {
            cause = terms.Underlying(i) switch
            {
                SliceType or MapType or ChanType => "",
                null => "no specific type",
                _ => "type must be slice, map, or channel",
            };
        }
        GoType? common = cause.Length == 0 ? CommonUnderlying(type, out cause) : null;
        if (common is null)
        {
            Error(typeSyntax, Catalogue.InvalidMake, $"{InvalidArgument}cannot make {Text(typeSyntax)}: {cause}");
            return false;
        }
        int min = common is SliceType ? 2 : 1, count = call.Arguments.Count;
        if (count < min || min + 1 < count)
        {
            Error(call, Catalogue.WrongArgCount, $"{InvalidOperation}{Text(call)} expects {min} or {min + 1} arguments; found {count}");
            return false;
        }
        var types = new GoType[count];
        types[0] = type;
        long length = -1, capacity = -1;
        for (int i = 1; i < count; i++)
        {
            types[i] = CheckIndexValue(call.Arguments[i], -1, out long size);
            (length, capacity) = i == 1 ? (size, capacity) : (length, size);
        }
        if (count == 3 && length >= 0 && capacity >= 0 && length > capacity)
        {
            Error(call.Arguments[1], Catalogue.SwappedMakeArgs, $"{InvalidArgument}length and capacity swapped");
        }
        x.Mode = OperandMode.Value;
        x.Type = type;
        RecordBuiltin(call.Function, type, types);
        return true;
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
                Error(a, Catalogue.MismatchedTypes, $"{InvalidArgument}mismatched types {Text(x.Type)} (previous argument) and {Text(a.Type)} (type of {Text(a.Expression!)})");
                return false;
            }
            if (!x.IsConstant || !a.IsConstant)
            {
                x.Mode = OperandMode.Value;
            }
            else if (ConstantArithmetic.Compare(a.Value!, kind == BuiltinKind.Max ? ConstantOperator.Greater : ConstantOperator.Less, x.Value!))
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

using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private bool CheckUnsafe(ref Operand x, CallSyntax call, BuiltinKind kind, Operand[] arguments)
    {
        GoType uintptr = Universe.Uintptr;
        switch (kind)
        {
            case BuiltinKind.UnsafeAdd:
                VerifyVersion(call.Function, 17, "unsafe.Add");
                Assign(ref x, Universe.UnsafePointer, "argument to unsafe.Add");
                if (!x.IsValid || !CheckIsIndex(ref arguments[1], Catalogue.InvalidUnsafeAdd, "length", true))
                {
                    return false;
                }
                return UnsafeResult(ref x, call, Universe.UnsafePointer, Universe.UnsafePointer, arguments[1].Type);
            case BuiltinKind.UnsafeAlignof:
                Assign(ref x, null, "argument to unsafe.Alignof");
                if (!x.IsValid)
                {
                    return false;
                }
                return HasVariableSize(x.Type)
                    ? UnsafeResult(ref x, call, uintptr, x.Type)
                    : UnsafeConstant(ref x, IsValidType(x.Type) ? _layout.AlignOf(x.Type) : 1);
            case BuiltinKind.UnsafeOffsetof:
                return CheckOffsetof(ref x, call);
            case BuiltinKind.UnsafeSizeof:
                Assign(ref x, null, "argument to unsafe.Sizeof");
                if (!x.IsValid)
                {
                    return false;
                }
                if (HasVariableSize(x.Type))
                {
                    return UnsafeResult(ref x, call, uintptr, x.Type);
                }
                long size = _layout.SizeOf(x.Type);
                if (size < 0)
                {
                    Error(x, Catalogue.TypeTooLarge, $"{Text(x)} is too large");
                    return false;
                }
                return UnsafeConstant(ref x, size);
            case BuiltinKind.UnsafeSlice:
                VerifyVersion(call.Function, 17, "unsafe.Slice");
                if (CommonUnderlying(x.Type, out _) is not PointerType pointer)
                {
                    Error(x, Catalogue.InvalidUnsafeSlice, $"{InvalidArgument}{Text(x)} is not a pointer");
                    return false;
                }
                return CheckIsIndex(ref arguments[1], Catalogue.InvalidUnsafeSlice, "length", false)
                    && UnsafeResult(ref x, call, new SliceType(pointer.Element), pointer, arguments[1].Type);
            case BuiltinKind.UnsafeSliceData:
                VerifyVersion(call.Function, 20, "unsafe.SliceData");
                if (CommonUnderlying(x.Type, out _) is not SliceType slice)
                {
                    Error(x, Catalogue.InvalidUnsafeSliceData, $"{InvalidArgument}{Text(x)} is not a slice");
                    return false;
                }
                return UnsafeResult(ref x, call, new PointerType(slice.Element), slice);
            case BuiltinKind.UnsafeString:
                VerifyVersion(call.Function, 20, "unsafe.String");
                var bytePointer = new PointerType(Universe.Byte);
                Assign(ref x, bytePointer, "argument to unsafe.String");
                return x.IsValid && CheckIsIndex(ref arguments[1], Catalogue.InvalidUnsafeString, "length", false)
                    && UnsafeResult(ref x, call, Universe.String, bytePointer, arguments[1].Type);
            case BuiltinKind.UnsafeStringData:
                VerifyVersion(call.Function, 20, "unsafe.StringData");
                Assign(ref x, Universe.String, "argument to unsafe.StringData");
                return x.IsValid && UnsafeResult(ref x, call, new PointerType(Universe.Byte), Universe.String);
            default:
                throw Unexpected.Value(kind);
        }
    }

    private bool UnsafeResult(ref Operand x, CallSyntax call, GoType result, params ReadOnlySpan<GoType> parameters)
    {
        RecordBuiltin(call.Function, result, parameters);
        x.Mode = OperandMode.Value;
        x.Type = result;
        x.Value = null;
        return true;
    }

    private static bool UnsafeConstant(ref Operand x, long value)
    {
        x.Mode = OperandMode.Constant;
        x.Value = ConstantValue.Of(value);
        x.Type = Universe.Uintptr;
        return true;
    }

    private bool CheckOffsetof(ref Operand x, CallSyntax call)
    {
        ExpressionSyntax argument = call.Arguments[0];
        if (SyntaxForms.Unparen(argument) is not SelectorSyntax selector)
        {
            Error(argument, Catalogue.BadOffsetofSyntax, $"{InvalidArgument}{Text(argument)} is not a selector expression");
            Use(argument);
            return false;
        }
        CheckExpression(default, ref x, selector.X);
        if (!x.IsValid)
        {
            return false;
        }
        GoType structType = DereferenceStructPointer(x.Type);
        string name = selector.Selector.Value;
        LookupResult found = Lookup.FieldOrMethod(structType, false, _package, name);
        if (found.Object is not Variable field)
        {
            if (found.Object is null)
            {
                Error(x, Catalogue.MissingFieldOrMethod, $"{InvalidArgument}{Text(structType)} has no single field {name}");
            }
            else
            {
                Error(argument, Catalogue.InvalidOffsetof, $"{InvalidArgument}{Text(argument)} is a method value");
            }
            return false;
        }
        if (found.Indirect)
        {
            Error(x, Catalogue.InvalidOffsetof, $"{InvalidArgument}field {name} is embedded via a pointer in {Text(structType)}");
            return false;
        }
        RecordSelection(selector, SelectionKind.Field, structType, found, field.Type!);
        for (ExpressionSyntax e = argument; ; e = ((ParenSyntax)e).X)
        {
            RecordType(e, x.Mode == OperandMode.Addressable ? OperandMode.Addressable : OperandMode.Value, field.Type!);
            if (ReferenceEquals(e, selector))
            {
                break;
            }
        }
        if (HasVariableSize(structType))
        {
            return UnsafeResult(ref x, call, Universe.Uintptr, field.Type!);
        }
        long offset = 0;
        GoType t = structType;
        foreach (int index in found.Path)
        {
            var s = (StructType)t.Underlying;
            long o = _layout.FieldOffsets(s)[index];
            if (o < 0)
            {
                Error(x, Catalogue.TypeTooLarge, $"{Text(x)} is too large");
                return false;
            }
            offset += o;
            t = s.Fields[index].Type!;
        }
        return UnsafeConstant(ref x, offset);
    }

    /// <summary>The size depends on type parameters (or cannot be known yet because of a cycle, which is reported).</summary>
    private bool HasVariableSize(GoType type)
    {
        switch (AliasType.Unalias(type))
        {
            case TypeParameter:
                return true;
            case ArrayType a:
                return HasVariableSize(a.Element);
            case StructType s:
                foreach (Variable field in s.Fields)
                {
                    if (HasVariableSize(field.Type!))
                    {
                        return true;
                    }
                }
                return false;
            case NamedType named:
                return HasVariableSize(named);
            default:
                return false;
        }
    }

    private readonly Dictionary<NamedType, bool> _variableSizes = [];

    private bool HasVariableSize(NamedType named)
    {
        if (_variableSizes.TryGetValue(named, out bool known))
        {
            return known;
        }
        TypeName name = NameOf(named);
        if (_pathIndex.TryGetValue(name, out int start))
        {
            ReportCycle(_path.GetRange(start, _path.Count - start));
            return true;
        }
        // Ever larger instances are reported elsewhere: just do not follow them.
        const int MaxNesting = 100;
        if (_path.Count > MaxNesting)
        {
            return true;
        }
        Push(name);
        GoType inside = named.IsInstance ? named.Underlying : _rightHandSides.GetValueOrDefault(named) ?? named.Underlying;
        bool variable = HasVariableSize(inside);
        Pop();
        _variableSizes[named] = variable;
        return variable;
    }
}

using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
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
        if (arguments.Length == 2 && call.HasDots && IsAssignable(x, s_byteSlice) && IsBytesOrString(arguments[1].Type, out bool hasString)
            && hasString)
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
                Error(x, isLength ? Catalogue.InvalidLen : Catalogue.InvalidCap,
                    $"{InvalidArgument}{Text(x)} for built-in {(isLength ? "len" : "cap")}");
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
                Error(x, Catalogue.InvalidClear,
                    $"{InvalidArgument}cannot clear {Text(x)}: argument must be (or constrained by) map or slice");
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
                Error(x, Catalogue.InvalidCopy,
                    $"invalid copy: arguments {Text(x)} and {Text(y)} have different element types {Text(destination)} and {Text(source)}");
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
}

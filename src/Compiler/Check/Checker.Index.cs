using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Checks an index expression. True if it instantiates a generic function, which is then in <paramref name="x"/>.</summary>
    private bool CheckIndex(ref Operand x, IndexSyntax e)
    {
        CheckExpressionOrType(ref x, e.X, true);
        switch (x.Mode)
        {
            case OperandMode.Invalid:
                Use(e.Index);
                return false;
            case OperandMode.Type:
                GoType type = CheckVariableType(e);
                x = new Operand { Type = type, Expression = e, Mode = IsValidType(type) ? OperandMode.Type : OperandMode.Invalid };
                return false;
            case OperandMode.Value when x.Type.Underlying is SignatureType { TypeParameters.Count: > 0 }:
                return true;
        }
        RefuseGeneric(default, ref x);
        if (!x.IsValid)
        {
            return false;
        }
        GoType? incomplete = !IsCompleteType(x.Type) ? x.Type
            : x.Type.Underlying is PointerType p && !IsCompleteType(p.Element) ? p.Element
            : x.Type.Underlying is MapType m && !IsCompleteType(m.Element) ? m.Element
            : null;
        if (incomplete is not null)
        {
            x.Invalidate();
            return false;
        }
        long length = -1;
        bool valid = true;
        switch (x.Type.Underlying)
        {
            case BasicType b when (b.Info & BasicInfo.String) != 0:
                length = x.Value is StringConstant s ? s.Length : -1;
                x.Mode = OperandMode.Value;
                x.Value = null;
                x.Type = Universe.Byte;
                break;
            case ArrayType a:
                length = a.Length;
                x.Mode = x.Mode == OperandMode.Addressable ? OperandMode.Addressable : OperandMode.Value;
                x.Type = a.Element;
                break;
            case PointerType pointer when pointer.Element.Underlying is ArrayType a:
                length = a.Length;
                x.Mode = OperandMode.Addressable;
                x.Type = a.Element;
                break;
            case SliceType slice:
                x.Mode = OperandMode.Addressable;
                x.Type = slice.Element;
                break;
            case MapType map:
                CheckMapIndex(ref x, e, map.Key, map.Element);
                return false;
            case InterfaceType when IsTypeParameter(x.Type):
                valid = IndexTypeParameter(ref x, e, ref length, out bool isMap);
                if (isMap)
                {
                    return false;
                }
                break;
            default:
                valid = false;
                break;
        }
        if (!valid)
        {
            Error(e.Pos, Catalogue.NonSliceableOperand, $"cannot index {Text(x)}");
            Use(e.Index);
            x.Invalidate();
            return false;
        }
        if (SingleIndex(e) is not { } index)
        {
            x.Invalidate();
            return false;
        }
        CheckIndexValue(index, length, out _);
        return false;
    }

    private void CheckMapIndex(ref Operand x, IndexSyntax e, GoType keyType, GoType element)
    {
        if (SingleIndex(e) is not { } index)
        {
            x.Invalidate();
            return;
        }
        Operand key = default;
        CheckGenericExpression(ref key, index, null);
        Assign(ref key, keyType, "map index"); // ok to continue if that fails
        x.Mode = OperandMode.MapIndex;
        x.Type = element;
        x.Expression = e;
    }

    /// <summary>All types of the set must be indexable with one element type; maps only among themselves, with one key type.</summary>
    private bool IndexTypeParameter(ref Operand x, IndexSyntax e, ref long length, out bool isMap)
    {
        isMap = false;
        GoType? key = null, element = null;
        OperandMode mode = OperandMode.Addressable;
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count; i++)
        {
            long l = -1;
            GoType? k = null, el = null;
            switch (terms.Underlying(i))
            {
                case BasicType b when (b.Info & BasicInfo.String) != 0:
                    el = Universe.Byte;
                    mode = OperandMode.Value;
                    break;
                case ArrayType a:
                    (l, el) = (a.Length, a.Element);
                    if (x.Mode != OperandMode.Addressable)
                    {
                        mode = OperandMode.Value;
                    }
                    break;
                case PointerType p when p.Element.Underlying is ArrayType a:
                    (l, el) = (a.Length, a.Element);
                    break;
                case SliceType s:
                    el = s.Element;
                    break;
                case MapType m:
                    (k, el) = (m.Key, m.Element);
                    break;
            }
            if (el is null)
            {
                return false;
            }
            if (element is null)
            {
                (length, key, element) = (l, k, el);
                continue;
            }
            if (!TypeIdentity.Identical(element, el) || (key is null) != (k is null)
                || (key is not null && !TypeIdentity.Identical(key, k!)))
            {
                return false;
            }
            if (l >= 0 && l < length)
            {
                length = l;
            }
        }
        if (element is null)
        {
            return false;
        }
        if (key is not null)
        {
            isMap = true;
            CheckMapIndex(ref x, e, key, element);
            return true;
        }
        x.Mode = mode;
        x.Type = element;
        return true;
    }

    private ExpressionSyntax? SingleIndex(IndexSyntax e)
    {
        if (e.Index is ListSyntax list)
        {
            Error(list.Elements[1], Catalogue.InvalidIndex, $"{InvalidOperation}more than one index");
            return list.Elements[0];
        }
        return e.Index is BadExpressionSyntax ? null : e.Index;
    }

    /// <summary>Checks an index; gives its type (invalid after an error) and its value if it is constant, else -1.</summary>
    /// <param name="max">Exclusive bound for constants, or negative for none.</param>
    private GoType CheckIndexValue(ExpressionSyntax index, long max, out long value)
    {
        value = -1;
        Operand x = default;
        CheckExpression(default, ref x, index);
        if (!CheckIsIndex(ref x, Catalogue.InvalidIndex, "index", false))
        {
            return Universe.Invalid;
        }
        if (!x.IsConstant)
        {
            return x.Type;
        }
        if (!ConstantArithmetic.TryInt64(x.Value, out long v))
        {
            return Universe.Invalid;
        }
        if (max >= 0 && v >= max)
        {
            Error(x, Catalogue.InvalidIndex, $"{InvalidArgument}index {ConstantText.Print(x.Value!)} out of bounds [0:{max}]");
            return Universe.Invalid;
        }
        value = v;
        return x.Type;
    }

    /// <summary>An index or length must be of integer type or an untyped constant that fits int; constants must not be negative.</summary>
    private bool CheckIsIndex(ref Operand x, DiagnosticDescriptor kind, string what, bool allowNegative)
    {
        if (!x.IsValid)
        {
            return false;
        }
        ConvertUntyped(ref x, Universe.Int);
        if (!x.IsValid)
        {
            return false;
        }
        if (!All(x.Type, BasicInfo.Integer))
        {
            Error(x, kind, $"{InvalidArgument}{what} {Text(x)} must be integer");
            return false;
        }
        if (!x.IsConstant || x.Value!.Kind == ConstantKind.Unknown)
        {
            return true;
        }
        if (!allowNegative && ConstantArithmetic.Sign(x.Value) < 0)
        {
            Error(x, kind, $"{InvalidArgument}{what} {Text(x)} must not be negative");
            return false;
        }
        if (!IsRepresentable(x.Value, Universe.Int, out ConstantValue value))
        {
            Error(x, kind, $"{InvalidArgument}{what} {Text(x)} overflows int");
            return false;
        }
        x.Value = value;
        return true;
    }

    private void CheckSlice(ref Operand x, SliceSyntax e)
    {
        CheckExpression(default, ref x, e.X);
        if (!x.IsValid)
        {
            UseIndices(e);
            return;
        }
        if (SlicedType(ref x) is not { } type)
        {
            x.Invalidate();
            return;
        }
        if (x.Type.Underlying is PointerType pointer && !IsCompleteType(pointer.Element))
        {
            x.Invalidate();
            return;
        }
        long length = -1;
        switch (type)
        {
            case BasicType b when (b.Info & BasicInfo.String) != 0:
                if (e.IsFull)
                {
                    Error(e.Max ?? e, Catalogue.InvalidSliceExpr, $"{InvalidOperation}3-index slice of string");
                    x.Invalidate();
                    return;
                }
                length = x.Value is StringConstant s ? s.Length : -1;
                // Spec: slicing an untyped string gives a string value.
                if (IsUntyped(x.Type))
                {
                    x.Type = Universe.String;
                }
                break;
            case ArrayType a:
                if (x.Mode != OperandMode.Addressable)
                {
                    Error(x, Catalogue.NonSliceableOperand, $"cannot slice unaddressable value {Text(x)}");
                    x.Invalidate();
                    return;
                }
                length = a.Length;
                x.Type = new SliceType(a.Element);
                break;
            case PointerType p when p.Element.Underlying is ArrayType a:
                length = a.Length;
                x.Type = new SliceType(a.Element);
                break;
            case SliceType:
                break;
            default:
                Error(x, Catalogue.NonSliceableOperand, $"cannot slice {Text(x)}");
                x.Invalidate();
                return;
        }
        x.Mode = OperandMode.Value;
        x.Value = null;
        if (e.IsFull && (e.High is null || e.Max is null))
        {
            Error(e, Catalogue.InvalidSyntaxTree, "2nd and 3rd index required in 3-index slice");
            x.Invalidate();
            return;
        }
        CheckSliceIndices(e, length);
    }

    private void UseIndices(SliceSyntax e)
    {
        foreach (ExpressionSyntax? index in (ReadOnlySpan<ExpressionSyntax?>)[e.Low, e.High, e.Max])
        {
            if (index is not null)
            {
                Use(index);
            }
        }
    }

    /// <summary>The common underlying type of what is sliced, where strings count as []byte; null after reporting.</summary>
    private GoType? SlicedType(ref Operand x)
    {
        GoType? commonType = null, common = null;
        bool hasString = false;
        var terms = new TypeTerms(x.Type);
        for (int i = 0; i < terms.Count; i++)
        {
            GoType? u = terms.Underlying(i);
            if (u is null)
            {
                Error(x, Catalogue.NonSliceableOperand, $"cannot slice {Text(x)}: no specific type in {Text(x.Type)}");
                return null;
            }
            if (Is(u, BasicInfo.String))
            {
                u = new SliceType(Universe.Byte);
                hasString = true;
            }
            if (common is null)
            {
                (commonType, common) = (terms[i], u);
            }
            else if (!TypeIdentity.Identical(common, u))
            {
                Error(x, Catalogue.NonSliceableOperand,
                    $"cannot slice {Text(x)}: {Text(commonType)} and {Text(terms[i])} have different underlying types");
                return null;
            }
        }
        return !hasString ? common : IsTypeParameter(x.Type) ? Universe.String : x.Type.Underlying;
    }

    private void CheckSliceIndices(SliceSyntax e, long length)
    {
        Span<long> values = stackalloc long[3];
        ReadOnlySpan<ExpressionSyntax?> indices = [e.Low, e.High, e.Max];
        for (int i = 0; i < 3; i++)
        {
            long value = -1;
            if (indices[i] is { } index)
            {
                CheckIndexValue(index, length >= 0 ? length + 1 : -1, out value);
            }
            else if (i == 0)
            {
                value = 0;
            }
            else if (length >= 0)
            {
                value = length;
            }
            values[i] = value;
        }
        for (int i = 0; i < 2; i++)
        {
            for (int k = i + 1; k < 3; k++)
            {
                if (values[i] > 0 && values[k] >= 0 && values[k] < values[i] && indices[k] is { } at)
                {
                    Error(at, Catalogue.SwappedSliceIndices, $"invalid slice indices: {values[k]} < {values[i]}");
                    return;
                }
            }
        }
    }
}

using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Converts an operand explicitly: <c>T(x)</c>.</summary>
    private void Convert(ref Operand x, GoType target)
    {
        bool constantArgument = x.IsConstant;
        bool toConstant = constantArgument && IsConstantType(target);
        string cause = "";
        bool ok;
        if (toConstant)
        {
            ok = IsConstantConvertible(x, target, out ConstantValue value);
            x.Value = value; // even if it does not fit: messages show the converted number
            if (!ok && Is(x.Type, BasicInfo.Integer) && Is(target, BasicInfo.Integer))
            {
                Error(x, Catalogue.InvalidConversion, $"constant {ConstantText.Print(x.Value!)} overflows {Text(target)}");
                x.Invalidate();
                return;
            }
        }
        else if (constantArgument && IsTypeParameter(target))
        {
            ok = IsConvertibleToTerms(x, target, out cause);
            x.Mode = OperandMode.Value; // of a type parameter's type: not constant
        }
        else
        {
            ok = IsConvertible(x, target, out cause);
            if (ok)
            {
                x.Mode = OperandMode.Value;
            }
        }
        if (!ok)
        {
            Error(x, Catalogue.InvalidConversion,
                $"cannot convert {Text(x)} to type {Text(target)}{(cause.Length > 0 ? ": " + cause : "")}");
            x.Invalidate();
            return;
        }
        if (IsUntyped(x.Type))
        {
            GoType final = target;
            if (x.Type is BasicType { Kind: BasicKind.UntypedNil })
            {
                // nil takes the target type
            }
            else if (IsInterface(target) || (constantArgument && !IsConstantType(target)))
            {
                final = TypePredicates.Default(x.Type);
            }
            else if (x.Mode == OperandMode.Constant && Is(x.Type, BasicInfo.Integer) && All(target, BasicInfo.String))
            {
                final = x.Type; // string(65): the argument keeps its own type
            }
            SetFinalType(x.Expression!, final, true);
        }
        x.Type = target;
    }

    private bool IsConstantConvertible(in Operand x, GoType target, out ConstantValue value)
    {
        value = x.Value!;
        if (target.Underlying is not BasicType basic)
        {
            return false;
        }
        if (IsRepresentable(x.Value!, basic, out value))
        {
            return true;
        }
        if (Is(x.Type, BasicInfo.Integer) && (basic.Info & BasicInfo.String) != 0)
        {
            Rune rune = ConstantArithmetic.TryUint64(x.Value, out ulong code) && code <= 0x10ffff && Rune.IsValid((int)code)
                ? new Rune((int)code) : Rune.ReplacementChar;
            value = ConstantValue.Of(Encoding.UTF8.GetBytes(rune.ToString()));
            return true;
        }
        return false;
    }

    private bool IsConvertibleToTerms(in Operand x, GoType target, out string cause)
    {
        cause = "";
        var terms = new TypeTerms(target);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms.Underlying(i) is not { } u)
            {
                cause = $"{Text(target)} does not contain specific types";
                return false;
            }
            if ((Is(x.Type, BasicInfo.String) && IsBytesOrRunes(u)) || IsConstantConvertible(x, u, out _))
            {
                continue;
            }
            cause = Is(x.Type, BasicInfo.Integer) && Is(u, BasicInfo.Integer)
                ? $"constant {ConstantText.Print(x.Value!)} overflows {Text(BasicName(terms[i]!))} (in {Text(target)})"
                : $"cannot convert {Text(x)} to type {Text(u)} (in {Text(target)})";
            return false;
        }
        return true;
    }

    /// <summary>Whether a value may be converted to a type (spec "Conversions"), constants aside.</summary>
    private bool IsConvertible(in Operand x, GoType target, out string cause)
    {
        if (IsAssignable(x, target, true, out cause, out _))
        {
            return true;
        }
        GoType v = AliasType.Unalias(x.Type), t = AliasType.Unalias(target);
        GoType vu = v.Underlying, tu = t.Underlying;
        var sourceParameter = v as TypeParameter;
        var targetParameter = t as TypeParameter;
        if (sourceParameter is null && targetParameter is null && TypeIdentity.IdenticalIgnoringTags(vu, tu))
        {
            return true;
        }
        if (v is PointerType vp && t is PointerType tp && !IsTypeParameter(vp.Element) && !IsTypeParameter(tp.Element)
            && TypeIdentity.IdenticalIgnoringTags(vp.Element.Underlying, tp.Element.Underlying))
        {
            return true;
        }
        if (sourceParameter is null && targetParameter is null)
        {
            return IsBasicConvertible(vu, tu) || IsSliceToArray(vu, tu, ref cause);
        }
        return AreTermsConvertible(x, sourceParameter, targetParameter, target, ref cause);
    }

    private static bool IsBasicConvertible(GoType v, GoType t)
    {
        const BasicInfo IntegerOrFloat = BasicInfo.Integer | BasicInfo.Float;
        if ((Is(v, IntegerOrFloat) && Is(t, IntegerOrFloat)) || (Is(v, BasicInfo.Complex) && Is(t, BasicInfo.Complex)))
        {
            return true;
        }
        if (Is(t, BasicInfo.String) && (Is(v, BasicInfo.Integer) || IsBytesOrRunes(v)))
        {
            return true;
        }
        if (Is(v, BasicInfo.String) && IsBytesOrRunes(t))
        {
            return true;
        }
        bool vUnsafe = IsKind(v, BasicKind.UnsafePointer), tUnsafe = IsKind(t, BasicKind.UnsafePointer);
        return (tUnsafe && (v is PointerType || IsKind(v, BasicKind.Uintptr)))
            || (vUnsafe && (t is PointerType || IsKind(t, BasicKind.Uintptr)));
    }

    private bool IsSliceToArray(GoType v, GoType t, ref string cause)
    {
        if (v is not SliceType slice)
        {
            return false;
        }
        bool pointer = t is PointerType;
        if ((t is PointerType p ? p.Element.Underlying : t) is not ArrayType array || !TypeIdentity.Identical(slice.Element, array.Element))
        {
            return false;
        }
        int since = pointer ? 17 : 20;
        if (AllowsVersion(since))
        {
            return true;
        }
        cause = $"conversion of slice to {(pointer ? "array pointer" : "array")} requires go1.{since} or later";
        return false;
    }

    private bool AreTermsConvertible(in Operand x, TypeParameter? source, TypeParameter? target, GoType targetType, ref string cause)
    {
        Operand y = x;
        var sources = new TypeTerms(source is null ? x.Type : source);
        for (int i = 0; i < sources.Count; i++)
        {
            if (sources[i] is not { } s)
            {
                return false;
            }
            y.Type = s;
            if (target is null)
            {
                if (!IsConvertible(y, targetType, out string inner))
                {
                    cause = Prepend($"cannot convert {Text(s)} (in {Text(source)}) to type {Text(targetType)}",
                        inner.Length > 0 ? inner : cause);
                    return false;
                }
                continue;
            }
            var targets = new TypeTerms(target);
            for (int k = 0; k < targets.Count; k++)
            {
                if (targets[k] is not { } t)
                {
                    return false;
                }
                if (!IsConvertible(y, t, out string inner))
                {
                    string from = source is null ? Text(x.Type) : $"{Text(s)} (in {Text(source)})";
                    cause = Prepend($"cannot convert {from} to type {Text(t)} (in {Text(target)})", inner.Length > 0 ? inner : cause);
                    return false;
                }
            }
        }
        return true;
    }
}

using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>
    /// The types a type stands for: itself, or the terms of a type parameter's type set. Iterated by index, without allocating.
    /// </summary>
    private readonly struct TypeTerms
    {
        private readonly GoType? _single;
        private readonly IReadOnlyList<UnionTerm>? _terms;

        public TypeTerms(GoType type)
        {
            if (AliasType.Unalias(type) is TypeParameter p)
            {
                _terms = TypeSets.Of(p.ConstraintInterface).Terms is { Count: > 0 } terms ? terms : null;
            }
            else
            {
                _single = type;
            }
        }

        /// <summary>A type parameter without specific types (its set has all or none) has one "term" without a type.</summary>
        public int Count => _terms?.Count ?? 1;
        public GoType? this[int i] => _terms is null ? _single : _terms[i].Type;
        public bool IsTilde(int i) => _terms is not null && _terms[i].Tilde;

        /// <summary>Underlying type of a term; null when there are no specific types.</summary>
        public GoType? Underlying(int i) => this[i]?.Underlying;
    }

    /// <summary>False for the type of erroneous things. An alias whose declaration is under way may still turn out fine.</summary>
    private static bool IsValidType(GoType type)
    {
        while (type is AliasType alias)
        {
            if (!alias.IsResolved)
            {
                return true;
            }
            type = alias.Actual;
        }
        return !ReferenceEquals(type, Universe.Invalid);
    }

    private static bool IsUntyped(GoType type) => type is BasicType { IsUntyped: true };

    private static bool IsUntypedNumeric(GoType type) => type is BasicType { IsUntyped: true } b && (b.Info & BasicInfo.Numeric) != 0;

    private static bool IsTypeParameter(GoType type) => AliasType.Unalias(type) is TypeParameter;

    /// <summary>An interface that is not a type parameter.</summary>
    private static bool IsInterface(GoType type) => !IsTypeParameter(type) && type.Underlying is InterfaceType;

    /// <summary>Basic info of the underlying type; false for type parameters.</summary>
    private static bool Is(GoType type, BasicInfo info) => !IsTypeParameter(type) && type.Underlying is BasicType b && (b.Info & info) != 0;

    private static bool IsKind(GoType type, BasicKind kind) => !IsTypeParameter(type) && type.Underlying is BasicType b && b.Kind == kind;

    /// <summary>Like <see cref="Is"/>, for all types of a type parameter's set.</summary>
    private static bool All(GoType type, BasicInfo info)
    {
        if (!IsTypeParameter(type))
        {
            return type.Underlying is BasicType b && (b.Info & info) != 0;
        }
        var terms = new TypeTerms(type);
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms.Underlying(i) is not BasicType t || (t.Info & info) == 0)
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsConstantType(GoType type) => Is(type, BasicInfo.Constant);

    private static bool IsPointer(GoType type) => type.Underlying is PointerType;

    private static bool IsGeneric(GoType type) => type switch
    {
        NamedType n => !n.IsInstance && n.TypeParameters.Count > 0,
        AliasType a => a.TypeArguments.Count == 0 && a.TypeParameters.Count > 0,
        _ => false,
    };

    private static bool IsBytesOrRunes(GoType type)
        => type.Underlying is SliceType s && s.Element.Underlying is BasicType { Kind: BasicKind.Uint8 or BasicKind.Int32 };

    private static bool IsInterfacePointer(GoType type) => type.Underlying is PointerType { Element.Underlying: InterfaceType };

    /// <summary>Predeclared types, defined types, instances and type parameters have names.</summary>
    private static bool HasName(GoType type) => AliasType.Unalias(type) is BasicType or NamedType or TypeParameter;

    private static GoType Dereference(GoType type, out bool wasPointer)
    {
        if (AliasType.Unalias(type) is PointerType p)
        {
            wasPointer = true;
            return p.Element;
        }
        wasPointer = false;
        return type;
    }

    /// <summary>The struct type behind a pointer, for selectors; other types stay themselves.</summary>
    private static GoType DereferenceStructPointer(GoType type)
        => type.Underlying is PointerType p && p.Element.Underlying is StructType ? p.Element : type;

    /// <summary>The array behind a pointer to one; other types stay themselves.</summary>
    private static GoType ArrayBehind(GoType type)
        => AliasType.Unalias(type) is PointerType p && p.Element.Underlying is ArrayType a ? a : type;

    /// <summary>The larger of two untyped types, if there is one.</summary>
    private static GoType? MaxType(GoType x, GoType y)
    {
        if (ReferenceEquals(x, y))
        {
            return x;
        }
        return IsUntypedNumeric(x) && IsUntypedNumeric(y) ? ((BasicType)x).Kind > ((BasicType)y).Kind ? x : y : null;
    }

    /// <summary>The common underlying type of all types a type stands for, or null with a cause.</summary>
    private GoType? CommonUnderlying(GoType type, out string cause)
    {
        cause = "";
        if (!IsTypeParameter(type))
        {
            return type.Underlying;
        }
        GoType? commonType = null, common = null;
        var terms = new TypeTerms(type);
        for (int i = 0; i < terms.Count; i++)
        {
            GoType? t = terms[i], u = terms.Underlying(i);
            if (u is null)
            {
                cause = "no specific type";
                return null;
            }
            if (common is null)
            {
                (commonType, common) = (t, u);
                continue;
            }
            if (common is ChanType seen && u is ChanType channel)
            {
                if (!CombineChannels(seen, channel, commonType!, t!, out bool takeNew, out cause))
                {
                    return null;
                }
                if (takeNew)
                {
                    (commonType, common) = (t, u);
                }
                continue;
            }
            if (!TypeIdentity.Identical(common, u))
            {
                cause = $"{Text(commonType)} and {Text(t)} have different underlying types";
                return null;
            }
        }
        return common;
    }

    /// <summary>Channels of one element type have a common type unless their directions conflict: the restricted one.</summary>
    private bool CombineChannels(ChanType seen, ChanType channel, GoType seenType, GoType channelType, out bool takeNew, out string cause)
    {
        takeNew = false;
        cause = "";
        if (!TypeIdentity.Identical(seen.Element, channel.Element))
        {
            cause = $"channels {Text(seenType)} and {Text(channelType)} have different element types";
            return false;
        }
        if (seen.Direction == channel.Direction)
        {
            return true;
        }
        if (seen.Direction == ChannelDirection.Both)
        {
            takeNew = true;
        }
        else if (channel.Direction != ChannelDirection.Both)
        {
            cause = $"channels {Text(seenType)} and {Text(channelType)} have conflicting directions";
            return false;
        }
        return true;
    }

    /// <summary>Why values of a type cannot be compared, "" if there is nothing to add.</summary>
    private string IncomparableCause(GoType type)
    {
        if (type.Underlying is SliceType or SignatureType or MapType)
        {
            return CompositeKind(type) + " can only be compared to nil";
        }
        return IncomparableReason(type, true, []) ?? "";
    }

    /// <summary>Null if comparable, else the reason (possibly empty).</summary>
    private string? IncomparableReason(GoType type, bool dynamic, HashSet<GoType> seen)
    {
        if (!seen.Add(type))
        {
            return null;
        }
        switch (type.Underlying)
        {
            case BasicType b:
                return b.Kind == BasicKind.UntypedNil ? "" : null;
            case PointerType or ChanType:
                return null;
            case StructType s:
                foreach (Variable field in s.Fields)
                {
                    if (IncomparableReason(field.Type!, dynamic, seen) is not null)
                    {
                        return $"struct containing {Text(field.Type)} cannot be compared";
                    }
                }
                return null;
            case ArrayType a:
                return IncomparableReason(a.Element, dynamic, seen) is null ? null : $"{Text(type)} cannot be compared";
            case InterfaceType i:
                if ((dynamic && !IsTypeParameter(type)) || TypePredicates.IsComparable(type, false))
                {
                    return null;
                }
                return TypeSets.Of(i).IsEmpty ? "empty type set" : "incomparable types in type set";
            default:
                return "";
        }
    }
}

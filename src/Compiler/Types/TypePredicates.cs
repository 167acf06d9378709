namespace Go.Compiler.Types;

/// <summary>
/// Questions about types that many rooms ask. "All" forms hold for a type parameter when they hold for each type of its set.
/// </summary>
public static class TypePredicates
{
    /// <summary>
    /// Values can be compared with <c>==</c>. With <paramref name="dynamic"/> ordinary interfaces count (comparison may panic); without,
    /// only strictly comparable types do.
    /// </summary>
    public static bool IsComparable(GoType type, bool dynamic = true) => IncomparableCause(type, dynamic, null) is null;

    /// <summary>Null if comparable, else the reason in Go's words ("" when there is nothing to add).</summary>
    public static string? IncomparableCause(GoType type, bool dynamic = true, Func<Package, string>? qualifier = null)
        => IncomparableCause(type, dynamic, null, qualifier);

    internal static string? IncomparableCause(GoType type, bool dynamic, HashSet<GoType>? seen, Func<Package, string>? qualifier)
    {
        GoType t = AliasType.Unalias(type);
        switch (t.Underlying)
        {
            case BasicType b:
                return b.Kind == BasicKind.UntypedNil ? "" : null;
            case PointerType or ChanType:
                return null;
            case StructType s:
                if (Seen(ref seen, t))
                {
                    return null;
                }
                foreach (Variable f in s.Fields)
                {
                    if (IncomparableCause(f.Type!, dynamic, seen, qualifier) is not null)
                    {
                        return $"struct containing {TypePrinter.Print(f.Type!, qualifier)} cannot be compared";
                    }
                }
                return null;
            case ArrayType a:
                if (Seen(ref seen, t))
                {
                    return null;
                }
                return IncomparableCause(a.Element, dynamic, seen, qualifier) is null
                    ? null : $"{TypePrinter.Print(type, qualifier)} cannot be compared";
            case InterfaceType i:
                if (dynamic && t is not TypeParameter || Seen(ref seen, t))
                {
                    return null;
                }
                TypeSet set = TypeSets.Of(i);
                if (IsComparableSet(set, seen))
                {
                    return null;
                }
                return set.IsEmpty ? "empty type set" : "incomparable types in type set";
            default:
                return "";
        }
    }

    /// <summary>Every type of the set is strictly comparable.</summary>
    internal static bool IsComparableSet(TypeSet set, HashSet<GoType>? seen = null)
    {
        if (set.Terms is null)
        {
            return set.IsComparable;
        }
        if (set.Terms.Count == 0)
        {
            return false; // nothing is known about the types of an empty set
        }
        foreach (UnionTerm term in set.Terms)
        {
            if (IncomparableCause(term.Type, false, seen, null) is not null)
            {
                return false;
            }
        }
        return true;
    }

    private static bool Seen(ref HashSet<GoType>? seen, GoType type)
        => !(seen ??= new HashSet<GoType>(ReferenceEqualityComparer.Instance)).Add(type);

    /// <summary>An interface that is not a type parameter.</summary>
    public static bool IsInterface(GoType type)
        => AliasType.Unalias(type) is var t && t is not TypeParameter && t.Underlying is InterfaceType;

    public static bool IsTypeParameter(GoType type) => AliasType.Unalias(type) is TypeParameter;

    /// <summary>Not the type of an erroneous declaration or expression.</summary>
    public static bool IsValid(GoType type) => AliasType.Unalias(type) is not BasicType { Kind: BasicKind.Invalid };

    /// <summary>Not the type of an untyped constant or nil.</summary>
    public static bool IsTyped(GoType type) => type is not BasicType { IsUntyped: true };

    /// <summary>A basic, defined or type parameter type.</summary>
    public static bool HasName(GoType type) => AliasType.Unalias(type) is BasicType or NamedType or TypeParameter;

    /// <summary>Neither defined nor a type parameter (basic types count as literals here).</summary>
    public static bool IsTypeLiteral(GoType type) => AliasType.Unalias(type) is not (NamedType or TypeParameter);

    /// <summary>A generic type that has not been instantiated.</summary>
    public static bool IsGeneric(GoType type)
        => type is AliasType { TypeParameters.Count: > 0, TypeArguments.Count: 0 }
            || AliasType.Unalias(type) is NamedType { TypeArguments.Count: 0 } named && named.TypeParameters.Count > 0;

    /// <summary>The basic info of the underlying type is within <paramref name="info"/>; false for type parameters.</summary>
    public static bool Is(GoType type, BasicInfo info)
        => AliasType.Unalias(type) is var t && t is not TypeParameter && t.Underlying is BasicType b && (b.Info & info) != 0;

    /// <summary>Like <see cref="Is"/>, for every type of a type parameter's set.</summary>
    public static bool All(GoType type, BasicInfo info)
    {
        if (AliasType.Unalias(type) is not TypeParameter parameter)
        {
            return Is(type, info);
        }
        TypeSet set = TypeSets.Of(parameter.ConstraintInterface);
        if (set.Terms is null || set.Terms.Count == 0)
        {
            return false;
        }
        foreach (UnionTerm term in set.Terms)
        {
            if (!Is(term.Type, info))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>nil is a value of the type (for a type parameter: of all types of its set).</summary>
    public static bool HasNil(GoType type)
    {
        GoType t = AliasType.Unalias(type);
        return t.Underlying switch
        {
            BasicType b => b.Kind == BasicKind.UnsafePointer,
            SliceType or PointerType or SignatureType or MapType or ChanType => true,
            InterfaceType => t is not TypeParameter || TypeSets.All(t, static u => u is not null && HasNil(u)),
            _ => false,
        };
    }

    /// <summary>The default type of an untyped one, else itself (spec "Constants").</summary>
    public static GoType Default(GoType type) => type is not BasicType { IsUntyped: true } b ? type : b.Kind switch
    {
        BasicKind.UntypedBool => Universe.Bool,
        BasicKind.UntypedInt => Universe.Int,
        BasicKind.UntypedRune => Universe.Rune,
        BasicKind.UntypedFloat => Universe.Basic(BasicKind.Float64),
        BasicKind.UntypedComplex => Universe.Basic(BasicKind.Complex128),
        BasicKind.UntypedString => Universe.String,
        _ => type,
    };
}

using System.Runtime.CompilerServices;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>Identity of types (spec "Type identity").</summary>
public static class TypeIdentity
{
    // Anonymous interfaces that mention themselves through methods are the only cycles without a name.
    private sealed record Pair(InterfaceType X, InterfaceType Y, Pair? Outer);

    public static bool Identical(GoType a, GoType b) => ReferenceEquals(a, b) || Same(a, b, false, null);

    /// <summary>Ignores struct tags (for conversions).</summary>
    public static bool IdenticalIgnoringTags(GoType a, GoType b) => ReferenceEquals(a, b) || Same(a, b, true, null);

    /// <summary>Equal types give equal hashes: for use as dictionary keys.</summary>
    public static IEqualityComparer<GoType> Comparer { get; } = new IdentityComparer();

    private static bool Same(GoType x, GoType y, bool ignoreTags, Pair? pairs)
    {
        x = AliasType.Unalias(x);
        y = AliasType.Unalias(y);
        if (ReferenceEquals(x, y))
        {
            return true;
        }
        switch (x, y)
        {
            case (BasicType a, BasicType b):
                return a.Kind == b.Kind;
            case (PointerType a, PointerType b):
                return Same(a.Element, b.Element, ignoreTags, pairs);
            case (NamedType a, NamedType b):
                return ReferenceEquals(a.Name, b.Name)
                    && Same(a.TypeArguments, b.TypeArguments, ignoreTags: false, pairs)
                    && Same(a.EnclosingArguments, b.EnclosingArguments, ignoreTags: false, pairs);
            case (SliceType a, SliceType b):
                return Same(a.Element, b.Element, ignoreTags, pairs);
            case (ArrayType a, ArrayType b):
                // An erroneous length matches any, to avoid follow-on errors.
                return (a.Length < 0 || b.Length < 0 || a.Length == b.Length) && Same(a.Element, b.Element, ignoreTags, pairs);
            case (MapType a, MapType b):
                return Same(a.Key, b.Key, ignoreTags, pairs) && Same(a.Element, b.Element, ignoreTags, pairs);
            case (ChanType a, ChanType b):
                return a.Direction == b.Direction && Same(a.Element, b.Element, ignoreTags, pairs);
            case (StructType a, StructType b):
                return SameStruct(a, b, ignoreTags, pairs);
            case (TupleType a, TupleType b):
                return SameTuple(a, b, ignoreTags, pairs);
            case (SignatureType a, SignatureType b):
                return SameSignature(a, b, ignoreTags, pairs);
            case (InterfaceType a, InterfaceType b):
                return SameInterface(a, b, ignoreTags, pairs);
            case (UnionType a, UnionType b):
                return TypeTerms.AreEqual(TypeSets.Of(new InterfaceType([], [a])).Terms, TypeSets.Of(new InterfaceType([], [b])).Terms);
            default:
                return false;
        }
    }

    private static bool Same(IReadOnlyList<GoType> a, IReadOnlyList<GoType> b, bool ignoreTags, Pair? pairs)
    {
        if (a.Count != b.Count)
        {
            return false;
        }
        for (int i = 0; i < a.Count; i++)
        {
            if (!Same(a[i], b[i], ignoreTags, pairs))
            {
                return false;
            }
        }
        return true;
    }

    private static bool SameStruct(StructType a, StructType b, bool ignoreTags, Pair? pairs)
    {
        if (a.Fields.Count != b.Fields.Count)
        {
            return false;
        }
        for (int i = 0; i < a.Fields.Count; i++)
        {
            Variable f = a.Fields[i], g = b.Fields[i];
            if (f.IsEmbedded != g.IsEmbedded
                || !ignoreTags && (a.TagOf(i) ?? "") != (b.TagOf(i) ?? "")
                || !MethodOrder.SameName(f, g.Package, g.Name)
                || !Same(f.Type!, g.Type!, ignoreTags, pairs))
            {
                return false;
            }
        }
        return true;
    }

    private static bool SameTuple(TupleType a, TupleType b, bool ignoreTags, Pair? pairs)
    {
        if (a.Count != b.Count)
        {
            return false;
        }
        for (int i = 0; i < a.Count; i++)
        {
            if (!Same(a.Variables[i].Type!, b.Variables[i].Type!, ignoreTags, pairs))
            {
                return false;
            }
        }
        return true;
    }

    private static bool SameSignature(SignatureType a, SignatureType b, bool ignoreTags, Pair? pairs)
    {
        int n = a.TypeParameters.Count;
        if (n != b.TypeParameters.Count || a.IsVariadic != b.IsVariadic || a.Parameters.Count != b.Parameters.Count
            || a.Results.Count != b.Results.Count)
        {
            return false;
        }
        TupleType parameters = b.Parameters, results = b.Results;
        if (n > 0)
        {
            // Type parameters are the same up to renaming: put a's in the place of b's.
            for (int i = 0; i < n; i++)
            {
                GoType constraint = Instantiation.Substitute(b.TypeParameters[i].Constraint, b.TypeParameters, a.TypeParameters);
                if (!Same(a.TypeParameters[i].Constraint, constraint, ignoreTags, pairs))
                {
                    return false;
                }
            }
            parameters = (TupleType)Instantiation.Substitute(parameters, b.TypeParameters, a.TypeParameters);
            results = (TupleType)Instantiation.Substitute(results, b.TypeParameters, a.TypeParameters);
        }
        return SameTuple(a.Parameters, parameters, ignoreTags, pairs) && SameTuple(a.Results, results, ignoreTags, pairs);
    }

    private static bool SameInterface(InterfaceType a, InterfaceType b, bool ignoreTags, Pair? pairs)
    {
        TypeSet x = TypeSets.Of(a), y = TypeSets.Of(b);
        if (x.Methods.Count != y.Methods.Count || x.IsComparable != y.IsComparable || !TypeTerms.AreEqual(x.Terms, y.Terms))
        {
            return false;
        }
        for (Pair? p = pairs; p is not null; p = p.Outer)
        {
            if (ReferenceEquals(p.X, a) && ReferenceEquals(p.Y, b) || ReferenceEquals(p.X, b) && ReferenceEquals(p.Y, a))
            {
                return true; // under comparison further out: equal unless a difference shows there
            }
        }
        if (x.Methods.Count == 0)
        {
            return true;
        }
        Pair inner = new(a, b, pairs);
        for (int i = 0; i < x.Methods.Count; i++)
        {
            Function f = x.Methods[i], g = y.Methods[i];
            if (!MethodOrder.SameName(f, g.Package, g.Name) || !Same(f.Signature, g.Signature, ignoreTags, inner))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// The same type written the same way, decided without looking at any declaration (never runs a resolver). Types that are not told
    /// apart here are identical; the converse does not hold.
    /// </summary>
    internal static bool SameSpelling(GoType x, GoType y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }
        return (x, y) switch
        {
            (PointerType a, PointerType b) => SameSpelling(a.Element, b.Element),
            (SliceType a, SliceType b) => SameSpelling(a.Element, b.Element),
            (ArrayType a, ArrayType b) => a.Length == b.Length && SameSpelling(a.Element, b.Element),
            (MapType a, MapType b) => SameSpelling(a.Key, b.Key) && SameSpelling(a.Element, b.Element),
            (ChanType a, ChanType b) => a.Direction == b.Direction && SameSpelling(a.Element, b.Element),
            (NamedType a, NamedType b)
                => ReferenceEquals(a.Name, b.Name) && SameSpelling(a.TypeArguments, b.TypeArguments)
                && SameSpelling(a.EnclosingArguments, b.EnclosingArguments),
            (AliasType a, AliasType b)
                => ReferenceEquals(a.Name, b.Name) && a.TypeArguments.Count > 0 && SameSpelling(a.TypeArguments, b.TypeArguments),
            _ => false,
        };
    }

    internal static bool SameSpelling(IReadOnlyList<GoType> a, IReadOnlyList<GoType> b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }
        for (int i = 0; i < a.Count; i++)
        {
            if (!SameSpelling(a[i], b[i]))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Hash of a list consistent with <see cref="SameSpelling(GoType, GoType)"/>; never runs a resolver.</summary>
    internal static int SpellingHash(IReadOnlyList<GoType> types)
    {
        int h = types.Count;
        foreach (GoType t in types)
        {
            h = h * 31 + SpellingHash(t, 4);
        }
        return h;
    }

    internal static int SpellingHash(GoType type) => SpellingHash(type, 4);

    private static int SpellingHash(GoType type, int depth)
    {
        if (depth == 0)
        {
            return 1;
        }
        switch (type)
        {
            case PointerType t: return 3 + 31 * SpellingHash(t.Element, depth - 1);
            case SliceType t: return 5 + 31 * SpellingHash(t.Element, depth - 1);
            case ArrayType t: return 7 + 31 * SpellingHash(t.Element, depth - 1) + (int)t.Length * 17;
            case MapType t: return 11 + 31 * SpellingHash(t.Key, depth - 1) + 37 * SpellingHash(t.Element, depth - 1);
            case ChanType t: return 13 + 31 * SpellingHash(t.Element, depth - 1) + (int)t.Direction;
            case NamedType t: return ListHash(t.TypeArguments, depth) * 31 + RuntimeHelpers.GetHashCode(t.Name);
            case AliasType t when t.TypeArguments.Count > 0: return ListHash(t.TypeArguments, depth) * 31
                + RuntimeHelpers.GetHashCode(t.Name);
            default: return RuntimeHelpers.GetHashCode(type);
        }
    }

    private static int ListHash(IReadOnlyList<GoType> types, int depth)
    {
        int h = 0;
        for (int i = 0; i < types.Count; i++)
        {
            h = h * 31 + SpellingHash(types[i], depth - 1);
        }
        return h;
    }

    private sealed class IdentityComparer : IEqualityComparer<GoType>
    {
        private const int Depth = 5;

        public bool Equals(GoType? x, GoType? y) => ReferenceEquals(x, y) || x is not null && y is not null && Identical(x, y);
        public int GetHashCode(GoType type) => Hash(type, Depth);

        private static int Hash(GoType type, int depth)
        {
            type = AliasType.Unalias(type);
            if (depth == 0)
            {
                return 1;
            }
            switch (type)
            {
                case BasicType t: return (int)t.Kind * 7919;
                case PointerType t: return 3 + 31 * Hash(t.Element, depth - 1);
                case SliceType t: return 5 + 31 * Hash(t.Element, depth - 1);
                case ArrayType t: return 7 + 31 * Hash(t.Element, depth - 1) + (int)t.Length * 17;
                case MapType t: return 11 + 31 * Hash(t.Key, depth - 1) + 37 * Hash(t.Element, depth - 1);
                case ChanType t: return 13 + 31 * Hash(t.Element, depth - 1) + (int)t.Direction;
                case NamedType t: return RuntimeHelpers.GetHashCode(t.Name) + 31 * Hash(t.TypeArguments, depth)
                    + 37 * Hash(t.EnclosingArguments, depth);
                case TypeParameter t: return RuntimeHelpers.GetHashCode(t);
                case StructType t:
                {
                    int h = t.Fields.Count;
                    foreach (Variable f in t.Fields)
                    {
                        h = h * 31 + f.Name.GetHashCode(StringComparison.Ordinal);
                        h = h * 31 + Hash(f.Type!, depth - 1);
                    }
                    return h;
                }
                case TupleType t: return Hash(t, depth);
                case SignatureType t:
                    // Renamed type parameters must not matter.
                    return 17 + t.Parameters.Count * 31 + t.Results.Count * 37
                        + (t.TypeParameters.Count > 0 ? t.TypeParameters.Count
                            : Hash(t.Parameters, depth) * 41 + Hash(t.Results, depth) * 43);
                case InterfaceType t:
                {
                    int h = 19;
                    foreach (Function m in TypeSets.Of(t).Methods)
                    {
                        h = h * 31 + m.Name.GetHashCode(StringComparison.Ordinal);
                    }
                    return h;
                }
                case UnionType t: return 23 + t.Terms.Count;
                default: throw Unexpected.Value(type);
            }
        }

        private static int Hash(TupleType tuple, int depth)
        {
            int h = tuple.Count;
            foreach (Variable v in tuple.Variables)
            {
                h = h * 31 + Hash(v.Type!, depth - 1);
            }
            return h;
        }

        private static int Hash(IReadOnlyList<GoType> types, int depth)
        {
            int h = types.Count;
            for (int i = 0; i < types.Count; i++)
            {
                h = h * 31 + Hash(types[i], depth - 1);
            }
            return h;
        }
    }
}

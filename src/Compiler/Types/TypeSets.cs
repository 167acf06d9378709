using Go.Compiler.Collections;

namespace Go.Compiler.Types;

/// <summary>Type sets of interfaces and constraints.</summary>
public static class TypeSets
{
    /// <summary>Implementation limit of Go's compiler.</summary>
    private const int MaxTerms = 100;

    private sealed record InProgress(InterfaceType Type, InProgress? Outer);

    /// <summary>
    /// The type set of an interface, computed once and cached thread-safely. <paramref name="report"/> hears errors in embedded elements
    /// (position, message, code name).
    /// </summary>
    public static TypeSet Of(InterfaceType type, Action<Text.Pos, string, string>? report = null)
        => report is null && type.CachedTypeSet is { } known ? known : Compute(type, null, report, out _);

    private static TypeSet Compute(InterfaceType type, InProgress? outer, Action<Text.Pos, string, string>? report, out bool isFinal)
    {
        if (report is null && type.CachedTypeSet is { } known)
        {
            isFinal = true;
            return known;
        }
        isFinal = true;
        for (InProgress? p = outer; p is not null; p = p.Outer)
        {
            if (ReferenceEquals(p.Type, type))
            {
                isFinal = false; // invalid cycle, reported by the checker
                return TypeSet.All;
            }
        }
        InProgress self = new(type, outer);
        List<Function> methods = [];
        NameIndex? index = null;
        EntityList<Text.Pos>? positions = report is null ? null : [];
        foreach (Function m in type.Methods)
        {
            AddMethod(methods, ref index, positions, m, m.Pos, true, report);
        }
        IReadOnlyList<UnionTerm>? terms = null;
        bool comparable = type.IsComparableMarker;
        for (int i = 0; i < type.Embedded.Count; i++)
        {
            GoType element = type.Embedded[i];
            Text.Pos pos = i < type.EmbeddedPositions.Count ? type.EmbeddedPositions[i] : default;
            switch (element.Underlying)
            {
                case InterfaceType embedded when !TypePredicates.IsTypeParameter(element):
                    TypeSet set = Compute(embedded, self, null, out bool embeddedFinal);
                    isFinal &= embeddedFinal;
                    foreach (Function m in set.Methods)
                    {
                        AddMethod(methods, ref index, positions, m, pos, false, report);
                    }
                    (terms, comparable) = Intersect(terms, comparable, set.Terms, set.IsComparable);
                    break;
                case UnionType union:
                    if (UnionTerms(union, self, pos, report, ref isFinal, out IReadOnlyList<UnionTerm>? unionTerms))
                    {
                        (terms, comparable) = Intersect(terms, comparable, unionTerms, false);
                    }
                    break;
                case BasicType { Kind: BasicKind.Invalid }:
                    isFinal &= AliasType.Unalias(element) is not NamedType { IsResolved: false }
                        && element is not AliasType { IsResolved: false };
                    break;
                default:
                    (terms, comparable) = Intersect(terms, comparable, [new UnionTerm(false, element)], false);
                    break;
            }
        }
        methods.Sort(MethodOrder.Compare);
        TypeSet result = methods.Count == 0 && terms is null && !comparable
            ? TypeSet.All
            : new TypeSet { Methods = methods.ToArray(), Terms = terms, IsComparable = comparable };
        return isFinal ? type.PublishTypeSet(result) : result;
    }

    private static void AddMethod(
        List<Function> methods, ref NameIndex? index, EntityList<Text.Pos>? positions, Function m, Text.Pos pos, bool isExplicit,
            Action<Text.Pos, string, string>? report)
    {
        int other = MethodOrder.IndexOf(ref index, methods, m.Package, m.Name, false);
        if (other < 0)
        {
            methods.Add(m);
            positions?.Add(pos);
            return;
        }
        if (report is not null && (isExplicit || !TypeIdentity.Identical(m.Signature, methods[other].Signature)))
        {
            report(pos, "duplicate method " + m.Name, "DuplicateDecl");
            report(positions![other], "other declaration of method " + m.Name, "");
        }
    }

    private static (IReadOnlyList<UnionTerm>?, bool) Intersect(IReadOnlyList<UnionTerm>? xs, bool xComparable,
        IReadOnlyList<UnionTerm>? ys, bool yComparable)
    {
        IReadOnlyList<UnionTerm>? terms = TypeTerms.Intersect(xs, ys);
        if (!(xComparable || yComparable) || terms is null)
        {
            return (terms, xComparable || yComparable);
        }
        EntityList<UnionTerm> kept = [];
        foreach (UnionTerm t in terms)
        {
            if (TypePredicates.IsComparable(t.Type, dynamic: false))
            {
                kept.Add(t);
            }
        }
        return (kept, false);
    }

    private static bool UnionTerms(
        UnionType union, InProgress self, Text.Pos pos, Action<Text.Pos, string, string>? report, ref bool isFinal,
            out IReadOnlyList<UnionTerm>? result)
    {
        EntityList<UnionTerm> all = [];
        foreach (UnionTerm t in union.Terms)
        {
            switch (t.Type.Underlying)
            {
                case InterfaceType embedded when !TypePredicates.IsTypeParameter(t.Type):
                    TypeSet set = Compute(embedded, self, null, out bool embeddedFinal);
                    isFinal &= embeddedFinal;
                    if (set.Terms is null)
                    {
                        result = null; // includes everything
                        return true;
                    }
                    foreach (UnionTerm inner in set.Terms)
                    {
                        TypeTerms.Add(all, inner);
                    }
                    break;
                case BasicType { Kind: BasicKind.Invalid }:
                    isFinal &= AliasType.Unalias(t.Type) is not NamedType { IsResolved: false };
                    continue;
                case var u:
                    if (!t.Tilde || TypeIdentity.Identical(t.Type, u))
                    {
                        TypeTerms.Add(all, t);
                    }
                    break;
            }
            if (all.Count > MaxTerms)
            {
                report?.Invoke(pos, $"cannot handle more than {MaxTerms} union terms (implementation limitation)", "InvalidUnion");
                result = null;
                return false;
            }
        }
        result = all;
        return true;
    }

    /// <summary>The constraint of a type parameter as an interface; anything else is wrapped into an implicit one.</summary>
    public static InterfaceType ConstraintInterface(TypeParameter parameter)
    {
        GoType constraint = parameter.Constraint;
        switch (constraint.Underlying)
        {
            case BasicType { Kind: BasicKind.Invalid }:
                return Universe.EmptyInterface;
            case InterfaceType i:
                return TypePredicates.IsTypeParameter(constraint) ? Universe.EmptyInterface : i;
            default:
                return parameter.WrapConstraint(constraint);
        }
    }

    /// <summary>
    /// The single underlying type of all types in the set (for channels: with direction rules), or null (spec "Core types" as kept by
    /// 1.27).
    /// </summary>
    public static GoType? CoreType(GoType type) => CoreType(type, out _);

    /// <summary>Like <see cref="CoreType(GoType)"/>; <paramref name="cause"/> says why there is none, in Go's words.</summary>
    public static GoType? CoreType(GoType type, out string cause, Func<Package, string>? qualifier = null)
    {
        cause = "";
        if (AliasType.Unalias(type) is not TypeParameter parameter)
        {
            return type.Underlying;
        }
        TypeSet set = Of(parameter.ConstraintInterface);
        if (!set.HasTerms)
        {
            cause = "no specific type";
            return null;
        }
        GoType first = set.Terms![0].Type, core = first.Underlying;
        for (int i = 1; i < set.Terms.Count; i++)
        {
            GoType t = set.Terms[i].Type, u = t.Underlying;
            if (core is ChanType a && u is ChanType b)
            {
                if (!TypeIdentity.Identical(a.Element, b.Element))
                {
                    cause = $"channels {TypePrinter.Print(first, qualifier)} and {TypePrinter.Print(t, qualifier)} have different element types";
                    return null;
                }
                if (a.Direction == b.Direction)
                {
                    continue;
                }
                if (a.Direction == Syntax.ChannelDirection.Both)
                {
                    (first, core) = (t, u); // the restricted channel stands for both
                }
                else if (b.Direction != Syntax.ChannelDirection.Both)
                {
                    cause = $"channels {TypePrinter.Print(first, qualifier)} and {TypePrinter.Print(t, qualifier)} have conflicting directions";
                    return null;
                }
                continue;
            }
            if (!TypeIdentity.Identical(core, u))
            {
                cause = $"{TypePrinter.Print(first, qualifier)} and {TypePrinter.Print(t, qualifier)} have different underlying types";
                return null;
            }
        }
        return core;
    }

    /// <summary>Like <see cref="CoreType(GoType)"/>, but a set of []byte and string gives string.</summary>
    public static GoType? CoreStringType(GoType type)
    {
        if (AliasType.Unalias(type) is not TypeParameter parameter)
        {
            return type.Underlying;
        }
        TypeSet set = Of(parameter.ConstraintInterface);
        if (!set.HasTerms)
        {
            return null;
        }
        bool hasString = false;
        GoType? core = null;
        foreach (UnionTerm term in set.Terms!)
        {
            GoType u = term.Type.Underlying;
            if (u is BasicType { Kind: BasicKind.String })
            {
                hasString = true;
                u = s_bytes;
            }
            if (core is not null && !TypeIdentity.Identical(core, u))
            {
                return CoreType(type);
            }
            core = u;
        }
        return hasString ? Universe.String : core;
    }

    private static readonly SliceType s_bytes = new(Universe.Basic(BasicKind.Uint8));

    /// <summary>
    /// Calls <paramref name="predicate"/> with each term's underlying type (for a non-parameter: once with its own); null means "no
    /// specific types". True if all are.
    /// </summary>
    public static bool All(GoType type, Func<GoType?, bool> predicate) => All(type, (_, u) => predicate(u));

    /// <summary>
    /// Calls <paramref name="predicate"/> with each term's type and underlying type; nulls mean "no specific types". True if all are.
    /// </summary>
    public static bool All(GoType type, Func<GoType?, GoType?, bool> predicate)
    {
        if (AliasType.Unalias(type) is not TypeParameter parameter)
        {
            return predicate(type, type.Underlying);
        }
        TypeSet set = Of(parameter.ConstraintInterface);
        if (!set.HasTerms)
        {
            return predicate(null, null);
        }
        foreach (UnionTerm term in set.Terms!)
        {
            if (!predicate(term.Type, term.Type.Underlying))
            {
                return false;
            }
        }
        return true;
    }
}

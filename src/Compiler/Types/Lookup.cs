namespace Go.Compiler.Types;

/// <summary>Result of <see cref="Lookup.FieldOrMethod"/>.</summary>
/// <param name="Object">The field or method, or null.</param>
/// <param name="Path">Field indices from the type through embedded fields; for a field the last is the field itself; for a method the last
/// is its index.</param>
/// <param name="Indirect">A pointer was followed on the way (or the type itself was a pointer).</param>
/// <param name="Ambiguous">Not found because several are at the same depth.</param>
/// <param name="WrongPointer">Not found because a pointer receiver is needed.</param>
public readonly record struct LookupResult(GoObject? Object, IReadOnlyList<int> Path, bool Indirect, bool Ambiguous = false,
    bool WrongPointer = false);

/// <summary>
/// Field and method lookup, method sets and interface satisfaction (spec "Selectors", "Method sets", "Implementing an interface").
/// </summary>
public static partial class Lookup
{
    /// <summary>Steps through embedded fields, innermost last.</summary>
    private sealed record Step(Step? Outer, int Index)
    {
        public static int[] ToArray(Step? outer, int last)
        {
            int n = 1;
            for (Step? s = outer; s is not null; s = s.Outer)
            {
                n++;
            }
            int[] path = new int[n];
            path[--n] = last;
            for (Step? s = outer; s is not null; s = s.Outer)
            {
                path[--n] = s.Index;
            }
            return path;
        }
    }

    /// <param name="Multiple">The type is reachable in several ways at this depth: whatever it has is ambiguous.</param>
    private readonly record struct Candidate(GoType Type, Step? Path, bool Indirect, bool Multiple);

    /// <summary>Looks a selector up. <paramref name="foldCase"/> is for "did you mean" messages only.</summary>
    public static LookupResult FieldOrMethod(GoType type, bool addressable, Package? package, string name, bool foldCase = false)
    {
        // Methods cannot be declared on a named pointer type; only fields are promoted through it.
        if (AliasType.Unalias(type) is NamedType { Underlying: PointerType p })
        {
            LookupResult r = Find(p, false, package, name, foldCase);
            return r.Object is Function ? default(LookupResult) with { Path = [] } : r;
        }
        return Find(type, addressable, package, name, foldCase);
    }

    internal static LookupResult Find(GoType type, bool addressable, Package? package, string name, bool foldCase)
    {
        LookupResult none = new(null, [], false);
        if (name == "_")
        {
            return none;
        }
        // The pointer must be taken off before looking at underlying types: a named pointer type has no methods.
        (GoType start, bool isPointer) = Dereference(type);
        if (isPointer && start.Underlying is InterfaceType)
        {
            return none;
        }
        List<Candidate> current = [new Candidate(start, null, isPointer, false)];
        HashSet<GoType>? seen = null;
        while (current.Count > 0)
        {
            List<Candidate> next = [];
            GoObject? found = null;
            Step? foundStep = null;
            int foundIndex = 0;
            bool foundIndirect = false, collision = false;
            foreach (Candidate c in current)
            {
                GoObject? match = MatchIn(c, package, name, foldCase, ref seen, found is null ? next : null, out int index);
                if (match is null)
                {
                    continue;
                }
                if (found is not null || c.Multiple)
                {
                    collision = true;
                    (foundStep, foundIndex) = (c.Path, index);
                    break;
                }
                (found, foundStep, foundIndex, foundIndirect) = (match, c.Path, index, c.Indirect);
            }
            if (collision)
            {
                return new LookupResult(null, Step.ToArray(foundStep, foundIndex), false, Ambiguous: true);
            }
            if (found is not null)
            {
                return found is Function { HasPointerReceiver: true } && !foundIndirect && !addressable
                    ? new LookupResult(null, [], true, WrongPointer: true)
                    : new LookupResult(found, Step.ToArray(foundStep, foundIndex), foundIndirect);
            }
            current = MergeSame(next);
        }
        return none;
    }

    /// <summary>A method or field of one candidate type itself; otherwise its embedded fields go to <paramref name="next"/>.</summary>
    private static GoObject? MatchIn(
        Candidate c, Package? package, string name, bool foldCase, ref HashSet<GoType>? seen, List<Candidate>? next, out int index)
    {
        index = -1;
        GoType t = AliasType.Unalias(c.Type);
        if (t is NamedType named)
        {
            if (!AddUnseen(ref seen, named))
            {
                return null; // shadowed by itself at a shallower depth
            }
            index = named.IndexOfMethod(package, name, foldCase);
            if (index >= 0)
            {
                return named.Methods[index];
            }
        }
        switch (t.Underlying)
        {
            case StructType s:
                index = s.IndexOfField(package, name, foldCase);
                if (index >= 0)
                {
                    return s.Fields[index];
                }
                AddEmbedded(c, s, next);
                return null;
            case InterfaceType i:
                TypeSet set = TypeSets.Of(i);
                index = set.IndexOf(package, name, foldCase);
                return index >= 0 ? set.Methods[index] : null;
            default:
                return null;
        }
    }

    private static void AddEmbedded(Candidate c, StructType s, List<Candidate>? next)
    {
        if (next is null)
        {
            return;
        }
        foreach (int i in s.EmbeddedFields)
        {
            (GoType e, bool isPointer) = Dereference(s.Fields[i].Type!);
            if (CanHaveMembers(e))
            {
                next.Add(new Candidate(e, new Step(c.Path, i), c.Indirect || isPointer, c.Multiple));
            }
        }
    }

    private static bool CanHaveMembers(GoType type) => AliasType.Unalias(type) is NamedType or StructType or InterfaceType or TypeParameter;

    private static bool AddUnseen(ref HashSet<GoType>? seen, NamedType type)
        => (seen ??= new HashSet<GoType>(TypeIdentity.Comparer)).Add(type);

    private static List<Candidate> MergeSame(List<Candidate> list)
    {
        if (list.Count <= 1)
        {
            return list;
        }
        List<Candidate> merged = new(list.Count);
        var places = new Dictionary<GoType, int>(list.Count, TypeIdentity.Comparer);
        foreach (Candidate c in list)
        {
            if (places.TryAdd(c.Type, merged.Count))
            {
                merged.Add(c);
            }
            else
            {
                int same = places[c.Type];
                merged[same] = merged[same] with { Multiple = true };
            }
        }
        return merged;
    }

    /// <summary>Takes one pointer off an unnamed pointer type.</summary>
    public static (GoType Type, bool WasPointer) Dereference(GoType type)
        => AliasType.Unalias(type) is PointerType p ? (p.Element, true) : (type, false);

    /// <summary>The struct behind a pointer to one, else the type itself.</summary>
    public static GoType DereferenceStruct(GoType type)
        => type.Underlying is PointerType { Element: { Underlying: StructType } e } ? e : type;
}

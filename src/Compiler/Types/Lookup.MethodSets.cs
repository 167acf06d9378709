using Go.Compiler.Collections;

namespace Go.Compiler.Types;

/// <summary>A method in a method set, with the way to it.</summary>
/// <param name="Method">For instances: the method object with substituted signature (its <see cref="Function.Origin"/> is the declared
/// one).</param>
/// <param name="Path">Embedded-field indices before the method (empty: declared on the type itself).</param>
/// <param name="Indirect">A pointer is followed on the way.</param>
public readonly record struct MethodEntry(Function Method, IReadOnlyList<int> Path, bool Indirect);

public static partial class Lookup
{
    /// <summary>
    /// What holds a name at the shallowest depth where it occurs; a null method: a field, a generic method or a collision.
    /// </summary>
    private struct Slot
    {
        public GoObject Object;
        public Function? Method;
        public Step? Path;
        public bool Indirect;
        public int Depth;
    }

    /// <summary>
    /// The method set for descriptors and itabs: sorted as contract 6.1 says; generic methods are not part of it. Only for packages that
    /// are checked.
    /// </summary>
    public static IReadOnlyList<MethodEntry> MethodSet(GoType type)
    {
        type = AliasType.Unalias(type);
        return type.CachedMethodSet ??= ComputeMethodSet(type);
    }

    private static MethodEntry[] ComputeMethodSet(GoType type)
    {
        if (type.Underlying is InterfaceType direct)
        {
            IReadOnlyList<Function> methods = TypeSets.Of(direct).Methods;
            MethodEntry[] entries = new MethodEntry[methods.Count];
            for (int i = 0; i < entries.Length; i++)
            {
                entries[i] = new MethodEntry(methods[i], [], false);
            }
            return entries;
        }
        (GoType start, bool isPointer) = Dereference(type);
        if (isPointer && start.Underlying is InterfaceType || !isPointer && type is NamedType { Underlying: PointerType })
        {
            return [];
        }
        EntityList<Slot> slots = [];
        Dictionary<string, EntityList<int>> byName = [];
        List<Candidate> current = [new Candidate(start, null, isPointer, false)];
        HashSet<GoType>? seen = null;
        for (int depth = 0; current.Count > 0; depth++)
        {
            List<Candidate> next = [];
            foreach (Candidate c in current)
            {
                CollectMembers(c, depth, slots, byName, ref seen, next);
            }
            current = MergeSame(next);
        }
        EntityList<MethodEntry> result = [];
        foreach (Slot s in slots)
        {
            if (s.Method is { } m && (!m.HasPointerReceiver || s.Indirect))
            {
                result.Add(new MethodEntry(m, s.Path is null ? [] : Step.ToArray(s.Path.Outer, s.Path.Index), s.Indirect));
            }
        }
        result.Sort(static (a, b) => MethodOrder.Compare(a.Method, b.Method));
        return [.. result];
    }

    private static void CollectMembers(
        Candidate c, int depth, EntityList<Slot> slots, Dictionary<string, EntityList<int>> byName, ref HashSet<GoType>? seen,
        List<Candidate> next)
    {
        GoType t = AliasType.Unalias(c.Type);
        if (t is NamedType named)
        {
            if (!AddUnseen(ref seen, named))
            {
                return;
            }
            foreach (Function m in named.Methods)
            {
                Function? method = m.Signature.TypeParameters.Count == 0 ? m : null;
                Place(new Slot { Object = m, Method = method, Path = c.Path, Indirect = c.Indirect, Depth = depth }, c.Multiple, slots,
                    byName);
            }
        }
        switch (t.Underlying)
        {
            case StructType s:
                for (int i = 0; i < s.Fields.Count; i++)
                {
                    Variable f = s.Fields[i];
                    Place(new Slot { Object = f, Depth = depth }, c.Multiple, slots, byName);
                    if (f.IsEmbedded)
                    {
                        (GoType e, bool isPointer) = Dereference(f.Type!);
                        if (CanHaveMembers(e))
                        {
                            next.Add(new Candidate(e, new Step(c.Path, i), c.Indirect || isPointer, c.Multiple));
                        }
                    }
                }
                break;
            case InterfaceType i:
                foreach (Function m in TypeSets.Of(i).Methods)
                {
                    Place(new Slot { Object = m, Method = m, Path = c.Path, Indirect = c.Indirect, Depth = depth }, c.Multiple, slots,
                        byName);
                }
                break;
        }
    }

    private static void Place(Slot slot, bool multiple, EntityList<Slot> slots, Dictionary<string, EntityList<int>> byName)
    {
        GoObject o = slot.Object;
        if (o.Name == "_")
        {
            return;
        }
        if (multiple)
        {
            slot.Method = null;
        }
        if (!byName.TryGetValue(o.Name, out EntityList<int>? same))
        {
            byName.Add(o.Name, same = []);
        }
        foreach (int i in same)
        {
            if (MethodOrder.SameName(slots[i].Object, o.Package, o.Name))
            {
                if (slots[i].Depth == slot.Depth)
                {
                    slots[i] = slots[i] with { Method = null }; // ambiguous
                }
                return;
            }
        }
        same.Add(slots.Count);
        slots.Add(slot);
    }
}

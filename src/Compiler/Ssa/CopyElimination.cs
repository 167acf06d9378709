using Go.Compiler.Collections;

namespace Go.Compiler.Ssa;

/// <summary>Removes copies and phis that stand for one value only.</summary>
public static class CopyElimination
{
    public static void Run(SsaFunction function)
    {
        function.Cancellation.ThrowIfCancellationRequested();
        using var map = Scratch<ValueId>.Rent(function.ValueLimit);
        // A phi that has become one value may make others so: those that have it as argument are looked at again.
        EntityList<ValueId>?[]? phisOf = null;
        var work = new EntityList<ValueId>();
        bool any = false;
        foreach (BlockId blockId in function.Order)
        {
            foreach (ValueId id in function[blockId].Instructions)
            {
                Op op = function[id].Op;
                if (op == Op.Copy)
                {
                    any |= Set(map, id, Follow(map, function.Argument(id, 0)));
                }
                else if (op == Op.Phi)
                {
                    work.Add(id);
                }
            }
        }
        int seen = 0;
        while (work.TryPop(out ValueId phi))
        {
            if ((++seen & 0xfff) == 0)
            {
                function.Cancellation.ThrowIfCancellationRequested();
            }
            ValueId same = map[phi.Index].IsNone ? OnlyValue(function, phi, map) : default;
            if (same.IsNone)
            {
                continue;
            }
            phisOf ??= PhisOf(function, map);
            any = Set(map, phi, same);
            if (phisOf[phi.Index] is { } users)
            {
                // What has become another value is done with: in a long row of such phis each would see all that come behind it.
                users.RemoveAll(user => !map[user.Index].IsNone);
                foreach (ValueId user in users)
                {
                    work.Add(user);
                }
                // The shorter list goes into the longer one.
                EntityList<ValueId> others = phisOf[same.Index] ?? [];
                (EntityList<ValueId> longer, EntityList<ValueId> shorter) = users.Count > others.Count ? (users, others) : (others, users);
                longer.AddRange(shorter);
                phisOf[same.Index] = longer;
            }
        }
        if (!any)
        {
            return;
        }
        foreach (BlockId blockId in function.Order)
        {
            function[blockId].Instructions.RemoveAll(id => !map[id.Index].IsNone);
        }
        function.ReplaceUses(map.Span);
    }

    private static bool Set(Scratch<ValueId> map, ValueId id, ValueId same)
    {
        if (same.IsNone || same == id)
        {
            return false;
        }
        map[id.Index] = same;
        return true;
    }

    /// <summary>By value that copies stand for: the phis that have it as argument.</summary>
    private static EntityList<ValueId>?[] PhisOf(SsaFunction function, Scratch<ValueId> map)
    {
        var phis = new EntityList<ValueId>?[function.ValueLimit];
        foreach (BlockId blockId in function.Order)
        {
            foreach (ValueId id in function[blockId].Instructions)
            {
                for (int i = 0; function[id].Op == Op.Phi && i < function.ArgumentCount(id); i++)
                {
                    ValueId a = Follow(map, function.Argument(id, i));
                    (phis[a.Index] ??= []).Add(id);
                }
            }
        }
        return phis;
    }

    private static ValueId Follow(Scratch<ValueId> map, ValueId id)
    {
        ValueId end = id;
        while (!map[end.Index].IsNone)
        {
            end = map[end.Index];
        }
        while (!map[id.Index].IsNone && map[id.Index] != end)
        {
            (map[id.Index], id) = (end, map[id.Index]);
        }
        return end;
    }

    /// <summary>The one value besides itself that a phi can have, or none.</summary>
    private static ValueId OnlyValue(SsaFunction function, ValueId phi, Scratch<ValueId> map)
    {
        ValueId same = default;
        int count = function.ArgumentCount(phi);
        for (int i = 0; i < count; i++)
        {
            ValueId a = Follow(map, function.Argument(phi, i));
            if (a == phi || a == same)
            {
                continue;
            }
            if (!same.IsNone)
            {
                return default;
            }
            same = a;
        }
        return same;
    }
}

namespace Go.Compiler.Ssa;

/// <summary>Removes copies and phis that stand for one value only.</summary>
public static class CopyElimination
{
    public static void Run(SsaFunction function)
    {
        var map = new ValueId[function.ValueLimit];
        bool changed = true;
        while (changed)
        {
            function.Cancellation.ThrowIfCancellationRequested();
            changed = false;
            foreach (BlockId blockId in function.Order)
            {
                foreach (ValueId id in function[blockId].Instructions)
                {
                    Op op = function[id].Op;
                    if (!map[id.Index].IsNone || op is not (Op.Copy or Op.Phi))
                    {
                        continue;
                    }
                    ValueId same = op == Op.Copy ? Follow(map, function.Argument(id, 0)) : OnlyValue(function, id, map);
                    if (!same.IsNone && same != id)
                    {
                        map[id.Index] = same;
                        changed = true;
                    }
                }
            }
        }
        bool any = false;
        foreach (BlockId blockId in function.Order)
        {
            any |= function[blockId].Instructions.RemoveAll(id => !map[id.Index].IsNone) > 0;
        }
        if (any)
        {
            function.ReplaceUses(map);
        }
    }

    private static ValueId Follow(ValueId[] map, ValueId id)
    {
        while (!map[id.Index].IsNone)
        {
            id = map[id.Index];
        }
        return id;
    }

    /// <summary>The one value besides itself that a phi can have, or none.</summary>
    private static ValueId OnlyValue(SsaFunction function, ValueId phi, ValueId[] map)
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

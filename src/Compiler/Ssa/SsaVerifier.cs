using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Ssa;

/// <summary>
/// Checks the invariants of SSA: every use is dominated by its definition, edges are symmetric, phis fit their predecessors, operands have
/// the kinds their operation wants. Throws <see cref="InternalCompilerException"/> with the function's text.
/// </summary>
public static class SsaVerifier
{
    public static void Verify(SsaFunction function)
    {
        var problems = new List<string>();
        CheckEdges(function, problems);
        if (problems.Count == 0)
        {
            CheckValues(function, problems);
        }
        if (problems.Count > 0)
        {
            throw new InternalCompilerException($"bad SSA in {function.Symbol.Name}: {string.Join("; ", problems.Take(8))}\n{SsaPrinter.Print(function)}");
        }
    }

    private static void CheckEdges(SsaFunction function, List<string> problems)
    {
        if (function.Order.Count == 0 || function.Order[0] != function.Entry.Id)
        {
            problems.Add("the entry is not first");
            return;
        }
        if (function.Entry.Predecessors.Count != 0)
        {
            problems.Add("the entry has predecessors");
        }
        bool[] inOrder = new bool[function.Blocks.Count];
        foreach (BlockId id in function.Order)
        {
            if (inOrder[id.Index])
            {
                problems.Add($"{id} is twice in the order");
            }
            inOrder[id.Index] = true;
        }
        foreach (BlockId id in function.Order)
        {
            Block block = function[id];
            (int expected, bool needsControl) = block.Kind switch
            {
                BlockKind.Jump => (1, false),
                BlockKind.If => (2, true),
                BlockKind.JumpTable => (-1, true),
                BlockKind.Return or BlockKind.Exit or BlockKind.DeferReturn => (0, false),
                BlockKind.TailCall => (0, block.Call?.Target is null),
                _ => (-2, false),
            };
            if (expected == -2 || (expected >= 0 && block.Successors.Count != expected) || needsControl == block.Control.IsNone)
            {
                problems.Add($"{id}: wrong ending {block.Kind} with {block.Successors.Count} successors");
            }
            foreach (BlockId s in block.Successors)
            {
                if (!inOrder[s.Index])
                {
                    problems.Add($"{id}: successor {s} is not in the order");
                }
                else if (CountOf(block.Successors, s) != CountOf(function[s].Predecessors, id))
                {
                    problems.Add($"edge {id} to {s} is not symmetric");
                }
            }
            foreach (BlockId p in block.Predecessors)
            {
                if (!inOrder[p.Index] || CountOf(function[p].Successors, id) == 0)
                {
                    problems.Add($"{id}: predecessor {p} does not lead here");
                }
            }
        }
    }

    private static int CountOf(EntityList<BlockId> list, BlockId id)
    {
        int n = 0;
        foreach (BlockId b in list)
        {
            n += b == id ? 1 : 0;
        }
        return n;
    }

    private static void CheckValues(SsaFunction function, List<string> problems)
    {
        var flow = new ControlFlow(function);
        int[] place = new int[function.ValueLimit];
        Array.Fill(place, -1);
        foreach (BlockId id in function.Order)
        {
            EntityList<ValueId> instructions = function[id].Instructions;
            for (int i = 0; i < instructions.Count; i++)
            {
                if (place[instructions[i].Index] >= 0)
                {
                    problems.Add($"{instructions[i]} stands twice");
                }
                place[instructions[i].Index] = i;
                if (function[instructions[i]].Block != id)
                {
                    problems.Add($"{instructions[i]} stands in {id} but says {function[instructions[i]].Block}");
                }
            }
        }
        foreach (BlockId id in function.Order)
        {
            Block block = function[id];
            if (!flow.IsReachable(id))
            {
                continue;
            }
            bool phisOver = false;
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                ValueId v = block.Instructions[i];
                bool isPhi = function[v].Op == Op.Phi;
                if (isPhi && (phisOver || function.ArgumentCount(v) != block.Predecessors.Count))
                {
                    problems.Add($"{v}: phi with {function.ArgumentCount(v)} arguments after other values or in a block with {block.Predecessors.Count} predecessors");
                }
                phisOver |= !isPhi;
                for (int a = 0; a < function.ArgumentCount(v); a++)
                {
                    ValueId use = function.Argument(v, a);
                    bool ok = !use.IsNone && place[use.Index] >= 0 && (isPhi
                        ? a >= block.Predecessors.Count || !flow.IsReachable(block.Predecessors[a])
                        || flow.Dominates(function[use].Block, block.Predecessors[a])
                        : function[use].Block == id ? place[use.Index] < i : flow.Dominates(function[use].Block, id));
                    if (!ok)
                    {
                        problems.Add($"{v} uses {use} which is not defined there");
                    }
                }
                if (problems.Count == 0)
                {
                    CheckKinds(function, v, problems);
                }
            }
            CheckEnding(function, block, flow, place, problems);
        }
    }

    private static void CheckEnding(SsaFunction function, Block block, ControlFlow flow, int[] place, List<string> problems)
    {
        if (!block.Control.IsNone && (place[block.Control.Index] < 0 || !flow.Dominates(function[block.Control].Block, block.Id)))
        {
            problems.Add($"{block.Id}: control {block.Control} is not defined there");
        }
        else if (block.Kind == BlockKind.If && function[block.Control].Kind != ValueKind.I8)
        {
            problems.Add($"{block.Id}: condition {block.Control} is not I8");
        }
        foreach (ValueId a in block.Arguments)
        {
            if (a.IsNone || place[a.Index] < 0 || !flow.Dominates(function[a].Block, block.Id))
            {
                problems.Add($"{block.Id}: argument {a} is not defined there");
            }
        }
    }

    private static void CheckKinds(SsaFunction function, ValueId id, List<string> problems)
    {
        ref Value v = ref function[id];
        int count = function.ArgumentCount(id);
        if (v.Op == Op.None || (OpFacts.OperandsOf(v.Op) is { } wanted && count != wanted))
        {
            problems.Add($"{id}: {v.Op} with {count} arguments");
            return;
        }
        if (OpFacts.HasSameKinds(v.Op))
        {
            SameKinds(function, id, v.Kind, 0, 2, problems);
            return;
        }
        if (OpFacts.IsComparison(v.Op))
        {
            if (v.Kind != ValueKind.I8 || function[function.Argument(id, 0)].Kind != function[function.Argument(id, 1)].Kind)
            {
                problems.Add($"{id}: {v.Op} of {function[function.Argument(id, 0)].Kind} and {function[function.Argument(id, 1)].Kind}");
            }
            return;
        }
        CheckOperands(function, id, problems);
    }

    private static void CheckOperands(SsaFunction function, ValueId id, List<string> problems)
    {
        ref Value v = ref function[id];
        switch (v.Op)
        {
            case Op.Phi:
            case Op.Copy:
                SameKinds(function, id, v.Kind, 0, function.ArgumentCount(id), problems);
                break;
            case Op.Load or Op.Store or Op.OffsetPointer or Op.AddPointer or Op.Zero or Op.Move or Op.NilCheck:
                if (function[function.Argument(id, 0)].Kind is not (ValueKind.Pointer or ValueKind.I64))
                {
                    problems.Add($"{id}: address {function.Argument(id, 0)} is a {function[function.Argument(id, 0)].Kind}");
                }
                break;
            case Op.BoundsCheck:
                SameKinds(function, id, ValueKind.I64, 0, 2, problems);
                break;
            case Op.Select:
                SameKinds(function, id, v.Kind, 1, 3, problems);
                break;
            case Op.CallStatic or Op.CallClosure or Op.CallInterface:
                CheckCall(function, id, (CallInfo)v.Aux!, OpFacts.FixedCallOperands(v.Op), problems);
                break;
        }
    }

    private static void CheckCall(SsaFunction function, ValueId id, CallInfo call, int first, List<string> problems)
    {
        int memoryResults = 0;
        foreach (MemoryOperand m in call.MemoryOperands)
        {
            memoryResults += m.IsResult ? 1 : 0;
        }
        int count = function.ArgumentCount(id) - first;
        if (count != call.ArgumentKinds.Count + memoryResults && count != call.ArgumentKinds.Count)
        {
            problems.Add($"{id}: call with {count} scalars, signature has {call.ArgumentKinds.Count}");
            return;
        }
        for (int i = 0; i < call.ArgumentKinds.Count && i < count; i++)
        {
            ValueKind kind = function[function.Argument(id, first + i)].Kind, wanted = OpFacts.KindOf(call.ArgumentKinds[i]);
            // Pointers and words travel alike; type words are either.
            if (kind != wanted && !(kind is ValueKind.Pointer or ValueKind.I64 && wanted is ValueKind.Pointer or ValueKind.I64))
            {
                problems.Add($"{id}: argument {i} is {kind}, signature has {wanted}");
            }
        }
    }

    private static void SameKinds(SsaFunction function, ValueId id, ValueKind kind, int from, int to, List<string> problems)
    {
        for (int i = from; i < to; i++)
        {
            ValueKind k = function[function.Argument(id, i)].Kind;
            if (k != kind)
            {
                problems.Add($"{id}: {function[id].Op} of {kind} with operand {function.Argument(id, i)} of {k}");
            }
        }
    }
}

using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Allocations;

/// <summary>
/// Lowers <see cref="Op.MoveSlice"/> when it is known where the buffer is: nothing is to be done without one, else the runtime copies the
/// elements of a slice that points into it.
/// </summary>
internal sealed class SliceMoves(SsaFunction f, SsaEnvironment env)
{
    public static void Run(SsaFunction function, SsaEnvironment environment)
    {
        var pass = new SliceMoves(function, environment);
        for (int i = 0; i < function.Order.Count; i++)
        {
            Block block = function[function.Order[i]];
            for (int at = 0; at < block.Instructions.Count; at++)
            {
                if (function[block.Instructions[at]].Op == Op.MoveSlice)
                {
                    pass.Lower(block, at);
                    break; // what followed is in a block later in the order
                }
            }
        }
    }

    private void Lower(Block block, int at)
    {
        ValueId move = block.Instructions[at], buffer = f.Argument(move, 3);
        Block rest = f.SplitBlock(block, at + 1);
        block.Instructions.RemoveAt(at);
        while (f[buffer].Op == Op.Copy)
        {
            buffer = f.Argument(buffer, 0);
        }
        if (f[buffer].Op == Op.Const)
        {
            Connect(block, rest);
            foreach (ValueId v in rest.Instructions)
            {
                if (IsResult(v, move))
                {
                    f.BecomeCopy(v, f.Argument(move, (int)f[v].AuxInt));
                }
            }
            return;
        }
        Block copy = new(new BlockId(f.Blocks.Count)) { Pos = f[move].Pos, InlineIndex = f[move].InlineIndex };
        f.Blocks.Add(copy);
        f.Order.Insert(f.Order.IndexOf(rest.Id), copy.Id);
        block.Kind = BlockKind.If;
        block.Control = PointsInto(block, move, buffer);
        block.Pos = f[move].Pos;
        block.InlineIndex = f[move].InlineIndex;
        SsaFunction.AddEdge(block, copy);
        SsaFunction.AddEdge(block, rest);
        ValueId call = Copy(copy, move);
        Join(rest, copy, move, call);
        Connect(copy, rest);
    }

    private static void Connect(Block from, Block to)
    {
        from.Kind = BlockKind.Jump;
        SsaFunction.AddEdge(from, to);
    }

    private bool IsResult(ValueId v, ValueId move) => f[v].Op == Op.Extract && f.Argument(v, 0) == move;

    /// <summary>Unsigned, the distance from the buffer's start is below its size only inside.</summary>
    private ValueId PointsInto(Block block, ValueId move, ValueId buffer)
    {
        ValueId start = Append(block, move, Op.Bitcast, ValueKind.I64, [buffer]),
            pointer = Append(block, move, Op.Bitcast, ValueKind.I64, [f.Argument(move, 0)]);
        ValueId distance = Append(block, move, Op.Sub, ValueKind.I64, [pointer, start]);
        return Append(block, move, Op.LtU, ValueKind.I8,
            [distance, Append(block, move, Op.Const, ValueKind.I64, [], ((StackSlot)f[buffer].Aux!).Size)]);
    }

    private ValueId Copy(Block block, ValueId move)
    {
        var element = (GoType)f[move].Aux!;
        bool keepsCapacity = f[move].AuxInt != 0, hasPointers = env.Layout.HasPointers(element);
        ValueId type = hasPointers
            ? Append(block, move, Op.GlobalAddress, ValueKind.Pointer, [], 0, new DescriptorSymbol(element))
            : Append(block, move, Op.Const, ValueKind.I64, [], env.Layout.SizeOf(element));
        string name = "moveSlice" + (keepsCapacity ? "" : "NoCap") + (hasPointers ? "" : "NoScan");
        ReadOnlySpan<ValueId> arguments = keepsCapacity
            ? [type, f.Argument(move, 0), f.Argument(move, 1), f.Argument(move, 2)]
            : [type, f.Argument(move, 0), f.Argument(move, 1)];
        return Append(block, move, Op.CallStatic, ValueKind.Tuple, arguments, 0, env.RuntimeCallInfo(RuntimeCalls.Get(name)));
    }

    /// <summary>The results: as before on one way, the copy's on the other.</summary>
    private void Join(Block rest, Block copy, ValueId move, ValueId call)
    {
        var results = new EntityList<ValueId>();
        foreach (ValueId v in rest.Instructions)
        {
            if (IsResult(v, move))
            {
                results.Add(v);
            }
        }
        rest.Instructions.RemoveAll(results.Contains);
        rest.Instructions.InsertRange(0, results);
        foreach (ValueId v in results)
        {
            int number = (int)f[v].AuxInt;
            ValueId copied = Append(copy, move, Op.Extract, f[v].Kind, [call], number);
            f[v].Op = Op.Phi;
            f[v].AuxInt = 0;
            f.SetArguments(v, [f.Argument(move, number), copied]);
        }
    }

    private ValueId Append(Block block, ValueId near, Op op, ValueKind kind, ReadOnlySpan<ValueId> arguments, long immediate = 0,
        object? aux = null)
    {
        ValueId v = f.Append(block, op, kind, f[near].Pos, arguments, immediate, aux);
        f[v].InlineIndex = f[near].InlineIndex;
        return v;
    }
}

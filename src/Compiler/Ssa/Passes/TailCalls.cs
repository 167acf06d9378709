using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// A method wrapper whose last act is to call its method and return what that returns jumps there instead: chains of embedded interfaces
/// then need no stack, and stack traces no steps through frames that they do not show. The method finds its spill places where the
/// wrapper's caller made room for the wrapper's.
/// </summary>
public static class TailCalls
{
    public static void Run(SsaFunction f)
    {
        if (!f.IsWrapper || f.IsAbiWrapper || f.HasDefer || f.Abi.Abi != FunctionAbi.Internal || f.Abi.StackSize != 0 || UsesFrame(f))
        {
            return;
        }
        foreach (BlockId id in f.Order)
        {
            Block block = f[id];
            if (block.Kind == BlockKind.Return && LastCall(f, block) is >= 0 and int at
                && FitsCaller(f, (CallInfo)f[block.Instructions[at]].Aux!))
            {
                Jump(f, block, at);
            }
        }
    }

    /// <summary>Has variables in its frame: the method might be given their addresses.</summary>
    private static bool UsesFrame(SsaFunction f)
    {
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (f[v].Op == Op.LocalAddress)
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>
    /// The place in the block of the wrapper's own call whose results, all and in order, are what the block returns; -1 when there is none.
    /// A call in an inlined body is the method's: its frame must be found while it runs.
    /// </summary>
    private static int LastCall(SsaFunction f, Block block)
    {
        int at = block.Instructions.Count - 1;
        while (at >= 0 && f[block.Instructions[at]].Op == Op.Extract)
        {
            at--;
        }
        if (at < 0 || f[block.Instructions[at]].Op is not (Op.CallStatic or Op.CallInterface) || f[block.Instructions[at]].InlineIndex >= 0)
        {
            return -1;
        }
        ValueId call = block.Instructions[at];
        if (block.Arguments.Count != ((CallInfo)f[call].Aux!).ResultKinds.Count)
        {
            return -1;
        }
        for (int i = 0; i < block.Arguments.Count; i++)
        {
            ValueId result = block.Arguments[i];
            if (f[result].Op != Op.Extract || f.Argument(result, 0) != call || f[result].AuxInt != i)
            {
                return -1;
            }
        }
        return at;
    }

    /// <summary>Nothing of the call is on the stack but spill places, and the caller has made room for as many.</summary>
    private static bool FitsCaller(SsaFunction f, CallInfo call)
    {
        if (call.Runtime is not null || call.NoReturn || call.MemoryOperands.Count > 0 || call.Abi.Abi != FunctionAbi.Internal
            || call.Abi.StackSize != 0
            || call.Abi.ArgumentWidth > f.Abi.ArgumentWidth || call.Abi.Results.Count != f.Abi.Results.Count)
        {
            return false;
        }
        for (int i = 0; i < call.Abi.Results.Count; i++)
        {
            if (!TypeIdentity.Identical(call.Abi.Results[i].Type, f.Abi.Results[i].Type))
            {
                return false;
            }
        }
        return true;
    }

    private static void Jump(SsaFunction f, Block block, int at)
    {
        ValueId call = block.Instructions[at];
        block.Kind = BlockKind.TailCall;
        block.Call = (CallInfo)f[call].Aux!;
        block.Pos = f[call].Pos;
        block.InlineIndex = f[call].InlineIndex;
        int first = OpFacts.FixedCallOperands(f[call].Op);
        block.Control = first > 0 ? f.Argument(call, 0) : default;
        block.Arguments.Clear();
        for (int i = first; i < f.ArgumentCount(call); i++)
        {
            block.Arguments.Add(f.Argument(call, i));
        }
        block.Instructions.RemoveRange(at, block.Instructions.Count - at);
    }
}

namespace Go.Compiler.Ssa;

public sealed partial class SsaFunction
{
    /// <summary>A function of its own with the same code and the same ids, under another symbol.</summary>
    internal SsaFunction CopyAs(FunctionSymbol symbol)
    {
        var copy = new SsaFunction
        {
            Symbol = symbol,
            Object = Object,
            Package = Package,
            Abi = Abi,
            Pragmas = Pragmas,
            HasDefer = HasDefer,
            IsWrapper = IsWrapper,
            IsMapInitializer = IsMapInitializer,
            IsAbiWrapper = IsAbiWrapper,
            NeedsContext = NeedsContext,
            IsReflectMethod = IsReflectMethod,
            IsDuplicateOk = IsDuplicateOk,
            Pos = Pos,
            Cancellation = Cancellation,
            _values = [.. _values],
            _valueCount = _valueCount,
            _overflow = [.. _overflow],
            _overflowCount = _overflowCount,
        };
        copy.ParameterScalars.AddRange(ParameterScalars);
        copy.Markers.AddRange(Markers);
        copy.ResultAllocations.AddRange(ResultAllocations);
        copy.Order.AddRange(Order);
        foreach (StackSlot slot in Slots)
        {
            copy.NewSlot(slot.Name, slot.Type, slot.Size, slot.Alignment).TakeFacts(slot);
        }
        copy.InlineTree.AddRange(InlineTree);
        foreach (DeferredResult result in DeferredResults)
        {
            // Until the escape analysis has decided, there may be none.
            copy.DeferredResults.Add(result.Slot is { } slot ? result with { Slot = copy.Slots[slot.Index] } : result);
        }
        copy.OpenDefers = OpenDefers is { } open ? new OpenDefers(copy.Slots[open.Bits.Index], copy.Slots[open.Closures.Index]) : null;
        for (int i = 1; i < Blocks.Count; i++)
        {
            copy.Blocks.Add(CopyOf(Blocks[i]));
        }
        for (int i = 1; i < _valueCount; i++)
        {
            ref Value v = ref copy._values[i];
            v.Aux = v.Aux is StackSlot slot ? copy.Slots[slot.Index] : v.Aux;
        }
        return copy;
    }

    /// <summary>Gives all values and blocks other object operands.</summary>
    internal void MapAux(Func<object?, object?> auxOf)
    {
        for (int i = 1; i < _valueCount; i++)
        {
            _values[i].Aux = auxOf(_values[i].Aux);
        }
        for (int i = 1; i < Blocks.Count; i++)
        {
            Blocks[i].Call = (CallInfo?)auxOf(Blocks[i].Call);
        }
    }

    private static Block CopyOf(Block block)
    {
        var copy = new Block(block.Id)
        {
            Kind = block.Kind,
            Control = block.Control,
            Call = block.Call,
            Likely = block.Likely,
            Pos = block.Pos,
            InlineIndex = block.InlineIndex,
        };
        copy.Instructions.AddRange(block.Instructions);
        copy.Arguments.AddRange(block.Arguments);
        copy.Predecessors.AddRange(block.Predecessors);
        copy.Successors.AddRange(block.Successors);
        return copy;
    }
}

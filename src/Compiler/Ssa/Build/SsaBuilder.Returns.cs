using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private void Return(IrReturn r)
    {
        if (r.Values.Count == 0)
        {
            ReturnCurrentResults();
            return;
        }
        var values = new EntityList<GoValue>(_ir.Results.Count);
        if (r.Values.Count == 1 && _ir.Results.Count > 1)
        {
            values.AddRange(EvaluateResults(r.Values[0]));
        }
        else
        {
            values.AddRange(EvaluateAll(r.Values, isStable: r.Values.Count > 1));
        }
        _pos = r.Pos;
        if (_block is null && values.Count < _ir.Results.Count)
        {
            return;
        }
        for (int i = 0; i < values.Count; i++)
        {
            values[i] = Retyped(values[i], T(_ir.Results[i].Type));
        }
        if (_ir.HasDefer)
        {
            for (int i = 0; i < values.Count; i++)
            {
                Write(PlaceOf(_ir.Results[i]), values[i]);
            }
            ReturnCurrentResults();
            return;
        }
        EndWithReturn(values);
    }

    private void ReturnCurrentResults()
    {
        if (ExitOfDefers is { } exit)
        {
            JumpTo(exit);
            return;
        }
        if (_f.OpenDefers is not null)
        {
            ReturnAfterOpenDefers();
            return;
        }
        var values = new EntityList<GoValue>(_ir.Results.Count);
        foreach (IrLocal local in _ir.Results)
        {
            values.Add(Read(PlaceOf(local)));
        }
        EndWithReturn(values);
    }

    /// <summary>Places of the results that are returned on the stack, by the number of the result.</summary>
    private readonly Dictionary<int, StackSlot> _resultSlots = [];

    private void EndWithReturn(EntityList<GoValue> values)
    {
        var scalars = new EntityList<ValueId>();
        for (int i = 0; i < values.Count; i++)
        {
            AbiParameter abi = _f.Abi.Results[i];
            if (!abi.InRegisters)
            {
                StoreStackResult(i, values[i]);
            }
            else if (values[i].IsInMemory)
            {
                foreach (AbiScalar s in abi.Scalars)
                {
                    scalars.Add(LoadScalar(values[i].Address, s.Offset, OpFacts.KindOf(s.Kind)));
                }
            }
            else
            {
                for (int j = 0; j < values[i].Count; j++)
                {
                    scalars.Add(values[i][j]);
                }
            }
        }
        Block block = Current;
        block.Kind = BlockKind.Return;
        block.Pos = _pos;
        block.Arguments.AddRange(scalars);
        _block = null;
    }

    private void StoreStackResult(int index, GoValue value)
    {
        if (value.IsInMemory && _f[value.Address].Op == Op.LocalAddress && ((StackSlot)_f[value.Address].Aux!).AbiIndex == ~index)
        {
            return;
        }
        if (!_resultSlots.TryGetValue(index, out StackSlot? slot))
        {
            slot = _f.NewSlot("~r" + index, value.Type, _layout.SizeOf(value.Type), Math.Max(1, _layout.AlignOf(value.Type)));
            slot.AbiIndex = ~index;
            _resultSlots.Add(index, slot);
        }
        Store(SlotAddress(slot), 0, value);
    }
}

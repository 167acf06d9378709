using System.Runtime.InteropServices;
using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Escape;

internal sealed partial class EscapeAnalysis
{
    private void CallFlow(int u, SsaFunction f, ValueId call)
    {
        var info = (CallInfo)f[call].Aux!;
        int first = OpFacts.FixedCallOperands(f[call].Op);
        int count = f.ArgumentCount(call) - first;
        if (info.Runtime is { } runtime)
        {
            for (int i = 0; i < count; i++)
            {
                if ((runtime.EscapingParameters >> i & 1) != 0)
                {
                    _graph.Flow(EscapeGraph.Heap, NodeOf(u, f.Argument(call, i)), 0);
                }
                if ((runtime.LeakingContents >> i & 1) != 0)
                {
                    ContentsFlow(EscapeGraph.Heap, u, f.Argument(call, i));
                }
            }
            if (runtime.ReturnedParameters != 0)
            {
                FlowToFirstResult(u, f, call, runtime.ReturnedParameters, count);
            }
            return;
        }
        CallScalars.Shape shape = _scalars.Of(info);
        int callee = info.Target is { } target && _unitBySymbol.TryGetValue(target.Name, out int known)
            && _units[known].Function.Symbol.Abi == target.Abi ? known : -1;
        byte[]? tags = callee >= 0 ? null : f[call].Op == Op.CallInterface ? null : _tagsOf(info);
        int firstScalar = 0;
        for (int i = 0; i < count && i < shape.Parameters.Length; i++)
        {
            if (shape.IsResultAddress(i))
            {
                continue;
            }
            int parameter = shape.Parameters[i];
            if (shape.Parameters[firstScalar] != parameter)
            {
                firstScalar = i;
            }
            bool inMemory = shape.IsMemory(i);
            ValueId a = f.Argument(call, first + i);
            if (callee >= 0)
            {
                FlowToParameter(callee, parameter, u, a, inMemory, firstScalar, i);
                continue;
            }
            int toHeap = tags is null ? 0 : EscapeTags.ToHeap(tags, parameter);
            if (toHeap >= 0)
            {
                ArgumentFlow(EscapeGraph.Heap, u, a, inMemory, toHeap);
            }
        }
        // Results that come through memory.
        foreach (MemoryOperand m in info.MemoryOperands)
        {
            if (m.IsResult && first + m.ArgumentIndex < f.ArgumentCount(call))
            {
                int place = LocationOf(u, f.Argument(call, first + m.ArgumentIndex));
                ResultFlow(place == EscapeGraph.None ? EscapeGraph.Heap : place, u, f, call, shape, m.AbiIndex, callee, tags);
            }
        }
        FlowExtracts(u, f, call, shape, callee, tags);
    }

    /// <summary>A helper's first result may be one of its arguments (a string built in the caller's buffer).</summary>
    private void FlowToFirstResult(int u, SsaFunction f, ValueId call, ulong parameters, int count)
    {
        foreach (ValueId e in ExtractsOf(u, f, call))
        {
            if (f[e].AuxInt != 0)
            {
                continue;
            }
            for (int i = 0; i < count; i++)
            {
                if ((parameters >> i & 1) != 0)
                {
                    _graph.Flow(NodeOf(u, e), NodeOf(u, f.Argument(call, i)), 0);
                }
            }
        }
    }

    private void FlowExtracts(int u, SsaFunction f, ValueId call, CallScalars.Shape shape, int callee, byte[]? tags)
    {
        foreach (ValueId e in ExtractsOf(u, f, call))
        {
            if (f[e].Kind == ValueKind.Pointer)
            {
                ResultFlow(NodeOf(u, e), u, f, call, shape, shape.Results[f[e].AuxInt], callee, tags);
            }
        }
    }

    private readonly Dictionary<ValueId, EntityList<ValueId>> _extracts = [];
    private int _extractsOf = -1;

    /// <summary>The results of a call that are used.</summary>
    private EntityList<ValueId> ExtractsOf(int u, SsaFunction f, ValueId call)
    {
        if (_extractsOf != u)
        {
            _extractsOf = u;
            _extracts.Clear();
            foreach (BlockId id in f.Order)
            {
                foreach (ValueId v in f[id].Instructions)
                {
                    if (f[v].Op == Op.Extract)
                    {
                        ref EntityList<ValueId>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_extracts, f.Argument(v, 0), out _);
                        (list ??= []).Add(v);
                    }
                }
            }
        }
        return _extracts.GetValueOrDefault(call, s_noValues);
    }

    private static readonly EntityList<ValueId> s_noValues = [];

    private void ResultFlow(int target, int u, SsaFunction f, ValueId call, CallScalars.Shape shape, int result, int callee, byte[]? tags)
    {
        if (callee >= 0)
        {
            _graph.Flow(target, _resultNodes[callee][result], 0);
            return;
        }
        if (tags is null || !EscapeTags.Knows(result))
        {
            return;
        }
        int first = OpFacts.FixedCallOperands(f[call].Op);
        for (int i = 0; i < shape.Parameters.Length && first + i < f.ArgumentCount(call); i++)
        {
            if (!shape.IsResultAddress(i) && EscapeTags.ToResult(tags, shape.Parameters[i], result) is >= 0 and var dereferences)
            {
                ArgumentFlow(target, u, f.Argument(call, first + i), shape.IsMemory(i), dereferences);
            }
        }
    }

    private void ArgumentFlow(int target, int u, ValueId argument, bool inMemory, int dereferences)
    {
        if (!inMemory)
        {
            _graph.Flow(target, NodeOf(u, argument), dereferences);
            return;
        }
        int location = LocationOf(u, argument);
        if (location != EscapeGraph.None)
        {
            _graph.Flow(target, location, dereferences);
        }
        else
        {
            _graph.Flow(target, NodeOf(u, argument), dereferences + 1);
        }
    }

    /// <summary>An argument of a call inside the batch flows to the callee's parameter.</summary>
    private void FlowToParameter(int callee, int parameter, int u, ValueId argument, bool inMemory, int firstScalar, int scalar)
    {
        SsaFunction f = _units[callee].Function;
        if (!f.Abi.Parameters[parameter].InRegisters)
        {
            if (StackParameter(callee, parameter) is { } slot)
            {
                ArgumentFlow(SlotNode(callee, slot), u, argument, inMemory, 0);
            }
            return;
        }
        int wanted = ParameterScalarStart(f, parameter) + (scalar - firstScalar);
        if (_parameterNodes.TryGetValue((callee, wanted), out int node) || TryFindParameter(callee, wanted, out node))
        {
            _graph.Flow(node, NodeOf(u, argument), 0);
        }
    }

    /// <summary>By function of the batch: the slots of its stack parameters, by parameter.</summary>
    private readonly Dictionary<int, StackSlot?[]> _stackParameters = [];

    private StackSlot? StackParameter(int unit, int parameter)
    {
        if (!_stackParameters.TryGetValue(unit, out StackSlot?[]? slots))
        {
            SsaFunction f = _units[unit].Function;
            slots = new StackSlot?[f.Abi.Parameters.Count];
            foreach (StackSlot slot in f.Slots)
            {
                if (slot.AbiIndex is >= 0 and { } index)
                {
                    slots[index] = slot;
                }
            }
            _stackParameters.Add(unit, slots);
        }
        return slots[parameter];
    }

    private readonly Dictionary<(int, int), int> _parameterNodes = [];

    private static int ParameterScalarStart(SsaFunction f, int parameter)
    {
        for (int i = 0; i < f.ParameterScalars.Count; i++)
        {
            if (f.ParameterScalars[i].Parameter == parameter)
            {
                return i;
            }
        }
        return int.MaxValue / 2;
    }

    private bool TryFindParameter(int unit, int scalar, out int node)
    {
        SsaFunction f = _units[unit].Function;
        foreach (ValueId v in f.Entry.Instructions)
        {
            if (f[v].Op == Op.Param && f[v].AuxInt == scalar)
            {
                node = NodeOf(unit, v);
                _parameterNodes[(unit, scalar)] = node;
                return true;
            }
        }
        // The parameter is not used.
        _parameterNodes[(unit, scalar)] = EscapeGraph.None;
        node = EscapeGraph.None;
        return false;
    }
}

using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.RuntimeContract;

/// <summary>
/// Assigns parameters and results to registers and stack slots (contract 1.3; mirrors cmd/compile/internal/abi). reflect and the runtime's
/// assembly compute the same assignment on their own: no choice is free here.
/// </summary>
public static class CallingConvention
{
    /// <summary>Assignment of a list of parameter types (receiver first) and result types.</summary>
    public static AbiAssignment Assign(Layout layout, FunctionAbi abi, IReadOnlyList<GoType> parameters, IReadOnlyList<GoType> results)
    {
        Assigner a = new(layout, useRegisters: abi == FunctionAbi.Internal);
        AbiParameter[] ins = a.AssignAll(parameters);
        a.AlignToWord();
        a.ResetRegisters();
        AbiParameter[] outs = a.AssignAll(results);
        a.AlignToWord();
        long stackSize = a.Offset;
        // The spill area for register parameters follows the results.
        for (int i = 0; i < ins.Length; i++)
        {
            if (ins[i].InRegisters && ins[i].Scalars.Count > 0)
            {
                ins[i] = ins[i] with { SpillOffset = a.Reserve(ins[i].Type) };
            }
        }
        a.AlignToWord();
        return new AbiAssignment { Abi = abi, Parameters = ins, Results = outs, StackSize = stackSize, ArgumentWidth = a.Offset };
    }

    /// <summary>Assignment of a signature; <paramref name="withReceiver"/>: the receiver is the first parameter.</summary>
    public static AbiAssignment Assign(Layout layout, FunctionAbi abi, SignatureType signature, bool withReceiver)
    {
        List<GoType> parameters = new(signature.Parameters.Count + 1);
        if (withReceiver && signature.Receiver is { } receiver)
        {
            parameters.Add(receiver.Type!);
        }
        AddTypes(signature.Parameters, parameters);
        List<GoType> results = new(signature.Results.Count);
        AddTypes(signature.Results, results);
        return Assign(layout, abi, parameters, results);
    }

    private static void AddTypes(TupleType tuple, List<GoType> types)
    {
        foreach (Variable v in tuple.Variables)
        {
            types.Add(v.Type!);
        }
    }

    private sealed class Assigner(Layout layout, bool useRegisters)
    {
        private int _integers, _floats;

        public long Offset { get; private set; }

        public void ResetRegisters() => _integers = _floats = 0;

        public AbiParameter[] AssignAll(IReadOnlyList<GoType> types)
        {
            AbiParameter[] result = new AbiParameter[types.Count];
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = AssignOne(types[i]);
            }
            return result;
        }

        private AbiParameter AssignOne(GoType type)
        {
            if (layout.SizeOf(type) == 0)
            {
                // Takes nothing, but its alignment shows.
                return new AbiParameter { Type = type, InRegisters = false, Scalars = [], StackOffset = Reserve(type) };
            }
            return useRegisters && TryRegisters(type) is { } scalars
                ? new AbiParameter { Type = type, InRegisters = true, Scalars = scalars }
                : new AbiParameter { Type = type, InRegisters = false, Scalars = [], StackOffset = Reserve(type) };
        }

        /// <summary>All or nothing: null leaves the registers to later parameters.</summary>
        private AbiScalar[]? TryRegisters(GoType type)
        {
            int limit = layout.Abi.IntegerRegisters + layout.Abi.FloatRegisters;
            EntityList<ScalarComponent> components = [];
            if (!layout.Flatten(type, 0, components, limit))
            {
                return null;
            }
            int integers = _integers, floats = _floats;
            AbiScalar[] scalars = new AbiScalar[components.Count];
            for (int i = 0; i < scalars.Length; i++)
            {
                ScalarComponent c = components[i];
                bool isFloat = c.Kind is ScalarKind.F32 or ScalarKind.F64;
                scalars[i] = new AbiScalar(isFloat ? floats++ : integers++, c.Offset, c.Kind);
            }
            if (integers > layout.Abi.IntegerRegisters || floats > layout.Abi.FloatRegisters)
            {
                return null;
            }
            (_integers, _floats) = (integers, floats);
            return scalars;
        }

        public long Reserve(GoType type)
        {
            long size = layout.SizeOf(type);
            if (size < 0)
            {
                throw Unexpected.State("parameter larger than the address space");
            }
            long offset = Alignment.Up(Offset, layout.AlignOf(type));
            Offset = offset + size;
            return offset;
        }

        public void AlignToWord() => Offset = Alignment.Up(Offset, layout.Abi.PointerSize);
    }
}

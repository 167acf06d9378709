using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// Makes the function that stands under a symbol in one calling convention and calls the definition in the other (contract 1.6): parameters
/// are taken apart as one convention has them and handed on as the other wants them. What the registers need (g, zero register) is the code
/// generator's business: it sees both conventions.
/// </summary>
public static class AbiWrapperBuilder
{
    /// <param name="function">A declared function, not a method. Its own <see cref="Function.Abi"/> is that of the definition.</param>
    /// <param name="wrapperAbi">Convention of the wrapper; the other one than the definition's.</param>
    public static SsaFunction Build(SsaEnvironment env, Function function, FunctionAbi wrapperAbi)
    {
        string symbol = env.SymbolOf(function);
        FunctionAbi targetAbi = wrapperAbi == FunctionAbi.Internal ? FunctionAbi.Abi0 : FunctionAbi.Internal;
        AbiAssignment outside = env.AssignmentOf(function.Signature, wrapperAbi), inside = env.AssignmentOf(function.Signature, targetAbi);
        var f = new SsaFunction
        {
            Symbol = new FunctionSymbol(symbol, wrapperAbi),
            Package = function.Package!,
            Abi = outside,
            Pragmas = FunctionPragmas.Nosplit,
            Pos = function.Pos,
            Cancellation = env.Cancellation,
            IsWrapper = true,
            IsAbiWrapper = true,
            IsDuplicateOk = true,
        };
        Block block = f.NewBlock();
        CallInfo call = new CallShapes().Get(env, inside, new FunctionSymbol(symbol, targetAbi), function, noReturn: false);
        if (wrapperAbi == FunctionAbi.Abi0 && outside.Parameters.Count == 0 && outside.Results.Count == 0)
        {
            // Nothing to hand over: stack traces then show the function once. (The other way round the registers must be set up again after
            // the call.)
            block.Kind = BlockKind.TailCall;
            block.Call = call;
            block.Pos = function.Pos;
            return f;
        }
        var operands = new EntityList<ValueId>();
        for (int i = 0; i < outside.Parameters.Count; i++)
        {
            AddParameter(f, block, env.Layout, i, inside.Parameters[i], operands);
        }
        var memory = new ValueId[outside.Results.Count];
        for (int i = 0; i < memory.Length; i++)
        {
            if (!inside.Results[i].InRegisters && env.Layout.Components(inside.Results[i].Type) is null)
            {
                memory[i] = ResultMemory(f, block, env.Layout, outside.Results[i], i);
                operands.Add(memory[i]);
            }
        }
        ValueId tuple = f.Append(block, Op.CallStatic, call.ResultKinds.Count == 0 ? ValueKind.None : ValueKind.Tuple, function.Pos,
            operands.ToArray(), 0, call);
        ReturnResults(f, block, env.Layout, call, tuple, inside, memory, function.Pos);
        return f;
    }

    private static void AddParameter(SsaFunction f, Block block, Layout layout, int index, AbiParameter inside,
        EntityList<ValueId> operands)
    {
        AbiParameter outside = f.Abi.Parameters[index];
        Pos pos = f.Pos;
        IReadOnlyList<ScalarComponent>? parts = layout.Components(outside.Type);
        if (outside.InRegisters)
        {
            var scalars = new EntityList<(ValueId Value, int Offset)>();
            foreach (AbiScalar s in outside.Scalars)
            {
                scalars.Add((f.Append(block, Op.Param, OpFacts.KindOf(s.Kind), pos, default, f.ParameterScalars.Count), s.Offset));
                f.ParameterScalars.Add((index, s));
            }
            if (parts is not null)
            {
                foreach ((ValueId value, int _) in scalars)
                {
                    operands.Add(value);
                }
                return;
            }
            // The stack convention takes it from memory.
            ValueId copy = f.Append(block, Op.LocalAddress, ValueKind.Pointer, pos, default, 0,
                NewSlot(f, layout, "a" + index, outside.Type));
            foreach ((ValueId value, int offset) in scalars)
            {
                f.Append(block, Op.Store, ValueKind.None, pos, [copy, value], offset);
            }
            operands.Add(copy);
            return;
        }
        StackSlot slot = NewSlot(f, layout, "p" + index, outside.Type);
        slot.AbiIndex = index;
        ValueId address = f.Append(block, Op.LocalAddress, ValueKind.Pointer, pos, default, 0, slot);
        if (inside.InRegisters)
        {
            foreach (AbiScalar s in inside.Scalars)
            {
                operands.Add(f.Append(block, Op.Load, OpFacts.KindOf(s.Kind), pos, [address], s.Offset));
            }
        }
        else if (parts is not null)
        {
            foreach (ScalarComponent part in parts)
            {
                operands.Add(f.Append(block, Op.Load, OpFacts.KindOf(part.Kind), pos, [address], part.Offset));
            }
        }
        else
        {
            operands.Add(address);
        }
    }

    private static StackSlot NewSlot(SsaFunction f, Layout layout, string name, GoType type)
        => f.NewSlot(name, type, layout.SizeOf(type), Math.Max(1, layout.AlignOf(type)));

    private static ValueId ResultMemory(SsaFunction f, Block block, Layout layout, AbiParameter outside, int index)
    {
        StackSlot slot = NewSlot(f, layout, "r" + index, outside.Type);
        if (!outside.InRegisters)
        {
            slot.AbiIndex = ~index;
        }
        return f.Append(block, Op.LocalAddress, ValueKind.Pointer, f.Pos, default, 0, slot);
    }

    private static void ReturnResults(SsaFunction f, Block block, Layout layout, CallInfo call, ValueId tuple, AbiAssignment inside,
        ValueId[] memory, Pos pos)
    {
        int next = 0;
        for (int i = 0; i < f.Abi.Results.Count; i++)
        {
            AbiParameter outside = f.Abi.Results[i];
            if (!memory[i].IsNone)
            {
                foreach (AbiScalar s in outside.Scalars)
                {
                    block.Arguments.Add(f.Append(block, Op.Load, OpFacts.KindOf(s.Kind), pos, [memory[i]], s.Offset));
                }
                continue;
            }
            ValueId address = default;
            if (!outside.InRegisters)
            {
                address = ResultMemory(f, block, layout, outside, i);
            }
            int count = inside.Results[i].InRegisters ? inside.Results[i].Scalars.Count : layout.Components(inside.Results[i].Type)!.Count;
            for (int j = 0; j < count; j++, next++)
            {
                ValueId value = f.Append(block, Op.Extract, OpFacts.KindOf(call.ResultKinds[next]), pos, [tuple], next);
                if (outside.InRegisters)
                {
                    block.Arguments.Add(value);
                }
                else
                {
                    int offset = inside.Results[i].InRegisters ? inside.Results[i].Scalars[j].Offset
                        : layout.Components(outside.Type)![j].Offset;
                    f.Append(block, Op.Store, ValueKind.None, pos, [address, value], offset);
                }
            }
        }
        block.Kind = BlockKind.Return;
        block.Pos = pos;
    }
}

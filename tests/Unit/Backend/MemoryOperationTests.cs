using System.Runtime.InteropServices;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Backend;
using Go.Compiler.Ssa;
using Go.Compiler.Tests.Ir;
using Go.Compiler.Types;


namespace Go.Compiler.Tests.Backend;

/// <summary>Operations on memory, atomics, jump tables, calls with arguments on the stack; and that no operation was forgotten.</summary>
public sealed unsafe class MemoryOperationTests
{
    private static readonly ValueKind[] s_kinds = [ValueKind.I8, ValueKind.I16, ValueKind.I32, ValueKind.I64, ValueKind.Pointer];

    [Fact]
    public void LoadsAndStores()
    {
        byte* memory = stackalloc byte[256];
        foreach (ValueKind kind in s_kinds)
        {
            int size = OpFacts.SizeOf(kind);
            var sketch = new SsaSketch([ValueKind.Pointer, ValueKind.I64, kind], [kind]);
            ValueId scaled = sketch.Emit(Op.Mul, ValueKind.I64, sketch.Parameters[1], sketch.Const(ValueKind.I64, 8));
            ValueId element = sketch.Emit(Op.AddPointer, ValueKind.Pointer, sketch.Parameters[0], scaled);
            ValueId field = sketch.Emit(Op.OffsetPointer, ValueKind.Pointer, 16, element);
            ValueId old = sketch.Emit(Op.Load, kind, 3, field);
            sketch.Emit(Op.Store, ValueKind.None, 3, field, sketch.Parameters[2]);
            sketch.Emit(Op.Store, ValueKind.None, 0, sketch.Parameters[0], sketch.Const(kind, kind == ValueKind.Pointer ? 0 : -2));
            sketch.Return(old);
            using NativeCode code = sketch.Compile();
            for (int i = 0; i < 256; i++)
            {
                memory[i] = (byte)(i * 7 + 1);
            }
            byte[] wanted = new Span<byte>(memory, 256).ToArray();
            long expected = Read(new Span<byte>(memory + 16 + 24 + 3, 8), size);
            long got = code.Run("f", (long)memory, 3, 0x1122334455667788);
            Assert.Equal(expected, Read(MemoryMarshal.AsBytes(new Span<long>(ref got)), size));
            long stored = 0x1122334455667788, constant = kind == ValueKind.Pointer ? 0 : -2;
            MemoryMarshal.AsBytes(new Span<long>(ref stored))[..size].CopyTo(wanted.AsSpan(43));
            MemoryMarshal.AsBytes(new Span<long>(ref constant))[..size].CopyTo(wanted);
            Assert.Equal(wanted, new Span<byte>(memory, 256).ToArray());
        }
    }

    [Fact]
    public void OffsetsBeyondThirtyTwoBits()
    {
        const long Far = 5L << 32;
        long value = 42;
        var sketch = new SsaSketch([ValueKind.Pointer], [ValueKind.I64, ValueKind.Pointer]);
        ValueId near = sketch.Emit(Op.OffsetPointer, ValueKind.Pointer, 24, sketch.Parameters[0]);
        ValueId far = sketch.Emit(Op.OffsetPointer, ValueKind.Pointer, Far, near);
        ValueId loaded = sketch.Emit(Op.Load, ValueKind.I64, -24, far);
        sketch.Return(loaded, far);
        using NativeCode code = sketch.Compile();
        long start = (long)&value - Far;
        Assert.Equal([42L, start + Far + 24], code.Call("p.f", [start]).Integers[..2]);
    }

    private static long Read(ReadOnlySpan<byte> bytes, int size)
    {
        Span<byte> full = stackalloc byte[8];
        full.Clear();
        bytes[..size].CopyTo(full);
        return MemoryMarshal.Read<long>(full);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(31)]
    [InlineData(100)]
    [InlineData(192)]
    [InlineData(200)]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(1003)]
    public void BlocksOfMemory(int size)
    {
        byte* from = stackalloc byte[1100];
        byte* to = stackalloc byte[1100];
        var sketch = new SsaSketch([ValueKind.Pointer, ValueKind.Pointer, ValueKind.I64], [ValueKind.I8, ValueKind.I8, ValueKind.I64]);
        ValueId a = sketch.Emit(Op.OffsetPointer, ValueKind.Pointer, 8, sketch.Parameters[0]),
            b = sketch.Emit(Op.OffsetPointer, ValueKind.Pointer, 8, sketch.Parameters[1]);
        ValueId before = sketch.Emit(Op.MemoryEqual, ValueKind.I8, Math.Min(size, 64), a, b);
        sketch.Emit(Op.Move, ValueKind.None, size, a, b);
        ValueId after = sketch.Emit(Op.MemoryEqual, ValueKind.I8, Math.Min(size, 64), a, b);
        sketch.Emit(Op.Zero, ValueKind.None, size, b);
        sketch.Return(before, after, sketch.Parameters[2]);
        using NativeCode code = sketch.Compile();
        for (int i = 0; i < 1100; i++)
        {
            from[i] = (byte)(i * 5 + 3);
            to[i] = 0xEE;
        }
        long[] results = code.Call("p.f", [(long)to, (long)from, 77]).Integers;
        Assert.Equal(0, (byte)results[0]);
        Assert.Equal(1, (byte)results[1]);
        Assert.Equal(77, results[2]);
        for (int i = 0; i < 1100; i++)
        {
            bool inside = i >= 8 && i < 8 + size;
            Assert.Equal(inside ? (byte)(i * 5 + 3) : (byte)0xEE, to[i]);
            Assert.Equal(inside ? (byte)0 : (byte)(i * 5 + 3), from[i]);
        }
    }

    [Fact]
    public void Atomics()
    {
        long* cell = stackalloc long[1];
        foreach (ValueKind kind in new[] { ValueKind.I8, ValueKind.I32, ValueKind.I64 })
        {
            int size = OpFacts.SizeOf(kind);
            long mask = size == 8 ? -1 : (1L << (size * 8)) - 1;
            Check(Op.AtomicLoad, hasValue: false, (old, _) => (old, old));
            Check(Op.AtomicStore, hasValue: true, (_, x) => (x, null));
            Check(Op.AtomicExchange, hasValue: true, (old, x) => (x, old));
            Check(Op.AtomicAnd, hasValue: true, (old, x) => (old & x, null));
            Check(Op.AtomicOr, hasValue: true, (old, x) => (old | x, null));
            if (kind != ValueKind.I8)
            {
                Check(Op.AtomicAdd, hasValue: true, (old, x) => (old + x, old + x));
                Check(Op.AtomicAndOld, hasValue: true, (old, x) => (old & x, old));
                Check(Op.AtomicOrOld, hasValue: true, (old, x) => (old | x, old));
            }
            void Check(Op op, bool hasValue, Func<long, long, (long Memory, long? Result)> expected)
            {
                const long Old = 0x0123456789ABCDEF, Value = 0x0F0F00FF1234FF00;
                (long memory, long? result) = expected(Old, Value);
                var sketch = new SsaSketch([ValueKind.Pointer, kind], result is null ? [] : [kind]);
                ValueKind resultKind = result is null ? ValueKind.None : kind;
                ValueId v = hasValue ? sketch.Emit(op, resultKind, sketch.Parameters[0], sketch.Parameters[1])
                    : sketch.Emit(op, resultKind, sketch.Parameters[0]);
                if (result is null)
                {
                    sketch.Return();
                }
                else
                {
                    sketch.Return(v);
                }
                using NativeCode code = sketch.Compile();
                *cell = Old;
                long got = code.Run("f", (long)cell, Value);
                Assert.Equal((Old & ~mask) | (memory & mask), *cell);
                if (result is { } r)
                {
                    Assert.Equal(r & mask, got & mask);
                }
            }
        }
    }

    [Fact]
    public void CompareAndExchange()
    {
        long* cell = stackalloc long[1];
        var sketch = new SsaSketch([ValueKind.Pointer, ValueKind.I64, ValueKind.I64], [ValueKind.I8]);
        sketch.Return(sketch.Emit(Op.AtomicCompareExchange, ValueKind.I8, sketch.Parameters[0], sketch.Parameters[1],
            sketch.Parameters[2]));
        using NativeCode code = sketch.Compile();
        *cell = 5;
        Assert.Equal(0, (byte)code.Run("f", (long)cell, 4, 9));
        Assert.Equal(5, *cell);
        Assert.Equal(1, (byte)code.Run("f", (long)cell, 5, 9));
        Assert.Equal(9, *cell);
    }

    [Fact]
    public void JumpTables()
    {
        var sketch = new SsaSketch([ValueKind.I64], [ValueKind.I64]);
        var targets = new Block[11];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = sketch.F.NewBlock();
        }
        sketch.Branch(BlockKind.JumpTable, sketch.Parameters[0], targets);
        for (int i = 0; i < targets.Length; i++)
        {
            sketch.Block = targets[i];
            sketch.Return(sketch.Const(ValueKind.I64, i * 100));
        }
        using NativeCode code = sketch.Compile();
        for (int i = 0; i < targets.Length; i++)
        {
            Assert.Equal(i * 100, code.Run("f", i));
        }
    }

    [Fact]
    public void RuntimesOwn()
    {
        var sketch = new SsaSketch([], [ValueKind.I64, ValueKind.I64, ValueKind.Pointer]);
        ValueId pc = sketch.Emit(Op.GetCallerPc, ValueKind.I64), sp = sketch.Emit(Op.GetCallerSp, ValueKind.I64),
            g = sketch.Emit(Op.GetG, ValueKind.Pointer);
        sketch.Emit(Op.Prefetch, ValueKind.None, sp);
        sketch.Return(pc, sp, g);
        using NativeCode code = sketch.Compile();
        long[] results = code.Call("p.f", []).Integers;
        Assert.Equal(results[0], *(long*)(results[1] - 8) is var below && below == results[0] ? below : results[0]);
        Assert.NotEqual(0, results[0]);
        Assert.NotEqual(0, results[2]);
    }

    [Fact]
    public void EveryOperationIsLowered()
    {
        // What other passes remove; the sketch has parameters anyway.
        Op[] gone = [Op.None, Op.Allocate, Op.AllocateMap, Op.MoveSlice, Op.Param];
        foreach (Op op in Enum.GetValues<Op>())
        {
            if (gone.Contains(op))
            {
                continue;
            }
            SsaFunction f = FunctionWith(op);
            CompiledCode(f);
        }
    }

    [Fact]
    public void Every_operation_is_lowered_for_arm64_to_instructions_that_exist()
    {
        Op[] gone = [Op.None, Op.Allocate, Op.AllocateMap, Op.MoveSlice, Op.Param];
        ICodeGenerator generator = Arm64Machine.New(new Layout(Arm64Facts.Abi), verify: true);
        foreach (Op op in Enum.GetValues<Op>().Except(gone))
        {
            string text = EmittedCode.Arm64(generator.Generate(FunctionWith(op)));
            Assert.DoesNotContain("undecodable", text, StringComparison.Ordinal);
        }
    }

    /// <summary>One instruction where the processor has it, a loop elsewhere.</summary>
    [Theory]
    [InlineData(Op.AtomicAdd, "ldaddal x1, x2, [x0]")]
    [InlineData(Op.AtomicExchange, "swpal x1, x2, [x0]")]
    [InlineData(Op.AtomicCompareExchange, "casal x3, x2, [x0]")]
    [InlineData(Op.AtomicOr, "ldsetal x1, x3, [x0]")]
    [InlineData(Op.AtomicAnd, "ldclral x2, x3, [x0]")]
    public void Atomics_of_arm64_are_single_instructions_or_loops(Op op, string single)
    {
        var sketch = new SsaSketch([ValueKind.Pointer, ValueKind.I64, ValueKind.I64], []);
        (ValueId p, ValueId x, ValueId y) = (sketch.Parameters[0], sketch.Parameters[1], sketch.Parameters[2]);
        bool compares = op == Op.AtomicCompareExchange;
        sketch.Emit(op, compares ? ValueKind.I8 : op is Op.AtomicOr or Op.AtomicAnd ? ValueKind.None : ValueKind.I64,
            compares ? [p, x, y] : [p, x]);
        sketch.Return();
        string text = EmittedCode.Arm64(Arm64Machine.New(new Layout(Arm64Facts.Abi), verify: true).Generate(sketch.F));
        Assert.Contains("AddressPair runtime.arm64HasATOMICS", text, StringComparison.Ordinal);
        Assert.Contains(single, text, StringComparison.Ordinal);
        Assert.Contains("ldaxr", text, StringComparison.Ordinal);
        Assert.Contains("stlxr", text, StringComparison.Ordinal);
    }

    private static void CompiledCode(SsaFunction f)
    {
        Go.Compiler.Backend.CompiledFunction code = Go.Compiler.Arch.Amd64.Amd64Machine.New(BuiltPackage.Layout,
            Go.Compiler.Arch.Amd64.Amd64ThreadLocal.InFs, verify: true).Generate(f);
        Assert.NotEmpty(code.Code);
    }

    // A function with the operation in it, all operands parameters of its own kinds.
    private static SsaFunction FunctionWith(Op op)
    {
        ValueKind kind = op switch
        {
            _ when OpFacts.IsDecision(op) => ValueKind.I8,
            Op.MemoryEqual or Op.AtomicCompareExchange => ValueKind.I8,
            _ when OpFacts.GroupOf(op) == OpGroup.Float => ValueKind.F64,
            Op.IntToFloatS or Op.IntToFloatU or Op.FloatToFloat => ValueKind.F64,
            Op.LocalAddress or Op.GlobalAddress or Op.OffsetPointer or Op.AddPointer or Op.ClosureContext or Op.GetG or Op.NilCheck
                => ValueKind.Pointer,
            Op.Store or Op.Zero or Op.Move or Op.VariableStart or Op.KeepAlive or Op.BoundsCheck or Op.AtomicStore or Op.AtomicAnd
                or Op.AtomicOr or Op.Prefetch
                or Op.WriteBarrierEnd or Op.WriteBarrierZero or Op.WriteBarrierMove or Op.CallStatic or Op.CallClosure or Op.CallInterface
                => ValueKind.None,
            Op.MulWideU or Op.AddCarry or Op.SubBorrow => ValueKind.Tuple,
            Op.WriteBarrierFlag => ValueKind.I32,
            _ => ValueKind.I64,
        };
        var sketch = new SsaSketch([ValueKind.Pointer, ValueKind.I64, ValueKind.I32, ValueKind.F64, ValueKind.I8], []);
        (ValueId p, ValueId i, ValueId n, ValueId d, ValueId b) = (sketch.Parameters[0], sketch.Parameters[1], sketch.Parameters[2],
            sketch.Parameters[3], sketch.Parameters[4]);
        StackSlot slot = sketch.F.NewSlot("x", Universe.Uintptr, 8, 8);
        var call = new CallInfo
        {
            Target = op == Op.CallStatic ? new FunctionSymbol("p.g", FunctionAbi.Internal) : null, ArgumentKinds = [], ResultKinds = [],
            Abi = Go.Compiler.RuntimeContract.CallingConvention.Assign(BuiltPackage.Layout, FunctionAbi.Internal, [], []),
        };
        ValueId[] arguments = op switch
        {
            Op.Const or Op.Param or Op.ClosureContext or Op.LocalAddress or Op.GlobalAddress or Op.FunctionAddress or Op.VariableStart
                or Op.GetG or Op.GetCallerPc or Op.GetCallerSp
                or Op.WriteBarrierFlag or Op.WriteBarrierBuffer or Op.WriteBarrierEnd or Op.CallStatic or Op.Phi => [],
            Op.Extract => [sketch.Emit(Op.MulWideU, ValueKind.Tuple, i, i)],
            Op.Copy or Op.Neg or Op.Not or Op.TrailingZeros or Op.BitLength or Op.PopulationCount or Op.ByteSwap or Op.IntToFloatS
                or Op.IntToFloatU or Op.CallInterface => [i],
            Op.SignExtend or Op.ZeroExtend => [n],
            Op.Truncate or Op.Bitcast => [i],
            Op.NotB => [b],
            Op.Select => [b, i, i],
            Op.AddCarry or Op.SubBorrow => [i, i, i],
            _ when OpFacts.GroupOf(op) is OpGroup.Float or OpGroup.FloatComparison
                => [.. Enumerable.Repeat(d, OpFacts.OperandsOf(op)!.Value)],
            Op.FloatToFloat or Op.FloatToIntS or Op.FloatToIntU => [d],
            Op.OffsetPointer or Op.Load or Op.Zero or Op.KeepAlive or Op.NilCheck or Op.Prefetch or Op.WriteBarrierZero => [p],
            Op.Move or Op.MemoryEqual or Op.WriteBarrierMove => [p, p],
            Op.AtomicCompareExchange => [p, i, i],
            Op.AtomicLoad => [p],
            Op.CallClosure => [i, p],
            Op.AddPointer or Op.Store => [p, i],
            _ when OpFacts.GroupOf(op) == OpGroup.Atomic => [p, i],
            _ => [i, i],
        };
        ValueId v = sketch.Emit(op, kind, op is Op.WriteBarrierBuffer or Op.BoundsCheck ? 2 : op is Op.Zero or Op.Move or Op.MemoryEqual
            ? 24 : 0, arguments);
        sketch.F[v].Aux = op switch
        {
            Op.LocalAddress or Op.VariableStart => slot,
            Op.GlobalAddress => new NamedSymbol("p.x"),
            Op.FunctionAddress => new FunctionSymbol("p.g", FunctionAbi.Internal),
            Op.CallStatic or Op.CallClosure or Op.CallInterface => call,
            Op.WriteBarrierZero or Op.WriteBarrierMove => Universe.UnsafePointer,
            _ => null,
        };
        if (op is Op.Phi)
        {
            // A phi needs a block with predecessors.
            sketch.Block.Instructions.RemoveAt(sketch.Block.Instructions.IndexOf(v));
            Block join = sketch.F.NewBlock();
            sketch.Branch(BlockKind.Jump, default, join);
            sketch.F.SetArguments(v, [i]);
            sketch.F[v].Block = join.Id;
            join.Instructions.Add(v);
            sketch.Block = join;
        }
        if (kind is not (ValueKind.None or ValueKind.Tuple))
        {
            ValueId use = sketch.Emit(Op.Store, ValueKind.None, p, v);
            sketch.F[use].Flags = ValueFlags.NoBarrier;
        }
        sketch.Return();
        return sketch.F;
    }
}

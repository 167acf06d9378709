using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Lowering
{
    /// <summary>Largest sizes copied without a loop.</summary>
    private const long InlineMoveLimit = 192;

    private protected override void LowerZero(ValueId v)
    {
        long size = _f[v].AuxInt;
        if (size == 0)
        {
            return;
        }
        PendingMemory memory = AddressOf(_f.Argument(v, 0), 0);
        Begin(Arm64Op.ZeroMemory);
        AddMemory(memory);
        _next.Immediate = size;
        Emit();
    }

    private protected override void EmitMove(PendingMemory to, PendingMemory from, long size)
    {
        bool isLoop = size > InlineMoveLimit;
        Begin(isLoop ? Arm64Op.MoveMemoryLoop : Arm64Op.MoveMemory);
        AddMemory(to);
        AddSource(from);
        if (isLoop)
        {
            AddEarlyDef(NewInteger());
            AddEarlyDef(NewInteger());
        }
        _next.Immediate = size;
        Emit();
    }

    private protected override void LowerMemoryEqual(ValueId v)
    {
        PendingMemory a = AddressOf(_f.Argument(v, 0), 0), b = AddressOf(_f.Argument(v, 1), 0);
        Begin(Arm64Op.MemoryEqual);
        AddMemory(a);
        AddSource(b);
        AddEarlyDef(NewInteger());
        AddEarlyDef(NewInteger());
        AddDef(Definition(v));
        _next.Immediate = _f[v].AuxInt;
        Emit();
    }

    // Atomics: loads acquire, stores release, and what reads and writes does both.

    private protected override void LowerAtomic(ValueId v)
    {
        Op op = _f[v].Op;
        PendingMemory memory = AddressOf(_f.Argument(v, 0), _f[v].AuxInt);
        if (op == Op.AtomicLoad)
        {
            Begin(Arm64Op.AtomicLoad, SizeOf(_f[v].Kind));
            AddMemory(memory);
            AddDef(Definition(v));
            Emit();
            return;
        }
        ValueId value = _f.Argument(v, 1);
        int size = SizeOf(_f[value].Kind);
        // The comparison is of the whole register.
        int x = op == Op.AtomicCompareExchange ? Extended(value, signed: false) : Register(value);
        int replacement = op == Op.AtomicCompareExchange ? Register(_f.Argument(v, 2)) : 0;
        Begin(op switch
        {
            Op.AtomicStore => Arm64Op.AtomicStore,
            Op.AtomicExchange => Arm64Op.AtomicExchange,
            Op.AtomicAdd => Arm64Op.AtomicAdd,
            Op.AtomicCompareExchange => Arm64Op.AtomicCompareExchange,
            Op.AtomicAnd or Op.AtomicOr or Op.AtomicAndOld or Op.AtomicOrOld => Arm64Op.AtomicAlu,
            _ => throw Unexpected.Value(op),
        }, size);
        AddUse(x);
        if (replacement != 0)
        {
            AddUse(replacement);
        }
        AddMemory(memory);
        switch (op)
        {
            case Op.AtomicStore:
                break;
            case Op.AtomicAnd or Op.AtomicOr or Op.AtomicAndOld or Op.AtomicOrOld:
                AddEarlyDef(NewInteger());
                AddEarlyDef(op is Op.AtomicAnd or Op.AtomicOr ? NewInteger() : Definition(v));
                _next.Variant = (byte)(op is Op.AtomicAnd or Op.AtomicAndOld ? Arm64Alu.And : Arm64Alu.Or);
                break;
            default:
                AddEarlyDef(Definition(v));
                break;
        }
        Emit();
    }

    private protected override void LowerPrefetch(ValueId v)
    {
        PendingMemory memory = AddressOf(_f.Argument(v, 0), 0);
        Begin(Arm64Op.Prefetch);
        AddMemory(memory);
        _next.Variant = (byte)_f[v].AuxInt;
        Emit();
    }
}

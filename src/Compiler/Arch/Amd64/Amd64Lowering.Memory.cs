using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    /// <summary>Largest sizes zeroed and copied without a repeated string instruction, whose start is slow.</summary>
    private const long InlineZeroLimit = 256, InlineMoveLimit = 192;

    private protected override void LowerZero(ValueId v)
    {
        long size = _f[v].AuxInt;
        if (size == 0)
        {
            return;
        }
        PendingMemory memory = AddressOf(_f.Argument(v, 0), 0);
        if (size <= InlineZeroLimit)
        {
            Begin(Amd64Op.ZeroMemory);
            AddMemory(memory);
        }
        else
        {
            int address = AddressRegister(memory);
            Begin(Amd64Op.ZeroMemoryRepeat);
            AddFixedUse(address, Amd64Registers.Di);
            _clobbers = 1u << Amd64Registers.Di | 1u << Amd64Registers.Cx | 1u << Amd64Registers.Ax;
        }
        _next.Immediate = size;
        Emit();
    }

    private protected override void EmitMove(PendingMemory to, PendingMemory from, long size)
    {
        if (size <= InlineMoveLimit)
        {
            Begin(Amd64Op.MoveMemory);
            AddMemory(to);
            AddSource(from);
        }
        else
        {
            int target = AddressRegister(to), source = AddressRegister(from);
            Begin(Amd64Op.MoveMemoryRepeat);
            AddFixedUse(target, Amd64Registers.Di);
            AddFixedUse(source, Amd64Registers.Si);
            _clobbers = 1u << Amd64Registers.Di | 1u << Amd64Registers.Si | 1u << Amd64Registers.Cx;
        }
        _next.Immediate = size;
        Emit();
    }

    private protected override void LowerMemoryEqual(ValueId v)
    {
        PendingMemory a = AddressOf(_f.Argument(v, 0), 0), b = AddressOf(_f.Argument(v, 1), 0);
        Begin(Amd64Op.MemoryEqual);
        AddMemory(a);
        AddSource(b);
        AddDef(Definition(v));
        _next.Immediate = _f[v].AuxInt;
        Emit();
    }

    // Atomics: locked instructions are full barriers.

    private protected override void LowerAtomic(ValueId v)
    {
        Op op = _f[v].Op;
        PendingMemory memory = AddressOf(_f.Argument(v, 0), _f[v].AuxInt);
        if (op == Op.AtomicLoad)
        {
            EmitLoad(_f[v].Kind, memory, Definition(v));
            return;
        }
        ValueId value = _f.Argument(v, 1);
        int size = SizeOf(_f[value].Kind);
        int x = Register(value);
        switch (op)
        {
            case Op.AtomicStore or Op.AtomicExchange:
                Begin(Amd64Op.AtomicExchange, size);
                AddUse(x);
                AddMemory(memory);
                AddTiedDef(op == Op.AtomicStore ? NewInteger() : Definition(v));
                break;
            case Op.AtomicAdd:
                Begin(Amd64Op.AtomicAdd, size);
                AddUse(x);
                AddMemory(memory);
                AddEarlyDef(Definition(v));
                break;
            case Op.AtomicCompareExchange:
                int replacement = Register(_f.Argument(v, 2));
                Begin(Amd64Op.AtomicCompareExchange, size);
                AddFixedUse(x, Amd64Registers.Ax);
                AddUse(replacement);
                AddMemory(memory);
                AddDef(Definition(v));
                _clobbers = 1u << Amd64Registers.Ax;
                break;
            case Op.AtomicAnd or Op.AtomicOr:
                Begin(Amd64Op.AtomicAlu, size);
                AddUse(x);
                AddMemory(memory);
                _next.Variant = (byte)(op == Op.AtomicAnd ? Amd64Alu.And : Amd64Alu.Or);
                break;
            case Op.AtomicAndOld or Op.AtomicOrOld:
                Begin(Amd64Op.AtomicAluOld, size);
                AddUse(x);
                AddMemory(memory);
                AddFixedDef(Definition(v), Amd64Registers.Ax, early: true);
                _next.Variant = (byte)(op == Op.AtomicAndOld ? Amd64Alu.And : Amd64Alu.Or);
                break;
            default:
                throw Unexpected.Value(op);
        }
        Emit();
    }

    private protected override void LowerPrefetch(ValueId v)
    {
        PendingMemory memory = AddressOf(_f.Argument(v, 0), 0);
        Begin(Amd64Op.Prefetch);
        AddMemory(memory);
        _next.Variant = (byte)_f[v].AuxInt;
        Emit();
    }
}

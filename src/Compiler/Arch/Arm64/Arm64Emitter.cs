using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Writes arm64's instructions. Partials by topic: Control, Frame, Addresses, Integer, Constants, Floats, Memory, Atomics.
/// </summary>
internal sealed partial class Arm64Emitter : MachineEmitter
{
    private const int Scratch = Arm64MachineRegisters.Scratch, AddressScratch = Arm64MachineRegisters.AddressScratch,
    Sp = Arm64MachineRegisters.Sp, Zero = Arm64MachineRegisters.Zero;
    private const uint Subtract = 1u << 30, SetFlags = 1u << 29, AddWord = 0x91000000;

    private readonly Arm64CodeWriter _w;

    public Arm64Emitter(MachineFunction machine, AllocationResult allocation, MachineFrame frame, Arm64CodeWriter writer)
        : base(machine, allocation, frame, Arm64MachineRegisters.Roles, writer)
    {
        _w = writer;
        _w.Reset();
    }

    private static uint Bits(int register) => Arm64MachineRegisters.Bits(register);

    private static bool IsFloat(int register) => Arm64MachineRegisters.IsFloat(register);

    private void Emit(uint word) => _w.Word(word);

    private protected override void WriteInstruction(in MachineInstruction m)
    {
        switch (m.Opcode)
        {
            case < (ushort)MachineOp.FirstOfArchitecture:
                WriteTransfer((MachineOp)m.Opcode, m);
                break;
            case <= (ushort)Arm64Op.Select:
                WriteInteger((Arm64Op)m.Opcode, m);
                break;
            case <= (ushort)Arm64Op.FusedMultiplyAdd:
                WriteFloat((Arm64Op)m.Opcode, m);
                break;
            case <= (ushort)Arm64Op.MemoryEqual:
                WriteBlockOperation((Arm64Op)m.Opcode, m);
                break;
            case <= (ushort)Arm64Op.Prefetch:
                WriteAtomic((Arm64Op)m.Opcode, m);
                break;
            default:
                WriteBranch((Arm64Op)m.Opcode, m);
                break;
        }
    }

    private void WriteTransfer(MachineOp op, in MachineInstruction m)
    {
        switch (op)
        {
            case MachineOp.Constant:
                // Four bytes suffice for narrow kinds: the upper half is undefined.
                LoadConstant(m.Size == 8, Last, m.Size < 8 ? (uint)m.Immediate : m.Immediate);
                break;
            case MachineOp.FloatConstant:
                LoadFloatConstant(m.Size, Last, m.Immediate);
                break;
            case MachineOp.Address:
                LoadAddress(Last, m.Memory);
                break;
            case MachineOp.Add:
                Emit(Arm64Words.AddShifted(m.Size == 8, 0, Bits(Last), Bits(Operand(0)), Bits(Operand(1))));
                break;
            case MachineOp.SetCompare:
                WriteCompare(m, 0);
                SetIf((Arm64Condition)m.Condition, Last);
                break;
            case MachineOp.Load or MachineOp.LoadFloat or MachineOp.BarrierFlag:
                Transfer(load: true, m.Size, Last, m.Memory);
                break;
            case MachineOp.Store or MachineOp.StoreFloat:
                Transfer(load: false, m.Size, Operand(0), m.Memory);
                break;
            case MachineOp.StoreConstant:
                Transfer(load: false, m.Size, Zero, m.Memory);
                break;
            case MachineOp.NilCheck:
                Transfer(load: true, 1, Zero, m.Memory);
                break;
            case MachineOp.GetG:
                Move(Last, Arm64MachineRegisters.G);
                break;
            case MachineOp.CallerPc when _frame.Size == 0:
                Move(Last, Arm64MachineRegisters.Link);
                break;
            case MachineOp.CallerPc:
                LoadFromFrame(Word, Last, 0);
                break;
            case MachineOp.CallerSp:
                // The link register's slot is below the argument area.
                AddConstant(true, Last, Sp, _frame.ArgumentStart - _frame.OutgoingStart);
                break;
            case MachineOp.Exit:
                Emit(0);
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private void Move(int to, int from) => Emit(Arm64Words.LogicalShifted(true, 1, false, Bits(to), Bits(Zero), Bits(from)));

    private protected override void CopyRegister(int from, int to)
    {
        uint d = Bits(to), a = Bits(from);
        Emit((IsFloat(from), IsFloat(to)) switch
        {
            (false, false) => Arm64Words.LogicalShifted(true, 1, false, d, Bits(Zero), a),
            (true, true) => 0x1e604000 | (a << 5) | d,
            (true, false) => 0x9e660000 | (a << 5) | d,
            _ => 0x9e670000 | (a << 5) | d,
        });
    }
}

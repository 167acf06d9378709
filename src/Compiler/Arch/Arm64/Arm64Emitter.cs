using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Writes arm64's instructions. Partials by topic: Control, Frame, Addresses, Integer, Constants, Floats, Memory, Atomics.
/// </summary>
internal sealed partial class Arm64Emitter : MachineEmitter, IArm64Constants
{
    private const int Scratch = Arm64Registers.Scratch, AddressScratch = Arm64Registers.AddressScratch,
        Sp = Arm64Registers.Sp, Zero = Arm64Registers.Zero;
    private const uint Subtract = Arm64Words.Subtract, SetFlags = Arm64Words.SetFlags, PairWord = Arm64Words.PairWord;

    private readonly Arm64CodeWriter _w;
    private readonly Arm64FrameCode _frames;

    public Arm64Emitter(MachineFunction machine, AllocationResult allocation, MachineFrame frame, Arm64CodeWriter writer)
        : base(machine, allocation, frame, Arm64Registers.Roles, writer)
    {
        _w = writer;
        _frames = new Arm64FrameCode(writer, this, this);
        _w.Reset();
    }

    private static uint Bits(int register) => Arm64Registers.Bits(register);

    private static bool IsFloat(int register) => Arm64Registers.IsFloat(register);

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
                Move(Last, Arm64Registers.G);
                break;
            case MachineOp.CallerPc when _frame.Size == 0:
                Move(Last, Arm64Registers.Link);
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

    private void Move(int to, int from) => Emit(Arm64Words.Move(Bits(to), Bits(from)));

    private protected override void CopyRegister(int from, int to)
    {
        uint d = Bits(to), a = Bits(from);
        Emit((IsFloat(from), IsFloat(to)) switch
        {
            (false, false) => Arm64Words.Move(d, a),
            (true, true) => 0x1e604000 | (a << 5) | d,
            (true, false) => 0x9e660000 | (a << 5) | d,
            _ => 0x9e670000 | (a << 5) | d,
        });
    }
}

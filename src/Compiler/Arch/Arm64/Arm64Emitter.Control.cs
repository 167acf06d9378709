using System.Numerics;
using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64Emitter
{
    private protected override void Call(CodeTarget target)
    {
        _w.Relocate(RelocationKind.Call, target, 0);
        Emit(Arm64Words.Call);
    }

    /// <summary>Calls of what a register holds leave a marker for the nosplit check.</summary>
    private protected override void CallRegister(int register)
    {
        _w.Relocate(RelocationKind.IndirectCall, default, 0);
        Emit(Arm64Words.CallRegister | (Bits(register) << 5));
    }

    /// <summary>g is in its register on both sides of every call.</summary>
    private protected override void RestoreAfterStackCall()
    {
    }

    private protected override void Return() => _frames.Return();

    private protected override void Jump(int label) => _w.Jump(label);

    private protected override void JumpToTarget(CodeTarget target)
    {
        _w.Relocate(RelocationKind.Call, target, 0);
        Emit(Arm64Words.Branch);
    }

    private protected override void JumpToRegister(int register)
    {
        _w.Relocate(RelocationKind.IndirectCall, default, 0);
        Emit(Arm64Words.BranchRegister | (Bits(register) << 5));
    }

    private protected override void Nop() => Emit(Arm64Words.NoOperation);

    private protected override bool TrapEndsCall => true;

    private protected override void EndPanic(bool isLast)
    {
        if (isLast)
        {
            Nop();
        }
    }

    private protected override void JumpThrough(CodeTarget table, int index)
    {
        AddressOf(table, 0, AddressScratch);
        uint entry = Bits(AddressScratch);
        Emit(Arm64Words.IndexOffset(Arm64Words.Access(Word, false, load: true), entry, entry, Bits(index), 3, true));
        Emit(Arm64Words.BranchRegister | (Bits(AddressScratch) << 5));
    }

    private protected override void JumpIfAtLeast(int register, int value, int label)
    {
        Emit(Arm64Words.AddImmediate(false, Arm64Words.Compare, Bits(Zero), Bits(register), value));
        _w.Jump(Arm64Condition.HigherOrSame, label);
    }

    private protected override void JumpOutOfBounds(in BoundsPanic check, int label)
    {
        bool isIndex = check.Code == BoundsCode.Index;
        if (!check.XIsRegister)
        {
            // Mirrored: the limit is the left operand.
            Compare(check.Y, check.X, isRegister: false);
            _w.Jump(isIndex ? Arm64Condition.LowerOrSame : Arm64Condition.Lower, label);
            return;
        }
        Compare(check.X, check.Y, check.YIsRegister);
        _w.Jump(isIndex ? Arm64Condition.HigherOrSame : Arm64Condition.Higher, label);
    }

    private void Compare(int a, int b, bool isRegister)
        => Emit(isRegister
            ? Arm64Words.AddShifted(true, Arm64Words.Compare, Bits(Zero), Bits(a), Bits(b))
            : Arm64Words.AddImmediate(true, Arm64Words.Compare, Bits(Zero), Bits(a), b));

    /// <summary>The panic saves the first sixteen registers only.</summary>
    private const int SavedByPanics = 16;

    private protected override BoundsPanic PreparePanic(in BoundsPanic panic)
    {
        BoundsPanic p = panic;
        if (p.XIsRegister && p.X >= SavedByPanics)
        {
            int to = p.YIsRegister && p.Y == 0 ? 1 : 0;
            Move(to, p.X);
            p = p with { X = to };
        }
        if (p.YIsRegister && p.Y >= SavedByPanics)
        {
            int to = p.XIsRegister && p.X == 0 ? 1 : 0;
            Move(to, p.Y);
            p = p with { Y = to };
        }
        else if (!p.YIsRegister && p.Y > BoundsPanic.MaxConstant)
        {
            int to = p.XIsRegister && p.X == 0 ? 1 : 0;
            LoadConstant(true, to, p.Y);
            p = p with { Y = to, YIsRegister = true };
        }
        return p;
    }

    private void WriteBranch(Arm64Op op, in MachineInstruction m)
    {
        int yes = Successor(0), no = Successor(1);
        var condition = (Arm64Condition)m.Condition;
        if (yes == no)
        {
            JumpTo(yes);
            return;
        }
        bool inverted = IsNext(yes);
        int target = LabelOf(inverted ? no : yes);
        condition = inverted ? (Arm64Condition)((int)condition ^ 1) : condition;
        switch (op)
        {
            case Arm64Op.BranchFloat:
                CompareFloats(m.Size, Operand(0), Operand(1));
                _w.Jump(condition, target);
                break;
            case Arm64Op.BranchTest:
                _w.JumpIfBit(condition == Arm64Condition.NotEqual, Bits(Operand(0)), 0, target);
                break;
            case Arm64Op.BranchCompare:
                CompareAndJump(m, condition, target);
                break;
            default:
                throw Unexpected.Value(op);
        }
        if (!inverted)
        {
            JumpTo(no);
        }
    }

    /// <summary>In one instruction where a register or one of its bits is compared with zero.</summary>
    private void CompareAndJump(in MachineInstruction m, Arm64Condition condition, int target)
    {
        var form = (Arm64CompareForm)m.Variant;
        uint a = Bits(Operand(0));
        if (form == Arm64CompareForm.Constant && m.Immediate == 0 && condition is Arm64Condition.Equal or Arm64Condition.NotEqual)
        {
            _w.JumpIfZero(m.Size == 8, condition == Arm64Condition.Equal, a, target);
        }
        else if (form == Arm64CompareForm.Constant && m.Immediate == 0 && condition is Arm64Condition.Less or Arm64Condition.GreaterOrEqual)
        {
            _w.JumpIfBit(condition == Arm64Condition.Less, a, m.Size * 8 - 1, target);
        }
        else if (form == Arm64CompareForm.TestConstant && BitOperations.IsPow2((ulong)m.Immediate)
            && condition is Arm64Condition.Equal or Arm64Condition.NotEqual)
        {
            _w.JumpIfBit(condition == Arm64Condition.NotEqual, a, BitOperations.TrailingZeroCount(m.Immediate), target);
        }
        else
        {
            WriteCompare(m, 0);
            _w.Jump(condition, target);
        }
    }
}

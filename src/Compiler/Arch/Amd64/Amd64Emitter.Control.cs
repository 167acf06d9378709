using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Emitter
{
    private protected override void Call(CodeTarget target) => _w.Call(target);

    private protected override void CallRegister(int register) => _w.CallRegister(register);

    private protected override void RestoreAfterStackCall()
    {
        _w.ClearVector(Zero);
        _frames.LoadG();
    }

    private protected override void Return() => _w.Return();

    private protected override void Jump(int label) => _w.Jump(label);

    private protected override void JumpToTarget(CodeTarget target) => _w.JumpTo(target);

    private protected override void JumpToRegister(int register) => _w.JumpRegister(register);

    private protected override void Nop() => _w.Nop();

    private protected override void JumpThrough(CodeTarget table, int index)
    {
        _w.LoadAddress(Scratch, Amd64Memory.Symbol(table, 0));
        _w.JumpMemory(Amd64Memory.Indexed(Scratch, index, 8, 0));
    }

    private protected override void JumpIfAtLeast(int register, int value, int label)
    {
        _w.AluConstant(Amd64Alu.Cmp, 4, register, value);
        _w.Jump(Amd64Condition.AboveOrEqual, label);
    }

    private protected override void JumpOutOfBounds(in BoundsPanic check, int label)
    {
        bool isIndex = check.Code == BoundsCode.Index;
        Amd64Condition fails;
        if (!check.XIsRegister)
        {
            // Mirrored: the limit is the left operand.
            _w.AluConstant(Amd64Alu.Cmp, 8, check.Y, check.X);
            fails = isIndex ? Amd64Condition.BelowOrEqual : Amd64Condition.Below;
        }
        else
        {
            fails = isIndex ? Amd64Condition.AboveOrEqual : Amd64Condition.Above;
            if (check.YIsRegister)
            {
                _w.Alu(Amd64Alu.Cmp, 8, check.X, check.Y);
            }
            else
            {
                _w.AluConstant(Amd64Alu.Cmp, 8, check.X, check.Y);
            }
        }
        _w.Jump(fails, label);
    }

    private void WriteBranch(Amd64Op op, in MachineInstruction m)
    {
        bool negate = m.Source.Displacement != 0;
        int yes = Successor(negate ? 1 : 0), no = Successor(negate ? 0 : 1);
        switch (op)
        {
            case Amd64Op.BranchCompare:
                WriteCompare(m, 0);
                Branch((Amd64Condition)m.Condition, yes, no);
                break;
            case Amd64Op.BranchTest:
                _w.Test(1, Operand(0), Operand(0));
                Branch(Amd64Condition.NotEqual, yes, no);
                break;
            default:
                CompareFloats(m);
                switch ((Amd64FloatTest)m.Variant)
                {
                    case Amd64FloatTest.Equal:
                        _w.Jump(Amd64Condition.Parity, LabelOf(no));
                        Branch(Amd64Condition.Equal, yes, no);
                        break;
                    case Amd64FloatTest.NotEqual:
                        _w.Jump(Amd64Condition.Parity, LabelOf(yes));
                        Branch(Amd64Condition.NotEqual, yes, no);
                        break;
                    case Amd64FloatTest.Above:
                        Branch(Amd64Condition.Above, yes, no);
                        break;
                    default:
                        Branch(Amd64Condition.AboveOrEqual, yes, no);
                        break;
                }
                break;
        }
    }

    private void Branch(Amd64Condition condition, int yes, int no)
    {
        if (yes == no)
        {
            JumpTo(yes);
        }
        else if (IsNext(yes))
        {
            _w.Jump((Amd64Condition)((int)condition ^ 1), LabelOf(no));
        }
        else
        {
            _w.Jump(condition, LabelOf(yes));
            JumpTo(no);
        }
    }
}

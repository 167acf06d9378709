using Go.Compiler.Assembler;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64AsmFunction
{
    private static readonly AsmSymbol s_noSymbol = new("", SymbolAbi.Abi0, false);

    private static bool IsLabel(AsmOperand operand) => operand.Kind is AsmOperandKind.Label or AsmOperandKind.RelativeBranch;

    public void Jump(AsmStatement statement)
    {
        bool call = statement.Mnemonic is "BL" or "CALL";
        switch (statement.Operands)
        {
            case [{ } target] when statement.Suffix.Length > 0 || target.Modifier != 0:
                Illegal(statement);
                break;
            case [{ Kind: AsmOperandKind.Label or AsmOperandKind.RelativeBranch }] when statement.Target != AsmStatement.NoTarget:
                Branch(call ? Arm64BranchForm.Call : Arm64BranchForm.Plain, LabelOf(statement.Target), statement.Position);
                break;
            case [{ Kind: AsmOperandKind.Memory, IsSymbolReference: true, Index: 0, Register: 0 } target]:
                Relocate(RelocationKind.Call, target.Symbol!, target.Offset);
                Emit(call ? Arm64Words.Call : Arm64Words.Branch);
                break;
            case [{ Kind: AsmOperandKind.Memory, Base: AsmBase.None, Index: 0,
                Offset: 0 } target] when Arm64AsmRegisters.IsGeneral(target.Register):
                Indirect(target.Register, call);
                break;
            case [{ Kind: AsmOperandKind.Register } target] when call && Arm64AsmRegisters.IsGeneral(target.Register):
                Indirect(target.Register, call);
                break;
            default:
                Illegal(statement);
                break;
        }
    }

    private void Indirect(int register, bool call)
    {
        if (call)
        {
            Relocate(RelocationKind.IndirectCall, s_noSymbol, 0);
        }
        Emit((call ? Arm64Words.CallRegister : Arm64Words.BranchRegister) | (Bits(register) << 5));
    }

    public void ConditionalBranch(AsmStatement statement)
    {
        AsmOperand[] operands = statement.Operands;
        if (operands.Length == 0 || !IsLabel(operands[^1]) || statement.Target == AsmStatement.NoTarget || statement.Suffix.Length > 0)
        {
            Illegal(statement);
            return;
        }
        int label = LabelOf(statement.Target);
        if (Arm64AsmMnemonics.TryBranchCondition(statement.Mnemonic, out uint condition) && operands.Length == 1)
        {
            Branch(Arm64BranchForm.Conditional((Arm64Condition)condition), label, statement.Position);
        }
        else if (statement.Mnemonic[0] == 'C' && operands.Length == 2 && IsRegister(operands[0]))
        {
            bool wide = !statement.Mnemonic.EndsWith('W'), isZero = statement.Mnemonic[2] == 'Z';
            Branch(Arm64BranchForm.IfZero(wide, isZero, Bits(operands[0].Register)), label, statement.Position);
        }
        else if (statement.Mnemonic[0] == 'T' && operands is [{ Kind: AsmOperandKind.Constant } bit, { } tested, _] && IsRegister(tested))
        {
            if (bit.Offset is < 0 or > 63)
            {
                Fail(statement, "illegal bit number");
                return;
            }
            bool isSet = statement.Mnemonic == "TBNZ";
            Branch(Arm64BranchForm.IfBit(isSet, Bits(tested.Register), (int)bit.Offset), label, statement.Position);
        }
        else
        {
            Illegal(statement);
        }
    }

    public void AddressOfLabel(AsmStatement statement)
    {
        if (statement.Operands is [{ } target, { } to] && IsLabel(target) && IsRegister(to) && statement.Target != AsmStatement.NoTarget
            && statement.Suffix.Length == 0)
        {
            bool page = statement.Mnemonic == "ADRP";
            if (target.Kind == AsmOperandKind.RelativeBranch)
            {
                // The original takes no notice of the number.
                Emit(Arm64Words.Address(page, Bits(to.Register), 0));
                return;
            }
            Branch([new Arm64AddressForm(page, Bits(to.Register))], LabelOf(statement.Target), statement.Position);
            return;
        }
        Illegal(statement);
    }
}

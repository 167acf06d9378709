using Go.Compiler.Assembler;

namespace Go.Compiler.Arch.Arm64;

internal sealed partial class Arm64AsmFunction
{
    /// <summary>An instruction of the table: the first form that fits. What is wrong with the best one is told when none does.</summary>
    private void Table(AsmStatement statement)
    {
        string error = "illegal combination";
        Span<uint> values = stackalloc uint[6];
        foreach (Arm64Form form in Arm64InstructionTable.Find(statement.Mnemonic))
        {
            if (statement.Suffix.Length > 0 || form.Operands.Length != statement.Operands.Length || !KindsFit(form, statement.Operands))
            {
                continue;
            }
            int row = 0;
            string? wrong = null;
            if (form.Arrangements is not null)
            {
                row = ChooseArrangements(form, statement.Operands, out string message);
                wrong = row < 0 ? message : null;
            }
            wrong ??= Values(form, statement, row, values);
            wrong ??= Unpredictable(statement);
            if (wrong is null)
            {
                Emit(form.Encode(values, row));
                return;
            }
            error = wrong;
        }
        bool hash = statement.Mnemonic == "SHA1H" && statement.Operands.Length == 2 && IsArranged(statement.Operands[0]);
        Fail(statement, hash ? "invalid operands" : error);
    }

    private static bool KindsFit(Arm64Form form, AsmOperand[] operands)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            if (!KindFits(form.Operands[i].Kind, operands[i]))
            {
                return false;
            }
        }
        return true;
    }

    private static bool KindFits(Arm64OperandKind kind, AsmOperand operand) => kind switch
    {
        Arm64OperandKind.Register => IsRegister(operand),
        Arm64OperandKind.RegisterOrZero => IsRegister(operand) || operand is { Kind: AsmOperandKind.Constant, Offset: 0 },
        Arm64OperandKind.Float => operand is { Kind: AsmOperandKind.Register, Modifier: 0 } && Arm64AsmRegisters.IsFloat(operand.Register),
        Arm64OperandKind.Vector => operand is { Kind: AsmOperandKind.Register } && Arm64AsmRegisters.IsVector(operand.Register)
            && operand.Modifier == 0,
        Arm64OperandKind.Arranged => operand is { Kind: AsmOperandKind.Register } && Arm64Modifiers.IsArrangement(operand.Modifier),
        Arm64OperandKind.Memory => operand is { Kind: AsmOperandKind.Memory, Base: AsmBase.None, Index: 0, Offset: 0 }
            && Arm64AsmRegisters.IsBase(operand.Register),
        Arm64OperandKind.Pair or Arm64OperandKind.EvenPair => operand is { Kind: AsmOperandKind.RegisterPair, Elements: [var one, var two] }
            && IsRegister(one) && IsRegister(two),
        Arm64OperandKind.Constant or Arm64OperandKind.Truncated or Arm64OperandKind.LeftShift or Arm64OperandKind.RightShift
            => operand.Kind == AsmOperandKind.Constant,
        Arm64OperandKind.Zero => operand is { Kind: AsmOperandKind.Constant, Offset: 0 } or { Kind: AsmOperandKind.Float, Float: 0 },
        _ => operand.Kind == AsmOperandKind.Special && Arm64SpecialOperands.TryCondition(operand.Text, out _),
    };

    /// <summary>A plain general register or zero.</summary>
    private static bool IsRegister(AsmOperand operand) => operand is { Kind: AsmOperandKind.Register, Modifier: 0 }
        && Arm64AsmRegisters.IsGeneral(operand.Register);

    private static int ChooseArrangements(Arm64Form form, AsmOperand[] operands, out string message)
    {
        Span<int> arrangements = stackalloc int[4];
        int count = 0;
        for (int i = 0; i < operands.Length; i++)
        {
            if (form.Operands[i].Kind == Arm64OperandKind.Arranged)
            {
                arrangements[count++] = operands[i].Modifier;
            }
        }
        return form.Arrangements!.Choose(arrangements[..count], out message);
    }

    private static string? Values(Arm64Form form, AsmStatement statement, int row, Span<uint> values)
    {
        for (int i = 0; i < form.Operands.Length; i++)
        {
            Arm64Operand kind = form.Operands[i];
            AsmOperand operand = statement.Operands[i];
            switch (kind.Kind)
            {
                case Arm64OperandKind.Constant when operand.Offset < 0 || operand.Offset >> kind.Width != 0:
                    return "illegal immediate";
                case Arm64OperandKind.Constant:
                    values[i] = (uint)operand.Offset;
                    break;
                case Arm64OperandKind.Truncated:
                    values[i] = (uint)operand.Offset & ((1u << kind.Width) - 1);
                    break;
                case Arm64OperandKind.LeftShift or Arm64OperandKind.RightShift:
                    int element = form.Arrangements!.Rows[row].ElementBits;
                    bool left = kind.Kind == Arm64OperandKind.LeftShift;
                    if (left ? operand.Offset < 0 || operand.Offset >= element : operand.Offset < 1 || operand.Offset > element)
                    {
                        return statement.Mnemonic.Contains("SHLL", StringComparison.Ordinal) ? "shift amount out of range"
                            : "shift out of range";
                    }
                    values[i] = (uint)(left ? element + operand.Offset : (2 * element) - operand.Offset);
                    break;
                case Arm64OperandKind.Pair:
                    values[i] = Bits(operand.Elements[0].Register) | (Bits(operand.Elements[1].Register) << 5);
                    break;
                case Arm64OperandKind.EvenPair:
                    uint first = Bits(operand.Elements[0].Register), second = Bits(operand.Elements[1].Register);
                    string which = i == 0 ? "source" : "destination";
                    if (first % 2 != 0)
                    {
                        return which + " register pair must start from even register";
                    }
                    if (second != first + 1)
                    {
                        return which + " register pair must be contiguous";
                    }
                    values[i] = first;
                    break;
                case Arm64OperandKind.Condition or Arm64OperandKind.InverseCondition:
                    _ = Arm64SpecialOperands.TryCondition(operand.Text, out uint condition);
                    if (kind.Kind == Arm64OperandKind.InverseCondition && condition >= 14)
                    {
                        return "invalid condition";
                    }
                    values[i] = kind.Kind == Arm64OperandKind.InverseCondition ? condition ^ 1 : condition;
                    break;
                case Arm64OperandKind.RegisterOrZero when operand.Kind == AsmOperandKind.Constant:
                    values[i] = Bits(Arm64AsmRegisters.Zero);
                    break;
                default:
                    values[i] = Bits(operand.Register);
                    break;
            }
        }
        return null;
    }

    /// <summary>Exclusive accesses whose registers the architecture wants to be different.</summary>
    private static string? Unpredictable(AsmStatement statement)
    {
        bool bad = false;
        if (statement.Operands is [var data, { Kind: AsmOperandKind.Memory } at, { Kind: AsmOperandKind.Register } status]
            && statement.Mnemonic.StartsWith("ST", StringComparison.Ordinal))
        {
            bad = status.Register == data.Register || (status.Register == at.Register && at.Register != Arm64AsmRegisters.Sp);
            foreach (AsmOperand element in data.Elements)
            {
                bad |= status.Register == element.Register;
            }
        }
        else if (statement.Operands is [{ Kind: AsmOperandKind.Memory },
            { Kind: AsmOperandKind.RegisterPair, Elements: [var one, var two] }])
        {
            bad = one.Register == two.Register;
        }
        return bad ? "constrained unpredictable behavior" : null;
    }
}

using System.Buffers.Binary;
using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64AsmFunction
{
    protected override void Instruction(AsmStatement statement)
    {
        Amd64AsmMnemonic mnemonic = _mnemonics.Find(statement.Mnemonic)!;
        switch (mnemonic.Action)
        {
            case Amd64AsmAction.Nop:
                break;
            case Amd64AsmAction.Raw when statement.Operands.Length == 0:
                Bytes(mnemonic.Bytes, mnemonic.StackDelta);
                _depth += mnemonic.StackDelta;
                break;
            case Amd64AsmAction.Raw when mnemonic.ImmediateBytes.Length > 0
                && statement.Operands is [{ Kind: AsmOperandKind.Constant } port] && port.Offset is >= int.MinValue and <= uint.MaxValue:
                Bytes([.. mnemonic.ImmediateBytes, (byte)port.Offset]);
                break;
            case Amd64AsmAction.StackTops when statement.Operands is [{ Kind: AsmOperandKind.Register, Register: Amd64AsmRegisters.X87 },
                { Kind: AsmOperandKind.Register, Register: Amd64AsmRegisters.X87 + 1 }]:
                Bytes(mnemonic.Bytes);
                break;
            case Amd64AsmAction.Illegal or Amd64AsmAction.Encode when mnemonic.Segments is { } segments
                && statement.Operands is [{ Kind: AsmOperandKind.Register } segment]
                && segments.TryGetValue(segment.Register, out byte[]? bytes):
                Bytes(bytes, mnemonic.StackDelta);
                _depth += mnemonic.StackDelta;
                break;
            case Amd64AsmAction.Illegal:
                Error(Catalogue.AssemblyNoEncoding, statement.Position, "illegal in 64-bit mode: " + statement.Mnemonic);
                break;
            case Amd64AsmAction.Literal when statement.Operands.Length == 1:
                Literal(statement, mnemonic.Size);
                break;
            case Amd64AsmAction.Return:
                Return(statement);
                break;
            case Amd64AsmAction.Call:
            case Amd64AsmAction.Jump:
                Jump(statement, mnemonic);
                break;
            case Amd64AsmAction.AdjustSp when statement.Operands is [{ Kind: AsmOperandKind.Constant } distance]
                && distance.Offset == (int)distance.Offset:
                _frames.MoveStack((int)distance.Offset);
                _depth += (int)distance.Offset;
                break;
            case Amd64AsmAction.Encode:
                Encode(statement, mnemonic);
                break;
            default:
                NoEncoding(statement);
                break;
        }
    }

    private void NoEncoding(AsmStatement statement, string? why = null)
        => Error(Catalogue.AssemblyNoEncoding, statement.Position, (why ?? "invalid instruction") + ": " + statement.Mnemonic
            + (statement.Suffix.Length > 0 ? "." + statement.Suffix : ""));

    private void Literal(AsmStatement statement, int size)
    {
        AsmOperand value = statement.Operands[0];
        if (value.Kind == AsmOperandKind.Address && value.IsSymbolReference && size == WordSize)
        {
            if (IsReachedThroughSlot(value))
            {
                NotDynamic(statement);
                return;
            }
            Relocate(RelocationKind.Address, value.Symbol!, value.Offset);
            Buffer.Append(new byte[WordSize]);
            return;
        }
        if (value.Kind != AsmOperandKind.Constant)
        {
            NoEncoding(statement);
            return;
        }
        Span<byte> bytes = stackalloc byte[WordSize];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value.Offset);
        Bytes(bytes[..size]);
    }

    /// <summary>Epilogue and RET; <c>RET sym(SB)</c> and <c>RET (R)</c> end in a jump.</summary>
    private void Return(AsmStatement statement)
    {
        AsmPosition at = statement.Position;
        if (_depth != TotalFrame)
        {
            Error(Catalogue.AssemblyFrame, at, Function.Symbol.Name + ": unbalanced PUSH/POP");
        }
        _frames.Leave(TotalFrame, _savedBp != 0);
        switch (statement.Operands)
        {
            case []:
                _writer.Return();
                break;
            case [{ IsSymbolReference: true, Kind: AsmOperandKind.Memory } target]:
                JumpToSymbol(target.Symbol!, target.Offset);
                break;
            case [{ Kind: AsmOperandKind.Register } target]:
                IndirectJump(statement, target, false);
                break;
            default:
                NoEncoding(statement);
                return;
        }
        // What follows is reached by branches from inside the frame.
        MoveDepth(TotalFrame);
    }

    private void Jump(AsmStatement statement, Amd64AsmMnemonic mnemonic)
    {
        bool isCall = mnemonic.Action == Amd64AsmAction.Call, plain = isCall || statement.Mnemonic == "JMP";
        switch (statement.Operands)
        {
            case [{ Kind: AsmOperandKind.Label or AsmOperandKind.RelativeBranch }] when !isCall:
                Branch(mnemonic.Forms, LabelOf(statement.Target), statement.Position);
                break;
            // The original takes no notice of an index here.
            case [{ Kind: AsmOperandKind.Memory, IsSymbolReference: true } target] when plain:
                if (isCall)
                {
                    CallSymbol(target.Symbol!, target.Offset);
                }
                else
                {
                    JumpToSymbol(target.Symbol!, target.Offset);
                }
                break;
            case [{ Kind: AsmOperandKind.Register or AsmOperandKind.Memory } target] when plain:
                IndirectJump(statement, Resolve(target, statement), isCall);
                break;
            case [{ Kind: AsmOperandKind.Indirect } target] when plain:
                // The star tells a jump through the symbol's word from one to the symbol.
                IndirectJump(statement,
                    new AsmOperand { Kind = AsmOperandKind.Memory, Base = target.Base, Symbol = target.Symbol, Offset = target.Offset,
                    Register = target.Register, Index = target.Index, Scale = target.Scale }, isCall);
                break;
            default:
                NoEncoding(statement);
                break;
        }
    }

    private void IndirectJump(AsmStatement statement, AsmOperand target, bool isCall)
    {
        if (isCall)
        {
            Relocate(RelocationKind.IndirectCall, Amd64AsmEncoder.NoSymbol, 0);
        }
        if (!_encoder.TryEncode(_mnemonics.Find(isCall ? Amd64AsmMnemonics.IndirectCall : Amd64AsmMnemonics.IndirectJump)!, [target], ""))
        {
            NoEncoding(statement);
        }
        _scratch?.Executes(statement, _encoder.Last, isThroughSlot: false);
    }

    private void Encode(AsmStatement statement, Amd64AsmMnemonic mnemonic)
    {
        AsmOperand[] operands = statement.Operands;
        if (TryThreadLocal(statement))
        {
            return;
        }
        (mnemonic, string name) = Rewrite(statement.Mnemonic, mnemonic, ref operands);
        if (!TryReachGlobal(statement, name, ref operands, out bool isThroughSlot))
        {
            return;
        }
        var resolved = new AsmOperand[operands.Length];
        for (int i = 0; i < resolved.Length; i++)
        {
            resolved[i] = Resolve(operands[i], statement);
        }
        if (resolved.Length >= 2 && (mnemonic.Traits & Amd64AsmTraits.ReadsLast) == 0
            && resolved[^1] is { Kind: AsmOperandKind.Register, Register: Amd64AsmRegisters.Sp }
            || resolved is [{ Kind: AsmOperandKind.Register, Register: Amd64AsmRegisters.Sp }] && IsUnaryWrite(name))
        {
            _spWrite = true;
        }
        int start = Buffer.Length;
        if (!_encoder.TryEncode(mnemonic, resolved, statement.Suffix))
        {
            NoEncoding(statement, _encoder.Explain(mnemonic, resolved, statement.Suffix));
        }
        else if (mnemonic.Size == 1 && resolved.Length == 2)
        {
            ShortenAccumulator(mnemonic, resolved, start);
        }
        _scratch?.Executes(statement, _encoder.Last, isThroughSlot);
        MoveDepth(mnemonic.StackDelta);
        _depth += mnemonic.StackDelta;
    }

    /// <summary>
    /// A byte instruction that says AX has the form for any register. Where a forward jump is found too short, the original assembles the
    /// function again, and by then it has taken AX for AL, which has a shorter form.
    /// </summary>
    private void ShortenAccumulator(Amd64AsmMnemonic mnemonic, AsmOperand[] operands, int start)
    {
        const int Ax = Amd64AsmRegisters.General, Al = Amd64AsmRegisters.LowByte;
        int at = Array.FindIndex(operands, o => o is { Kind: AsmOperandKind.Register, Register: Ax });
        if (at < 0 || operands[1 - at].Kind != AsmOperandKind.Constant)
        {
            return;
        }
        byte[] first = Buffer.Patch(start).ToArray();
        Buffer.Truncate(start);
        AsmOperand[] again = [.. operands];
        again[at] = new AsmOperand { Kind = AsmOperandKind.Register, Register = Al };
        if (_encoder.TryEncode(mnemonic, again, ""))
        {
            byte[] forGood = Buffer.Patch(start).ToArray();
            Buffer.Truncate(start);
            Buffer.Either(first, forGood);
        }
        else
        {
            Buffer.Append(first);
        }
    }

    private static bool IsUnaryWrite(string name) => name[..^1] is "INC" or "DEC" or "NEG" or "NOT" or "BSWAP";

    /// <summary>Moves of addresses become LEAs, floating-point constants become loads from read-only memory.</summary>
    private (Amd64AsmMnemonic Mnemonic, string Name) Rewrite(string name, Amd64AsmMnemonic mnemonic, ref AsmOperand[] operands)
    {
        if (operands is not [var from, .. var rest] || rest.Length == 0)
        {
            return (mnemonic, name);
        }
        if ((mnemonic.Traits & Amd64AsmTraits.ImmediateLast) != 0
            && operands is [_, _, { Kind: AsmOperandKind.Memory, Base: AsmBase.None, Register: 0, Index: 0 } predicate])
        {
            // The comparison's predicate may lack its dollar sign.
            operands = [operands[0], operands[1], Constant(predicate.Offset)];
            return (mnemonic, name);
        }
        if (from.Kind == AsmOperandKind.Constant && rest is [{ Kind: AsmOperandKind.Register } onto]
            && name is "IMULW" or "IMULL" or "IMULQ")
        {
            // The form with an immediate names its register twice.
            operands = [from, onto, onto];
            string three = "IMUL3" + name[^1];
            return (_mnemonics.Find(three)!, three);
        }
        if (from.Kind == AsmOperandKind.Address && name is "MOVQ" or "MOVL" or "MOVD")
        {
            string lea = name == "MOVL" ? "LEAL" : "LEAQ";
            operands = [Copy(from, AsmOperandKind.Memory), .. rest];
            return (_mnemonics.Find(lea)!, lea);
        }
        if (from.Kind != AsmOperandKind.Float || FloatWidth(name) == 0)
        {
            return (mnemonic, name);
        }
        bool zero = BitConverter.DoubleToUInt64Bits(from.Float) == 0;
        if (zero && name is "MOVSS" or "MOVSD")
        {
            operands = [rest[^1], .. rest];
            return (_mnemonics.Find("XORPS")!, "XORPS");
        }
        AsmSymbol symbol = Code.FloatConstant(from.Float, FloatWidth(name) == 4);
        operands = [new AsmOperand { Kind = AsmOperandKind.Memory, Base = AsmBase.External, Symbol = symbol }, .. rest];
        return (mnemonic, name);
    }

    // table: instructions whose first operand may be a floating-point constant
    private static int FloatWidth(string name) => name switch
    {
        "FMOVF" or "FADDF" or "FSUBF" or "FSUBRF" or "FMULF" or "FDIVF" or "FDIVRF" or "FCOMF" or "FCOMFP" or
            "MOVSS" or "VMOVSS" or "ADDSS" or "SUBSS" or "MULSS" or "DIVSS" or "COMISS" or "UCOMISS" => 4,
        "FMOVD" or "FADDD" or "FSUBD" or "FSUBRD" or "FMULD" or "FDIVD" or "FDIVRD" or "FCOMD" or "FCOMDP" or
            "MOVSD" or "VMOVSD" or "ADDSD" or "SUBSD" or "MULSD" or "DIVSD" or "COMISD" or "UCOMISD" => 8,
        _ => 0,
    };

    private static AsmOperand Copy(AsmOperand operand, AsmOperandKind kind) => new()
    {
        Kind = kind, Base = operand.Base, Symbol = operand.Symbol, Offset = operand.Offset, Register = operand.Register,
        Index = operand.Index, Scale = operand.Scale,
    };

    /// <summary>Arguments and named locals become offsets from the hardware SP; TLS indexing becomes a segment access.</summary>
    private AsmOperand Resolve(AsmOperand operand, AsmStatement statement)
    {
        if (operand.Kind != AsmOperandKind.Memory)
        {
            return operand;
        }
        if (operand.Base is AsmBase.Argument or AsmBase.Local)
        {
            if (operand.Register != 0)
            {
                Error(Catalogue.AssemblyOperand, statement.Position, "a pseudo register cannot be combined with a base register");
            }
            AsmOperand result = Copy(operand, AsmOperandKind.Memory);
            result.Offset += operand.Base == AsmBase.Argument ? _depth + WordSize : _depth - _savedBp;
            result.Base = AsmBase.None;
            result.Symbol = null;
            result.Register = Amd64AsmRegisters.Sp;
            return result;
        }
        if (operand.Index == Amd64AsmRegisters.Tls)
        {
            return Memory(_threadLocal.OffsetVariable is null ? Amd64AsmRegisters.Tls : operand.Register, operand.Offset);
        }
        return operand;
    }
}

using System.Buffers.Binary;
using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64AsmFunction
{
    /// <summary>Multi-byte no-operations by length.</summary>
    private static readonly byte[][] s_nops =
    [
        [], [0x90], [0x66, 0x90], [0x0f, 0x1f, 0x00], [0x0f, 0x1f, 0x40, 0x00], [0x0f, 0x1f, 0x44, 0x00, 0x00], [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
        [0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00], [0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00], [0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
    ];

    private void ResolveTargets()
    {
        for (int i = 0; i < _count; i++)
        {
            ref Piece piece = ref _pieces[i];
            if (piece.Kind == PieceKind.Branch && !piece.TargetIsPiece)
            {
                // -1 is the TEXT itself, whose code begins with the prologue.
                int target = FollowJumps(piece.Target);
                piece.Target = target < 0 ? 0 : _pieceOfStatement[target];
                piece.TargetIsPiece = true;
            }
        }
    }

    /// <summary>A branch to a jump goes where the jump goes; the first target stays when the jumps run in a circle.</summary>
    private int FollowJumps(int target)
    {
        int at = target;
        for (int steps = 0; steps <= function.Statements.Count; steps++)
        {
            if (at < 0 || function.Statements[at] is not { Mnemonic: "JMP", Target: not AsmStatement.NoTarget } jump)
            {
                return at;
            }
            at = jump.Target;
        }
        return target;
    }

    /// <summary>
    /// Places all pieces. Branches start short; a pass makes those long that do not reach, until none is left. Lengths only grow, so this ends.
    /// </summary>
    private void Layout()
    {
        int size;
        do
        {
            size = Place();
        }
        while (Lengthen());
        Write(size);
    }

    private int Place()
    {
        int pc = 0;
        for (int i = 0; i < _count; i++)
        {
            ref Piece piece = ref _pieces[i];
            piece.Pc = pc;
            pc += Size(in piece, pc);
        }
        return pc;
    }

    private static int Size(in Piece piece, int pc) => piece.Kind switch
    {
        PieceKind.Bytes => piece.Length,
        PieceKind.Branch => piece.Long ? piece.LongOpcode.Length + 4 : piece.ShortOpcode.Length + 1,
        PieceKind.Align => -pc & (piece.Value - 1),
        _ => 0,
    };

    private int TargetPc(in Piece piece, int size) => piece.Target < _count ? _pieces[piece.Target].Pc : size;

    private bool Lengthen()
    {
        bool changed = false;
        int end = _count == 0 ? 0 : _pieces[_count - 1].Pc + Size(in _pieces[_count - 1], _pieces[_count - 1].Pc);
        for (int i = 0; i < _count; i++)
        {
            ref Piece piece = ref _pieces[i];
            if (piece.Kind != PieceKind.Branch || piece.Long)
            {
                continue;
            }
            int distance = TargetPc(in piece, end) - (piece.Pc + piece.ShortOpcode.Length + 1);
            if (distance is >= sbyte.MinValue and <= sbyte.MaxValue)
            {
                continue;
            }
            if (piece.LongOpcode.Length == 0)
            {
                Error(Catalogue.AssemblyBranch, piece.Position, "loop too far");
                return false;
            }
            piece.Long = true;
            changed = true;
        }
        return changed;
    }

    private void Write(int size)
    {
        byte[] bytes = new byte[size];
        int depth = 0;
        code.Depths.Add((0, 0));
        for (int i = 0; i < _count; i++)
        {
            ref readonly Piece piece = ref _pieces[i];
            int length = Size(in piece, piece.Pc);
            if (length > 0)
            {
                code.Lines.Add((piece.Pc, piece.Position));
            }
            WritePiece(in piece, bytes.AsSpan(piece.Pc, length), size);
            if (piece.StackDelta != 0)
            {
                depth += piece.StackDelta;
                code.Depths.Add((piece.Pc + length, depth));
            }
        }
        CopyRelocations();
        code.Bytes = bytes;
    }

    private void WritePiece(in Piece piece, Span<byte> to, int size)
    {
        switch (piece.Kind)
        {
            case PieceKind.Bytes:
                encoder.Bytes.Slice(piece.Start, piece.Length).CopyTo(to);
                break;
            case PieceKind.Branch:
                byte[] opcode = piece.Long ? piece.LongOpcode : piece.ShortOpcode;
                opcode.CopyTo(to);
                int distance = TargetPc(in piece, size) - (piece.Pc + to.Length);
                if (piece.Long)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(to[opcode.Length..], distance);
                }
                else
                {
                    to[opcode.Length] = (byte)distance;
                }
                break;
            case PieceKind.Align:
                while (to.Length > 0)
                {
                    byte[] nop = s_nops[Math.Min(to.Length, s_nops.Length - 1)];
                    nop.CopyTo(to);
                    to = to[nop.Length..];
                }
                break;
            case PieceKind.PcData:
                code.PcData.Add((piece.Pc, piece.Table, piece.Value));
                break;
            default:
                throw Unexpected.Value(piece.Kind);
        }
    }

    private void CopyRelocations()
    {
        for (int i = 0; i < _count; i++)
        {
            ref readonly Piece piece = ref _pieces[i];
            for (int r = piece.FirstRelocation; piece.Kind == PieceKind.Bytes && r < encoder.Relocations.Count && encoder.Relocations[r].Offset < piece.Start + piece.Length; r++)
            {
                AsmRelocation relocation = encoder.Relocations[r];
                code.Relocations.Add(relocation with { Offset = relocation.Offset - piece.Start + piece.Pc });
            }
        }
    }
}

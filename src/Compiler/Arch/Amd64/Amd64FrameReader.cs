using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Frames of amd64 begin with <c>PUSHQ BP; MOVQ SP, BP</c>, behind the stack check if there is one (contract 2.1).</summary>
public sealed class Amd64FrameReader : IFrameReader
{
    private const byte PushBp = 0x55;
    private static ReadOnlySpan<byte> MoveSpToBp => [0x48, 0x89, 0xE5];

    /// <inheritdoc/>
    public bool TryFind(ObjectSymbol function, out byte saved, out byte set)
    {
        (saved, set) = (0, 0);
        if ((function.Flags & SymbolFlags.NoFrame) != 0 || function.Function is not { } tables)
        {
            return false;
        }
        var depths = new PcValueReader(tables.PcSp, Amd64Facts.Abi.PcQuantum);
        int at = 0;
        while (depths.Next() && depths.Value == 0)
        {
            at = depths.End;
        }
        ReadOnlySpan<byte> code = function.Data;
        if (at < 1 || at + MoveSpToBp.Length > Math.Min(code.Length, byte.MaxValue) || code[at - 1] != PushBp
            || !code[at..].StartsWith(MoveSpToBp))
        {
            return false;
        }
        (saved, set) = ((byte)at, (byte)(at + MoveSpToBp.Length));
        return true;
    }
}

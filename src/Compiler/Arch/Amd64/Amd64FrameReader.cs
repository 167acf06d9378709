using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Frames of amd64 begin with <c>PUSHQ BP; MOVQ SP, BP</c>, behind the stack check if there is one (contract 2.1).</summary>
public sealed class Amd64FrameReader : IFrameReader
{
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
        ReadOnlySpan<byte> code = function.Data, save = Amd64FrameCode.SaveFramePointer, setting = Amd64FrameCode.SetFramePointer;
        if (at < save.Length || at + setting.Length > Math.Min(code.Length, byte.MaxValue) || !code[..at].EndsWith(save)
            || !code[at..].StartsWith(setting))
        {
            return false;
        }
        (saved, set) = ((byte)at, (byte)(at + setting.Length));
        return true;
    }
}

using System.Text;

namespace Go.Compiler.Tests.Link;

/// <summary>Where addresses and symbols are in files of both formats.</summary>
internal sealed partial class RuntimeTables
{
    private void ReadElf()
    {
        long programHeaders = (long)U64(_file, 32);
        for (int i = 0; i < U16(_file, 56); i++)
        {
            int at = (int)programHeaders + i * U16(_file, 54);
            if (U32(_file, at) == 1)
            {
                _segments.Add((U64(_file, at + 16), (long)U64(_file, at + 8), (long)U64(_file, at + 32)));
            }
        }
        ReadElfSymbols();
    }

    private void ReadElfSymbols()
    {
        long sections = (long)U64(_file, 40);
        for (int i = 0; i < U16(_file, 60); i++)
        {
            int at = (int)sections + i * 64;
            if (U32(_file, at + 4) != 2)
            {
                continue;
            }
            int strings = (int)U64(_file, (int)sections + (int)U32(_file, at + 40) * 64 + 24);
            int start = (int)U64(_file, at + 24), end = start + (int)U64(_file, at + 32);
            for (int s = start; s < end; s += 24)
            {
                int name = strings + (int)U32(_file, s);
                Symbols[Encoding.UTF8.GetString(_file.AsSpan(name, _file.AsSpan(name).IndexOf((byte)0)))] = U64(_file, s + 8);
            }
        }
    }

    /// <summary>Values of symbols of COFF count from the start of their section.</summary>
    private void ReadPe()
    {
        int head = (int)U32(_file, 0x3C), rows = head + 24 + U16(_file, head + 20);
        ulong imageBase = U64(_file, head + 24 + 24);
        var starts = new List<ulong> { 0 };
        for (int at = rows; at < rows + (40 * U16(_file, head + 6)); at += 40)
        {
            starts.Add(imageBase + U32(_file, at + 12));
            _segments.Add((starts[^1], U32(_file, at + 20), Math.Min(U32(_file, at + 8), U32(_file, at + 16))));
        }
        int table = (int)U32(_file, head + 12), strings = table + (18 * (int)U32(_file, head + 16));
        for (int at = table; at < strings; at += 18)
        {
            ReadOnlySpan<byte> name = U32(_file, at) == 0 ? _file.AsSpan(strings + (int)U32(_file, at + 4)) : _file.AsSpan(at, 8);
            int length = name.IndexOf((byte)0);
            Symbols[Encoding.UTF8.GetString(length < 0 ? name : name[..length])] = starts[U16(_file, at + 12)] + U32(_file, at + 8);
        }
    }
}

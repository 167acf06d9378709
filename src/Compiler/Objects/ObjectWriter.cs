using System.Text;

namespace Go.Compiler.Objects;

/// <summary>Turns an <see cref="ObjectFile"/> into bytes, deterministically (see <see cref="ObjectFormat"/>).</summary>
public sealed class ObjectWriter
{
    private byte[] _buffer;
    private int _length = ObjectFormat.HeaderSize;

    private ObjectWriter(int capacity) => _buffer = new byte[capacity];

    /// <summary>The object as a file image.</summary>
    public static byte[] Write(ObjectFile file)
    {
        var writer = new ObjectWriter(EstimateSize(file));
        writer.PutFile(file);
        byte[] bytes = writer._buffer.AsSpan(0, writer._length).ToArray();
        ObjectFormat.WriteHeader(bytes);
        return bytes;
    }

    private static int EstimateSize(ObjectFile file)
    {
        long size = 256 + 40L * file.Names.Count;
        foreach (ObjectSymbol s in file.Symbols)
        {
            size += 32 + s.Data.Length + 6L * s.Relocations.Length;
        }
        return (int)Math.Min(size, int.MaxValue / 2);
    }

    private void PutFile(ObjectFile file)
    {
        PutString(file.PackagePath);
        PutByte(file.IsStandardLibrary ? (byte)1 : (byte)0);
        PutCount(file.Names.Count - 1);
        for (int i = 1; i < file.Names.Count; i++)
        {
            SymbolKey key = file.Names[i];
            PutVarint((ulong)key.Abi);
            PutString(key.Name);
        }
        PutStrings(file.Files);
        PutStrings(file.Imports);
        PutCount(file.InitFunctions.Count);
        foreach (SymbolRef f in file.InitFunctions)
        {
            PutCount(f.Index);
        }
        PutCount(file.Marks.Count);
        foreach ((SymbolRef symbol, LinkMarks marks) in file.Marks)
        {
            PutCount(symbol.Index);
            PutByte((byte)marks);
        }
        PutCount(file.DynamicImports.Count);
        foreach ((SymbolRef local, string remote, string library) in file.DynamicImports)
        {
            PutCount(local.Index);
            PutString(remote);
            PutString(library);
        }
        PutCount(file.Symbols.Count);
        foreach (ObjectSymbol s in file.Symbols)
        {
            PutSymbol(s);
        }
    }

    private void PutSymbol(ObjectSymbol s)
    {
        PutCount(s.Name.Index);
        PutByte((byte)s.Kind);
        PutVarint((ulong)s.Flags);
        PutCount(s.Alignment);
        PutVarint((ulong)s.Size);
        PutBytes(s.Data);
        PutRelocations(s.Relocations);
        bool hasPointers = s.Pointers is not null, hasTypeString = s.TypeString is not null;
        PutByte((byte)((s.Function is not null ? 1 : 0) | (hasPointers ? 2 : 0) | (hasTypeString ? 4 : 0)));
        if (s.Function is not null)
        {
            PutFunction(s.Function);
        }
        if (hasPointers)
        {
            PutBytes(s.Pointers!.Bits);
            PutCount(s.Pointers.Words);
            PutVarint((ulong)s.Pointers.Count);
        }
        if (hasTypeString)
        {
            PutString(s.TypeString!);
        }
    }

    private void PutRelocations(Relocation[] relocations)
    {
        PutCount(relocations.Length);
        int last = 0;
        foreach (Relocation r in relocations)
        {
            PutSigned(r.Offset - last);
            PutByte((byte)r.Kind);
            PutCount(r.Target.Index);
            PutSigned(r.Addend);
            last = r.Offset;
        }
    }

    private void PutFunction(FunctionInfo f)
    {
        PutSigned(f.Args);
        PutSigned(f.FrameSize);
        PutSigned(f.StartLine);
        PutCount(f.DeferReturn);
        PutBytes(f.PcSp);
        PutBytes(f.PcFile);
        PutBytes(f.PcLine);
        PutCount(f.PcData.Length);
        foreach (byte[]? table in f.PcData)
        {
            PutBytes(table ?? []);
        }
        PutCount(f.FuncData.Length);
        foreach (SymbolRef symbol in f.FuncData)
        {
            PutCount(symbol.Index);
        }
        PutCount(f.InlineTree.Length);
        foreach (InlinedCall call in f.InlineTree)
        {
            PutString(call.FunctionName);
            PutSigned(call.ParentPc);
            PutSigned(call.StartLine);
            PutByte(call.IsWrapper ? (byte)1 : (byte)0);
        }
    }

    private void PutStrings(List<string> strings)
    {
        PutCount(strings.Count);
        foreach (string s in strings)
        {
            PutString(s);
        }
    }

    private void PutString(string s)
    {
        int count = Encoding.UTF8.GetByteCount(s);
        PutCount(count);
        Encoding.UTF8.GetBytes(s, Reserve(count));
    }

    private void PutBytes(byte[] bytes)
    {
        PutCount(bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
    }

    private void PutCount(int n) => PutVarint((uint)n);

    private void PutSigned(long v) => PutVarint((ulong)((v << 1) ^ (v >> 63)));

    private void PutByte(byte b) => Reserve(1)[0] = b;

    private void PutVarint(ulong v)
    {
        Span<byte> room = Reserve(10);
        int n = 0;
        for (; v >= 0x80; v >>= 7)
        {
            room[n++] = (byte)(v | 0x80);
        }
        room[n++] = (byte)v;
        _length -= 10 - n;
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }
        Span<byte> room = _buffer.AsSpan(_length, count);
        _length += count;
        return room;
    }
}

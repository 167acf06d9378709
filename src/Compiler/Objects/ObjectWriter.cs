using Go.Compiler.Collections;

namespace Go.Compiler.Objects;

/// <summary>Turns an <see cref="ObjectFile"/> into bytes, deterministically (see <see cref="ObjectFormat"/>).</summary>
public sealed class ObjectWriter
{
    private readonly ByteWriter _output;

    private ObjectWriter(int capacity)
    {
        _output = new ByteWriter(capacity);
        _output.Reserve(ObjectFormat.HeaderSize);
    }

    /// <summary>The object as a file image.</summary>
    public static byte[] Write(ObjectFile file)
    {
        var writer = new ObjectWriter(EstimateSize(file));
        writer.PutFile(file);
        byte[] bytes = writer._output.ToArray();
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
        _output.Text(file.PackagePath);
        _output.Bool(file.IsStandardLibrary);
        _output.Count(file.Names.Count - 1);
        for (int i = 1; i < file.Names.Count; i++)
        {
            SymbolKey key = file.Names[i];
            _output.Unsigned((ulong)key.Abi);
            _output.Text(key.Name);
        }
        PutStrings(file.Files);
        PutStrings(file.Imports);
        _output.Count(file.InitFunctions.Count);
        foreach (SymbolRef f in file.InitFunctions)
        {
            _output.Count(f.Index);
        }
        _output.Count(file.Marks.Count);
        foreach ((SymbolRef symbol, LinkMarks marks) in file.Marks)
        {
            _output.Count(symbol.Index);
            _output.Byte((byte)marks);
        }
        _output.Count(file.DynamicImports.Count);
        foreach ((SymbolRef local, string remote, string library) in file.DynamicImports)
        {
            _output.Count(local.Index);
            _output.Text(remote);
            _output.Text(library);
        }
        _output.Count(file.Symbols.Count);
        foreach (ObjectSymbol s in file.Symbols)
        {
            PutSymbol(s);
        }
    }

    private void PutSymbol(ObjectSymbol s)
    {
        _output.Count(s.Name.Index);
        _output.Byte((byte)s.Kind);
        _output.Unsigned((ulong)s.Flags);
        _output.Count(s.Alignment);
        _output.Unsigned((ulong)s.Size);
        _output.Blob(s.Data);
        PutRelocations(s.Relocations);
        bool hasPointers = s.Pointers is not null, hasTypeString = s.TypeString is not null;
        _output.Byte((byte)((s.Function is not null ? 1 : 0) | (hasPointers ? 2 : 0) | (hasTypeString ? 4 : 0)));
        if (s.Function is not null)
        {
            PutFunction(s.Function);
        }
        if (hasPointers)
        {
            _output.Blob(s.Pointers!.Bits);
            _output.Count(s.Pointers.Words);
            _output.Unsigned((ulong)s.Pointers.Count);
        }
        if (hasTypeString)
        {
            _output.Text(s.TypeString!);
        }
    }

    private void PutRelocations(Relocation[] relocations)
    {
        _output.Count(relocations.Length);
        int last = 0;
        foreach (Relocation r in relocations)
        {
            _output.Signed(r.Offset - last);
            _output.Byte((byte)r.Kind);
            _output.Count(r.Target.Index);
            _output.Signed(r.Addend);
            last = r.Offset;
        }
    }

    private void PutFunction(FunctionInfo f)
    {
        _output.Signed(f.Args);
        _output.Signed(f.FrameSize);
        _output.Signed(f.StartLine);
        _output.Count(f.DeferReturn);
        _output.Blob(f.PcSp);
        _output.Blob(f.PcFile);
        _output.Blob(f.PcLine);
        _output.Count(f.PcData.Length);
        foreach (byte[]? table in f.PcData)
        {
            _output.Blob(table ?? []);
        }
        _output.Count(f.FuncData.Length);
        foreach (SymbolRef symbol in f.FuncData)
        {
            _output.Count(symbol.Index);
        }
        _output.Count(f.InlineTree.Length);
        foreach (InlinedCall call in f.InlineTree)
        {
            _output.Text(call.FunctionName);
            _output.Signed(call.ParentPc);
            _output.Signed(call.StartLine);
            _output.Bool(call.IsWrapper);
        }
    }

    private void PutStrings(List<string> strings)
    {
        _output.Count(strings.Count);
        foreach (string s in strings)
        {
            _output.Text(s);
        }
    }
}

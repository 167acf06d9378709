using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.Objects;

/// <summary>Reads an object file back. Anything that does not parse throws <see cref="ObjectFormatException"/>.</summary>
public ref struct ObjectReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private ObjectReader(ReadOnlySpan<byte> payload) => _bytes = payload;

    /// <summary>The object stored in <paramref name="file"/>.</summary>
    public static ObjectFile Read(ReadOnlySpan<byte> file)
    {
        var reader = new ObjectReader(ObjectFormat.Payload(file));
        ObjectFile result = reader.GetFile();
        if (reader._at != reader._bytes.Length)
        {
            throw new ObjectFormatException("object file has trailing bytes");
        }
        return result;
    }

    private ObjectFile GetFile()
    {
        var file = new ObjectFile { PackagePath = GetString(), IsStandardLibrary = GetByte() != 0 };
        int names = GetCount();
        file.Names.EnsureCapacity(names + 1);
        for (int i = 0; i < names; i++)
        {
            var abi = (SymbolAbi)GetVarint();
            file.Names.Add(new SymbolKey(GetString(), abi));
        }
        GetStrings(file.Files);
        GetStrings(file.Imports);
        int inits = GetCount();
        for (int i = 0; i < inits; i++)
        {
            file.InitFunctions.Add(GetReference(names));
        }
        int marks = GetCount();
        for (int i = 0; i < marks; i++)
        {
            SymbolRef symbol = GetReference(names);
            file.Marks.Add((symbol, (LinkMarks)GetByte()));
        }
        int dynamicImports = GetCount();
        for (int i = 0; i < dynamicImports; i++)
        {
            SymbolRef local = GetReference(names);
            string remote = GetString();
            file.DynamicImports.Add(new DynamicImport(local, remote, GetString()));
        }
        int symbols = GetCount();
        file.Symbols.EnsureCapacity(symbols);
        for (int i = 0; i < symbols; i++)
        {
            file.Symbols.Add(GetSymbol(names));
        }
        return file;
    }

    private ObjectSymbol GetSymbol(int names)
    {
        var symbol = new ObjectSymbol(GetReference(names), (SymbolKind)GetByte())
        {
            Flags = (SymbolFlags)GetVarint(),
            Alignment = GetCount(),
            Size = (long)GetVarint(),
            Data = GetBytes(),
            Relocations = GetRelocations(names),
        };
        byte parts = GetByte();
        if ((parts & 1) != 0)
        {
            symbol.Function = GetFunction(names);
        }
        if ((parts & 2) != 0)
        {
            byte[] bits = GetBytes();
            int words = GetCount();
            symbol.Pointers = new PointerMap(bits, words, (long)GetVarint());
        }
        if ((parts & 4) != 0)
        {
            symbol.TypeString = GetString();
        }
        return symbol;
    }

    private Relocation[] GetRelocations(int names)
    {
        int count = GetCount();
        if (count == 0)
        {
            return [];
        }
        var result = new Relocation[count];
        int offset = 0;
        for (int i = 0; i < count; i++)
        {
            offset += (int)GetSigned();
            var kind = (RelocationKind)GetByte();
            SymbolRef target = GetReference(names);
            result[i] = new Relocation(offset, kind, target, GetSigned());
        }
        return result;
    }

    private FunctionInfo GetFunction(int names)
    {
        var f = new FunctionInfo
        {
            Args = (int)GetSigned(),
            FrameSize = (int)GetSigned(),
            StartLine = (int)GetSigned(),
            DeferReturn = GetCount(),
            PcSp = GetBytes(),
            PcFile = GetBytes(),
            PcLine = GetBytes(),
        };
        int tables = GetCount();
        f.PcData = tables == 0 ? [] : new byte[]?[tables];
        for (int i = 0; i < tables; i++)
        {
            byte[] table = GetBytes();
            f.PcData[i] = table.Length == 0 ? null : table;
        }
        int data = GetCount();
        f.FuncData = data == 0 ? [] : new SymbolRef[data];
        for (int i = 0; i < data; i++)
        {
            f.FuncData[i] = GetReference(names);
        }
        int calls = GetCount();
        f.InlineTree = calls == 0 ? [] : new InlinedCall[calls];
        for (int i = 0; i < calls; i++)
        {
            string name = GetString();
            int parentPc = (int)GetSigned(), startLine = (int)GetSigned();
            f.InlineTree[i] = new InlinedCall(name, parentPc, startLine, GetByte() != 0);
        }
        return f;
    }

    private void GetStrings(List<string> into)
    {
        int count = GetCount();
        for (int i = 0; i < count; i++)
        {
            into.Add(GetString());
        }
    }

    private string GetString() => Encoding.UTF8.GetString(Take(GetCount()));

    private byte[] GetBytes()
    {
        int count = GetCount();
        return count == 0 ? [] : Take(count).ToArray();
    }

    private SymbolRef GetReference(int names)
    {
        int index = (int)GetVarint();
        return (uint)index <= (uint)names ? new SymbolRef(index) : throw new ObjectFormatException("symbol reference out of range");
    }

    /// <summary>A length, count, alignment or offset: never negative.</summary>
    private int GetCount()
    {
        ulong n = GetVarint();
        return n <= int.MaxValue ? (int)n : throw new ObjectFormatException("count out of range");
    }

    private long GetSigned() => Leb128.UnZigZag(GetVarint());

    private byte GetByte() => Take(1)[0];

    private ulong GetVarint()
    {
        if (Leb128.TryRead(_bytes, ref _at, out ulong value))
        {
            return value;
        }
        throw new ObjectFormatException(_at >= _bytes.Length ? "object file ends early" : "number out of range");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_bytes.Length - _at < count)
        {
            throw new ObjectFormatException("object file ends early");
        }
        ReadOnlySpan<byte> span = _bytes.Slice(_at, count);
        _at += count;
        return span;
    }
}

using System.Buffers.Binary;
using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.Images.MachO;

/// <summary>
/// Contents of __LINKEDIT: the loader's lists of words to change, the symbol table with defined symbols first and both halves by name, the
/// indirect symbols of stubs and slots, the names, and room for the signature, which begins at a multiple of 16 as the system's tools want
/// it.
/// </summary>
internal sealed class LinkTables
{
    private const int ListAlignment = 8, TableAlignment = 16;

    /// <summary>Names begin behind this, as the loaders of old systems want it.</summary>
    private static ReadOnlySpan<byte> FirstName => " \0"u8;

    private readonly MemoryStream _bytes = new();
    private readonly long _start;

    /// <summary>Names of the imports as the loader looks them up, and their order by them.</summary>
    private readonly string[] _imports;
    private readonly int[] _byName;

    public LinkTables(ImageModel model, List<SegmentLayout> segments, MachOFacts facts)
    {
        _imports = new string[model.Imports.Count];
        _byName = new int[_imports.Length];
        for (int i = 0; i < _imports.Length; i++)
        {
            _imports[i] = LinkName(RemoteName(model.Imports[i], facts));
            _byName[i] = i;
        }
        Array.Sort(_byName, (a, b) => string.CompareOrdinal(_imports[a], _imports[b]) is not 0 and var order ? order : a.CompareTo(b));
        _start = model.LoadedSize;
        Rebases = Add(RebaseList.Write(PlacesOf(model.Rebases, segments)), ListAlignment);
        Binds = Add(BindsOf(model, segments), TableAlignment);
        byte[] symbols = SymbolsOf(model, segments, out byte[] names);
        Symbols = Add(symbols, 1);
        IndirectSymbols = Add(IndirectSymbolsOf(), 1);
        long end = _bytes.Length + names.Length;
        Array.Resize(ref names, (int)(names.Length + Alignment.Up(end, TableAlignment) - end));
        Names = Add(names, 1);
        long unsigned = _start + _bytes.Length;
        Signature = facts.IsSigned ? Add(new byte[CodeSignature.Size(unsigned)], 1) : default;
    }

    public long Size => _bytes.Length;

    /// <summary>Where they are in the file, and their sizes.</summary>
    public (uint Offset, uint Size) Rebases { get; }
    public (uint Offset, uint Size) Binds { get; }
    public (uint Offset, uint Size) Symbols { get; }
    public (uint Offset, uint Size) IndirectSymbols { get; }
    public (uint Offset, uint Size) Names { get; }
    public (uint Offset, uint Size) Signature { get; }

    public int DefinedSymbols { get; private set; }

    public byte[] ToArray() => _bytes.ToArray();

    private (uint Offset, uint Size) Add(byte[] table, int alignment)
    {
        uint offset = checked((uint)(_start + _bytes.Length));
        _bytes.Write(table);
        while (_bytes.Length % alignment != 0)
        {
            _bytes.WriteByte(0);
        }
        return (offset, (uint)(_start + _bytes.Length - offset));
    }

    /// <summary>Both are ascending.</summary>
    private static List<(int Segment, ulong Offset)> PlacesOf(ulong[] addresses, List<SegmentLayout> segments)
    {
        var places = new List<(int, ulong)>(addresses.Length);
        int segment = 0;
        foreach (ulong address in addresses)
        {
            while (address >= segments[segment].Address + segments[segment].Size)
            {
                segment++;
            }
            if ((segments[segment].Access & MachONumbers.WriteAccess) == 0)
            {
                throw Diagnostics.Unexpected.State($"an address at 0x{address:x}, which the loader cannot write");
            }
            places.Add((segment, address - segments[segment].Address));
        }
        return places;
    }

    private byte[] BindsOf(ImageModel model, List<SegmentLayout> segments)
    {
        if (model.Imports.Count == 0)
        {
            return BindList.Write(0, 0, []);
        }
        var words = new List<(int Library, string Symbol)>(model.Imports.Count);
        for (int i = 0; i < _imports.Length; i++)
        {
            words.Add((LibraryOf(model, model.Imports[i].Library), _imports[i]));
        }
        int segment = segments.FindIndex(s => model.Imports[0].Slot - s.Address < s.Size);
        return BindList.Write(segment, model.Imports[0].Slot - segments[segment].Address, words);
    }

    /// <summary>From 1; 0: any that has the symbol.</summary>
    private static int LibraryOf(ImageModel model, string library)
    {
        if (library.Length == 0)
        {
            return 0;
        }
        for (int i = 0; i < model.Libraries.Count; i++)
        {
            if (model.Libraries[i] == library)
            {
                return i + 1;
            }
        }
        throw Diagnostics.Unexpected.Value(library);
    }

    private byte[] SymbolsOf(ImageModel model, List<SegmentLayout> segments, out byte[] names)
    {
        byte[] sections = SectionNumbers(model, segments);
        var own = new (string Name, byte Section, ulong Address)[model.Symbols.Length];
        for (int i = 0; i < own.Length; i++)
        {
            ref readonly ImageSymbol s = ref model.Symbols[i];
            own[i] = (LinkName(s.Name), sections[s.Section], s.Address);
        }
        Array.Sort(own, static (a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order
            : a.Address.CompareTo(b.Address));
        DefinedSymbols = own.Length;
        var text = new MemoryStream();
        text.Write(FirstName);
        var table = new byte[(own.Length + model.Imports.Count) * MachONumbers.SymbolSize];
        Span<byte> row = table;
        foreach ((string name, byte section, ulong address) in own)
        {
            WriteSymbol(row, AddName(text, name), MachONumbers.SectionSymbol, section, address);
            row = row[MachONumbers.SymbolSize..];
        }
        foreach (int import in _byName)
        {
            WriteSymbol(row, AddName(text, _imports[import]), MachONumbers.ExternalSymbol, 0, 0);
            row = row[MachONumbers.SymbolSize..];
        }
        names = text.ToArray();
        return table;
    }

    /// <summary>
    /// What names are to linkers and loaders; the dot in the middle, which only assembly can write, is one that tracing tools can read.
    /// </summary>
    private static string LinkName(string name) => "_" + name.Replace('·', '.');

    /// <summary>Without what may follow the name, and as the library calls it for today's programs.</summary>
    private static string RemoteName(ImageImport import, MachOFacts facts)
    {
        int version = import.Name.IndexOf('#', StringComparison.Ordinal);
        string name = version < 0 ? import.Name : import.Name[..version];
        return facts.Names.TryGetValue((import.Library, name), out string? other) ? other : name;
    }

    private static uint AddName(MemoryStream text, string name)
    {
        uint at = (uint)text.Length;
        text.Write(Encoding.UTF8.GetBytes(name));
        text.WriteByte(0);
        return at;
    }

    private static void WriteSymbol(Span<byte> row, uint name, byte kind, byte section, ulong address)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(row, name);
        row[4] = kind;
        row[5] = section;
        BinaryPrimitives.WriteUInt64LittleEndian(row[8..], address);
    }

    /// <summary>
    /// By index of the model's section: its number in the file, counted from 1. An empty one has that of its neighbour, for the symbols of
    /// its bounds.
    /// </summary>
    private static byte[] SectionNumbers(ImageModel model, List<SegmentLayout> segments)
    {
        var numbers = new byte[model.Sections.Count];
        byte next = 1;
        foreach (SegmentLayout segment in segments)
        {
            foreach (ImageSection section in segment.Sections)
            {
                numbers[IndexOf(model, section)] = next++;
            }
        }
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = numbers[i] != 0 ? numbers[i] : i == 0 ? (byte)1 : numbers[i - 1];
        }
        return numbers;
    }

    private static int IndexOf(ImageModel model, ImageSection section)
    {
        for (int i = 0; i < model.Sections.Count; i++)
        {
            if (ReferenceEquals(model.Sections[i], section))
            {
                return i;
            }
        }
        throw Diagnostics.Unexpected.Value(section.Name);
    }

    /// <summary>Of the stubs and then of the slots, both in the order of the imports.</summary>
    private byte[] IndirectSymbolsOf()
    {
        int count = _imports.Length;
        var table = new byte[count * 2 * sizeof(uint)];
        for (int i = 0; i < count; i++)
        {
            foreach (int row in (ReadOnlySpan<int>)[_byName[i], count + _byName[i]])
            {
                BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(row * sizeof(uint)), (uint)(DefinedSymbols + i));
            }
        }
        return table;
    }
}

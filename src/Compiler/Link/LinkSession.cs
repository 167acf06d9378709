using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>What is known of a symbol besides its definition.</summary>
[Flags]
internal enum SymbolMarks : byte { None = 0, Reachable = 1, UsedInInterface = 2 }

/// <summary>
/// State of one link. Symbols are dense ints from 1; everything known of them lies in arrays by that id. Passes run in the order of
/// <see cref="Linker"/>; <see cref="FreezeSymbols"/> ends the time in which symbols appear.
/// </summary>
internal sealed class LinkSession
{
    private readonly List<ObjectFile> _objects;
    private bool _frozen;

    public LinkSession(IReadOnlyList<ObjectFile> objects, LinkOptions options, DiagnosticSink diagnostics)
    {
        Options = options;
        Diagnostics = diagnostics;
        Own = new ObjectFile { PackagePath = "" };
        _objects = [.. objects, Own];
        Maps = new int[_objects.Count][];
        int names = 64;
        foreach (ObjectFile file in objects)
        {
            names += file.Names.Count;
        }
        Symbols = new SymbolTable(names);
        Definitions = new ObjectSymbol?[names];
        Owners = new int[names];
        Rebases = new Rebases(options.IsPositionIndependent);
        Sections = MakeSections(options);
    }

    public LinkOptions Options { get; }
    public DiagnosticSink Diagnostics { get; }

    /// <summary>The inputs, and last the linker's own object.</summary>
    public IReadOnlyList<ObjectFile> Objects => _objects;
    public ObjectFile Own { get; }
    public SymbolTable Symbols { get; }

    /// <summary>Per object: symbol id by <see cref="SymbolRef.Index"/>.</summary>
    public int[][] Maps { get; }

    /// <summary>The winning definition, or null.</summary>
    public ObjectSymbol?[] Definitions { get; private set; }

    /// <summary>Index of the object that the definition came from.</summary>
    public int[] Owners { get; private set; }
    public SymbolMarks[] Marks { get; private set; } = [];
    public SectionId[] SectionOf { get; private set; } = [];
    public long[] OffsetOf { get; private set; } = [];
    public LinkSection[] Sections { get; }
    public ImageModel? Image { get; set; }
    public Rebases Rebases { get; }
    public FunctionTableLayout FunctionTables { get; } = new();
    public DataLayout DataLayout { get; } = new();

    /// <summary>Symbols of libraries that the program names; once places are given, only those that it uses, in the order of the image.</summary>
    public List<LinkImport> Imports { get; } = [];

    /// <summary>Libraries to load, in the order in which packages name them.</summary>
    public List<string> Libraries { get; } = [];

    public bool IsReachable(int symbol) => (Marks[symbol] & SymbolMarks.Reachable) != 0;

    public LinkSection this[SectionId id] => Sections[(int)id];

    /// <summary>The symbol a relocation of <paramref name="owner"/>'s object names.</summary>
    public int Resolve(int owner, SymbolRef reference) => Maps[Owners[owner]][reference.Index];

    public ulong AddressOf(int symbol) => Sections[(int)SectionOf[symbol]].Image.Address + (ulong)OffsetOf[symbol];

    /// <summary>Binds a symbol to a definition of an object, replacing what it had.</summary>
    public void Bind(int symbol, ObjectSymbol definition, int owner)
    {
        if (symbol >= Definitions.Length)
        {
            int length = Math.Max(Symbols.Count, Definitions.Length * 2);
            ObjectSymbol?[] definitions = Definitions;
            int[] owners = Owners;
            Array.Resize(ref definitions, length);
            Array.Resize(ref owners, length);
            Definitions = definitions;
            Owners = owners;
        }
        Definitions[symbol] = definition;
        Owners[symbol] = owner;
    }

    /// <summary>Adds a symbol of the linker's own; it wins over any other definition.</summary>
    public int Define(string name, SymbolKind kind, byte[] data, Relocation[] relocations, int alignment = 0, PointerMap? pointers = null)
    {
        if (_frozen)
        {
            throw Unexpected.State("symbol " + name + " appears too late");
        }
        var definition = new ObjectSymbol(Own.Reference(name), kind)
        {
            Data = data, Size = data.Length, Relocations = relocations, Alignment = alignment, Pointers = pointers,
        };
        Own.Symbols.Add(definition);
        var key = new SymbolKey(name, SymbolAbi.Abi0);
        int id = Symbols.Intern(key, SymbolTable.Hash(key));
        Bind(id, definition, _objects.Count - 1);
        return id;
    }

    /// <summary>From here on the set of symbols is fixed, and arrays by symbol id have their final length.</summary>
    public void FreezeSymbols()
    {
        var map = new int[Own.Names.Count];
        for (int i = 1; i < map.Length; i++)
        {
            map[i] = Symbols.Intern(Own.Names[i], SymbolTable.Hash(Own.Names[i]));
        }
        Maps[^1] = map;
        int count = Symbols.Count;
        ObjectSymbol?[] definitions = Definitions;
        int[] owners = Owners;
        Array.Resize(ref definitions, count);
        Array.Resize(ref owners, count);
        Definitions = definitions;
        Owners = owners;
        Marks = new SymbolMarks[count];
        SectionOf = new SectionId[count];
        OffsetOf = new long[count];
        _frozen = true;
    }

    public string NameOf(int symbol) => Symbols[symbol].Name;

    public void Error(DiagnosticDescriptor descriptor, string message) => Diagnostics.Report(descriptor, default, message);

    private static LinkSection[] MakeSections(LinkOptions options)
    {
        // Addresses in data may only be known when the program is loaded: what holds them is written until then.
        ImageProtection addresses = options.IsPositionIndependent ? ImageProtection.ReadOnlyAfterRelocation : ImageProtection.ReadOnly;
        ImageProtection slots = options.Image.Imports == ImportAccess.Slot ? ImageProtection.Writable : addresses;
        var sections = new LinkSection[(int)SectionId.Count];
        sections[0] = new LinkSection("", ImageProtection.Execute, isZero: false);
        sections[(int)SectionId.Text] = new LinkSection(".text", ImageProtection.Execute, isZero: false);
        sections[(int)SectionId.Stubs] = new LinkSection(".stubs", ImageProtection.Execute, isZero: false, ImageSectionRole.ImportStubs);
        sections[(int)SectionId.ReadOnly] = new LinkSection(".rodata", ImageProtection.ReadOnly, isZero: false);
        sections[(int)SectionId.FunctionTables] = new LinkSection(".gopclntab", ImageProtection.ReadOnly, isZero: false);
        sections[(int)SectionId.RelocatedReadOnly] = new LinkSection(".data.rel.ro", addresses, isZero: false);
        sections[(int)SectionId.Types] = new LinkSection(".go.type", addresses, isZero: false);
        sections[(int)SectionId.FunctionValues] = new LinkSection(".go.func", addresses, isZero: false);
        sections[(int)SectionId.ImportSlots] = new LinkSection(".slots", slots, isZero: false, ImageSectionRole.ImportSlots);
        sections[(int)SectionId.BuildInfo] = new LinkSection(".go.buildinfo", ImageProtection.Writable, isZero: false);
        sections[(int)SectionId.FipsInfo] = new LinkSection(".go.fipsinfo", ImageProtection.Writable, isZero: false);
        sections[(int)SectionId.Module] = new LinkSection(".go.module", ImageProtection.Writable, isZero: false);
        sections[(int)SectionId.NoPointerData] = new LinkSection(".noptrdata", ImageProtection.Writable, isZero: false);
        sections[(int)SectionId.Data] = new LinkSection(".data", ImageProtection.Writable, isZero: false);
        sections[(int)SectionId.Bss] = new LinkSection(".bss", ImageProtection.Writable, isZero: true);
        sections[(int)SectionId.NoPointerBss] = new LinkSection(".noptrbss", ImageProtection.Writable, isZero: true);
        return sections;
    }
}

/// <summary>Where the parts of the function tables lie: offsets within their section.</summary>
internal sealed class FunctionTableLayout
{
    public int FunctionCount { get; set; }
    public long Names { get; set; }
    public long NamesSize { get; set; }
    public long UnitFiles { get; set; }
    public long UnitFilesSize { get; set; }
    public long Files { get; set; }
    public long FilesSize { get; set; }
    public long PcTables { get; set; }
    public long PcTablesSize { get; set; }
    public long Functions { get; set; }
    public long FunctionsSize { get; set; }
    public long FuncData { get; set; }
    public long FindFunc { get; set; }

    /// <summary>Bytes of text up to the end of the last function, without fill.</summary>
    public long TextUsed { get; set; }
}

/// <summary>Boundaries inside the type and read-only data sections, and the collector's programs.</summary>
internal sealed class DataLayout
{
    /// <summary>Offset of the end of the typelinked descriptors.</summary>
    public long TypelinksEnd { get; set; }
    public long ItabStart { get; set; }
    public long ItabSize { get; set; }

    /// <summary>How many of the symbols of the section without pointers count statements; they are the last of the program's own, between these offsets.</summary>
    public int CounterSymbols { get; set; }
    public long CountersStart { get; set; }
    public long CountersEnd { get; set; }

    /// <summary>How many of them count edges; they are before those that count statements.</summary>
    public int EdgeCounterSymbols { get; set; }
    public long EdgesStart { get; set; }
    public long EdgesEnd { get; set; }

    /// <summary>Offsets in the read-only section.</summary>
    public long DataProgram { get; set; }
    public long BssProgram { get; set; }

    /// <summary>The text map holds an address: where it is read-only depends on whether the program is moved.</summary>
    public SectionId TextSectionMapSection { get; set; }

    /// <summary>Offset in its section.</summary>
    public long TextSectionMap { get; set; }
    public byte[] TextSectionMapBytes { get; set; } = [];
}

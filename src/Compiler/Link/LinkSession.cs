using Go.Compiler.Collections;
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

    /// <summary>
    /// Symbols of libraries that the program names; once places are given, only those that it uses, in the order of the image.
    /// </summary>
    public List<LinkImport> Imports { get; } = [];

    /// <summary>What calls go through that do not reach; null: all do.</summary>
    public CallThunks? Thunks { get; set; }

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
        Grow(Symbols.Count);
        _frozen = true;
    }

    /// <summary>Gives arrays by symbol a length.</summary>
    private void Grow(int count)
    {
        ObjectSymbol?[] definitions = Definitions;
        int[] owners = Owners;
        SymbolMarks[] marks = Marks;
        SectionId[] sections = SectionOf;
        long[] offsets = OffsetOf;
        Array.Resize(ref definitions, count);
        Array.Resize(ref owners, count);
        Array.Resize(ref marks, count);
        Array.Resize(ref sections, count);
        Array.Resize(ref offsets, count);
        (Definitions, Owners, Marks, SectionOf, OffsetOf) = (definitions, owners, marks, sections, offsets);
    }

    /// <summary>The linker's own name of a symbol.</summary>
    public SymbolRef OwnReference(int symbol)
    {
        SymbolRef reference = Own.Reference(Symbols[symbol].Name, Symbols[symbol].Abi);
        if (reference.Index >= Maps[^1].Length)
        {
            Array.Resize(ref Maps[^1], Math.Max(reference.Index + 1, Maps[^1].Length * 2));
        }
        Maps[^1][reference.Index] = symbol;
        return reference;
    }

    /// <summary>Adds code that turns out to be necessary when places are given: it has no frame, and a jump.</summary>
    public int DefineCode(string name, SymbolAbi abi, byte[] code, Relocation jump)
    {
        var key = new SymbolKey(name, abi);
        int id = Symbols.Intern(key, SymbolTable.Hash(key));
        if (id >= Marks.Length)
        {
            Grow(Math.Max(id + 1, Marks.Length + (Marks.Length / 8)));
        }
        var definition = new ObjectSymbol(OwnReference(id), SymbolKind.Text)
        {
            Data = code, Size = code.Length, Relocations = [jump], Flags = SymbolFlags.Nosplit | SymbolFlags.NoFrame,
            // From -1 to 0, for all of it, and the end (contract 7.2).
            Function = new FunctionInfo { PcSp = [(byte)Leb128.ZigZag(1), (byte)(code.Length / Options.Target.Abi.PcQuantum), 0] },
        };
        Own.Symbols.Add(definition);
        Definitions[id] = definition;
        Owners[id] = _objects.Count - 1;
        Marks[id] = SymbolMarks.Reachable;
        SectionOf[id] = SectionId.Text;
        return id;
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

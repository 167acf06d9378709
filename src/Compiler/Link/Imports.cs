using Go.Compiler.Images;
using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>Symbols of libraries: their slots, in the order of libraries and names, and which of them the program uses.</summary>
internal sealed class Imports
{
    private const int SlotSize = 8;

    private readonly List<(int Symbol, ImageImport Import)> _declared = [];
    private readonly List<(int Symbol, ImageImport Import)> _used = [];
    private readonly List<string> _libraries = [];

    /// <summary>Those that the program uses, by library and name; known after <see cref="Layout"/>.</summary>
    public IReadOnlyList<ImageImport> Used { get; private set; } = [];

    /// <summary>Libraries to load: those named for that alone, in the order of packages, then those of used symbols.</summary>
    public IReadOnlyList<string> Libraries => _libraries;

    /// <summary>Defines a slot for every symbol that a library has, unless the program itself has content for it.</summary>
    public void Declare(LinkSession session)
    {
        if (session.Options.Image.Imports == ImportAccess.None)
        {
            return;
        }
        var known = new HashSet<int>();
        for (int i = 0; i < session.Objects.Count - 1; i++)
        {
            foreach ((SymbolRef local, string remote, string library) in session.Objects[i].DynamicImports)
            {
                if (local.IsNone)
                {
                    AddLibrary(library);
                    continue;
                }
                int symbol = session.Maps[i][local.Index];
                if (session.Definitions[symbol] is null or { Kind: SymbolKind.Bss or SymbolKind.NoPointerBss } && known.Add(symbol))
                {
                    _declared.Add((session.Define(session.NameOf(symbol), SymbolKind.ImportSlot, new byte[SlotSize], [], SlotSize), new ImageImport(remote, library)));
                }
            }
        }
    }

    private void AddLibrary(string library)
    {
        if (library.Length != 0 && !_libraries.Contains(library))
        {
            _libraries.Add(library);
        }
    }

    /// <summary>Gives the slots of used symbols their offsets. Where code reads them itself, a zero word ends those of a library.</summary>
    public void Layout(LinkSession session)
    {
        foreach ((int symbol, ImageImport import) in _declared)
        {
            if (session.IsReachable(symbol))
            {
                _used.Add((symbol, import));
            }
        }
        _used.Sort(static (a, b) =>
            string.CompareOrdinal(a.Import.Library, b.Import.Library) is not 0 and var order ? order
            : string.CompareOrdinal(a.Import.Name, b.Import.Name) is not 0 and var byName ? byName : a.Symbol.CompareTo(b.Symbol));
        LinkSection slots = session[SectionId.ImportSlots];
        slots.Symbols.Clear();
        var used = new ImageImport[_used.Count];
        for (int i = 0; i < used.Length; i++)
        {
            (int symbol, used[i]) = _used[i];
            AddLibrary(used[i].Library);
            session.OffsetOf[symbol] = slots.Reserve(SlotSize, SlotSize);
            slots.Symbols.Add(symbol);
            bool isLast = i + 1 == used.Length || _used[i + 1].Import.Library != used[i].Library;
            if (isLast && session.Options.Image.Imports == ImportAccess.Slot)
            {
                slots.Reserve(SlotSize, SlotSize);
            }
        }
        Used = used;
    }

    /// <summary>Tells the image where the slots are.</summary>
    public void Place(LinkSession session)
    {
        foreach ((int symbol, ImageImport import) in _used)
        {
            import.Slot = session.AddressOf(symbol);
        }
    }
}

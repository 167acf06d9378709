using Go.Compiler.Images;
using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>
/// Symbols of the system's libraries (contract 10.2, 10.3). What programs call by their names is made here: a word that the loader fills
/// in, and where the system wants it so, code that jumps through that word.
/// </summary>
internal static class DynamicImports
{
    private const int WordSize = 8;

    /// <summary>Of slots that have no name in the program.</summary>
    public const string SlotPrefix = "go:slot.";

    /// <summary>
    /// Defines what stands for them. The first package that names a symbol says where it is from; a variable without a value is only its
    /// declaration.
    /// </summary>
    public static void Declare(LinkSession session)
    {
        if (session.Options.Image.Imports == ImportAccess.None)
        {
            return;
        }
        var libraries = new HashSet<string>(StringComparer.Ordinal);
        for (int owner = 0; owner < session.Objects.Count - 1; owner++)
        {
            foreach (DynamicImport import in session.Objects[owner].DynamicImports)
            {
                if (!import.Local.IsNone && !TryDefine(session, session.Maps[owner][import.Local.Index], import))
                {
                    continue;
                }
                if (import.Library.Length != 0 && libraries.Add(import.Library))
                {
                    session.Libraries.Add(import.Library);
                }
            }
        }
    }

    private static bool TryDefine(LinkSession session, int symbol, in DynamicImport import)
    {
        if (session.Definitions[symbol] is { Kind: not (SymbolKind.Bss or SymbolKind.NoPointerBss) })
        {
            return false;
        }
        string name = session.NameOf(symbol);
        if (session.Options.Image.Imports == ImportAccess.Slot)
        {
            session.Imports.Add(new LinkImport(session.Define(name, SymbolKind.ImportSlot, new byte[WordSize], [], WordSize), 0,
                import.Remote, import.Library));
            return true;
        }
        int slot = session.Define(SlotPrefix + name, SymbolKind.ImportSlot, new byte[WordSize], [], WordSize);
        (byte[] code, Relocation jump) = session.Options.Relocator.JumpThrough(session.Own.Reference(SlotPrefix + name));
        session.Imports.Add(new LinkImport(slot, session.Define(name, SymbolKind.ImportStub, code, [jump], 1), import.Remote,
            import.Library));
        return true;
    }

    /// <summary>Keeps those that the program uses, by library and name, and puts their words and code in that order.</summary>
    public static void Collect(LinkSession session)
    {
        List<LinkImport> imports = session.Imports;
        imports.RemoveAll(import => !session.IsReachable(import.Slot));
        imports.Sort(static (a, b) => string.CompareOrdinal(a.Library, b.Library) is not 0 and var byLibrary ? byLibrary
            : string.CompareOrdinal(a.Remote, b.Remote) is not 0 and var byName ? byName : a.Slot.CompareTo(b.Slot));
        List<int> slots = session[SectionId.ImportSlots].Symbols, stubs = session[SectionId.Stubs].Symbols;
        slots.Clear();
        stubs.Clear();
        for (int i = 0; i < imports.Count; i++)
        {
            LinkImport import = imports[i];
            slots.Add(import.Slot);
            if (session.Options.Image.Imports == ImportAccess.Slot)
            {
                PlaceSlot(session, i);
            }
            if (import.Stub != 0)
            {
                stubs.Add(import.Stub);
                // Side by side, that their number tells where each is.
                session.OffsetOf[import.Stub] = session[SectionId.Stubs]
                    .Reserve(session.Definitions[import.Stub]!.Size, session.Options.Target.Abi.PcQuantum);
            }
        }
    }

    /// <summary>Where code reads slots itself, those of a library stand side by side, and a zero word ends them.</summary>
    private static void PlaceSlot(LinkSession session, int i)
    {
        LinkSection section = session[SectionId.ImportSlots];
        session.OffsetOf[session.Imports[i].Slot] = section.Reserve(WordSize, WordSize);
        if (i + 1 == session.Imports.Count || session.Imports[i + 1].Library != session.Imports[i].Library)
        {
            section.Reserve(WordSize, WordSize);
        }
    }

    /// <summary>The image's view of them, still without addresses.</summary>
    public static ImageImport[] ImagesOf(LinkSession session)
    {
        var images = new ImageImport[session.Imports.Count];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = new ImageImport(session.Imports[i].Remote, session.Imports[i].Library);
        }
        return images;
    }

    /// <summary>Tells the image where they are.</summary>
    public static void Place(LinkSession session)
    {
        for (int i = 0; i < session.Imports.Count; i++)
        {
            ImageImport image = session.Image!.Imports[i];
            image.Slot = session.AddressOf(session.Imports[i].Slot);
            image.Stub = session.Imports[i].Stub == 0 ? 0 : session.AddressOf(session.Imports[i].Stub);
        }
    }
}

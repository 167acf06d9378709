using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>Offsets of all data, and the collector's programs that describe the sections with pointers (contract 5.3).</summary>
internal static class LayoutData
{
    private const int WordSize = 8;
    private const int SectionAlignment = 32;

    public static void Run(LinkSession session)
    {
        foreach (SectionId id in (ReadOnlySpan<SectionId>)[
            SectionId.RelocatedReadOnly, SectionId.FunctionValues, SectionId.ImportSlots, SectionId.BuildInfo, SectionId.FipsInfo,
            SectionId.Module, SectionId.NoPointerData, SectionId.Data, SectionId.Bss, SectionId.NoPointerBss])
        {
            // Slots that code reads itself have their places.
            if (id != SectionId.ImportSlots || session.Options.Image.Imports != Images.ImportAccess.Slot)
            {
                Place(session, session[id]);
            }
        }
        PlaceSizeless(session);
        PlaceEdgeBounds(session);
        // Programs and the text map come first in the read-only section, so that masks follow moduledata.rodata closely.
        LinkSection readOnly = session[SectionId.ReadOnly];
        DataLayout layout = session.DataLayout;
        layout.TextSectionMapBytes = new byte[ModuleData.TextSectionSize];
        layout.TextSectionMapSection = session.Options.IsPositionIndependent ? SectionId.RelocatedReadOnly : SectionId.ReadOnly;
        layout.TextSectionMap = session[layout.TextSectionMapSection].AddBlob(layout.TextSectionMapBytes, WordSize);
        layout.DataProgram = readOnly.AddBlob(ProgramOf(session, SectionId.Data), 1);
        layout.BssProgram = readOnly.AddBlob(ProgramOf(session, SectionId.Bss), 1);
        Place(session, readOnly);
    }

    private static void Place(LinkSession session, LinkSection section)
    {
        List<int> symbols = section.Symbols;
        var ordered = new List<int>(symbols.Count);
        int moduleFrom = symbols.Count - section.ModuleSymbols;
        bool hasCounters = section == session[SectionId.NoPointerBss];
        int countersFrom = moduleFrom - (hasCounters ? session.DataLayout.CounterSymbols : 0);
        int edgesFrom = countersFrom - (hasCounters ? session.DataLayout.EdgeCounterSymbols : 0);
        PlaceRange(session, section, 0, edgesFrom, ordered);
        if (edgesFrom < countersFrom)
        {
            PlaceEdgeCounters(session, section, edgesFrom, countersFrom, ordered);
        }
        if (countersFrom < moduleFrom)
        {
            session.DataLayout.CountersStart = section.Reserve(0, sizeof(uint));
            PlaceRange(session, section, countersFrom, moduleFrom, ordered);
            session.DataLayout.CountersEnd = section.Reserve(0, sizeof(uint));
        }
        if (section.ModuleSymbols != 0)
        {
            PlaceRange(session, section, moduleFrom, symbols.Count, ordered);
            section.ModuleStart = session.OffsetOf[ordered[moduleFrom]];
            section.ModuleEnd = section.Image.Size;
        }
        section.Symbols = ordered;
        section.Image.Alignment = Math.Max(section.Image.Alignment, section.Image.Size == 0 ? 1 : SectionAlignment);
        if (section.Image.Protection == Images.ImageProtection.Writable)
        {
            // Whole words, as the collector's masks and the runtime's bounds count them.
            section.Reserve(0, WordSize);
        }
    }

    /// <summary>One behind the other without gaps, between the two symbols by which a program finds them.</summary>
    private static void PlaceEdgeCounters(LinkSession session, LinkSection section, int from, int to, List<int> ordered)
    {
        session.DataLayout.EdgesStart = section.Image.Size;
        for (int i = from; i < to; i++)
        {
            int symbol = section.Symbols[i];
            session.OffsetOf[symbol] = section.Reserve(session.Definitions[symbol]!.Size, 1);
            ordered.Add(symbol);
        }
        session.DataLayout.EdgesEnd = section.Image.Size;
    }

    /// <summary>Large alignments first, so that small symbols need no gaps; otherwise in input order.</summary>
    private static void PlaceRange(LinkSession session, LinkSection section, int from, int to, List<int> ordered)
    {
        List<int> symbols = section.Symbols;
        var alignments = new byte[to - from];
        int highest = 0;
        for (int i = from; i < to; i++)
        {
            ObjectSymbol s = session.Definitions[symbols[i]]!;
            int alignment = FrameConstants.DataAlignment(s.Kind == SymbolKind.GcBits && s.Alignment == 0 ? WordSize : s.Alignment, s.Size);
            if ((s.Flags & SymbolFlags.DupOk) == 0)
            {
                alignment = Math.Max(alignment,
                    Math.Min(session.Options.Target.Abi.AccessAlignment, FrameConstants.DataAlignment(0, s.Size)));
            }
            alignments[i - from] = (byte)System.Numerics.BitOperations.Log2((uint)alignment);
            highest = Math.Max(highest, alignments[i - from]);
        }
        for (int log = highest; log >= 0; log--)
        {
            for (int i = from; i < to; i++)
            {
                if (alignments[i - from] == log)
                {
                    session.OffsetOf[symbols[i]] = section.Reserve(session.Definitions[symbols[i]]!.Size, 1 << log);
                    ordered.Add(symbols[i]);
                }
            }
        }
    }

    /// <summary>Variables without size are where the runtime puts allocations without size: their addresses compare equal.</summary>
    private static void PlaceSizeless(LinkSession session)
    {
        int zeroBase = session.Symbols.Find(RuntimeCalls.ZeroBase);
        if (zeroBase == 0 || session.SectionOf[zeroBase] != SectionId.NoPointerBss)
        {
            return;
        }
        foreach (int symbol in session[SectionId.NoPointerBss].Symbols)
        {
            if (session.Definitions[symbol]!.Size == 0)
            {
                session.OffsetOf[symbol] = session.OffsetOf[zeroBase];
            }
        }
    }

    /// <summary>Without counters both stay where everything without size is: the range between them is empty.</summary>
    private static void PlaceEdgeBounds(LinkSession session)
    {
        DataLayout layout = session.DataLayout;
        if (layout.EdgesStart < layout.EdgesEnd)
        {
            session.OffsetOf[session.Symbols.Find(LinkerSymbols.EdgeCounters)] = layout.EdgesStart;
            session.OffsetOf[session.Symbols.Find(LinkerSymbols.EdgeCountersEnd)] = layout.EdgesEnd;
        }
    }

    private static byte[] ProgramOf(LinkSession session, SectionId id)
    {
        LinkSection section = session[id];
        var program = new GcProgram();
        foreach (int symbol in section.Symbols)
        {
            if (session.Definitions[symbol]!.Pointers is { } map)
            {
                program.ZerosUntil(session.OffsetOf[symbol] / WordSize);
                program.Append(map.Bits, map.Words, map.Count);
            }
        }
        program.ZerosUntil(section.Image.Size / WordSize);
        return program.Finish();
    }
}

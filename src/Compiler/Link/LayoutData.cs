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
            SectionId.FunctionValues, SectionId.BuildInfo, SectionId.FipsInfo, SectionId.Module, SectionId.NoPointerData, SectionId.Data, SectionId.Bss, SectionId.NoPointerBss])
        {
            Place(session, session[id]);
        }
        // Programs and the text map come first in the read-only section, so that masks follow moduledata.rodata closely.
        LinkSection readOnly = session[SectionId.ReadOnly];
        DataLayout layout = session.DataLayout;
        layout.TextSectionMapBytes = new byte[ModuleData.TextSectionSize];
        layout.TextSectionMap = readOnly.AddBlob(layout.TextSectionMapBytes, WordSize);
        layout.DataProgram = readOnly.AddBlob(ProgramOf(session, SectionId.Data), 1);
        layout.BssProgram = readOnly.AddBlob(ProgramOf(session, SectionId.Bss), 1);
        Place(session, readOnly);
    }

    /// <summary>Large alignments first, so that small symbols need no gaps; otherwise in input order.</summary>
    private static void Place(LinkSession session, LinkSection section)
    {
        List<int> symbols = section.Symbols;
        var alignments = new byte[symbols.Count];
        for (int i = 0; i < alignments.Length; i++)
        {
            ObjectSymbol s = session.Definitions[symbols[i]]!;
            alignments[i] = (byte)System.Numerics.BitOperations.Log2((uint)FrameConstants.DataAlignment(s.Kind == SymbolKind.GcBits && s.Alignment == 0 ? WordSize : s.Alignment, s.Size));
        }
        var ordered = new List<int>(symbols.Count);
        int highest = 0;
        foreach (byte a in alignments)
        {
            highest = Math.Max(highest, a);
        }
        for (int log = highest; log >= 0; log--)
        {
            for (int i = 0; i < alignments.Length; i++)
            {
                if (alignments[i] == log)
                {
                    session.OffsetOf[symbols[i]] = section.Reserve(session.Definitions[symbols[i]]!.Size, 1 << log);
                    ordered.Add(symbols[i]);
                }
            }
        }
        section.Symbols = ordered;
        section.Image.Alignment = Math.Max(section.Image.Alignment, section.Image.Size == 0 ? 1 : SectionAlignment);
        if (section.Image.Protection == Images.ImageProtection.Writable)
        {
            // Whole words, as the collector's masks and the runtime's bounds count them.
            section.Reserve(0, WordSize);
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

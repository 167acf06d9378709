using System.Runtime.InteropServices;
using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>
/// Gives functions their offsets. Gaps between them are filled with trapping instructions. Where calls do not reach, thunks come between
/// the functions, and everything is placed again until all calls reach.
/// </summary>
internal static class LayoutText
{
    private const int TextEndAlignment = 16;
    private const int LeastAlignment = 16;

    public static void Run(LinkSession session)
    {
        LinkSection text = session[SectionId.Text];
        Shuffle(session, text);
        Place(session, text);
        if (CallThunks.Of(session) is { } thunks)
        {
            while (thunks.AddMissing())
            {
                text.Image.Size = 0;
                thunks.Insert(text);
                Place(session, text);
            }
            session.Thunks = thunks;
        }
        session.FunctionTables.TextUsed = text.Image.Size;
        text.Reserve(0, TextEndAlignment);
        text.Image.Alignment = Math.Max(text.Image.Alignment, AlignmentOf(session.Options));
    }

    /// <summary>The runtime finds functions by buckets that assume a least size of functions.</summary>
    private static int AlignmentOf(LinkOptions options)
        => options.FunctionAlignment == 0 ? options.Target.Abi.FunctionAlignment : Math.Max(options.FunctionAlignment, LeastAlignment);

    /// <summary>Another order of functions for each seed (<c>-randlayout</c>); the cryptographic module's stay together.</summary>
    private static void Shuffle(LinkSession session, LinkSection text)
    {
        if (session.Options.LayoutSeed != 0)
        {
            var random = new Random(session.Options.LayoutSeed.GetHashCode());
            random.Shuffle(CollectionsMarshal.AsSpan(text.Symbols)[..(text.Symbols.Count - text.ModuleSymbols)]);
        }
    }

    private static void Place(LinkSession session, LinkSection text)
    {
        int functionAlignment = AlignmentOf(session.Options), moduleFrom = text.Symbols.Count - text.ModuleSymbols;
        for (int i = 0; i < text.Symbols.Count; i++)
        {
            int id = text.Symbols[i];
            ObjectSymbol function = session.Definitions[id]!;
            session.OffsetOf[id] = text.Reserve(function.Size, Math.Max(functionAlignment, function.Alignment));
            if (i >= moduleFrom)
            {
                text.ModuleStart = i == moduleFrom ? session.OffsetOf[id] : text.ModuleStart;
                text.ModuleEnd = text.Image.Size;
            }
        }
    }
}

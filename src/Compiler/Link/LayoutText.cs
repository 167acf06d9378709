using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>Gives functions their offsets. Gaps between them are filled with trapping instructions.</summary>
internal static class LayoutText
{
    private const int TextEndAlignment = 16;

    public static void Run(LinkSession session)
    {
        LinkSection text = session[SectionId.Text];
        int functionAlignment = session.Options.Target.Abi.FunctionAlignment;
        int moduleFrom = text.Symbols.Count - text.ModuleSymbols;
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
        session.FunctionTables.TextUsed = text.Image.Size;
        text.Reserve(0, TextEndAlignment);
        text.Image.Alignment = Math.Max(text.Image.Alignment, functionAlignment);
    }
}

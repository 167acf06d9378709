using Go.Compiler.Images;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>How the program's functions are unwound, for systems that do it by tables (contract 10.2).</summary>
internal static class UnwindTable
{
    public static ImageUnwind[] Of(LinkSession session)
    {
        if (session.Options.Frames is not { } frames)
        {
            return [];
        }
        var table = new List<ImageUnwind>();
        int landingPad = session.Symbols.Find(LinkerSymbols.ExceptionLandingPad),
        handler = session.Symbols.Find(LinkerSymbols.ExceptionHandler);
        foreach (int id in session[SectionId.Text].Symbols)
        {
            ObjectSymbol function = session.Definitions[id]!;
            if (frames.TryFind(function, out byte saved, out byte set))
            {
                ulong start = session.AddressOf(id);
                table.Add(new ImageUnwind(start, start + (ulong)function.Size, saved, set, id == landingPad && session.IsReachable(handler)
                    ? session.AddressOf(handler) : 0));
            }
        }
        return [.. table];
    }
}

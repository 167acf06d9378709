using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>Refuses programs whose code could not reach all of their data, and says which symbol or section makes them so large.</summary>
internal static class SizeLimits
{
    public static void Run(LinkSession session)
    {
        long total = 0;
        foreach (LinkSection section in session.Sections)
        {
            bool hasLarge = false;
            foreach (int symbol in section.Image.Size > FrameConstants.MaxProgram ? section.Symbols : [])
            {
                if (session.Definitions[symbol]!.Size > FrameConstants.MaxProgram)
                {
                    hasLarge = true;
                    session.Error(Catalogue.ProgramTooLarge,
                        $"{session.NameOf(symbol)}: symbol too large ({session.Definitions[symbol]!.Size} bytes)");
                }
            }
            bool fits = total <= FrameConstants.MaxProgram;
            total = section.Image.Size > long.MaxValue - total ? long.MaxValue : total + section.Image.Size;
            if (fits && total > FrameConstants.MaxProgram && !hasLarge)
            {
                session.Error(Catalogue.ProgramTooLarge,
                    $"too much data, last section {section.Image.Name} ({total}, over {FrameConstants.MaxProgram} bytes)");
            }
        }
    }
}

using System.Diagnostics;
using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>Links objects into an executable.</summary>
public static class Linker
{
    /// <summary>One step; a step that reports errors ends the link after it.</summary>
    private readonly record struct LinkPass(string Name, Action<LinkSession> Run);

    private static readonly LinkPass[] s_passes =
    [
        new("load", LoadSymbols.Run),                        // names to ids, definitions to names
        new("linkname", LinknameCheck.Run),                  // nobody takes what the standard library does not offer
        new("variables", LinkVariables.Run),                 // -X, version and build information
        new("init", InitOrder.Run),                          // init tasks of packages, and their order
        new("module", ModuleRecord.Declare),                 // symbols the runtime expects from the linker
        new("imports", DynamicImports.Declare),              // what stands for symbols of libraries
        new("freeze", static s => s.FreezeSymbols()),        // beyond this point no new symbols
        new("reach", Reach.Run),                             // what the program can use
        new("collect", CollectSections.Run),                 // symbols into sections, in order
        new("used", DynamicImports.Collect),                 // symbols of libraries that the program uses, in order
        new("nosplit", NosplitCheck.Run),                    // chains without stack checks fit their budget
        new("text", LayoutText.Run),                         // offsets of functions: beyond this point code keeps its place
        new("functab", FunctionTables.Run),                  // pclntab and funcdata
        new("types", LayoutTypes.Run),                       // descriptors and itabs as the runtime walks them
        new("data", LayoutData.Run),                         // everything else, and the collector's maps of it
        new("limits", SizeLimits.Run),                       // code reaches everything with 32-bit distances
        new("place", PlaceSections.Run),                     // addresses: beyond this point nothing moves
        new("moduledata", ModuleRecord.Fill),                // the record the runtime starts from
    ];

    /// <summary>
    /// The executable, or null when errors were reported. Objects are in build order, which is the order of their symbols in the image;
    /// they are only read.
    /// </summary>
    public static LinkedImage? Link(IReadOnlyList<ObjectFile> objects, LinkOptions options, DiagnosticSink diagnostics)
    {
        var session = new LinkSession(objects, options, diagnostics);
        foreach (LinkPass pass in s_passes)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            pass.Run(session);
            options.PassTimed?.Invoke(pass.Name, Stopwatch.GetElapsedTime(start));
            if (diagnostics.HasErrors)
            {
                return null;
            }
        }
        long last = Stopwatch.GetTimestamp();
        LinkedImage image = WriteImage.Run(session);
        options.PassTimed?.Invoke("write", Stopwatch.GetElapsedTime(last));
        return diagnostics.HasErrors ? null : image;
    }
}

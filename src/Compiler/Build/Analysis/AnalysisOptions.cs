namespace Go.Compiler.Build.Analysis;

/// <summary>
/// That packages are to be looked at by a program of analyzers (<c>cmd/vet</c>, <c>cmd/fix</c>), which speaks the protocol of
/// golang.org/x/tools/go/analysis/unitchecker.
/// </summary>
public sealed record AnalysisOptions
{
    /// <summary>The program.</summary>
    public required string Tool { get; init; }

    /// <summary>What results of this program are kept under: another text for every other program.</summary>
    public required string ToolIdentity { get; init; }

    /// <summary>Its flags.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Its flags for packages of the standard library; null: the same.</summary>
    public IReadOnlyList<string>? StandardFlags { get; init; }

    /// <summary>Nothing is linked: the analysis is all that is wanted, and the packages named need not compile.</summary>
    public bool Only { get; init; }

    /// <summary>The program is to leave an archive of files that it has mended.</summary>
    public bool MakesFixes { get; init; }

    /// <summary>No kept result is taken (<c>-a</c>).</summary>
    public bool Again { get; init; }

    /// <summary>A GOROOT folder with the sources of the standard library, for the program reads files and no archives.</summary>
    public required string SourceFolder { get; init; }
}

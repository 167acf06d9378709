namespace Go.Compiler.Build.Analysis;

/// <summary>What the analyzers said of one package that was named.</summary>
/// <param name="ImportPath">Its path as its own sources know it: <c>p</c>, or <c>p_test</c> for external tests.</param>
/// <param name="ForTest">The package whose tests it belongs to; empty when it is as everybody sees it.</param>
/// <param name="Directory">Its folder.</param>
/// <param name="Failed">The program ended with an error: it found something, or could not do its work.</param>
/// <param name="Output">What it wrote for whoever started it: JSON, or differences.</param>
/// <param name="Messages">What it printed.</param>
/// <param name="Fixes">The archive of files mended; empty if there is none.</param>
public sealed record AnalysisResult(string ImportPath, string ForTest, string Directory, bool Failed, string Output, string Messages,
    byte[] Fixes)
{
    /// <summary>The package under which a build tells of it.</summary>
    public string Identity => ForTest.Length == 0 ? ImportPath : $"{ImportPath} [{ForTest}.test]";
}

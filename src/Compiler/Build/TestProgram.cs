namespace Go.Compiler.Build;

/// <summary>The outcome of building the tests of one package that the patterns named.</summary>
/// <param name="ImportPath">Full path of the package under test.</param>
/// <param name="Directory">Its folder: the working directory its tests expect.</param>
/// <param name="File">The test program written; null when the package has no test files, or when it did not compile.</param>
/// <param name="HasTestFiles">Whether there is any <c>_test.go</c> file that the constraints select.</param>
/// <param name="Failed">It has test files, but they, or something they need, did not compile; the diagnostics say why.</param>
public sealed record TestProgram(string ImportPath, string Directory, string? File, bool HasTestFiles, bool Failed)
{
    /// <summary>It failed before anything was compiled: files or imports are missing, or a test has a wrong signature.</summary>
    public bool FailedToLoad { get; init; }
}

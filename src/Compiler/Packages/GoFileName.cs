namespace Go.Compiler.Packages;

/// <summary>What the name of a Go file says of it.</summary>
internal static class GoFileName
{
    /// <summary>Whether a file is of a package's tests, and no part of the package itself.</summary>
    public static bool IsTest(string name) => name.EndsWith("_test.go", StringComparison.Ordinal);
}

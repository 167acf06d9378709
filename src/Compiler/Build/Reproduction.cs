using Go.Compiler.Packages;

namespace Go.Compiler.Build;

/// <summary>How an internal error is seen again.</summary>
internal static class Reproduction
{
    /// <summary>The command that compiles a package, and links it if it is a program.</summary>
    public static string Of(LoadedPackage package)
        => "dotnet go " + (package.ForTest.Length > 0 ? "test -c " + package.ForTest : "build " + package.FullPath);
}

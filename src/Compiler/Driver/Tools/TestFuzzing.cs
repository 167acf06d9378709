using Go.Compiler.Build;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver.Tools;

/// <summary>What <c>go test -fuzz</c> allows, and where inputs are kept that fuzzing finds worth to go on from.</summary>
internal static class TestFuzzing
{
    /// <summary>
    /// Refuses what cannot be fuzzed before anything is built: several packages, reports of other kinds beside, packages whose folder is
    /// not the user's.
    /// </summary>
    /// <exception cref="UsageException">It cannot be.</exception>
    public static void Check(TestFlags flags, IReadOnlyList<ListedPackage> roots)
    {
        if (roots.Count > 1)
        {
            throw UsageException.Plain("cannot use -fuzz flag with multiple packages");
        }
        if ((flags.CoverProfile.Length > 0 ? "coverprofile" : flags.ProfileFlag) is { } other)
        {
            throw UsageException.Plain($"cannot use -{other} flag with -fuzz flag");
        }
        if (roots is [{ Module: { IsMain: false } } or { Module: null, IsStandard: true }])
        {
            throw UsageException.Plain("cannot use -fuzz flag on package outside the main module");
        }
    }

    /// <summary>The folder of inputs that fuzzing has found for a package; its fuzz tests have folders of their own in it.</summary>
    public static string FolderOf(TestProgram program, TestFlags flags)
        => Path.Combine([Locations.FuzzDirectory(flags.Build.Environment), .. program.ImportPath.Split('/')]);
}

using Go.Compiler.Build;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;

namespace Go.Compiler.Driver;

/// <summary>
/// Files in a package's folder that builds have left there: those whose names a build without <c>-o</c> gives to programs, and those of
/// older tools.
/// </summary>
internal static class BuildRemains
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "_testmain.go", "test.out", "build.out", "a.out" };
    private static readonly HashSet<string> s_extensions = new(StringComparer.Ordinal) { ".5", ".6", ".8", ".a", ".o", ".so" };

    /// <summary>Paths, sorted.</summary>
    public static IReadOnlyList<string> Of(ListedPackage package)
    {
        string[] files = [.. Directory.EnumerateFiles(package.Directory).Select(f => Path.GetFileName(f)!)];
        HashSet<string> programs = ProgramNames(package, files);
        return [.. files.Where(f => s_names.Contains(f) || s_extensions.Contains(Path.GetExtension(f)) || programs.Contains(f))
            .Order(StringComparer.Ordinal).Select(f => Path.Combine(package.Directory, f))];
    }

    private static HashSet<string> ProgramNames(ListedPackage package, string[] files)
    {
        string[] names = [Path.GetFileName(package.Directory), ProgramLinker.ProgramName(package.FullPath, package.Directory)];
        var programs = new HashSet<string>(StringComparer.Ordinal);
        bool isCommand = package.Name == "main";
        foreach (string name in names)
        {
            Add(name + ".test");
            if (isCommand)
            {
                Add(name);
            }
        }
        // Each source file may have been built by its own name, unless it is part of a package that is no program.
        HashSet<string> ofLibrary = isCommand ? [] : [.. package.GoFiles, .. package.TestGoFiles, .. package.ExternalTestGoFiles];
        foreach (string file in files.Where(f => f.EndsWith(".go", StringComparison.Ordinal) && !ofLibrary.Contains(f)))
        {
            string name = file[..^".go".Length];
            Add(name);
            if (name.EndsWith("_test", StringComparison.Ordinal))
            {
                Add(name[..^"_test".Length] + ".test");
            }
        }
        return programs;

        void Add(string name)
        {
            programs.UnionWith(SupportedPlatforms.ExecutableSuffixes.Select(suffix => name + suffix));
        }
    }
}

using Go.Compiler.Build;
using Go.Compiler.Modules;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// Where installed programs go: <c>GOBIN</c>, else <c>bin</c> in the folder of GOPATH; Go's own commands go where GOROOT has them:
/// <c>bin</c>, or <c>pkg/tool</c> for the tools.
/// </summary>
internal static class InstallTarget
{
    /// <summary>The file that an install would write; empty for packages of which there is none.</summary>
    public static string Of(ListedPackage package, GoEnvironment environment)
    {
        if (package.Name != "main" || package.ForTest.Length > 0 || package.GeneratedSource is not null)
        {
            bool hasFile = package.GopathRoot.Length > 0 && package.Name.Length > 0 && package.ForTest.Length == 0
                && package.GeneratedSource is null;
            return hasFile ? Path.Combine(package.GopathRoot, "pkg", PlatformOf(environment), package.FullPath + ".a") : "";
        }
        string name = package.FullPath == ImportPaths.CommandLine && package.GoFiles.Count > 0
            ? Path.GetFileNameWithoutExtension(package.GoFiles[0]) : ProgramLinker.ProgramName(package.FullPath, package.Directory);
        name += SupportedPlatforms.ExecutableSuffix(environment.Get("GOOS", HostSystem.Os));
        if (package.IsStandard && package.FullPath.StartsWith("cmd/", StringComparison.Ordinal))
        {
            return Path.Combine(FolderOfCommand(Locations.StandardLibrary(environment), package.FullPath), name);
        }
        string folder = FolderOfPrograms(environment, package.GopathRoot);
        string platform = PlatformOf(environment);
        bool isCross = platform != HostSystem.ToolFolder;
        return folder.Length == 0 || (isCross && environment.Get("GOBIN").Length > 0) ? "" : isCross
            ? Path.Combine(folder, platform, name) : Path.Combine(folder, name);
    }

    private static string PlatformOf(GoEnvironment environment)
        => $"{environment.Get("GOOS", HostSystem.Os)}_{environment.Get("GOARCH", HostSystem.Arch)}";

    /// <summary>The folder of one of Go's own commands, in a GOROOT.</summary>
    public static string FolderOfCommand(string root, string path)
        => path is "cmd/go" or "cmd/gofmt" ? Path.Combine(root, "bin") : HostSystem.ToolsOf(root);

    /// <summary>The folder of other programs; empty when nothing says.</summary>
    /// <param name="root">The folder of GOPATH that has the program's package; empty: the first.</param>
    public static string FolderOfPrograms(GoEnvironment environment, string root)
    {
        if (environment.Get("GOBIN") is { Length: > 0 } bin)
        {
            return bin;
        }
        root = root.Length > 0 ? root : environment.WorkspaceFolder;
        return root.Length > 0 ? Path.Combine(root, "bin") : "";
    }
}

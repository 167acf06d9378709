using System.Runtime.InteropServices;

namespace Go.Compiler.Settings;

/// <summary>The machine that the compiler runs on, in Go's words: what GOOS and GOARCH mean when nobody says otherwise.</summary>
public static class HostSystem
{
    /// <summary>GOHOSTOS.</summary>
    public static string Os { get; } =
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsFreeBSD() ? "freebsd" : "linux";

    /// <summary>GOHOSTARCH.</summary>
    public static string Arch { get; } = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant() switch
    {
        "x64" => "amd64",
        "x86" => "386",
        "loongarch64" => "loong64",
        var other => other,
    };

    /// <summary>The name of the folder below <c>pkg/tool</c> with this machine's tools.</summary>
    public static string ToolFolder => $"{Os}_{Arch}";

    /// <summary>GOTOOLDIR of a GOROOT.</summary>
    public static string ToolsOf(string goRoot) => Path.Combine(goRoot, "pkg", "tool", ToolFolder);

    /// <summary>What the names of this machine's programs end in.</summary>
    public static string ExecutableSuffix => OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>The file that is always empty.</summary>
    public static string NullDevice => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
}

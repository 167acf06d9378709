using Go.Compiler.Arch.Amd64;
using Go.Compiler.Targets;

namespace Go.Compiler.Platforms;

/// <summary>The supported pairs of operating system and architecture: one row each.</summary>
public static class SupportedPlatforms
{
    private static readonly Target[] s_all = [LinuxAmd64Target()];

    public static Target LinuxAmd64 => s_all[0];

    public static IReadOnlyList<Target> All => s_all;

    /// <summary>The target for GOOS and GOARCH, or null when it is not supported (yet).</summary>
    public static Target? Find(string os, string arch)
    {
        foreach (Target t in s_all)
        {
            if (t.Os == os && t.Arch == arch)
            {
                return t;
            }
        }
        return null;
    }

    private static Target LinuxAmd64Target() => new() { Os = "linux", Arch = "amd64", Abi = Amd64Facts.Abi, ImpliedTags = ["unix", "amd64.v1"] };
}

using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Images.Elf;
using Go.Compiler.Os.Darwin;
using Go.Compiler.Os.Linux;
using Go.Compiler.Targets;

namespace Go.Compiler.Platforms;

/// <summary>The supported pairs of operating system and architecture: one row each.</summary>
public static class SupportedPlatforms
{
    private static readonly Platform[] s_all =
    [
        new()
        {
            Target = new Target { Os = "linux", Arch = "amd64", Abi = Amd64Facts.Abi, ImpliedTags = ["unix", "amd64.v1"] },
            AssemblerDialect = new Amd64AsmDialect(),
            AssemblerDefines = ["GOAMD64_v1"],
            NewCodeGenerator = static layout => Amd64Machine.New(layout),
            Relocator = new Amd64Relocator(),
            Image = LinuxFacts.Image(
                "amd64", baseAddress: 0x400000, segmentAlignment: 0x1000, machine: 62, threadLocalOffset: -8, interpreter: "/lib64/ld-linux-x86-64.so.2", relativeRelocation: 8),
            ImageFormat = new ElfImageFormat(),
        },
        new()
        {
            Target = new Target { Os = "linux", Arch = "arm64", Abi = Arm64Facts.Abi, ImpliedTags = ["unix", "arm64.v8.0"] },
            AssemblerDialect = new Arm64AsmDialect(),
            AssemblerDefines = [],
            NewCodeGenerator = static layout => Arm64Machine.New(layout),
            Relocator = new Arm64Relocator(),
            Image = LinuxFacts.Image(
                "arm64", baseAddress: 0x10000, segmentAlignment: 0x10000, machine: 183, threadLocalOffset: 16, interpreter: "/lib/ld-linux-aarch64.so.1", relativeRelocation: 1027),
            ImageFormat = new ElfImageFormat(),
        },
        new()
        {
            Target = new Target { Os = "darwin", Arch = "amd64", Abi = Amd64Facts.Abi, ImpliedTags = ["unix", "amd64.v1"], HasDwarf5 = false },
            AssemblerDialect = new Amd64AsmDialect(Amd64ThreadLocal.Gs),
            AssemblerDefines = ["GOAMD64_v1"],
            NewCodeGenerator = static layout => Amd64Machine.New(layout, threadLocal: Amd64ThreadLocal.Gs),
            Relocator = new Amd64Relocator(),
            Image = DarwinFacts.Image("amd64", baseAddress: 0x100_0000, pageSize: 0x1000, threadLocalOffset: 0x30),
            ImageFormat = DarwinFacts.Format(processor: 0x0100_0007, processorKind: 3, thread: (State: 4, Words: 42, Counter: 32), isSigned: false, hasOldNodes: true),
        },
        new()
        {
            Target = new Target { Os = "darwin", Arch = "arm64", Abi = Arm64Facts.Abi, ImpliedTags = ["unix", "arm64.v8.0"], HasDwarf5 = false },
            AssemblerDialect = new Arm64AsmDialect(),
            AssemblerDefines = [],
            NewCodeGenerator = static layout => Arm64Machine.New(layout),
            Relocator = new Arm64Relocator(),
            Image = DarwinFacts.Image("arm64", baseAddress: 0x1_0000_0000, pageSize: 0x4000, threadLocalOffset: 0),
            ImageFormat = DarwinFacts.Format(processor: 0x0100_000C, processorKind: 0, thread: null, isSigned: true, hasOldNodes: false),
        },
    ];

    public static Target LinuxAmd64 => s_all[0].Target;

    public static IReadOnlyList<Platform> All => s_all;

    /// <summary>The target for GOOS and GOARCH, or null when it is not supported (yet).</summary>
    public static Target? Find(string os, string arch)
    {
        foreach (Platform p in s_all)
        {
            if (p.Target.Os == os && p.Target.Arch == arch)
            {
                return p.Target;
            }
        }
        return null;
    }

    /// <summary>The services of a supported target.</summary>
    public static Platform Of(Target target)
    {
        foreach (Platform p in s_all)
        {
            if (p.Target == target)
            {
                return p;
            }
        }
        throw Diagnostics.Unexpected.Value(target);
    }
}

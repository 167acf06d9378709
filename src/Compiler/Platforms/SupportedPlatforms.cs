using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Images.Elf;
using Go.Compiler.Images.Pe;
using Go.Compiler.Os.Darwin;
using Go.Compiler.Os.Linux;
using Go.Compiler.Os.Windows;
using Go.Compiler.Targets;

namespace Go.Compiler.Platforms;

/// <summary>The supported pairs of operating system and architecture: one row each.</summary>
public static class SupportedPlatforms
{
    private static readonly Platform[] s_all =
    [
        new()
        {
            Target = Amd64Facts.With("linux"),
            AssemblerDialect = new Amd64AsmDialect(Amd64ThreadLocal.InFs),
            AssemblerDefines = Amd64Facts.AssemblerDefines,
            NewCodeGenerator = static layout => Amd64Machine.New(layout, Amd64ThreadLocal.InFs),
            Relocator = new Amd64Relocator(),
            Image = LinuxFacts.Image("amd64", baseAddress: 0x400000, segmentAlignment: 0x1000, threadLocalOffset: -8),
            ImageFormat = new ElfImageFormat(new ElfFacts(Machine: 62, "/lib64/ld-linux-x86-64.so.2", RelativeRelocation: 8)),
        },
        new()
        {
            Target = Arm64Facts.With("linux"),
            AssemblerDialect = new Arm64AsmDialect(),
            AssemblerDefines = Arm64Facts.AssemblerDefines,
            NewCodeGenerator = static layout => Arm64Machine.New(layout),
            Relocator = new Arm64Relocator(),
            Image = LinuxFacts.Image("arm64", baseAddress: 0x10000, segmentAlignment: 0x10000, threadLocalOffset: 16),
            ImageFormat = new ElfImageFormat(new ElfFacts(Machine: 183, "/lib/ld-linux-aarch64.so.1", RelativeRelocation: 1027)),
        },
        new()
        {
            Target = Amd64Facts.With("windows") with { AllowsAtInLibraryNames = false },
            AssemblerDialect = new Amd64AsmDialect(Amd64ThreadLocal.BehindGs),
            AssemblerDefines = Amd64Facts.AssemblerDefines,
            NewCodeGenerator = static layout => Amd64Machine.New(layout, Amd64ThreadLocal.BehindGs),
            Relocator = new Amd64Relocator(),
            Image = WindowsFacts.Image("amd64"),
            ImageFormat = new PeImageFormat(new PeFacts(Machine: 0x8664)),
            ExecutableSuffix = WindowsFacts.ExecutableSuffix,
            Resources = WindowsResources.Of,
            ResourceObjects = WindowsResources.FromObjects(0x8664),
            MergeResources = WindowsResources.Merge,
            Frames = new Amd64FrameReader(),
        },
        new()
        {
            Target = Arm64Facts.With("windows") with { AllowsAtInLibraryNames = false },
            AssemblerDialect = new Arm64AsmDialect(),
            AssemblerDefines = Arm64Facts.AssemblerDefines,
            NewCodeGenerator = static layout => Arm64Machine.New(layout),
            Relocator = new Arm64Relocator(),
            Image = WindowsFacts.Image("arm64"),
            ImageFormat = new PeImageFormat(new PeFacts(Machine: 0xAA64)),
            ExecutableSuffix = WindowsFacts.ExecutableSuffix,
            Resources = WindowsResources.Of,
            ResourceObjects = WindowsResources.FromObjects(0xAA64),
            MergeResources = WindowsResources.Merge,
        },
        new()
        {
            Target = Amd64Facts.With("darwin") with { HasDwarf5 = false },
            AssemblerDialect = new Amd64AsmDialect(Amd64ThreadLocal.InGs),
            AssemblerDefines = Amd64Facts.AssemblerDefines,
            NewCodeGenerator = static layout => Amd64Machine.New(layout, Amd64ThreadLocal.InGs),
            Relocator = new Amd64Relocator(),
            Image = DarwinFacts.Image("amd64", baseAddress: 0x100_0000, pageSize: 0x1000, threadLocalOffset: 0x30),
            ImageFormat = DarwinFacts.Format(processor: 0x0100_0007, processorKind: 3, thread: (State: 4, Words: 42, Counter: 32),
                isSigned: false, hasOldNodes: true),
        },
        new()
        {
            Target = Arm64Facts.With("darwin") with { HasDwarf5 = false },
            AssemblerDialect = new Arm64AsmDialect(),
            AssemblerDefines = Arm64Facts.AssemblerDefines,
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

    /// <summary>What the names of programs end in on a system (GOOS), such as <c>.exe</c>.</summary>
    public static string ExecutableSuffix(string os)
    {
        foreach (Platform p in s_all)
        {
            if (p.Target.Os == os)
            {
                return p.ExecutableSuffix;
            }
        }
        return "";
    }

    /// <summary>What names of programs end in, on one system or another.</summary>
    public static IReadOnlyList<string> ExecutableSuffixes { get; } = [.. s_all.Select(p => p.ExecutableSuffix).Distinct()];

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

using Go.Compiler.Arch.Amd64;
using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Images.Elf;
using Go.Compiler.Os.Linux;
using Go.Compiler.Targets;

namespace Go.Compiler.Platforms;

/// <summary>What linking for a target needs besides objects: the executable's shape and the instruction set's relocations.</summary>
public sealed record LinkPlatform(ImageFacts Facts, IImageFormat Format, Amd64Relocator Relocator)
{
    private const ushort ElfMachineAmd64 = 62;

    /// <summary>The row of a supported target.</summary>
    public static LinkPlatform Of(Target target) => (target.Os, target.Arch) switch
    {
        ("linux", "amd64") => new(LinuxFacts.Image("amd64", 0x400000, 0x1000, ElfMachineAmd64), new ElfImageFormat(), new Amd64Relocator()),
        _ => throw Unexpected.Value(target),
    };
}

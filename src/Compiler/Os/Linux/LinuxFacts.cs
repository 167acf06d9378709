using Go.Compiler.Images;

namespace Go.Compiler.Os.Linux;

/// <summary>Executables of Linux: static ELF (contract 1.1, 1.2, 10.1).</summary>
public static class LinuxFacts
{
    private const int ElfHeaderRoom = 0x1000;

    /// <summary>The facts of a pair; base address and page size are the pair's own.</summary>
    /// <param name="threadLocalOffset">Of the word with g from the thread pointer; the kernel is told where that is by the runtime itself,
    /// so no TLS segment exists.</param>
    public static ImageFacts Image(string arch, ulong baseAddress, int segmentAlignment, int threadLocalOffset) => new()
    {
        EntrySymbol = $"_rt0_{arch}_linux",
        BaseAddress = baseAddress,
        SegmentAlignment = segmentAlignment,
        HeaderRoom = ElfHeaderRoom,
        ThreadLocalOffset = threadLocalOffset,
    };
}

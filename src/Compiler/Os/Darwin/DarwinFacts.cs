using Go.Compiler.Images;
using Go.Compiler.Images.MachO;

namespace Go.Compiler.Os.Darwin;

/// <summary>Programs of macOS: Mach-O that the loader puts anywhere, with the system's calls in libraries (contract 1.2, 10.3).</summary>
public static class DarwinFacts
{
    private const int HeaderRoom = 0x1000;
    private const uint Version13 = 13 << 16, Version26 = (26 << 16) | (2 << 8);
    private const string SystemLibrary = "/usr/lib/libSystem.B.dylib";

    private static readonly Dictionary<(string Library, string Symbol), string> s_newNodes = new()
    {
        [(SystemLibrary, "fdopendir")] = "fdopendir$INODE64",
        [(SystemLibrary, "readdir_r")] = "readdir_r$INODE64",
        [(SystemLibrary, "getfsstat")] = "getfsstat$INODE64",
    };

    /// <summary>The facts of a pair; base address and page size are the pair's own.</summary>
    /// <param name="threadLocalOffset">Of the word with g in the thread's segment: the system keeps it free for Go.</param>
    public static ImageFacts Image(string arch, ulong baseAddress, int pageSize, int threadLocalOffset) => new()
    {
        EntrySymbol = $"_rt0_{arch}_darwin",
        BaseAddress = baseAddress,
        SegmentAlignment = pageSize,
        HeaderRoom = HeaderRoom,
        Imports = ImportAccess.Stub,
        IsAlwaysMoved = true,
        ThreadLocalOffset = threadLocalOffset,
    };

    /// <summary>The format of a pair.</summary>
    /// <param name="processor">The format's number of the architecture, and <paramref name="processorKind"/> of its kind.</param>
    /// <param name="thread">Programs begin with the arguments on the stack, where the registers of their first thread say; null: the loader
    /// calls them as a function.</param>
    /// <param name="isSigned">The system runs no program without a signature.</param>
    /// <param name="hasOldNodes">Functions whose structures have grown have a second name.</param>
    public static MachOImageFormat Format(uint processor, uint processorKind, (uint State, int Words, int Counter)? thread, bool isSigned,
        bool hasOldNodes) => new(new MachOFacts
    {
        Processor = processor,
        ProcessorKind = processorKind,
        Thread = thread,
        IsSigned = isSigned,
        OldestSystem = Version13,
        System = Version26,
        Loader = "/usr/lib/dyld",
        Names = hasOldNodes ? s_newNodes : [],
    });
}

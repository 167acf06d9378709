using Go.Compiler.Images;

namespace Go.Compiler.Os.Windows;

/// <summary>
/// Executables of Windows: PE files that the loader may put anywhere, with symbols of libraries as words that it fills in (contract 1.2,
/// 10.2).
/// </summary>
public static class WindowsFacts
{
    public const string ExecutableSuffix = ".exe";

    /// <summary>The facts of an architecture.</summary>
    public static ImageFacts Image(string arch) => new()
    {
        EntrySymbol = $"_rt0_{arch}_windows",
        BaseAddress = 0x1_4000_0000,
        SegmentAlignment = 0x1000,
        HeaderRoom = 0x600,
        Imports = ImportAccess.Slot,
        IsAlwaysMoved = true,
        ThreadLocalOffset = 0,
    };
}

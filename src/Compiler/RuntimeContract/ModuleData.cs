namespace Go.Compiler.RuntimeContract;

/// <summary>
/// Byte offsets of <c>runtime.moduledata</c>'s fields (runtime/symtab.go; contract 7.1). Slices and strings take three and two words.
/// </summary>
public static class ModuleData
{
    public const int PcHeader = 0x000, FuncNameTab = 0x008, CuTab = 0x020, FileTab = 0x038, PcTab = 0x050, PclnTable = 0x068, FTab = 0x080,
        FindFuncTab = 0x098, MinPc = 0x0A0, MaxPc = 0x0A8, Text = 0x0B0, EText = 0x0B8, NoPtrData = 0x0C0, ENoPtrData = 0x0C8,
        Data = 0x0D0, EData = 0x0D8, Bss = 0x0E0, EBss = 0x0E8, NoPtrBss = 0x0F0, ENoPtrBss = 0x0F8, CovCtrs = 0x100, ECovCtrs = 0x108,
        End = 0x110, GcData = 0x118, GcBss = 0x120, Types = 0x128, TypeDescLen = 0x130, ETypes = 0x138, ItabOffset = 0x140,
        ItabSize = 0x148, RoData = 0x150, GoFunc = 0x158, EPclnTab = 0x160, TextSectMap = 0x168, PTab = 0x180, PluginPath = 0x198,
        PkgHashes = 0x1A8,
        InitTasks = 0x1C0, ModuleName = 0x1D8, ModuleHashes = 0x1E8, HasMain = 0x200, Bad = 0x201, Next = 0x230;

    public const int Size = 568;

    /// <summary>Bytes of one entry of textsectmap: address offset, end, base address.</summary>
    public const int TextSectionSize = 24;

    /// <summary>Bytes at the start of the type section that no descriptor may use, so that no type has offset 0.</summary>
    public const int TypesPadding = 8;
}

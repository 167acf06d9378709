namespace Go.Compiler.Images.MachO;

/// <summary>Numbers and sizes of the format (mach-o/loader.h, mach-o/nlist.h).</summary>
internal static class MachONumbers
{
    public const uint Magic64 = 0xFEEDFACF;
    public const uint ExecuteFile = 2;
    public const uint NoUndefinedFlag = 0x1, DynamicLinkFlag = 0x4, PositionIndependentFlag = 0x20_0000;

    public const int HeaderSize = 32, CommandHeadSize = 8, SegmentSize = 72, SectionSize = 80, SymbolSize = 16, NameSize = 16;

    public const uint ReadAccess = 1, WriteAccess = 2, ExecuteAccess = 4;
    public const uint ReadOnlySegment = 0x10;

    public const uint ZeroFill = 0x1, SymbolPointers = 0x6, SymbolStubs = 0x8, TypeMask = 0xFF;
    public const uint SomeInstructions = 0x400, PureInstructions = 0x8000_0000;

    public const byte ExternalSymbol = 0x01, SectionSymbol = 0x0E;

    public const uint MacPlatform = 1;
}

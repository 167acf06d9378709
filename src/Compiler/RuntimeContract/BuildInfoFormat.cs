namespace Go.Compiler.RuntimeContract;

/// <summary>The build information blob that debug/buildinfo finds by section name (contract 7.7).</summary>
public static class BuildInfoFormat
{
    /// <summary>Fourteen bytes that start the blob: 0xFF, " Go buildinf:".</summary>
    public static ReadOnlySpan<byte> Magic => [0xFF, 0x20, 0x47, 0x6F, 0x20, 0x62, 0x75, 0x69, 0x6C, 0x64, 0x69, 0x6E, 0x66, 0x3A];

    /// <summary>Strings follow inline, each with its length, from this offset on.</summary>
    public const int HeaderSize = 32;
    public const byte InlineStringsFlag = 2;
    public const int Alignment = 16;

    /// <summary>Frames around the module text, so that it can be found in any binary (cmd/go/internal/modload/build.go).</summary>
    public static ReadOnlySpan<byte> ModInfoStart
        => [0x30, 0x77, 0xAF, 0x0C, 0x92, 0x74, 0x08, 0x02, 0x41, 0xE1, 0xC1, 0x07, 0xE6, 0xD6, 0x18, 0xE6];
    public static ReadOnlySpan<byte> ModInfoEnd
        => [0xF9, 0x32, 0x43, 0x31, 0x86, 0x18, 0x20, 0x72, 0x00, 0x82, 0x42, 0x10, 0x41, 0x16, 0xD8, 0xF2];
}

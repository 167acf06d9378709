namespace Go.Compiler.Arch.Arm64;

/// <summary>How a move reads and writes memory.</summary>
/// <param name="Shift">Logarithm of the bytes.</param>
/// <param name="Load">Size, vector bit and opc of the load, without addressing mode.</param>
/// <param name="Store">The same of the store.</param>
/// <param name="IsFloat">The register is a floating-point one.</param>
internal sealed record Arm64Access(int Shift, uint Load, uint Store, bool IsFloat)
{
    // table
    private static readonly Dictionary<string, Arm64Access> s_byName = new(StringComparer.Ordinal)
    {
        ["MOVB"] = new(0, 0x38800000, 0x38000000, false), ["MOVBU"] = new(0, 0x38400000, 0x38000000, false),
        ["MOVH"] = new(1, 0x78800000, 0x78000000, false), ["MOVHU"] = new(1, 0x78400000, 0x78000000, false),
        ["MOVW"] = new(2, 0xb8800000, 0xb8000000, false), ["MOVWU"] = new(2, 0xb8400000, 0xb8000000, false),
        ["MOVD"] = new(3, 0xf8400000, 0xf8000000, false),
        ["FMOVS"] = new(2, 0xbc400000, 0xbc000000, true), ["FMOVD"] = new(3, 0xfc400000, 0xfc000000, true),
        ["FMOVQ"] = new(4, 0x3cc00000, 0x3c800000, true),
    };

    public static Arm64Access? Find(string mnemonic) => s_byName.GetValueOrDefault(mnemonic);
}

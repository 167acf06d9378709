namespace Go.Compiler.Arch.Arm64;

/// <summary>How a move reads and writes memory.</summary>
/// <param name="Shift">Logarithm of the bytes.</param>
/// <param name="Load">Size, vector bit and opc of the load, without addressing mode.</param>
/// <param name="Store">The same of the store.</param>
/// <param name="IsFloat">The register is a floating-point one.</param>
internal sealed record Arm64Access(int Shift, uint Load, uint Store, bool IsFloat)
{
    /// <summary>A load that extends to 64 bits; takes the place of the load's bit.</summary>
    private const uint SignExtended = 2u << 22;

    // table
    private static readonly Dictionary<string, Arm64Access> s_byName = new(StringComparer.Ordinal)
    {
        ["MOVB"] = Of(0, isSigned: true), ["MOVBU"] = Of(0), ["MOVH"] = Of(1, isSigned: true), ["MOVHU"] = Of(1),
        ["MOVW"] = Of(2, isSigned: true), ["MOVWU"] = Of(2), ["MOVD"] = Of(3),
        ["FMOVS"] = Of(2, isFloat: true), ["FMOVD"] = Of(3, isFloat: true), ["FMOVQ"] = Of(4, isFloat: true),
    };

    public static Arm64Access? Find(string mnemonic) => s_byName.GetValueOrDefault(mnemonic);

    private static Arm64Access Of(int shift, bool isSigned = false, bool isFloat = false)
    {
        uint store = Arm64Words.Access(1 << shift, isFloat, load: false);
        return new Arm64Access(shift, isSigned ? store | SignExtended : Arm64Words.Access(1 << shift, isFloat, load: true), store, isFloat);
    }
}

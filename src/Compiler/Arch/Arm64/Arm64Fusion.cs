namespace Go.Compiler.Arch.Arm64;

/// <summary>Fused multiplications of floats a, b and an addend c: bit 0 subtracts the product, bit 1 negates all of the result.</summary>
internal enum Arm64Fusion : byte
{
    /// <summary>FMADD: c + a*b.</summary>
    MultiplyAdd,

    /// <summary>FMSUB: c - a*b.</summary>
    MultiplySubtract,

    /// <summary>FNMADD: -c - a*b.</summary>
    NegatedMultiplyAdd,

    /// <summary>FNMSUB: a*b - c.</summary>
    NegatedMultiplySubtract,
}

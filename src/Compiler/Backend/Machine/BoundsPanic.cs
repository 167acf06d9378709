using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Backend.Machine;

/// <summary>A failed bounds check: where the index (x) and the bound (y) are, in registers or as constants.</summary>
internal readonly record struct BoundsPanic
{
    /// <summary>Largest constant that the table's entry can hold.</summary>
    public const int MaxConstant = 31;

    private const int Codes = 9;

    public required BoundsCode Code { get; init; }
    public required bool IsSigned { get; init; }
    public required int X { get; init; }
    public required bool XIsRegister { get; init; }
    public required int Y { get; init; }
    public required bool YIsRegister { get; init; }

    /// <summary>The value of PCDATA PanicBounds (contract 4.6).</summary>
    public int Encoded
    {
        get
        {
            int x = XIsRegister ? 1 | (IsSigned ? 4 : 0) | X << 3 : X << 2;
            return (x | (YIsRegister ? 2 : 0) | Y << 7) * Codes + (int)Code;
        }
    }
}

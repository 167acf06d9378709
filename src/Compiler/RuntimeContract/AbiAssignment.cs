using Go.Compiler.Types;

namespace Go.Compiler.RuntimeContract;

/// <summary>Where one scalar of a parameter or result travels.</summary>
/// <param name="Register">Index in the integer or float argument sequence (by <paramref name="Kind"/>); -1 when the whole parameter is on
/// the stack.</param>
/// <param name="Offset">Byte offset of the scalar within its parameter.</param>
/// <param name="Kind">Machine kind.</param>
public readonly record struct AbiScalar(int Register, int Offset, ScalarKind Kind)
{
    public bool IsFloat => Kind is ScalarKind.F32 or ScalarKind.F64;
}

/// <summary>One parameter or result (receiver counts as the first parameter).</summary>
public sealed record AbiParameter
{
    public required GoType Type { get; init; }

    /// <summary>All scalars in registers, or none.</summary>
    public required bool InRegisters { get; init; }

    /// <summary>Scalars when in registers (also those of types that Layout keeps in memory); empty for stack parameters.</summary>
    public required IReadOnlyList<AbiScalar> Scalars { get; init; }

    /// <summary>
    /// Stack parameters: offset from the start of the argument area (above the return address, FixedFrameSize not included).
    /// </summary>
    public long StackOffset { get; init; } = -1;

    /// <summary>Register parameters (not results): offset of the spill slot in the argument area; else -1.</summary>
    public long SpillOffset { get; init; } = -1;
}

/// <summary>The calling convention applied to one signature (contract 1.3).</summary>
public sealed record AbiAssignment
{
    public required FunctionAbi Abi { get; init; }
    public required IReadOnlyList<AbiParameter> Parameters { get; init; }
    public required IReadOnlyList<AbiParameter> Results { get; init; }

    /// <summary>Bytes of stack arguments and stack results (before the spill area), rounded to a word.</summary>
    public required long StackSize { get; init; }

    /// <summary>Bytes of arguments, results and spill area: what a caller reserves and <c>_func.args</c> says.</summary>
    public required long ArgumentWidth { get; init; }
}

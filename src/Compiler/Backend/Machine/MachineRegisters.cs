namespace Go.Compiler.Backend.Machine;

/// <summary>
/// The registers of an architecture and their roles in Go's conventions (contract 1.3), as numbers over both classes and sets of them. What
/// is in no set is never allocated.
/// </summary>
internal sealed class MachineRegisters
{
    /// <summary>What the allocator may use.</summary>
    public required ulong Integers { get; init; }
    public required ulong Floats { get; init; }

    /// <summary>In which order equally good ones are tried.</summary>
    public required byte[] IntegerOrder { get; init; }
    public required byte[] FloatOrder { get; init; }

    /// <summary>Arguments and results, in order.</summary>
    public required byte[] IntegerArguments { get; init; }
    public required byte[] FloatArguments { get; init; }

    /// <summary>The closure context at entry.</summary>
    public required int Context { get; init; }

    /// <summary>Free for sequences and for moves between places of the frame; never allocated.</summary>
    public required int Scratch { get; init; }

    /// <summary>Where a write barrier's call leaves its buffer, and what it destroys (contract 4.8).</summary>
    public required int BarrierBuffer { get; init; }
    public required ulong BarrierClobbers { get; init; }

    public ulong All => Integers | Floats;

    public int Argument(bool isFloat, int index) => isFloat ? FloatArguments[index] : IntegerArguments[index];

    public bool IsFloat(int register) => (Floats >> register & 1) != 0;
}

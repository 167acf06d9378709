using Go.Compiler.Collections;

namespace Go.Compiler.RegAlloc;

/// <summary>Kinds of places.</summary>
public enum LocationKind : byte
{
    None,
    Register,
    /// <summary>A word of the allocator's part of the frame.</summary>
    Slot,
    /// <summary>A register's own memory place (<see cref="VirtualRegister.HomeSlot"/>).</summary>
    Home,
    /// <summary>Nowhere: the value is made again.</summary>
    Remat,
    /// <summary>
    /// The machine's scratch place for moves between memory and around cycles; holds a value of either class only within one gap.
    /// </summary>
    Scratch,
}

/// <summary>A place: kind and number (register, slot, home, or the virtual register to make again).</summary>
public readonly record struct Location(LocationKind Kind, int Number)
{
    public bool IsRegister => Kind == LocationKind.Register;
    public bool IsMemory => Kind is LocationKind.Slot or LocationKind.Home;
    public static Location Register(int number) => new(LocationKind.Register, number);
    public override string ToString() => Kind switch
    {
        LocationKind.Register => "p" + Number,
        LocationKind.Slot => "s" + Number,
        LocationKind.Home => "h" + Number,
        LocationKind.Remat => "remat r" + Number,
        LocationKind.Scratch => "scratch",
        _ => "none",
    };
}

/// <summary>A move right before an instruction.</summary>
/// <param name="Instruction">Before which instruction.</param>
/// <param name="Vreg">The value moved, for its class and width.</param>
public readonly record struct AllocationMove(int Instruction, int Vreg, Location From, Location To);

/// <summary>Where everything is.</summary>
public sealed class AllocationResult
{
    /// <summary>Parallel to the problem's operands.</summary>
    public required Location[] Operands { get; init; }

    /// <summary>By instruction, then in the order of execution.</summary>
    public required EntityList<AllocationMove> Moves { get; init; }

    /// <summary>Number of word-sized slots.</summary>
    public required int SlotCount { get; init; }

    /// <summary>By slot: holds a tracked register somewhere.</summary>
    public required bool[] SlotIsTracked { get; init; }

    /// <summary>By safepoint instruction: places that hold live tracked registers, sorted.</summary>
    public required Dictionary<int, Location[]> Safepoints { get; init; }
}

namespace Go.Compiler.RuntimeContract;

/// <summary>Limits of the stack check (internal/abi/stack.go; contract 2.1, 2.3), in bytes.</summary>
public static class StackGuards
{
    /// <summary>Frames up to this size compare SP itself with the guard.</summary>
    public const int Small = 128;

    /// <summary>Frames up to this size may subtract without an underflow check.</summary>
    public const int Big = 4096;

    /// <summary>What a chain of functions without stack check may use below a function with one.</summary>
    public const int NosplitLimit = 800;

    /// <summary>Offsets of the guards in g: ordinary functions, and those on the system stack.</summary>
    public const int Guard0Offset = 16, Guard1Offset = 24;
}

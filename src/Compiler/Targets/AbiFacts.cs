namespace Go.Compiler.Targets;

/// <summary>The numbers of Go's calling convention and memory layout on one architecture (contract section 1.3).</summary>
public sealed record AbiFacts
{
    public required int PointerSize { get; init; }
    public required ByteOrder ByteOrder { get; init; }

    /// <summary>Number of integer registers used for arguments and results.</summary>
    public required int IntegerRegisters { get; init; }

    /// <summary>Number of floating-point registers used for arguments and results.</summary>
    public required int FloatRegisters { get; init; }

    /// <summary>Bytes between SP at a call and the first stack argument on the caller's side (arm64 keeps LR there).</summary>
    public required int FixedFrameSize { get; init; }

    /// <summary>Largest alignment of any basic type.</summary>
    public required int MaxAlignment { get; init; }

    /// <summary>Alignment that SP keeps always, in bytes.</summary>
    public required int StackAlignment { get; init; }

    /// <summary>Default alignment of function symbols.</summary>
    public required int FunctionAlignment { get; init; }

    /// <summary>
    /// Alignment of functions with loops: how fast a loop runs depends on where it lies in the lines that processors fetch and keep
    /// decoded, and is to be the same wherever the function comes to lie.
    /// </summary>
    public required int LoopAlignment { get; init; }

    /// <summary>Smallest instruction size: the unit of pc deltas in pc-value tables.</summary>
    public required int PcQuantum { get; init; }

    /// <summary>Bytes a call instruction itself puts on the stack; 0 where there is a link register.</summary>
    public required int CallSize { get; init; }

    /// <summary>Bytes of the nosplit budget that are not a function's own besides <see cref="CallSize"/> (contract 2.3).</summary>
    public required int NosplitReserve { get; init; }

    /// <summary>
    /// Code accesses variables by parts of their addresses that do not hold the lowest bits: data must be aligned as its size is, up to
    /// this many bytes. 1: it need not.
    /// </summary>
    public required int AccessAlignment { get; init; }

    /// <summary>Fills the gaps between functions; traps when executed.</summary>
    public required byte CodeFill { get; init; }

    /// <summary>A call leaves the return address in a register, which every function with a call of its own must save.</summary>
    public bool HasLinkRegister => CallSize == 0;
}

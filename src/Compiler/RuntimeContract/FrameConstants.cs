namespace Go.Compiler.RuntimeContract;

/// <summary>Frame and segment limits that the compiler and the linker share with the runtime (contract 4.1, 4.6, 7.10).</summary>
public static class FrameConstants
{
    /// <summary>Accesses at smaller offsets from nil fault in the page at address zero and become nil panics.</summary>
    public const int NilPageSize = 4096;

    /// <summary>Largest object that moves to the stack by escape analysis, and largest declared variable on the stack.</summary>
    public const int MaxImplicitStackObject = 64 << 10, MaxStackVariable = 128 << 10;

    /// <summary>What the variables and callees' arguments of a function, and its own arguments, must stay below.</summary>
    public const long MaxFrame = 1 << 30;

    /// <summary>Bytes of all sections together, so that code reaches everything with 32-bit distances.</summary>
    public const long MaxProgram = 2_000_000_000;

    /// <summary>Default alignment of data symbols: this, halved until it is not above the size.</summary>
    public const int MaxDataAlignment = 32;

    /// <summary>The alignment of a data symbol that states none (contract 7.10).</summary>
    public static int DataAlignment(int stated, long size)
    {
        if (stated != 0)
        {
            return stated;
        }
        int align = MaxDataAlignment;
        while (align > size && align > 1)
        {
            align >>= 1;
        }
        return align;
    }
}

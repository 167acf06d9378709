namespace Go.Compiler.Collections;

/// <summary>Rounding up to multiples of powers of two.</summary>
internal static class Alignment
{
    public static int Up(int value, int alignment) => (value + alignment - 1) & -alignment;

    public static uint Up(uint value, uint alignment) => (value + alignment - 1) & ~(alignment - 1);

    public static long Up(long value, long alignment) => (value + alignment - 1) & -alignment;

    public static ulong Up(ulong value, ulong alignment) => (value + alignment - 1) & ~(alignment - 1);
}

namespace Go.Compiler.Ssa.Escape;

/// <summary>
/// How parameters leak: per parameter <see cref="Stride"/> bytes: 1 + dereferences on the way to the heap, then likewise to each result; 0
/// = does not.
/// </summary>
internal static class EscapeTags
{
    public const int Stride = 8, MaxDereferences = 100;

    /// <summary>Dereferences on the way to the heap, or -1.</summary>
    public static int ToHeap(byte[] tags, int parameter) => At(tags, parameter, 0);

    /// <summary>There is a byte for a result. Results beyond the last byte count as the heap.</summary>
    public static bool Knows(int result) => result + 1 < Stride;

    /// <summary>Dereferences on the way to a result, or -1.</summary>
    public static int ToResult(byte[] tags, int parameter, int result) => Knows(result) ? At(tags, parameter, result + 1) : -1;

    public static void Record(byte[] tags, int parameter, int result, int dereferences)
    {
        int i = parameter * Stride + (result >= 0 && result + 1 < Stride ? result + 1 : 0);
        byte tag = (byte)(Math.Min(dereferences, MaxDereferences) + 1);
        if (tags[i] == 0 || tag < tags[i])
        {
            tags[i] = tag;
        }
    }

    private static int At(byte[] tags, int parameter, int column)
    {
        int i = parameter * Stride + column;
        return i < tags.Length ? tags[i] - 1 : -1;
    }
}

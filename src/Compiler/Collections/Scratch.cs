using System.Numerics;

namespace Go.Compiler.Collections;

/// <summary>
/// A table by dense id for the time of one pass, all zero at first. Its memory is the thread's, and serves the next pass: tables as long
/// as a function has values, made anew by each of dozens of passes, were a tenth of all that a build allocated. To be disposed by who
/// rented it, once, on the thread that did; what is never disposed is garbage as any array.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
internal readonly struct Scratch<T> : IDisposable
    where T : unmanaged
{
    /// <summary>How many tables a thread keeps, and how long ones: a pass has a few at once, and few functions are large.</summary>
    private const int KeptTables = 16, LongestKept = 1 << 16, Shortest = 256;

    [ThreadStatic]
    private static Stack<T[]>? t_free;

    private readonly T[] _items;

    private Scratch(T[] items, int length)
    {
        _items = items;
        Length = length;
    }

    public int Length { get; }

    public ref T this[int index] => ref Span[index];

    public Span<T> Span => new(_items, 0, Length);

    public static Scratch<T> Rent(int length)
    {
        if (t_free is { Count: > 0 } free && free.Pop() is { } items && items.Length >= length)
        {
            Array.Clear(items, 0, length);
            return new Scratch<T>(items, length);
        }
        return new Scratch<T>(new T[Math.Max(Shortest, (int)BitOperations.RoundUpToPowerOf2((uint)length))], length);
    }

    public void Dispose()
    {
        Stack<T[]> free = t_free ??= new Stack<T[]>(KeptTables);
        if (_items.Length <= LongestKept && free.Count < KeptTables)
        {
            free.Push(_items);
        }
    }
}

namespace Go.Compiler.Collections;

/// <summary>
/// Numbers from 0 to a limit that is given when the set is made; the default value is empty and stays so. Sets that are combined have the
/// same limit.
/// </summary>
public readonly struct BitSet(int limit)
{
    private const int WordBits = 64;

    private readonly ulong[]? _words = new ulong[(limit + WordBits - 1) / WordBits];

    private BitSet(ulong[] words)
        : this(0)
        => _words = words;

    public bool IsEmpty => _words is null || !_words.AsSpan().ContainsAnyExcept(0ul);

    public bool Contains(int number)
        => _words is { } words && number / WordBits < words.Length && (words[number / WordBits] >> (number % WordBits) & 1) != 0;

    public void Add(int number) => _words![number / WordBits] |= 1ul << (number % WordBits);

    public void Remove(int number) => _words![number / WordBits] &= ~(1ul << (number % WordBits));

    public void Clear() => Array.Clear(_words!);

    public BitSet Clone() => new((ulong[])_words!.Clone());

    /// <summary>Adds what the other set has; returns whether that was anything new.</summary>
    public bool UnionWith(BitSet other)
    {
        bool changed = false;
        for (int i = 0; i < _words!.Length; i++)
        {
            changed |= (other._words![i] & ~_words[i]) != 0;
            _words[i] |= other._words[i];
        }
        return changed;
    }

    /// <summary>Removes what the other set has not; returns whether that was anything.</summary>
    public bool IntersectWith(BitSet other)
    {
        bool changed = false;
        for (int i = 0; i < _words!.Length; i++)
        {
            changed |= (_words[i] & ~other._words![i]) != 0;
            _words[i] &= other._words[i];
        }
        return changed;
    }
}

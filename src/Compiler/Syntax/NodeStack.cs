namespace Go.Compiler.Syntax;

/// <summary>
/// Collects the elements of lists while they are parsed: nested lists share one growing array, and only the finished list is
/// allocated, at its exact size.
/// </summary>
internal struct NodeStack<T>()
{
    private T[] _items = new T[32];

    /// <summary>Where a list that starts now begins.</summary>
    public int Count { get; private set; }

    public readonly T this[int index] => _items[index];

    public readonly T Last => _items[Count - 1];

    public void Push(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }
        _items[Count++] = item;
    }

    /// <summary>Removes and returns the elements since <paramref name="mark"/>.</summary>
    public T[] PopFrom(int mark)
    {
        if (Count == mark)
        {
            return [];
        }
        T[] list = _items.AsSpan(mark, Count - mark).ToArray();
        _items.AsSpan(mark, Count - mark).Clear();
        Count = mark;
        return list;
    }
}

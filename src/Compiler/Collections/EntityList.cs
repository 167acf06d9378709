using System.Collections;
using System.Runtime.CompilerServices;

namespace Go.Compiler.Collections;

/// <summary>
/// A growing list of small values: the ids of values, blocks and the like, which passes walk all the time. As the framework's list, but of
/// this assembly, so that ready-to-run code has its members inline: code of the framework's generic types over our types is compiled while
/// the compiler runs, and called through stubs until then. What is added while the list is walked is walked too.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
public sealed class EntityList<T> : IReadOnlyList<T>
    where T : struct
{
    private const int FirstCapacity = 4;

    private T[] _items = [];
    private int _count;

    public EntityList()
    {
    }

    /// <summary>An empty list with room for as many.</summary>
    public EntityList(int capacity) => _items = capacity == 0 ? [] : new T[capacity];

    public EntityList(ReadOnlySpan<T> items)
    {
        _items = items.ToArray();
        _count = items.Length;
    }

    public int Count => _count;

    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public T this[int index]
    {
        get
        {
            CheckIndex(index);
            return _items[index];
        }
        set
        {
            CheckIndex(index);
            _items[index] = value;
        }
    }

    /// <summary>The items, until the list changes.</summary>
    public Span<T> AsSpan() => new(_items, 0, _count);

    public static implicit operator ReadOnlySpan<T>(EntityList<T> list) => list.AsSpan();

    public void Add(T item)
    {
        if (_count == _items.Length)
        {
            Grow(_count + 1);
        }
        _items[_count++] = item;
    }

    [OverloadResolutionPriority(1)]
    public void AddRange(ReadOnlySpan<T> items)
    {
        int old = _count;
        MakeGap(old, items.Length);
        items.CopyTo(_items.AsSpan(old));
    }

    /// <summary>Takes the last item, for whoever uses the list as a stack.</summary>
    public bool TryPop(out T item)
    {
        if (_count == 0)
        {
            item = default;
            return false;
        }
        item = _items[--_count];
        return true;
    }

    public void AddRange(IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            Add(item);
        }
    }

    /// <summary>Makes room for as many in all.</summary>
    public void EnsureCapacity(int capacity)
    {
        if (capacity > _items.Length)
        {
            Grow(capacity);
        }
    }

    public void Insert(int index, T item)
    {
        MakeGap(index, 1);
        _items[index] = item;
    }

    /// <param name="items">Not of this list.</param>
    public void InsertRange(int index, ReadOnlySpan<T> items)
    {
        MakeGap(index, items.Length);
        items.CopyTo(_items.AsSpan(index));
    }

    public void RemoveAt(int index)
    {
        CheckIndex(index);
        RemoveRange(index, 1);
    }

    public void RemoveRange(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _count - index);
        Array.Copy(_items, index + count, _items, index, _count - index - count);
        _count -= count;
    }

    /// <summary>Removes all that satisfy; returns how many.</summary>
    public int RemoveAll(Predicate<T> satisfies)
    {
        int kept = 0, count = _count;
        for (int i = 0; i < count; i++)
        {
            T item = _items[i];
            if (!satisfies(item))
            {
                _items[kept++] = item;
            }
        }
        _count = kept;
        return count - kept;
    }

    public void Clear() => _count = 0;

    public int IndexOf(T item)
    {
        for (int i = 0; i < _count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(_items[i], item))
            {
                return i;
            }
        }
        return -1;
    }

    public bool Contains(T item) => IndexOf(item) >= 0;

    public bool Exists(Predicate<T> satisfies) => FindIndex(satisfies) >= 0;

    /// <summary>Index of the first that satisfies; -1 when none does.</summary>
    public int FindIndex(Predicate<T> satisfies)
    {
        for (int i = 0; i < _count; i++)
        {
            if (satisfies(_items[i]))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>The first that satisfies; the default value when none does.</summary>
    public T Find(Predicate<T> satisfies) => FindIndex(satisfies) is var at and >= 0 ? _items[at] : default;

    public bool TrueForAll(Predicate<T> satisfies) => !Exists(item => !satisfies(item));

    public void Reverse() => AsSpan().Reverse();

    public void Reverse(int index, int count) => AsSpan().Slice(index, count).Reverse();

    /// <summary>In ascending order.</summary>
    public void Sort() => AsSpan().Sort();

    public void Sort(Comparison<T> compare) => AsSpan().Sort(compare);

    /// <summary>So many items from an index on.</summary>
    public EntityList<T> GetRange(int index, int count) => new(AsSpan().Slice(index, count));

    public T[] ToArray() => AsSpan().ToArray();

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator()
    {
        for (int i = 0; i < _count; i++)
        {
            yield return _items[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)_count)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>Room for so many more, from an index on.</summary>
    private void MakeGap(int index, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, _count);
        if (_count + length > _items.Length)
        {
            Grow(_count + length);
        }
        Array.Copy(_items, index, _items, index + length, _count - index);
        _count += length;
    }

    private void Grow(int least)
    {
        var items = new T[Math.Max(least, _items.Length == 0 ? FirstCapacity : _items.Length * 2)];
        Array.Copy(_items, items, _count);
        _items = items;
    }

    /// <summary>Walks a list in order.</summary>
    public struct Enumerator(EntityList<T> list)
    {
        private int _next;

        public T Current { get; private set; }

        public bool MoveNext()
        {
            if (_next >= list._count)
            {
                return false;
            }
            Current = list._items[_next++];
            return true;
        }
    }
}

using Go.Compiler.Collections;

namespace Go.Compiler.Ssa;

/// <summary>
/// The nest of a graph's loops, by number in reverse postorder. A retreating edge makes its target a header; the loop is what reaches the
/// header without passing anything before it. Inner loops, whose headers have larger numbers, are found first and stand as one vertex in
/// the outer ones (Tarjan, "Testing Flow Graph Reducibility"), so that every edge is looked at about once.
/// </summary>
internal sealed class LoopNest
{
    private readonly int[] _representative;
    private readonly int[] _first, _from;
    private readonly EntityList<int> _work = [];

    // Only cycles that a goto enters in the middle have such: entries into a loop from blocks before its header. They may be part of a loop
    // around it.
    private readonly EntityList<Entry> _entries = [default];
    private readonly int[] _entriesOf;

    /// <summary>By vertex: the header of the innermost loop, or -1. A header belongs to its own.</summary>
    public int[] Header { get; }

    /// <summary>By header: that of the loop around, or -1.</summary>
    public int[] Outer { get; }

    /// <summary>By vertex: the number of loops around it.</summary>
    public int[] Depth { get; }

    /// <param name="first">Predecessors of vertex i: <paramref name="from"/>[first[i]..first[i + 1]].</param>
    public LoopNest(int[] first, int[] from, CancellationToken cancellation)
    {
        int count = first.Length - 1;
        (_first, _from, _entriesOf, _representative) = (first, from, new int[count], new int[count]);
        (Header, Outer, Depth) = (new int[count], new int[count], new int[count]);
        Array.Fill(Header, -1);
        Array.Fill(Outer, -1);
        for (int i = 0; i < count; i++)
        {
            _representative[i] = i;
        }
        for (int i = count - 1; i >= 0; i--)
        {
            if (IsHeader(i))
            {
                cancellation.ThrowIfCancellationRequested();
                Collect(i);
            }
        }
        for (int i = 0; i < count; i++)
        {
            Depth[i] = Header[i] != i ? Header[i] < 0 ? 0 : Depth[Header[i]] : Outer[i] < 0 ? 1 : Depth[Outer[i]] + 1;
        }
    }

    private bool IsHeader(int vertex)
    {
        for (int e = _first[vertex]; e < _first[vertex + 1]; e++)
        {
            if (_from[e] >= vertex)
            {
                return true;
            }
        }
        return false;
    }

    private void Collect(int header)
    {
        Header[header] = header;
        for (int e = _first[header]; e < _first[header + 1]; e++)
        {
            if (_from[e] >= header)
            {
                _work.Add(_from[e]);
            }
        }
        while (_work.Count > 0)
        {
            int vertex = Find(_work[^1]);
            _work.RemoveAt(_work.Count - 1);
            if (vertex == header)
            {
                continue;
            }
            _representative[vertex] = header;
            (Header[vertex] == vertex ? Outer : Header)[vertex] = header;
            for (int e = _first[vertex]; e < _first[vertex + 1]; e++)
            {
                if (_from[e] >= header)
                {
                    _work.Add(_from[e]);
                }
                else
                {
                    _entries.Add(new Entry(_from[e], 0, 0, 1));
                    _entriesOf[header] = Merge(_entriesOf[header], _entries.Count - 1);
                }
            }
            _entriesOf[header] = Merge(_entriesOf[header], _entriesOf[vertex]);
            while (_entriesOf[header] is var top and not 0 && _entries[top].From >= header)
            {
                _work.Add(_entries[top].From);
                _entriesOf[header] = Merge(_entries[top].Left, _entries[top].Right);
            }
        }
    }

    // The header of the outermost loop found so far that the vertex is in, or itself.
    private int Find(int vertex)
    {
        while (_representative[vertex] != vertex)
        {
            vertex = _representative[vertex] = _representative[_representative[vertex]];
        }
        return vertex;
    }

    /// <summary>A leftist heap, largest first (Crane 1972).</summary>
    private readonly record struct Entry(int From, int Left, int Right, int Rank);

    private int Merge(int a, int b)
    {
        if (a == 0 || b == 0)
        {
            return a + b;
        }
        if (_entries[a].From < _entries[b].From)
        {
            (a, b) = (b, a);
        }
        Entry top = _entries[a];
        int left = top.Left, right = Merge(top.Right, b);
        if (_entries[left].Rank < _entries[right].Rank)
        {
            (left, right) = (right, left);
        }
        _entries[a] = new Entry(top.From, left, right, _entries[right].Rank + 1);
        return a;
    }
}

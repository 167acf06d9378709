using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

/// <summary>
/// The fields that a struct literal has given so far, as paths through embedded structs: no path may be given twice or lead through another
/// one. Few fields are searched; many get a tree of their paths.
/// </summary>
internal sealed class GivenFields
{
    private const int ShortList = 16;

    private readonly EntityList<(IReadOnlyList<int> Path, Variable Field)> _given = [];

    /// <summary>
    /// The node below a node (upper half of the key) for a field's position (lower half); the root is 0. Null while there are few fields.
    /// </summary>
    private Dictionary<long, int>? _below;

    /// <summary>By node: the field that was the first to lead to it.</summary>
    private readonly EntityList<int> _first = [];

    /// <summary>Adds a field, unless it is in conflict with a field given before; returns that one.</summary>
    public (IReadOnlyList<int> Path, Variable Field)? Add(IReadOnlyList<int> path, Variable field)
    {
        if (_given.Count == ShortList && _below is null)
        {
            _below = [];
            _first.Add(0);
            for (int i = 0; i < _given.Count; i++)
            {
                Enter(_given[i].Path, i);
            }
        }
        int conflict = _below is null ? Search(path) : Enter(path, _given.Count);
        if (conflict >= 0)
        {
            return _given[conflict];
        }
        _given.Add((path, field));
        return null;
    }

    private int Search(IReadOnlyList<int> path)
    {
        for (int i = 0; i < _given.Count; i++)
        {
            IReadOnlyList<int> other = _given[i].Path;
            int common = 0;
            while (common < path.Count && common < other.Count && path[common] == other[common])
            {
                common++;
            }
            if (common == path.Count || common == other.Count)
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>
    /// Follows a path and adds the nodes it lacks. The number of the field in conflict with it - then none is added - or -1.
    /// </summary>
    private int Enter(IReadOnlyList<int> path, int number)
    {
        int node = 0;
        bool isNew = false;
        for (int i = 0; i < path.Count; i++)
        {
            long key = ((long)node << 32) | (uint)path[i];
            if (!_below!.TryGetValue(key, out int next))
            {
                _below.Add(key, next = _first.Count);
                _first.Add(number);
                isNew = true;
            }
            else if (_given[_first[next]].Path.Count == i + 1)
            {
                return _first[next];
            }
            node = next;
        }
        return isNew ? -1 : _first[node];
    }
}

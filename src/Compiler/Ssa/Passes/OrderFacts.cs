using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// What is known about the integers of a function at a place: the range of each value (read as a signed integer of its kind) and facts of
/// the form x &lt;= y + w between two values. All facts are about mathematical integers, so they may be added up along any path; whoever
/// states one has excluded wrap-around. Facts are undone in the reverse order of their making, which fits a walk over the dominator tree.
/// </summary>
internal sealed class OrderFacts : IDisposable
{
    /// <summary>Values looked at for one question: what is provable at all is nearly always so after few.</summary>
    private const int MaxSteps = 40;

    /// <summary>Larger distances prove nothing and might overflow when added up.</summary>
    private const long MaxWeight = 1L << 58;

    private readonly struct Fact(int target, int next, long weight)
    {
        public readonly int Target = target, Next = next;
        public readonly long Weight = weight;
    }

    private readonly struct Change(int value, byte what, long a, long b)
    {
        public readonly int Value = value;
        public readonly byte What = what;
        public readonly long A = a, B = b;
    }

    private const byte RangeChange = 0, AboveChange = 1, BelowChange = 2;

    private readonly EntityList<Fact> _facts = [default];
    private readonly EntityList<Change> _changes = [];
    private readonly Scratch<long> _low, _high;     // of values not met yet: all integers
    private readonly Scratch<int> _above, _below; // heads of the lists: value <= target + weight; value >= target + weight

    // The search of one question.
    private readonly (int Node, long Distance)[] _queue = new (int, long)[MaxSteps];
    private readonly Scratch<int> _asked; // number of the last question that met a value
    private readonly Scratch<long> _distance;
    private int _queueLength, _question;

    public OrderFacts(int valueLimit)
    {
        _low = Scratch<long>.Rent(valueLimit);
        _high = Scratch<long>.Rent(valueLimit);
        _above = Scratch<int>.Rent(valueLimit);
        _below = Scratch<int>.Rent(valueLimit);
        _asked = Scratch<int>.Rent(valueLimit);
        _distance = Scratch<long>.Rent(valueLimit);
        _low.Span.Fill(long.MinValue);
        _high.Span.Fill(long.MaxValue);
    }

    public void Dispose()
    {
        _low.Dispose();
        _high.Dispose();
        _above.Dispose();
        _below.Dispose();
        _asked.Dispose();
        _distance.Dispose();
    }

    public long Low(ValueId v) => _low[v.Index];
    public long High(ValueId v) => _high[v.Index];

    /// <summary>The range that a value has wherever it is used.</summary>
    public void Define(ValueId v, long low, long high)
    {
        (_low[v.Index], _high[v.Index]) = (low, high);
    }

    /// <summary>A place to return to with <see cref="Undo"/>.</summary>
    public int Mark => _changes.Count;

    public void Undo(int mark)
    {
        while (_changes.Count > mark)
        {
            Change c = _changes[_changes.Count - 1];
            _changes.RemoveAt(_changes.Count - 1);
            switch (c.What)
            {
                case RangeChange:
                    (_low[c.Value], _high[c.Value]) = (c.A, c.B);
                    break;
                case AboveChange:
                    _above[c.Value] = (int)c.A;
                    _facts.RemoveAt(_facts.Count - 1);
                    break;
                default:
                    _below[c.Value] = (int)c.A;
                    _facts.RemoveAt(_facts.Count - 1);
                    break;
            }
        }
    }

    /// <summary>Narrows a range. Contradictions (code that cannot be reached) leave it as it was.</summary>
    public void Narrow(ValueId v, long low, long high)
    {
        low = Math.Max(low, _low[v.Index]);
        high = Math.Min(high, _high[v.Index]);
        if (low > high || (low == _low[v.Index] && high == _high[v.Index]))
        {
            return;
        }
        _changes.Add(new Change(v.Index, RangeChange, _low[v.Index], _high[v.Index]));
        (_low[v.Index], _high[v.Index]) = (low, high);
    }

    /// <summary>States x &lt;= y + weight.</summary>
    public void StateAtMost(ValueId x, ValueId y, long weight)
    {
        if (x == y || weight is > MaxWeight or < -MaxWeight)
        {
            return;
        }
        Narrow(x, long.MinValue, Sum(_high[y.Index], weight));
        Narrow(y, Sum(_low[x.Index], -weight), long.MaxValue);
        _changes.Add(new Change(x.Index, AboveChange, _above[x.Index], 0));
        _facts.Add(new Fact(y.Index, _above[x.Index], weight));
        _above[x.Index] = _facts.Count - 1;
        _changes.Add(new Change(y.Index, BelowChange, _below[y.Index], 0));
        _facts.Add(new Fact(x.Index, _below[y.Index], -weight));
        _below[y.Index] = _facts.Count - 1;
    }

    /// <summary>States x = y + weight.</summary>
    public void StateEqual(ValueId x, ValueId y, long weight)
    {
        StateAtMost(x, y, weight);
        StateAtMost(y, x, -weight);
    }

    /// <summary>Whether x &lt;= y + weight follows from the facts.</summary>
    public bool IsAtMost(ValueId x, ValueId y, long weight)
    {
        long low = LowerBound(y);
        Begin(x.Index, 0);
        for (int at = 0; at < _queueLength; at++)
        {
            // x <= node + distance
            (int node, long distance) = _queue[at];
            long rest = weight - distance;
            if ((node == y.Index && rest >= 0) || _high[node] <= (Int128)low + rest)
            {
                return true;
            }
            for (int i = _above[node]; i != 0; i = _facts[i].Next)
            {
                Go(_facts[i].Target, distance + _facts[i].Weight, true);
            }
        }
        return false;
    }

    /// <summary>The best upper bound that the facts give.</summary>
    public long UpperBound(ValueId v) => Bound(v, _above, _high, true);

    /// <summary>The best lower bound that the facts give.</summary>
    public long LowerBound(ValueId v) => Bound(v, _below, _low, false);

    private long Bound(ValueId v, Scratch<int> heads, Scratch<long> ends, bool isUpper)
    {
        long best = isUpper ? long.MaxValue : long.MinValue;
        Begin(v.Index, 0);
        for (int at = 0; at < _queueLength; at++)
        {
            (int node, long distance) = _queue[at];
            long through = Sum(ends[node], distance);
            best = isUpper ? Math.Min(best, through) : Math.Max(best, through);
            for (int i = heads[node]; i != 0; i = _facts[i].Next)
            {
                Go(_facts[i].Target, distance + _facts[i].Weight, isUpper);
            }
        }
        return best;
    }

    private void Begin(int node, long distance)
    {
        _queueLength = 0;
        _question++;
        _asked[node] = _question;
        _distance[node] = distance;
        _queue[_queueLength++] = (node, distance);
    }

    /// <summary>Nearest values first; again only by a shorter way.</summary>
    private void Go(int node, long distance, bool isShorterLess)
    {
        if (_queueLength == _queue.Length || distance is > MaxWeight or < -MaxWeight
            || (_asked[node] == _question && (isShorterLess ? _distance[node] <= distance : _distance[node] >= distance)))
        {
            return;
        }
        _asked[node] = _question;
        _distance[node] = distance;
        _queue[_queueLength++] = (node, distance);
    }

    /// <summary>a + b, held inside the integers of 64 bits.</summary>
    private static long Sum(long a, long b)
    {
        long sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) >= 0 ? sum : a < 0 ? long.MinValue : long.MaxValue;
    }
}

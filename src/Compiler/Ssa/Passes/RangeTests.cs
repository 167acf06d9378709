using Go.Compiler.Diagnostics;

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Two comparisons of one value with constants that decide one question become one: <c>c &gt;= '0' &amp;&amp; c &lt;= '9'</c> is
/// <c>c - '0' &lt;= 9</c> without sign, and <c>c != 4 &amp;&amp; c != 6</c> is <c>c | 2 != 6</c>.
/// </summary>
public sealed class RangeTests
{
    private readonly SsaFunction _f;
    private bool _changed;

    private RangeTests(SsaFunction function) => _f = function;

    public static void Run(SsaFunction function)
    {
        var pass = new RangeTests(function);
        for (int i = function.Order.Count - 1; i >= 0; i--)
        {
            pass.Fuse(function[function.Order[i]]);
        }
        if (pass._changed)
        {
            BlockFusion.Run(function);
            DeadCode.Run(function);
        }
    }

    /// <summary>
    /// A block that goes on to a second test, or away; the second test goes on too, or away to the same place.
    /// The first asks for both then.
    /// </summary>
    private void Fuse(Block first)
    {
        for (int on = 0; first.Kind == BlockKind.If && on < 2; on++)
        {
            Block second = _f[first.Successors[on]];
            BlockId away = first.Successors[1 - on];
            if (second.Id == away || second == first || second.Kind != BlockKind.If || second.Predecessors.Count != 1
                || !IsTestAlone(second))
            {
                continue;
            }
            int further = second.Successors[0] == away ? 1 : 0;
            if (second.Successors[1 - further] != away || second.Successors[further] == away
                || !TakesSameValues(first, 1 - on, second, 1 - further))
            {
                continue;
            }
            if (Both(_f, new Condition(first.Control, on == 0), new Condition(second.Control, further == 0)) is { } both)
            {
                foreach (ValueId v in second.Instructions)
                {
                    _f[v].Block = first.Id;
                }
                first.Instructions.AddRange(second.Instructions);
                second.Instructions.Clear();
                first.Likely = LikelihoodOf(first, on, second, further);
                first.Control = both.Emit(_f, first, first.Control, holds: on == 0);
                _f.BecomeJump(second, further);
                _changed = true;
                return;
            }
        }
    }

    private bool IsTestAlone(Block block)
    {
        foreach (ValueId v in block.Instructions)
        {
            if (_f[v].Op != Op.Const && v != block.Control)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The place that both edges lead to cannot tell which of them was taken.</summary>
    private bool TakesSameValues(Block first, int from, Block second, int also)
    {
        int a = _f.PredecessorIndex(first, from), b = _f.PredecessorIndex(second, also);
        foreach (ValueId v in _f[first.Successors[from]].Instructions)
        {
            if (_f[v].Op == Op.Phi && _f.Argument(v, a) != _f.Argument(v, b))
            {
                return false;
            }
        }
        return true;
    }

    private static sbyte LikelihoodOf(Block first, int on, Block second, int further)
    {
        int towards = on == 0 ? first.Likely : -first.Likely, beyond = further == 0 ? second.Likely : -second.Likely;
        int both = towards < 0 || beyond < 0 ? -1 : towards > 0 && beyond > 0 ? 1 : 0;
        return (sbyte)(on == 0 ? both : -both);
    }

    /// <summary>A comparison, or its opposite.</summary>
    internal readonly record struct Condition(ValueId Comparison, bool Holds);

    /// <summary>What holds exactly when both conditions do, as one comparison; null when there is none.</summary>
    internal static ValueTest? Both(SsaFunction f, Condition a, Condition b)
        => ValueTest.Of(f, a.Comparison, a.Holds) is { } x && ValueTest.Of(f, b.Comparison, b.Holds) is { } y ? ValueTest.Both(x, y) : null;
}

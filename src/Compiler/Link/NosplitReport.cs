using System.Globalization;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>
/// Tells which calls make chains without stack check too high: one error a function where such chains begin, with all of them as a tree.
/// </summary>
internal sealed class NosplitReport(LinkSession session, NosplitCheck check)
{
    private const int MaxRoots = 10, MaxChainsOfRoot = 20;

    private readonly List<(NosplitStep Step, bool IsTold)> _chain = [];
    private readonly HashSet<int> _path = [];
    private readonly StringBuilder _text = new();
    private int _told;

    /// <summary>Reports functions over the limit, in the order of the text.</summary>
    public void Report(List<int> failed)
    {
        List<int> roots = RootsOf(failed);
        roots.Sort((a, b) => check.HeightOf(a) != check.HeightOf(b) ? check.HeightOf(b).CompareTo(check.HeightOf(a)) : a.CompareTo(b));
        foreach (int root in roots[..Math.Min(MaxRoots, roots.Count)])
        {
            _text.Clear();
            _text.Append(CultureInfo.InvariantCulture,
                $"{session.NameOf(root)}: nosplit stack over {check.Limit} byte limit\n{Describe(root)}");
            _told = 0;
            Walk(root, check.Limit);
            session.Error(Catalogue.NosplitOverflow, _text.ToString());
        }
    }

    /// <summary>Functions from which calls reach all others; of those that call each other in a circle the first.</summary>
    private List<int> RootsOf(List<int> failed)
    {
        var called = new HashSet<int>();
        foreach (int function in failed)
        {
            foreach (NosplitStep step in check.StepsOf(function))
            {
                if (step.Callee != function)
                {
                    called.Add(step.Callee);
                }
            }
        }
        var reached = new HashSet<int>();
        List<int> roots = failed.FindAll(f => !called.Contains(f));
        foreach (int root in roots)
        {
            MarkReached(root, reached);
        }
        foreach (int function in failed)
        {
            if (!reached.Contains(function))
            {
                roots.Add(function);
                MarkReached(function, reached);
            }
        }
        return roots;
    }

    private void MarkReached(int root, HashSet<int> reached)
    {
        var work = new Stack<int>([root]);
        while (work.TryPop(out int function))
        {
            if (reached.Add(function))
            {
                foreach (NosplitStep step in check.StepsOf(function))
                {
                    work.Push(step.Callee);
                }
            }
        }
    }

    /// <summary>Follows what needs more than is left; chains that fit are not told.</summary>
    private void Walk(int function, int left)
    {
        if (_told == MaxChainsOfRoot || (check.HeightOf(function) <= left && left >= 0))
        {
            return;
        }
        bool isCycle = function > NosplitCheck.Leaf && !_path.Add(function);
        IReadOnlyList<NosplitStep> steps = isCycle ? [] : check.StepsOf(function);
        foreach (NosplitStep step in steps)
        {
            _chain.Add((step, false));
            Walk(step.Callee, left - step.Growth);
            _chain.RemoveAt(_chain.Count - 1);
        }
        if (!isCycle)
        {
            _path.Remove(function);
        }
        if (steps.Count == 0)
        {
            Tell(isCycle ? "infinite cycle" : $"{-left} bytes over limit");
        }
    }

    /// <summary>Writes the steps of the chain that the chain before did not have, and what is wrong at its end.</summary>
    private void Tell(string problem)
    {
        _told++;
        for (int i = 0; i < _chain.Count; i++)
        {
            (NosplitStep step, bool isTold) = _chain[i];
            if (!isTold)
            {
                _chain[i] = (step, true);
                NewLine(i + 1).Append(CultureInfo.InvariantCulture, $"grows {step.Growth} bytes")
                    .Append(step.Callee == NosplitCheck.Leaf ? "" : ", calls " + Describe(step.Callee));
            }
        }
        NewLine(_chain.Count).Append(problem);
    }

    private StringBuilder NewLine(int depth) => _text.Append('\n').Append(' ', 4 * depth);

    private string Describe(int function)
        => function == NosplitCheck.Indirect ? "indirect"
            : $"{session.NameOf(function)}<{(session.Symbols[function].Abi == SymbolAbi.Abi0 ? 0 : 1)}>";
}

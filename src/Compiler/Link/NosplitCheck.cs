using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// Chains of functions without stack check must fit below the guard (contract 2.3): a violation would be silent memory corruption. Heights
/// are computed bottom-up, each function once; functions with a check need room for the call of morestack only.
/// </summary>
internal sealed class NosplitCheck
{
    private const int Unknown = -1, InProgress = short.MaxValue;
    private const int MaxReports = 10;

    private readonly LinkSession _session;
    private readonly int[] _heights;
    private readonly int _callSize, _quantum, _limit, _moreStack;

    private NosplitCheck(LinkSession session)
    {
        _session = session;
        _heights = new int[session.Symbols.Count];
        Array.Fill(_heights, Unknown);
        IRelocator relocator = session.Options.Relocator;
        _callSize = relocator.CallSize;
        _quantum = session.Options.Target.Abi.PcQuantum;
        _limit = StackGuards.NosplitLimit - relocator.CallSize - relocator.NosplitReserve;
        _moreStack = session.Symbols.Find(LinkerSymbols.MoreStack);
    }

    public static void Run(LinkSession session)
    {
        var check = new NosplitCheck(session);
        var failed = new List<int>();
        foreach (int function in session[SectionId.Text].Symbols)
        {
            if (check.HeightOf(function) > check._limit)
            {
                failed.Add(function);
            }
        }
        if (failed.Count != 0)
        {
            check.Report(failed);
        }
    }

    private int HeightOf(int function)
    {
        if (_heights[function] == Unknown)
        {
            // A cycle finds this mark and fails: recursion without stack check has no bound.
            _heights[function] = InProgress;
            _heights[function] = Math.Min(Measure(function, out _, out _), InProgress);
        }
        return _heights[function];
    }

    /// <summary>The height of a function, and the step that makes it so high: growth at the call, and the callee (0 = the frame itself, -1 = an indirect call).</summary>
    private int Measure(int function, out int growth, out int callee)
    {
        growth = 0;
        callee = 0;
        ObjectSymbol? definition = _session.Definitions[function];
        if (function == _moreStack || definition?.Function is not { } tables)
        {
            // morestack's own calls happen on the system stack.
            return 0;
        }
        if ((definition.Flags & SymbolFlags.Nosplit) == 0)
        {
            growth = _callSize;
            callee = _moreStack;
            return _callSize;
        }
        int height = 0, next = 0;
        Relocation[] relocations = definition.Relocations;
        var depth = new PcValueReader(tables.PcSp, _quantum);
        while (depth.Next())
        {
            if (depth.Value > height)
            {
                (height, growth, callee) = (depth.Value, depth.Value, 0);
            }
            for (; next < relocations.Length && relocations[next].Offset < depth.End; next++)
            {
                if (relocations[next].Kind is not (RelocationKind.Call or RelocationKind.IndirectCall))
                {
                    continue;
                }
                bool indirect = relocations[next].Kind == RelocationKind.IndirectCall;
                int target = indirect ? -1 : _session.Resolve(function, relocations[next].Target);
                int below = depth.Value + _callSize + (indirect ? _callSize : HeightOf(target));
                if (below > height)
                {
                    (height, growth, callee) = (below, depth.Value + _callSize, target);
                }
            }
        }
        return height;
    }

    /// <summary>One error per chain: failing functions that other failing ones call are told as part of those.</summary>
    private void Report(List<int> failed)
    {
        var called = new HashSet<int>();
        foreach (int function in failed)
        {
            foreach (Relocation r in _session.Definitions[function]!.Relocations)
            {
                if (r.Kind == RelocationKind.Call && _session.Resolve(function, r.Target) is int target && target != function)
                {
                    called.Add(target);
                }
            }
        }
        List<int> roots = failed.FindAll(f => !called.Contains(f));
        foreach (int root in (roots.Count == 0 ? failed : roots)[..Math.Min(MaxReports, roots.Count == 0 ? failed.Count : roots.Count)])
        {
            _session.Error(Catalogue.NosplitOverflow, Describe(root));
        }
    }

    private string Describe(int root)
    {
        var text = new StringBuilder();
        text.Append(_session.NameOf(root)).Append(": nosplit stack over ").Append(_limit).Append(" byte limit");
        var seen = new HashSet<int>();
        for (int function = root; ;)
        {
            text.Append("\n    ").Append(_session.NameOf(function));
            if (!seen.Add(function))
            {
                return text.Append(" (recursion)").ToString();
            }
            Measure(function, out int growth, out int callee);
            text.Append(" grows ").Append(growth).Append(" bytes");
            if (callee <= 0)
            {
                return text.Append(callee < 0 ? ", calls indirectly" : "").ToString();
            }
            function = callee;
        }
    }
}

using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// One way in which a function uses stack: by so many bytes, and what it then calls (<see cref="NosplitCheck.Leaf"/>: nothing).
/// </summary>
internal readonly record struct NosplitStep(int Growth, int Callee);

/// <summary>
/// Chains of functions without stack check must fit below the guard (contract 2.3): a violation would be silent memory corruption. Heights
/// are computed bottom-up, each function once; functions with a check need room for the call of morestack only.
/// </summary>
internal sealed class NosplitCheck
{
    /// <summary>In place of a callee: the frame itself, and a function that only the running program knows.</summary>
    public const int Leaf = 0, Indirect = -1;

    private const int Unknown = -1, Unbounded = short.MaxValue;

    private readonly LinkSession _session;
    private readonly int[] _heights;
    private readonly int _callSize, _quantum, _moreStack;

    private NosplitCheck(LinkSession session)
    {
        _session = session;
        _heights = new int[session.Symbols.Count];
        Array.Fill(_heights, Unknown);
        Targets.AbiFacts abi = session.Options.Target.Abi;
        _callSize = abi.CallSize;
        _quantum = abi.PcQuantum;
        Limit = StackGuards.NosplitLimit - abi.CallSize - abi.NosplitReserve;
        _moreStack = session.Symbols.Find(LinkerSymbols.MoreStack);
    }

    /// <summary>Bytes that a function with a check finds free below its frame.</summary>
    public int Limit { get; }

    public static void Run(LinkSession session)
    {
        var check = new NosplitCheck(session);
        var failed = new List<int>();
        foreach (int function in session[SectionId.Text].Symbols)
        {
            if (check.HeightOf(function) > check.Limit)
            {
                failed.Add(function);
            }
        }
        if (failed.Count != 0)
        {
            new NosplitReport(session, check).Report(failed);
        }
    }

    /// <summary>Bytes that a function and what it calls use before any of them checks.</summary>
    public int HeightOf(int function)
    {
        if (function <= Leaf)
        {
            return function == Leaf ? 0 : _callSize;
        }
        if (_heights[function] == Unknown)
        {
            // A cycle finds this mark and fails: recursion without stack check has no bound.
            _heights[function] = Unbounded;
            int height = 0;
            foreach (NosplitStep step in StepsOf(function))
            {
                height = Math.Max(height, step.Growth + HeightOf(step.Callee));
            }
            _heights[function] = Math.Min(height, Unbounded);
        }
        return _heights[function];
    }

    /// <summary>How a function uses stack, in the order of its code; its own frame is told only when no call is higher.</summary>
    public IReadOnlyList<NosplitStep> StepsOf(int function)
    {
        ObjectSymbol? definition = function > Leaf ? _session.Definitions[function] : null;
        if (function == Indirect
            || (definition?.Function is not null && function != _moreStack && (definition.Flags & SymbolFlags.Nosplit) == 0))
        {
            return [new NosplitStep(_callSize, _moreStack)];
        }
        // morestack's own calls happen on the system stack.
        return definition?.Function is { } tables && function != _moreStack ? StepsWithoutCheck(function, definition, tables) : [];
    }

    private List<NosplitStep> StepsWithoutCheck(int function, ObjectSymbol definition, FunctionInfo tables)
    {
        var steps = new List<NosplitStep>();
        int own = 0, height = 0, next = 0;
        Relocation[] relocations = definition.Relocations;
        var depth = new PcValueReader(tables.PcSp, _quantum);
        while (depth.Next())
        {
            own = Math.Max(own, depth.Value);
            for (; next < relocations.Length && relocations[next].Offset < depth.End; next++)
            {
                if (relocations[next].Kind is RelocationKind.Call or RelocationKind.IndirectCall)
                {
                    int target = relocations[next].Kind == RelocationKind.IndirectCall ? Indirect
                        : _session.Resolve(function, relocations[next].Target);
                    steps.Add(new NosplitStep(depth.Value + _callSize, target));
                    height = Math.Max(height, depth.Value + _callSize + HeightOf(target));
                }
            }
        }
        if (own > height)
        {
            steps.Add(new NosplitStep(own, Leaf));
        }
        return steps;
    }
}

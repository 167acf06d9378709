using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// Finds what the program can use (contract 11): everything referenced from the entry and the init tasks, and of the methods of types that
/// reach interfaces only those that some reachable interface call, name or reflection can find.
/// </summary>
internal sealed partial class Reach
{
    private const int MaxUndefinedReports = 20;

    private readonly LinkSession _session;
    private readonly SymbolMarks[] _marks;
    private readonly Stack<int> _work = new();
    private readonly List<MethodCandidate> _candidates = [];
    private readonly HashSet<ulong> _interfaceMethods = [];
    private readonly HashSet<int> _namedMethods = [];
    private readonly List<(int Object, int Reference)> _mapInitializers = [];

    /// <summary>By symbol: what it was reached from first; null: nobody asks.</summary>
    private readonly int[]? _reachedFrom;
    private bool _reflectionSeen;
    private int _reflecting, _undefined;

    private Reach(LinkSession session)
    {
        _session = session;
        _marks = session.Marks;
        _reachedFrom = session.Options.TellReach is null ? null : new int[session.Symbols.Count];
    }

    public static void Run(LinkSession session)
    {
        var reach = new Reach(session);
        reach.MarkRoots();
        reach.Flood();
        while (reach.KeepCallableMethods())
        {
            reach.Flood();
        }
        reach.DropMapInitializers();
        reach.DisableMemoryProfiling();
        if (reach._reachedFrom is { } reachedFrom)
        {
            session.Options.TellReach!(ReachReport.Text(session, reachedFrom, reach._reflecting));
        }
    }

    /// <summary>Calls of functions that fill maps which nothing uses become calls of one that does nothing (contract 11).</summary>
    private void DropMapInitializers()
    {
        int nothing = _session.Symbols.Find(LinkerSymbols.NoMapInitializer, SymbolAbi.Internal);
        foreach ((int file, int reference) in _mapInitializers)
        {
            ref int callee = ref _session.Maps[file][reference];
            if (!_session.IsReachable(callee))
            {
                callee = nothing != 0 ? nothing : callee;
                Mark(callee, 0);
            }
        }
        Flood();
    }

    /// <summary>Profiles that nobody can read need not be collected (contract 7.6).</summary>
    private void DisableMemoryProfiling()
    {
        int variable = _session.Symbols.Find(LinkerSymbols.DisableMemoryProfiling),
        reader = _session.Symbols.Find(LinkerSymbols.MemoryProfileReader, SymbolAbi.Internal);
        if (reader == 0 || _session.IsReachable(reader) || _session.Definitions[variable] is not { Size: 1 } definition)
        {
            return;
        }
        var enabled = new ObjectSymbol(definition.Name, SymbolKind.NoPointerData) { Flags = definition.Flags, Size = 1, Data = [1] };
        _session.Bind(variable, enabled, _session.Owners[variable]);
    }

    private void MarkRoots()
    {
        string entry = _session.Options.EntrySymbol ?? _session.Options.Image.EntrySymbol;
        int entryId = EntryOf(_session);
        if (entryId == 0)
        {
            _session.Error(Catalogue.UndefinedSymbol, $"entry symbol {entry} not defined");
            return;
        }
        Mark(entryId, 0);
        ReadOnlySpan<string> optional =
        [
            LinkerSymbols.UnreachableMethod, LinkerSymbols.MainInitTasks, LinkerSymbols.FirstModuleData,
            LinkerSymbols.LastModuleDataPointer, LinkerSymbols.BuildInfo, LinkerSymbols.ExceptionHandler,
        ];
        foreach (string name in optional)
        {
            foreach (SymbolAbi abi in (ReadOnlySpan<SymbolAbi>)[SymbolAbi.Abi0, SymbolAbi.Internal])
            {
                int id = _session.Symbols.Find(name, abi);
                if (id != 0 && _session.Definitions[id] is not null)
                {
                    Mark(id, 0);
                }
            }
        }
    }

    /// <summary>The defined entry symbol, preferably as assembly calls it; 0 when there is none.</summary>
    public static int EntryOf(LinkSession session)
    {
        string entry = session.Options.EntrySymbol ?? session.Options.Image.EntrySymbol;
        int abi0 = session.Symbols.Find(entry), abiInternal = session.Symbols.Find(entry, SymbolAbi.Internal);
        return session.Definitions[abi0] is not null ? abi0 : session.Definitions[abiInternal] is not null ? abiInternal : 0;
    }

    private void Mark(int symbol, int from)
    {
        if (symbol == 0 || (_marks[symbol] & SymbolMarks.Reachable) != 0)
        {
            return;
        }
        _marks[symbol] |= SymbolMarks.Reachable;
        if (_session.Definitions[symbol] is null)
        {
            ReportUndefined(symbol, from);
            return;
        }
        if (_reachedFrom is not null)
        {
            _reachedFrom[symbol] = from;
        }
        _work.Push(symbol);
    }

    /// <summary>A type that is visited already must be visited again when it turns out to reach interfaces.</summary>
    private void MarkUsedInInterface(int type)
    {
        if ((_marks[type] & SymbolMarks.UsedInInterface) != 0)
        {
            return;
        }
        _marks[type] |= SymbolMarks.UsedInInterface;
        if ((_marks[type] & SymbolMarks.Reachable) != 0 && _session.Definitions[type] is not null)
        {
            _work.Push(type);
        }
    }

    private void Flood()
    {
        while (_work.TryPop(out int symbol))
        {
            ObjectSymbol definition = _session.Definitions[symbol]!;
            Visit(symbol, definition, _session.Maps[_session.Owners[symbol]]);
        }
    }

    private void Visit(int symbol, ObjectSymbol definition, int[] map)
    {
        if (!_reflectionSeen && (definition.Flags & SymbolFlags.ReflectMethod) != 0)
        {
            (_reflectionSeen, _reflecting) = (true, symbol);
        }
        bool spreads = definition.Kind == SymbolKind.TypeDescriptor && (_marks[symbol] & SymbolMarks.UsedInInterface) != 0;
        Relocation[] relocations = definition.Relocations;
        for (int i = 0; i < relocations.Length; i++)
        {
            ref readonly Relocation r = ref relocations[i];
            int target = map[r.Target.Index];
            switch (r.Kind)
            {
                case RelocationKind.WeakAddress:
                case RelocationKind.WeakTypeOffset:
                case RelocationKind.IndirectCall:
                case RelocationKind.TlsOffset:
                    break;
                case RelocationKind.Call when _session.Definitions[target] is { } callee
                    && (callee.Flags & SymbolFlags.MapInitializer) != 0:
                    _mapInitializers.Add((_session.Owners[symbol], r.Target.Index));
                    break;
                case RelocationKind.MethodOffset:
                    if (spreads)
                    {
                        MarkUsedInInterface(target);
                        _candidates.Add(CandidateOf(symbol, relocations, i, map));
                    }
                    i += 2;
                    break;
                case RelocationKind.UseInInterface:
                    MarkUsedInInterface(TypeOf(target));
                    break;
                case RelocationKind.UseInterfaceMethod:
                    _interfaceMethods.Add(InterfaceMethod(target, (int)r.Addend));
                    break;
                case RelocationKind.UseNamedMethod:
                    _namedMethods.Add(MethodNameId(_session.NameOf(target)));
                    break;
                default:
                    if (spreads && _session.Definitions[target] is { Kind: SymbolKind.TypeDescriptor })
                    {
                        MarkUsedInInterface(target);
                    }
                    Mark(target, symbol);
                    break;
            }
        }
        if (definition.Function is { } function)
        {
            foreach (SymbolRef data in function.FuncData)
            {
                // An argument map exists only where a Go declaration does (contract 5.2): a missing one is dropped.
                if (!data.IsNone && _session.Definitions[map[data.Index]] is not null)
                {
                    Mark(map[data.Index], symbol);
                }
            }
        }
    }

    /// <summary>Keeps the candidates that can be called; true when that gave the flood new work.</summary>
    private bool KeepCallableMethods()
    {
        int kept = 0;
        for (int i = 0; i < _candidates.Count; i++)
        {
            MethodCandidate m = _candidates[i];
            bool callable = (_reflectionSeen && m.IsExported) || _namedMethods.Contains(m.Name)
                || _interfaceMethods.Contains(Key(m.Name, m.FunctionType));
            if (callable)
            {
                Mark(m.FunctionType, m.Type);
                Mark(m.InterfaceFunction, m.Type);
                Mark(m.DirectFunction, m.Type);
            }
            else
            {
                _candidates[kept++] = m;
            }
        }
        _candidates.RemoveRange(kept, _candidates.Count - kept);
        return _work.Count != 0;
    }

    private void ReportUndefined(int symbol, int from)
    {
        if (++_undefined > MaxUndefinedReports)
        {
            return;
        }
        SymbolKey key = _session.Symbols[symbol];
        if (key.Name == LinkerSymbols.MainFunction)
        {
            _session.Error(Catalogue.MissingMain, "function main is undeclared in the main package");
            return;
        }
        SymbolAbi otherAbi = key.Abi == SymbolAbi.Abi0 ? SymbolAbi.Internal : SymbolAbi.Abi0;
        int other = _session.Symbols.Find(key.Name, otherAbi);
        string detail = _session.Definitions[other] is null ? "not defined"
            : $"not defined for {AbiName(key.Abi)} (but is defined for {AbiName(otherAbi)})";
        _session.Error(Catalogue.UndefinedSymbol,
            $"{(from == 0 ? "linker" : _session.NameOf(from))}: relocation target {key.Name} {detail}");
    }

    private static string AbiName(SymbolAbi abi) => abi == SymbolAbi.Abi0 ? "ABI0" : "ABIInternal";
}

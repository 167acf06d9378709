using Go.Compiler.Collections;

namespace Go.Compiler.Objects;

/// <summary>
/// The code part of one compiled package: symbols, and what package initialisation needs. Built in memory, or read back from the cache.
/// </summary>
public sealed class ObjectFile
{
    private readonly Dictionary<SymbolKey, int> _index = [];

    /// <summary>Import path as in symbol names.</summary>
    public required string PackagePath { get; init; }

    /// <summary>Of the standard library: what is in it may be pulled by name only if it says so.</summary>
    public bool IsStandardLibrary { get; init; }

    /// <summary>Index 0 is unused. Interned: equal keys have one index.</summary>
    public EntityList<SymbolKey> Names { get; } = [default];

    /// <summary>In emission order, which is part of the deterministic output.</summary>
    public List<ObjectSymbol> Symbols { get; } = [];

    /// <summary>Source file paths that <see cref="FunctionInfo.PcFile"/> indexes.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Functions of the package's inittask, in order: the synthetic init first, then init.0, init.1 ... (contract 8).</summary>
    public EntityList<SymbolRef> InitFunctions { get; } = [];

    /// <summary>Symbol paths of directly imported packages, sorted; for init order.</summary>
    public List<string> Imports { get; } = [];

    /// <summary>Symbols and libraries of the system, in the order of their lines.</summary>
    public EntityList<DynamicImport> DynamicImports { get; } = [];

    /// <summary>What <c>//go:linkname</c> lines and assembly say of names, by rising index, each name once.</summary>
    public EntityList<(SymbolRef Symbol, LinkMarks Marks)> Marks { get; } = [];

    /// <summary>The marks of a name.</summary>
    public LinkMarks MarksOf(SymbolRef symbol)
    {
        int low = 0, high = Marks.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Marks[middle].Symbol.Index < symbol.Index)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low < Marks.Count && Marks[low].Symbol == symbol ? Marks[low].Marks : LinkMarks.None;
    }

    /// <summary>The reference for a name, added when new.</summary>
    public SymbolRef Reference(string name, SymbolAbi abi = SymbolAbi.Abi0)
    {
        if (_index.Count != Names.Count - 1)
        {
            // An object read from its bytes has no index until somebody adds to it.
            for (int i = 1; i < Names.Count; i++)
            {
                _index[Names[i]] = i;
            }
        }
        var key = new SymbolKey(name, abi);
        if (!_index.TryGetValue(key, out int index))
        {
            index = Names.Count;
            Names.Add(key);
            _index.Add(key, index);
        }
        return new SymbolRef(index);
    }

    /// <summary>The reference for a name that is there, or none. Of objects being built.</summary>
    public SymbolRef Find(string name, SymbolAbi abi) => _index.TryGetValue(new SymbolKey(name, abi), out int index) ? new SymbolRef(index)
        : default;
}

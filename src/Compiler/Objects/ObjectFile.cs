namespace Go.Compiler.Objects;

/// <summary>The code part of one compiled package: symbols, and what package initialisation needs. Built in memory, or read back from the cache.</summary>
public sealed class ObjectFile
{
    private readonly Dictionary<SymbolKey, int> _index = [];

    /// <summary>Import path as in symbol names.</summary>
    public required string PackagePath { get; init; }

    /// <summary>Index 0 is unused. Interned: equal keys have one index.</summary>
    public List<SymbolKey> Names { get; } = [default];

    /// <summary>In emission order, which is part of the deterministic output.</summary>
    public List<ObjectSymbol> Symbols { get; } = [];

    /// <summary>Source file paths that <see cref="FunctionInfo.PcFile"/> indexes.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Functions of the package's inittask, in order: the synthetic init first, then init.0, init.1 ... (contract 8).</summary>
    public List<SymbolRef> InitFunctions { get; } = [];

    /// <summary>Symbol paths of directly imported packages, sorted; for init order.</summary>
    public List<string> Imports { get; } = [];

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
}

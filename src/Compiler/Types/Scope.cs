namespace Go.Compiler.Types;

/// <summary>A lexical scope. Package scopes are filled once and then only read, possibly by several threads.</summary>
public sealed class Scope(Scope? parent)
{
    private Dictionary<string, GoObject>? _objects;
    private Func<string, GoObject?>? _load;
    private Func<string[]>? _loadNames;
    private System.Collections.Concurrent.ConcurrentDictionary<string, GoObject>? _loaded;

    public Scope? Parent { get; } = parent;

    /// <summary>This scope is a function's outermost.</summary>
    public bool IsFunction { get; init; }

    public GoObject? Lookup(string name)
    {
        if (_load is not null)
        {
            return _loaded!.TryGetValue(name, out GoObject? known) ? known : LoadObject(name);
        }
        return _objects is not null && _objects.TryGetValue(name, out GoObject? o) ? o : null;
    }

    private GoObject? LoadObject(string name)
    {
        GoObject? o = _load!(name);
        return o is null ? null : _loaded!.GetOrAdd(name, o);
    }

    /// <summary>
    /// Makes this the scope of an imported package: objects are made when they are looked up. Both functions are thread-safe; names come in
    /// ordinal order.
    /// </summary>
    internal void Load(Func<string, GoObject?> load, Func<string[]> names)
    {
        _load = load;
        _loadNames = names;
        _loaded = new(StringComparer.Ordinal);
    }

    /// <summary>Inserts unless the name is taken or blank; returns the object that was there already, else null.</summary>
    public GoObject? Insert(GoObject o)
    {
        if (o.Name == "_")
        {
            return null;
        }
        _objects ??= new Dictionary<string, GoObject>(4);
        if (_objects.TryGetValue(o.Name, out GoObject? existing))
        {
            return existing;
        }
        _objects.Add(o.Name, o);
        o.Parent ??= this;
        return null;
    }

    /// <summary>Names in ordinal order: never iterate in insertion order of a table.</summary>
    public IReadOnlyList<string> SortedNames()
    {
        if (_loadNames is not null)
        {
            return _loadNames();
        }
        if (_objects is null)
        {
            return [];
        }
        string[] names = [.. _objects.Keys];
        Array.Sort(names, string.CompareOrdinal);
        return names;
    }

    public int Count => _loadNames is not null ? _loadNames().Length : _objects?.Count ?? 0;
}

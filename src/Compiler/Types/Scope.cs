namespace Go.Compiler.Types;

/// <summary>A lexical scope. Package scopes are filled once and then only read, possibly by several threads.</summary>
public sealed class Scope(Scope? parent)
{
    private Dictionary<string, GoObject>? _objects;

    public Scope? Parent { get; } = parent;

    /// <summary>This scope is a function's outermost.</summary>
    public bool IsFunction { get; init; }

    public GoObject? Lookup(string name) => _objects is not null && _objects.TryGetValue(name, out GoObject? o) ? o : null;

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
        if (_objects is null)
        {
            return [];
        }
        string[] names = [.. _objects.Keys];
        Array.Sort(names, string.CompareOrdinal);
        return names;
    }

    public int Count => _objects?.Count ?? 0;
}

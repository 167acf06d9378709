namespace Go.Compiler.Driver;

/// <summary>A value with named fields, in the order they were given.</summary>
/// <param name="text">What is printed for the whole.</param>
internal sealed class TemplateRecord(string text)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public List<string> Names { get; } = [];

    public TemplateRecord Add(string name, object? value)
    {
        Names.Add(name);
        _values.Add(name, value);
        return this;
    }

    /// <summary>Adds what can be asked for, but is no field of its own.</summary>
    public TemplateRecord AddHidden(string name, object? value)
    {
        _values.Add(name, value);
        return this;
    }

    /// <summary>The same with some fields only.</summary>
    public TemplateRecord Only(IReadOnlyCollection<string> names)
    {
        var record = new TemplateRecord(text);
        foreach (string name in Names.Where(names.Contains))
        {
            record.Add(name, _values[name]);
        }
        return record;
    }

    /// <exception cref="UsageException">There is none of that name.</exception>
    public object? Field(string name) => _values.TryGetValue(name, out object? value) ? value : throw UsageException.NotSupported($"-f: there is no field {name}");

    public override string ToString() => text;
}

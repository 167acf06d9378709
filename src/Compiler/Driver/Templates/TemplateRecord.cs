namespace Go.Compiler.Driver.Templates;

/// <summary>A struct's value: named fields, in the order they were given.</summary>
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

    public object? Field(string name) => _values[name];

    /// <summary>Null where nothing was given.</summary>
    public object? Find(string name) => _values.GetValueOrDefault(name);

    public override string ToString() => text;
}

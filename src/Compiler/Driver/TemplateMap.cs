namespace Go.Compiler.Driver;

/// <summary>A map from texts, as Go's templates print it.</summary>
/// <param name="entries">Sorted by key.</param>
internal sealed class TemplateMap(IReadOnlyList<(string Key, object? Value)> entries)
{
    public IReadOnlyList<(string Key, object? Value)> Entries => entries;

    public override string ToString() => $"map[{string.Join(' ', entries.Select(e => $"{e.Key}:{TemplateFunctions.Print(e.Value)}"))}]";
}

namespace Go.Compiler.Driver.Templates;

/// <summary>A map from texts.</summary>
/// <param name="entries">Sorted by key.</param>
internal sealed class TemplateMap(IReadOnlyList<(string Key, object? Value)> entries)
{
    public IReadOnlyList<(string Key, object? Value)> Entries => entries;
}

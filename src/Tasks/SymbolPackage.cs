namespace Go.Sdk.Tasks;

/// <summary>Which package a symbol of a program belongs to, by its name.</summary>
internal static class SymbolPackage
{
    public const string Types = "type descriptors", Tables = "tables of the linker and runtime";

    /// <summary>The import path as symbols have it (<c>main</c> for the program itself), or one of the groups above.</summary>
    public static string Of(string symbol)
    {
        if (symbol.StartsWith("type:", StringComparison.Ordinal))
        {
            return Types;
        }
        if (symbol.StartsWith("go:", StringComparison.Ordinal))
        {
            return Tables;
        }
        // A symbol of one assembly file alone: name<>path/file.
        if (symbol.IndexOf("<>", StringComparison.Ordinal) is var mark and >= 0 && symbol.LastIndexOf('/') is var slash && slash > mark)
        {
            return symbol[(mark + 2)..slash];
        }
        // Type arguments have paths of their own.
        int bracket = symbol.IndexOf('[', StringComparison.Ordinal);
        string name = bracket < 0 ? symbol : symbol[..bracket];
        int dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot <= 0 ? Tables : Uri.UnescapeDataString(name[..dot]);
    }
}

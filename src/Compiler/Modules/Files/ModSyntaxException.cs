namespace Go.Compiler.Modules.Files;

/// <summary>The text of a go.mod-like file breaks off here: nothing after it could be understood.</summary>
internal sealed class ModSyntaxException(ModPosition position, string message) : Exception(message)
{
    public ModPosition Position { get; } = position;
}

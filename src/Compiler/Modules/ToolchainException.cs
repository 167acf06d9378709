using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules;

/// <summary>The module or GOTOOLCHAIN asks for another release of Go than this.</summary>
internal sealed class ToolchainException(string message) : ModuleException(Catalogue.ToolchainNotAvailable, message)
{
    /// <summary>The line that asks for it, for projects; no file where Go names none.</summary>
    public (string File, int Line, int Column) Place { get; init; } = ("", 0, 0);
}

using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules;

/// <summary>The module or GOTOOLCHAIN asks for another release of Go than this.</summary>
/// <param name="message">Go's words, or those for projects.</param>
/// <param name="isGoLine">It is the <c>go</c> line, what the module needs at least.</param>
internal sealed class ToolchainException(string message, bool isGoLine = false)
    : ModuleException(isGoLine ? Catalogue.GoVersionTooNew : Catalogue.ToolchainNotAvailable, message)
{
    /// <summary>The line that asks for it, for projects; no file where Go names none.</summary>
    public (string File, int Line, int Column) Place { get; init; } = ("", 0, 0);
}

namespace Go.Compiler.Diagnostics;

/// <summary>
/// One row of the catalogue: a stable code (<c>GO2001</c>; never reused), its severity, a short title, and the name Go's own
/// type checker gives this kind of error (<c>internal/types/errors</c>), or null where Go has none.
/// </summary>
public sealed record DiagnosticDescriptor(string Code, Severity Severity, string Title, string? GoName = null)
{
    /// <summary>About modules as a whole: GO303x, and GO306x to GO309x.</summary>
    public bool IsOfModules => Code.StartsWith("GO303", StringComparison.Ordinal) || (string.CompareOrdinal(Code, "GO3060") >= 0 && string.CompareOrdinal(Code, "GO3100") < 0);
}

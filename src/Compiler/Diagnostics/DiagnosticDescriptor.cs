using System.Globalization;

namespace Go.Compiler.Diagnostics;

/// <summary>
/// One row of the catalogue: a stable code (<c>GO2001</c>; never reused), its severity, a short title, and the name Go's own
/// type checker gives this kind of error (<c>internal/types/errors</c>), or null where Go has none.
/// </summary>
public sealed record DiagnosticDescriptor(string Code, Severity Severity, string Title, string? GoName = null)
{
    /// <summary>
    /// About modules as a whole, or about what is meant by a pattern that matches nothing: the go command itself says it.
    /// </summary>
    public bool IsOfModules
        => int.Parse(Code.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture) is 3025 or (>= 3030 and < 3040)
        or (>= 3060 and < 3100);
}

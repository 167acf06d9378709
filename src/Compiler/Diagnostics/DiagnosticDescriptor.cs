using System.Globalization;

namespace Go.Compiler.Diagnostics;

/// <summary>
/// One row of the catalogue: a stable code (<c>GO2001</c>; never reused), its severity, a short title, and the name Go's own
/// type checker gives this kind of error (<c>internal/types/errors</c>), or null where Go has none.
/// </summary>
public sealed record DiagnosticDescriptor(string Code, Severity Severity, string Title, string? GoName = null)
{
    /// <summary>About modules as a whole: numbers 3030 to 3039, and 3060 to 3099.</summary>
    public bool IsOfModules => int.Parse(Code.AsSpan(2), CultureInfo.InvariantCulture) is (>= 3030 and < 3040) or (>= 3060 and < 3100);
}

using Go.Compiler.Text;

namespace Go.Compiler.Diagnostics;

/// <summary>
/// The program uses something this compiler does not support yet (GO4900): reported at <see cref="Pos"/> as an ordinary error.
/// </summary>
public sealed class UnsupportedFeatureException(Pos pos, string what) : Exception(what)
{
    public Pos Pos { get; } = pos;
}

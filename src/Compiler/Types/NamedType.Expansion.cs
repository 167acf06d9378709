namespace Go.Compiler.Types;

public sealed partial class NamedType
{
    /// <inheritdoc/>
    public override GoType Underlying => _underlying ?? throw Diagnostics.Unexpected.State("not built");

    /// <summary>Declared methods (not promoted ones); for an instance, with substituted signatures, made on demand and thread-safely.</summary>
    public IReadOnlyList<Function> Methods => _methods;
}

namespace Go.Compiler.Objects;

/// <summary>
/// What one object says of a name beyond defining or using it; the linker decides by it which references across packages are allowed. A
/// mark on a name that the object defines is about the definition (push), on any other about its references (pull).
/// </summary>
[Flags]
public enum LinkMarks : byte
{
    None = 0,

    /// <summary><c>//go:linkname</c>.</summary>
    Linkname = 1,

    /// <summary><c>//go:linknamestd</c>: only among packages of the standard library.</summary>
    LinknameStandard = 2,

    /// <summary>Assembly files define it, or refer to it.</summary>
    Assembly = 4,
}

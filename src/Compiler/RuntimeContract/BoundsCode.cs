namespace Go.Compiler.RuntimeContract;

/// <summary>Codes of failed index, slice and conversion checks (internal/abi/bounds.go; contract 4.6).</summary>
public enum BoundsCode : byte
{
    /// <summary><c>s[x]</c>, 0 &lt;= x &lt; len(s) failed.</summary>
    Index,
    /// <summary><c>s[?:x]</c>, 0 &lt;= x &lt;= len(s) failed (arrays, strings).</summary>
    SliceHighLength,
    /// <summary><c>s[?:x]</c>, 0 &lt;= x &lt;= cap(s) failed.</summary>
    SliceHighCapacity,
    /// <summary><c>s[x:y]</c>, 0 &lt;= x &lt;= y failed.</summary>
    SliceLow,
    /// <summary><c>s[::x]</c>, against len(s).</summary>
    Slice3MaxLength,
    /// <summary><c>s[::x]</c>, against cap(s).</summary>
    Slice3MaxCapacity,
    /// <summary><c>s[:x:y]</c>, 0 &lt;= x &lt;= y failed.</summary>
    Slice3High,
    /// <summary><c>s[x:y:]</c>, 0 &lt;= x &lt;= y failed.</summary>
    Slice3Low,
    /// <summary><c>[x]T(s)</c>, x &lt;= len(s) failed.</summary>
    Convert,
}

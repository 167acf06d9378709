using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>Types that are written the same are the same: aliases count.</summary>
internal sealed class SpellingComparer : IEqualityComparer<GoType>
{
    public static SpellingComparer Instance { get; } = new();

    public bool Equals(GoType? x, GoType? y) => ReferenceEquals(x, y) || x is not null && y is not null && TypeIdentity.SameSpelling(x, y);

    public int GetHashCode(GoType type) => TypeIdentity.SpellingHash(type);
}

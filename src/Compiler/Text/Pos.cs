namespace Go.Compiler.Text;

/// <summary>
/// A place in a source file: file index (into the session's <see cref="SourceFileTable"/>), line and column, both 1-based;
/// columns count bytes. Packed into 64 bits (20 file, 24 line, 20 column) so that nodes, IR and line tables copy it freely.
/// The default value is "no position". Ordering is by file index, then line, then column: only meaningful within one file.
/// </summary>
public readonly record struct Pos : IComparable<Pos>
{
    private readonly ulong _bits;

    /// <summary>Largest line and column that can be told apart; larger ones saturate.</summary>
    public const int MaxLine = (1 << 24) - 1, MaxColumn = (1 << 20) - 1;

    public Pos(int file, int line, int column)
        => _bits = ((ulong)(uint)file << 44) | ((ulong)(uint)Math.Min(line, MaxLine) << 20) | (uint)Math.Min(column, MaxColumn);

    public bool IsValid => _bits != 0;
    public int File => (int)(_bits >> 44);
    public int Line => (int)((_bits >> 20) & MaxLine);
    public int Column => (int)(_bits & MaxColumn);

    /// <summary>The line alone.</summary>
    public Pos WithoutColumn => IsValid ? new Pos(File, Line, 0) : this;

    public int CompareTo(Pos other) => _bits.CompareTo(other._bits);
    public static bool operator <(Pos a, Pos b) => a._bits < b._bits;
    public static bool operator >(Pos a, Pos b) => a._bits > b._bits;
    public static bool operator <=(Pos a, Pos b) => a._bits <= b._bits;
    public static bool operator >=(Pos a, Pos b) => a._bits >= b._bits;
    public override string ToString() => $"{File}:{Line}:{Column}";
}

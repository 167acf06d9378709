namespace Go.Compiler.Text;

/// <summary>
/// A <c>//line</c> or <c>/*line*/</c> directive: from <paramref name="Line"/>:<paramref name="Column"/> on, positions count as
/// <paramref name="NewFile"/>:<paramref name="NewLine"/>:<paramref name="NewColumn"/> (column 0: columns are unknown).
/// </summary>
public readonly record struct LineDirective(int Line, int Column, string NewFile, int NewLine, int NewColumn);

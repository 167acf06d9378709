using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>
/// Base of all syntax nodes. Nodes are immutable once their file is parsed. <see cref="Id"/> is dense over one package (files of a
/// package are parsed by one worker, in order), so that later phases keep their answers in arrays: see <c>Check.TypeInfo</c>.
/// Position conventions are those of Go's own compiler, because its tests expect errors there: a binary expression, an
/// assignment, a selector-less call's closing and so on are placed as documented at each node.
/// </summary>
public abstract class SyntaxNode(Pos pos, int id)
{
    public Pos Pos { get; } = pos;

    /// <summary>Dense id over the package, from 1.</summary>
    public int Id { get; } = id;
}

/// <summary>One parsed file.</summary>
public sealed class SyntaxFile(SourceFile source, Pos pos, int id) : SyntaxNode(pos, id)
{
    public SourceFile Source { get; } = source;
    public required NameSyntax PackageName { get; init; }

    /// <summary>
    /// Top-level declarations in source order; grouped declarations are flattened and share a <see cref="DeclarationGroup"/>.
    /// </summary>
    public required IReadOnlyList<DeclarationSyntax> Declarations { get; init; }

    /// <summary>Language version from <c>//go:build go1.N</c> lines, such as <c>go1.21</c>, or null.</summary>
    public string? GoVersion { get; init; }

    /// <summary>All <c>//go:</c> directives in source order; those right before a declaration are also on it.</summary>
    public required IReadOnlyList<Directive> Directives { get; init; }

    /// <summary>End of file position.</summary>
    public Pos End { get; init; }
}

/// <summary>A <c>//go:name arguments</c> comment that starts its line.</summary>
/// <param name="Name">Without the leading <c>//</c>: <c>go:nosplit</c>.</param>
/// <param name="Arguments">Rest of the line, trimmed.</param>
/// <param name="Pos">Position of the slashes.</param>
/// <param name="ArgumentsPos">Position of the first character of the arguments.</param>
public sealed record Directive(string Name, string Arguments, Pos Pos, Pos ArgumentsPos);

/// <summary>Identity of a parenthesised declaration group; constants use it for implicit repetition and iota.</summary>
public sealed class DeclarationGroup
{
    public Pos Pos { get; init; }
}

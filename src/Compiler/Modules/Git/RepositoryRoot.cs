namespace Go.Compiler.Modules.Git;

/// <summary>Where modules with a path prefix come from.</summary>
/// <param name="System"><c>git</c>, another version control system, or <c>mod</c> for a proxy.</param>
/// <param name="Address">Address of the repository or proxy.</param>
/// <param name="Path">The module path of the repository's root.</param>
/// <param name="Folder">The folder in the repository that the path means; empty for its root.</param>
internal sealed record RepositoryRoot(string System, string Address, string Path, string Folder);

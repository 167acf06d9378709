namespace Go.Compiler.VersionControl;

/// <summary>The numbers are those of packs.</summary>
internal enum GitObjectType : byte
{
    Commit = 1,
    Tree = 2,
    Blob = 3,
    Tag = 4,
}

internal readonly record struct GitObject(GitObjectType Type, byte[] Content);

/// <summary>A commit: what it says of itself in its head.</summary>
internal sealed record GitCommit(string Id, string Tree, IReadOnlyList<string> Parents, long CommitterTime);

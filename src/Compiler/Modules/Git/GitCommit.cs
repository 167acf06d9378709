namespace Go.Compiler.Modules.Git;

/// <summary>A commit that a revision means.</summary>
/// <param name="Hash">Its whole name.</param>
/// <param name="Time">When it was committed.</param>
/// <param name="Version">The tag by which it was asked for, else its name.</param>
/// <param name="Tags">All tags on it, sorted.</param>
/// <param name="Ref">The branch or tag that led to it (<c>refs/heads/main</c>, <c>HEAD</c>); empty for a bare name.</param>
internal sealed record GitCommit(string Hash, DateTimeOffset Time, string Version, IReadOnlyList<string> Tags, string Ref)
{
    private const int ShortLength = 12;

    /// <summary>The part of the name that stands in pseudo-versions.</summary>
    public string Short => Hash[..ShortLength];
}

using Go.Compiler.VersionControl;

namespace Go.Compiler.Tests.VersionControl;

/// <summary>Repositories read from their files say what the git program says of them.</summary>
public sealed class GitRepositoryTests
{
    [Theory, InlineData(""), InlineData("--object-format=sha256")]
    public void Commits_tags_and_times_are_git_s(string format)
    {
        using var tree = new GitWorkTree(format.Length == 0 ? [] : [format]);
        tree.Write("a.txt", "one\n");
        string first = tree.Commit();
        tree.Git("tag", "v1.0.0");
        tree.Write("deep/b.txt", "two\n");
        string second = tree.Commit();
        tree.Git("tag", "-a", "-m", "annotated", "deep/v1.1.0");
        using GitRepository repository = GitRepository.Open(tree.Root, tree.Variables)!;
        Assert.Equal(second, repository.Head());
        Assert.Equal([("deep/v1.1.0", second), ("v1.0.0", first)], repository.Tags().Select(t => (t.Key, t.Value)));
        Assert.Equal(long.Parse(tree.Git("log", "-1", "--format=%ct")), repository.CommitTime(second));
        Assert.Equal("two\n"u8.ToArray(), repository.FileOf(second, "deep/b.txt"));
        Assert.Null(repository.FileOf(first, "deep/b.txt"));
    }

    [Fact]
    public void Packed_objects_with_differences_and_packed_references_are_read()
    {
        using var tree = new GitWorkTree();
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < 40; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"line {i} of a file that is long enough for differences to pay\n");
            tree.Write("long.txt", text.ToString());
            tree.Commit();
            tree.Git("tag", $"v0.{i}.0");
        }
        tree.Git("gc", "-q", "--aggressive", "--prune=now");
        tree.Git("pack-refs", "--all");
        Assert.Empty(Directory.EnumerateFiles(tree.PathOf(".git/refs/tags")));
        using GitRepository repository = GitRepository.Open(tree.Root, tree.Variables)!;
        Assert.Equal(40, repository.Tags().Count);
        foreach ((string tag, string commit) in repository.Tags())
        {
            Assert.Equal(tree.Git("show", $"{tag}:long.txt") + "\n",
                System.Text.Encoding.UTF8.GetString(repository.FileOf(commit, "long.txt")!));
        }
        Assert.Equal(tree.Git("rev-parse", "v0.7.0"),
            repository.FirstAncestor(repository.Head()!, [tree.Git("rev-parse", "v0.7.0")], CancellationToken.None));
        Assert.False(WorkTreeStatus.IsModified(repository, tree.Variables, CancellationToken.None));
    }

    [Fact]
    public void Work_trees_of_their_own_share_the_repository()
    {
        using var tree = new GitWorkTree();
        tree.Write("a.txt", "one\n");
        string first = tree.Commit();
        tree.Git("tag", "v1.0.0");
        tree.Git("worktree", "add", "-q", "-b", "other", "wt");
        tree.Write("wt/b.txt", "two\n");
        tree.GitIn(tree.PathOf("wt"), "add", "-A");
        tree.GitIn(tree.PathOf("wt"), "commit", "-q", "-m", "there");
        Assert.True(GitRepository.IsRoot(tree.PathOf("wt")));
        using GitRepository repository = GitRepository.Open(tree.PathOf("wt"), tree.Variables)!;
        Assert.Equal(tree.GitIn(tree.PathOf("wt"), "rev-parse", "HEAD"), repository.Head());
        Assert.Equal(first, repository.Tags()["v1.0.0"]);
        Assert.False(WorkTreeStatus.IsModified(repository, tree.Variables, CancellationToken.None));
    }

    [Fact]
    public void A_repository_that_is_damaged_says_so()
    {
        using var tree = new GitWorkTree();
        tree.Write("a.txt", "one\n");
        string commit = tree.Commit();
        string file = tree.PathOf($".git/objects/{commit[..2]}/{commit[2..]}");
        File.SetAttributes(file, FileAttributes.Normal);
        File.WriteAllText(file, "nothing");
        using GitRepository repository = GitRepository.Open(tree.Root, tree.Variables)!;
        Assert.Throws<VersionControlException>(() => repository.CommitTime(commit));
        File.Delete(file);
        Assert.Equal($"object {commit} is missing", Assert.Throws<VersionControlException>(() => repository.CommitTime(commit)).Message);
    }
}

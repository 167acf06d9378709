using Go.Compiler.VersionControl;

namespace Go.Compiler.Tests.VersionControl;

/// <summary>A work tree is modified exactly when <c>git status</c> has something to say.</summary>
public sealed class WorkTreeStatusTests
{
    public static TheoryData<string> Changes => [.. s_changes.Keys];

    // Each begins with a clean tree: a.txt, run.sh (may be run), link -> a.txt, deep/b.txt, .gitignore (*.log, /build/, !keep.log).
    private static readonly Dictionary<string, Action<GitWorkTree>> s_changes = new()
    {
        ["nothing"] = _ => { },
        ["edit"] = t => t.Write("a.txt", "other\n"),
        ["edit of the same size"] = t => t.Write("a.txt", "eno\n"),
        ["touch"] = t => File.SetLastWriteTimeUtc(t.PathOf("a.txt"), DateTime.UtcNow.AddHours(1)),
        ["remove"] = t => File.Delete(t.PathOf("deep/b.txt")),
        ["untracked"] = t => t.Write("new.txt", "x"),
        ["untracked in a new folder"] = t => t.Write("other/new.txt", "x"),
        ["empty folder"] = t => Directory.CreateDirectory(t.PathOf("empty")),
        ["ignored by extension"] = t => t.Write("deep/x.log", "x"),
        ["ignored folder"] = t => t.Write("build/x.txt", "x"),
        ["a folder of that name elsewhere"] = t => t.Write("deep/build/x.txt", "x"),
        ["ignored but taken back"] = t => t.Write("deep/keep.log", "x"),
        ["ignored by a pattern below"] = t =>
        {
            t.Write("deep/.gitignore", "*.tmp\n");
            t.Commit();
            t.Write("deep/x.tmp", "x");
        },
        ["not ignored above that"] = t =>
        {
            t.Write("deep/.gitignore", "*.tmp\n");
            t.Commit();
            t.Write("x.tmp", "x");
        },
        ["ignored by the user"] = t =>
        {
            t.Git("config", "core.excludesFile", t.PathOf(".git/mine"));
            t.Write(".git/mine", "# comment\nmine-?.txt\n");
            t.Write("mine-1.txt", "x");
        },
        ["ignored by the repository"] = t =>
        {
            t.Write(".git/info/exclude", "secret/**\n");
            t.Write("secret/deep/x.txt", "x");
        },
        ["two stars"] = t =>
        {
            t.Write(".gitignore", "**/gen/*.go\n");
            t.Commit();
            t.Write("gen/a.go", "x");
            t.Write("x/y/gen/b.go", "x");
        },
        ["set of characters"] = t =>
        {
            t.Write(".gitignore", "[a-c]?.[!o]\n");
            t.Commit();
            t.Write("b1.c", "x");
        },
        ["staged"] = t =>
        {
            t.Write("a.txt", "staged\n");
            t.Git("add", "a.txt");
        },
        ["staged and edited back"] = t =>
        {
            t.Write("a.txt", "staged\n");
            t.Git("add", "a.txt");
            t.Write("a.txt", "one\n");
        },
        ["removed from the index"] = t => t.Git("rm", "-q", "--cached", "a.txt"),
        ["planned"] = t =>
        {
            t.Write("new.txt", "x");
            t.Git("add", "-N", "new.txt");
        },
        ["may be run"] = t => File.SetUnixFileMode(t.PathOf("a.txt"), File.GetUnixFileMode(t.PathOf("a.txt")) | UnixFileMode.UserExecute),
        ["may not be run"] = t => File.SetUnixFileMode(t.PathOf("run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite),
        ["permissions that do not count"] = t =>
        {
            t.Git("config", "core.fileMode", "false");
            File.SetUnixFileMode(t.PathOf("run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        },
        ["link elsewhere"] = t =>
        {
            File.Delete(t.PathOf("link"));
            File.CreateSymbolicLink(t.PathOf("link"), "deep/b.txt");
        },
        ["file in place of a link"] = t =>
        {
            File.Delete(t.PathOf("link"));
            t.Write("link", "a.txt");
        },
        ["assumed unchanged"] = t =>
        {
            t.Git("update-index", "--assume-unchanged", "a.txt");
            t.Write("a.txt", "other\n");
        },
        ["index of version 4"] = t =>
        {
            t.Git("update-index", "--index-version", "4");
            t.Write("deep/b.txt", "other\n");
        },
        ["clean index of version 4"] = t => t.Git("update-index", "--index-version", "4"),
        ["line ends converted"] = t =>
        {
            t.Git("config", "core.autocrlf", "true");
            t.Write("a.txt", "one\r\n");
        },
        ["line ends converted by git"] = t =>
        {
            t.Git("config", "core.autocrlf", "true");
            File.Delete(t.PathOf("a.txt"));
            t.Git("checkout", "a.txt");
            Assert.Equal("one\r\n", File.ReadAllText(t.PathOf("a.txt")));
            File.SetLastWriteTimeUtc(t.PathOf("a.txt"), DateTime.UtcNow.AddHours(1));
        },
        ["untracked files not shown"] = t =>
        {
            t.Git("config", "status.showUntrackedFiles", "no");
            t.Write("new.txt", "x");
        },
        ["repository inside"] = t => t.GitIn(Directory.CreateDirectory(t.PathOf("inner")).FullName, "init", "-q"),
        ["sparse"] = t => t.Git("sparse-checkout", "set", "--no-cone", "/a.txt", "/.gitignore"),
        ["sparse index"] = t => t.Git("sparse-checkout", "set", "--cone", "--sparse-index", "other"),
    };

    [Theory, MemberData(nameof(Changes))]
    public void As_git_says(string change)
    {
        using var tree = new GitWorkTree();
        tree.Write("a.txt", "one\n");
        tree.Write("run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(tree.PathOf("run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(tree.PathOf("link"), "a.txt");
        tree.Write("deep/b.txt", "two\n");
        tree.Write(".gitignore", "*.log\n/build/\n!keep.log\n");
        tree.Commit();
        s_changes[change](tree);
        using GitRepository repository = GitRepository.Open(tree.Root, tree.Variables)!;
        bool ours = WorkTreeStatus.IsModified(repository, tree.Variables, CancellationToken.None);
        Assert.Equal((change, tree.Status.Length > 0), (change, ours));
    }

    [Fact]
    public void Submodules_count_with_their_commit_and_their_files()
    {
        using var inner = new GitWorkTree();
        inner.Write("i.txt", "one\n");
        inner.Commit();
        using var tree = new GitWorkTree();
        tree.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.Root, "sub");
        tree.Commit();
        foreach (Action change in (Action[])
            [() => { }, () => tree.Write("sub/new.txt", "x"),
                () => { tree.GitIn(tree.PathOf("sub"), "add", "-A"); tree.GitIn(tree.PathOf("sub"), "commit", "-q", "-m", "there"); }])
        {
            change();
            using GitRepository repository = GitRepository.Open(tree.Root, tree.Variables)!;
            Assert.Equal(tree.Status.Length > 0, WorkTreeStatus.IsModified(repository, tree.Variables, CancellationToken.None));
        }
    }

    [Fact]
    public void A_repository_without_commits_is_modified_when_there_are_files()
    {
        using var tree = new GitWorkTree();
        using GitRepository repository = GitRepository.Open(tree.Root, tree.Variables)!;
        Assert.Null(repository.Head());
        Assert.False(WorkTreeStatus.IsModified(repository, tree.Variables, CancellationToken.None));
        tree.Write("a.txt", "one\n");
        Assert.True(WorkTreeStatus.IsModified(repository, tree.Variables, CancellationToken.None));
    }
}

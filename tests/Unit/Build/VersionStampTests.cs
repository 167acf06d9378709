using System.Text.RegularExpressions;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.Platforms;
using Go.Compiler.Tests.VersionControl;
using Go.Compiler.Text;
using Go.Compiler.VersionControl;

namespace Go.Compiler.Tests.Build;

/// <summary>The version that a program's main module has by its repository: expectations are what the original stamps.</summary>
public sealed partial class VersionStampTests
{
    public static TheoryData<string> Cases => [.. s_cases.Keys];

    // What is done to a repository with one commit of a program; the version that it has then (TIME and HASH stand for those of the last
    // commit).
    private static readonly Dictionary<string, (Action<GitWorkTree> Change, string? Version)> s_cases = new()
    {
        ["no tag"] = (_ => { }, "v0.0.0-TIME-HASH"),
        ["tagged"] = (t => t.Git("tag", "v1.2.3"), "v1.2.3"),
        ["tagged with a message"] = (t => t.Git("tag", "-a", "-m", "release", "v1.2.3"), "v1.2.3"),
        ["several tags"] = (t => Array.ForEach(["v1.2.3", "v1.10.0", "v1.9.9", "nightly", "v1.99"], n => t.Git("tag", n)), "v1.10.0"),
        ["tag of another major version"] = (t => t.Git("tag", "v2.0.0"), "v0.0.0-TIME-HASH"),
        ["after a tag"] = (t => { t.Git("tag", "v1.2.3"); t.Commit(); }, "v1.2.4-0.TIME-HASH"),
        ["after a tag of a prerelease"] = (t => { t.Git("tag", "v1.3.0-rc.1"); t.Commit(); }, "v1.3.0-rc.1.0.TIME-HASH"),
        ["after several tags"] = (t => { t.Git("tag", "v1.5.0"); t.Commit(); t.Git("tag", "v1.4.0"); t.Commit(); }, "v1.5.1-0.TIME-HASH"),
        ["tags elsewhere only"] = (t => { t.Git("checkout", "-q", "-b", "other"); t.Commit(); t.Git("tag", "v1.0.0"); t.Git("checkout",
            "-q", "main"); }, "v0.0.0-TIME-HASH"),
        ["tags before a merge"] = (t =>
        {
            t.Git("checkout", "-q", "-b", "other");
            t.Write("other.txt", "x");
            t.Commit();
            t.Git("tag", "v0.4.0");
            t.Git("checkout", "-q", "main");
            t.Commit();
            t.Git("merge", "-q", "--no-ff", "-m", "merge", "other");
        }, "v0.4.1-0.TIME-HASH"),
        ["edited"] = (t => { t.Git("tag", "v1.2.3"); t.Write("main.go", "package main\n\nfunc main() { println() }\n"); }, "v1.2.3+dirty"),
        ["edited without tag"] = (t => t.Write("new.txt", "x"), "v0.0.0-TIME-HASH+dirty"),
        ["major version in the path"] = (t => { t.Write("go.mod", "module example.com/m/v2\n\ngo 1.27\n"); t.Commit(); t.Git("tag",
            "v2.1.0"); t.Git("tag", "v1.9.0"); }, "v2.1.0"),
        ["major version without tag"] = (t => { t.Git("tag", "v1.0.0"); t.Write("go.mod",
            "module example.com/m/v2\n\ngo 1.27\n"); t.Commit(); }, "v2.0.0-TIME-HASH"),
        ["taken back"] = (t =>
        {
            t.Git("tag", "v1.0.0");
            t.Write("go.mod", "module example.com/m\n\ngo 1.27\n\nretract (\n\tv1.0.0 // broken\n\t[v1.0.2, v1.0.5]\n)\n");
            t.Commit();
            t.Git("tag", "v1.0.3");
            t.Git("tag", "v1.0.1");
            t.Commit();
        }, "v1.0.4-0.TIME-HASH"),
        ["packed"] = (t => { t.Git("tag", "v1.2.3"); t.Commit(); t.Git("gc", "-q"); t.Git("pack-refs", "--all"); }, "v1.2.4-0.TIME-HASH"),
        ["no branch"] = (t => { t.Git("tag", "v1.2.3"); t.Git("checkout", "-q", "--detach"); }, "v1.2.3"),
    };

    [Theory, MemberData(nameof(Cases))]
    public void Versions_come_from_tags(string name)
    {
        using GitWorkTree tree = Program();
        (Action<GitWorkTree> change, string? version) = s_cases[name];
        change(tree);
        VersionStamp stamp = Stamp(tree, tree.Root)!;
        string head = tree.Git("rev-parse", "HEAD"), time = tree.Git("log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ");
        Assert.Equal((name, version), (name, stamp.Version?.Replace(Digits().Replace(time, ""), "TIME").Replace(head[..12], "HASH")));
        Assert.Equal([("vcs", "git"), ("vcs.revision", head), ("vcs.time", time),
            ("vcs.modified", tree.Status.Length > 0 ? "true" : "false")], stamp.Settings);
    }

    [Fact]
    public void A_module_in_a_folder_has_tags_with_the_folder_in_front()
    {
        using GitWorkTree tree = Program();
        tree.Write("tools/go.mod", "module example.com/m/tools\n\ngo 1.27\n");
        tree.Write("tools/main.go", "package main\n\nfunc main() {}\n");
        tree.Commit();
        tree.Git("tag", "v9.9.9");
        tree.Git("tag", "tools/v0.1.0");
        Assert.Equal("v0.1.0", Stamp(tree, tree.PathOf("tools"))!.Version);
    }

    [Fact]
    public void What_is_not_in_a_repository_has_no_stamp()
    {
        using GitWorkTree tree = Program();
        Directory.Move(tree.PathOf(".git"), tree.PathOf("no-git"));
        Assert.Null(Stamp(tree, tree.Root));
    }

    [Fact]
    public void Two_systems_in_one_tree_are_an_error()
    {
        using GitWorkTree tree = Program();
        Directory.CreateDirectory(tree.PathOf(".hg"));
        Assert.StartsWith("multiple VCS detected: hg in ", Assert.Throws<VersionControlException>(() => Stamp(tree, tree.Root)).Message,
            StringComparison.Ordinal);
    }

    private static GitWorkTree Program()
    {
        var tree = new GitWorkTree();
        tree.Write("go.mod", "module example.com/m\n\ngo 1.27\n");
        tree.Write("main.go", "package main\n\nfunc main() {}\n");
        tree.Commit();
        return tree;
    }

    private static VersionStamp? Stamp(GitWorkTree tree, string folder)
    {
        var sink = new DiagnosticSink();
        using IStandardLibrary library = Builder.OpenStandardLibrary(GoSources.Root);
        PackageGraph graph = PackageLoader.Load(
            new LoadOptions { WorkingDirectory = folder, Patterns = ["."], Target = SupportedPlatforms.LinuxAmd64,
                StandardLibrary = library }, new SourceFileTable(), sink)!;
        Assert.Empty(sink.All);
        var options = new BuildOptions { WorkingDirectory = folder, Target = SupportedPlatforms.LinuxAmd64,
            StandardLibrary = GoSources.Root, Stamp = StampMode.Always };
        return VersionStamp.Of(options, graph.Roots[0], DiskFileView.Instance, tree.Variables, CancellationToken.None);
    }

    [GeneratedRegex("[^0-9]")]
    private static partial Regex Digits();
}

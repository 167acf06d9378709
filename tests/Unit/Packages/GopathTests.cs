using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

/// <summary>Packages without modules (GO111MODULE=off): GOPATH and vendor folders.</summary>
public sealed class GopathTests
{
    private static LoadOptions Options(Workspace w, params string[] patterns)
        => w.Options(patterns) with { Modules = new ModuleSettings { Gopath = [Path.Combine(w.Main, "one"),
            Path.Combine(w.Main, "two")] } };

    private static PackageListing List(Workspace w, params string[] patterns)
        => PackageLoader.List(Options(w, patterns), w.Files, new DiagnosticSink())!;

    [Fact]
    public void Import_paths_are_places_below_src_the_first_folder_of_gopath_first()
    {
        using var w = new Workspace(
            ("one/src/a/a.go", "package a\n\nimport _ \"b/c\"\n"), ("one/src/b/c/c.go", "package first\n"),
            ("two/src/b/c/c.go", "package second\n"),
            ("go.mod", "module no.such/thing\n"));
        PackageGraph graph = w.Load(Options(w, "a"));
        Assert.Equal(["b/c", "a"], graph.Packages.Select(p => p.FullPath));
        Assert.Equal("first", graph.Packages[0].Name);
        // What another folder hides has no path that others could import it by.
        string hidden = Path.Combine(w.Main, "two", "src", "b", "c");
        ListedPackage package = List(w, "./two/src/b/c").Roots.Single();
        Assert.Equal("_" + hidden, package.FullPath);
        Assert.Equal(Path.Combine(w.Main, "one", "src", "b", "c"), package.ConflictFolder);
    }

    [Fact]
    public void Vendor_folders_on_the_way_up_come_before_everything_else()
    {
        using var w = new Workspace(
            ("one/src/a/deep/a.go", "package a\n\nimport _ \"x/y\"\n"), ("one/src/a/vendor/x/y/y.go", "package vendored\n"),
            ("one/src/x/y/y.go", "package plain\n"),
            ("one/src/b/b.go", "package b\n\nimport _ \"x/y\"\n"));
        Assert.Equal(["a/vendor/x/y", "x/y"], List(w, "a/deep", "b").Roots.Select(r => r.Imports["x/y"].FullPath));
        // Patterns do not reach into them.
        Assert.Equal(["a/deep", "b", "x/y"], List(w, "...").Roots.Where(r => !r.IsStandard).Select(r => r.FullPath));
    }

    [Fact]
    public void What_is_nowhere_is_told_with_every_place_that_was_tried()
    {
        using var w = new Workspace(("one/src/a/a.go", "package a\n\nimport _ \"no/such\"\n"));
        string expected =
            $"one/src/a/a.go:3:8: cannot find package \"no/such\" in any of:\n\t{w.StandardRoot}/src/no/such (from $GOROOT)\n\t{w.Main}/one/src/no/such (from $GOPATH)\n\t{w.Main}/two/src/no/such";
        Assert.Equal(expected, List(w, "a").Roots.Single().Imports["no/such"].Error!.ToString());
        Assert.Equal("disallowed import path \"mod/foo\"", List(w, "mod/foo").Roots.Single().Error!.ToString());
    }

    [Fact]
    public void Major_versions_of_modules_are_no_folders()
    {
        using var w = new Workspace(
            ("one/src/new/go.mod", "module \"new/v2\"\n"), ("one/src/new/new.go", "package new\n\nimport _ \"new/v2/p\"\n"),
            ("one/src/new/p/p.go", "package p\n"),
            ("one/src/old/old.go", "package old\n\nimport _ \"new/v2/p\"\n"));
        Assert.Equal(["new/p"], List(w, "new").Roots.Single().Imports.Values.Select(i => i.FullPath));
        // Code without a go.mod knows nothing of modules.
        Assert.NotNull(List(w, "old").Roots.Single().Imports.Values.Single().Error);
    }

    [Fact]
    public void Vendored_packages_have_one_name_and_relative_ones_their_rules()
    {
        using var w = new Workspace(
            ("one/src/a/vendor/x/x.go", "package x\n"), ("one/src/a/a.go", "package a\n\nimport _ \"a/vendor/x\"\n"),
            ("one/src/vendor/golang.org/x/text/t.go", "package own\n"),
            ("one/src/b/b.go", "package b\n\nimport _ \"./y/internal/w\"\n"), ("one/src/b/y/internal/w/w.go", "package w\n"));
        string Error(string path) => List(w, path).Roots.Single() is { Error: { } own }
            ? own.ToString() : List(w, path).Packages.First(p => p.Error is not null).Error!.ToString();
        Assert.Contains("a/vendor/x must be imported as x", Error("a"), StringComparison.Ordinal);
        Assert.Contains("use of internal package b/y/internal/w not allowed", Error("b"), StringComparison.Ordinal);
        Assert.Equal("own", List(w, "vendor/golang.org/x/text").Roots.Single().Name);
    }

    [Fact]
    public void Programs_behave_as_those_of_modules_that_name_no_version()
    {
        using var w = new Workspace(("one/src/p/p.go", "package main\n"));
        Assert.Contains("panicnil=1", List(w, "p").Roots.Single().DefaultGodebug, StringComparison.Ordinal);
    }
}

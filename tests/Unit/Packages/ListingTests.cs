using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

/// <summary>What <c>go list</c> tells of packages, whole or not.</summary>
public sealed class ListingTests
{
    private static PackageListing List(Workspace w, params string[] patterns)
        => PackageLoader.List(w.Options(patterns), w.Files, new DiagnosticSink())!;

    [Fact]
    public void What_is_missing_is_a_package_with_an_error()
    {
        using var w = new Workspace(
            ("go.mod", "module example.com/m\n\ngo 1.24\n"),
                ("main.go", "package main\n\nimport (\n\t\"fmt\"\n\t\"example.com/m/a\"\n)\n"),
                ("a/a.go", "package a\n\nimport \"nope\"\n"));
        PackageListing listing = List(w, ".", "foo/bar");
        Assert.Equal(["nope", "example.com/m/a", "fmt", "example.com/m", "foo/bar"], listing.Packages.Select(p => p.FullPath));
        Assert.Equal(["example.com/m", "foo/bar"], listing.Roots.Select(p => p.FullPath));
        Assert.Empty(listing.Problems);
        ListedPackage main = listing.Roots[0], nope = listing.Packages[0], foo = listing.Roots[1];
        Assert.Null(main.Error);
        Assert.Null(main.Loaded);
        Assert.Equal(["example.com/m/a", "fmt", "nope"], main.Dependencies().Select(d => d.FullPath));
        Assert.Equal($"a/a.go:3:8: package nope is not in std ({w.StandardRoot}/src/nope)", nope.Error!.ToString());
        Assert.Equal(["example.com/m", "example.com/m/a"], nope.Error.ImportStack);
        Assert.True(nope.IsOnlyDependency);
        Assert.Equal("", nope.Directory);
        Assert.Equal($"package foo/bar is not in std ({w.StandardRoot}/src/foo/bar)", foo.Error!.ToString());
    }

    [Fact]
    public void What_leads_to_a_package_is_told_with_it()
    {
        using var w = new Workspace(
            ("go.mod", "module m\n"), ("p/p.go", "package p\n"), ("p/p_test.go", "package p\n\nimport _ \"m/q\"\n"),
            ("q/q.go", "package q\n\nimport _ \"m/r\"\n"), ("r/r_windows.go", "package r\n"),
            ("Q/Q.go", "package q\n\nimport _ \"m/q\"\n"));
        var sink = new DiagnosticSink();
        PackageLoader.Load(w.Options("./p") with { Tests = true }, w.Files, sink);
        Assert.Contains(sink.All, d => d.Descriptor == Catalogue.AllFilesExcluded
            && d.ImportStack.SequenceEqual(["m/p (test)", "m/q", "m/r"]) && d.Subject == "m/r");
        Assert.Contains(List(w, "./Q").Packages, p => p.Error?.ToString()
            .Contains("case-insensitive import collision: ", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_head_ends_where_no_import_follows()
    {
        using var w = new Workspace(("go.mod", "module m\n"), ("a.go", "package a.go\n"));
        ListedPackage package = List(w, ".").Roots.Single();
        Assert.Equal(("a", null), (package.Name, package.Error));
    }

    [Fact]
    public void Files_are_listed_by_what_they_are()
    {
        using var w = new Workspace(
            ("go.mod", "module example.com/m\n"), ("a.go", "package m\n\nimport \"unsafe\"\n"),
            ("a_test.go", "package m\n\nimport \"fmt\"\n"), ("b_test.go", "package m_test\n\nimport \"embed\"\n"),
            ("c_windows.go", "package m\n"), ("d.go", "package m\n\nimport \"C\"\n"), ("e.s", ""), ("f.h", ""));
        w.AddStandard("unsafe/unsafe.go", "package unsafe\n");
        ListedPackage package = List(w, ".").Roots.Single();
        Assert.Equal(["a.go"], package.GoFiles);
        Assert.Equal(["c_windows.go", "d.go"], package.IgnoredGoFiles);
        Assert.Equal(["a_test.go"], package.TestGoFiles);
        Assert.Equal(["b_test.go"], package.ExternalTestGoFiles);
        Assert.Equal(["e.s"], package.AssemblyFiles);
        Assert.Equal(["f.h"], package.HeaderFiles);
        Assert.Equal(["unsafe"], package.Imports.Keys);
        Assert.Equal(["fmt"], package.TestImports);
        Assert.Equal(["embed"], package.ExternalTestImports);
        Assert.Equal(["unsafe"], List(w, "unsafe").Roots.Select(p => p.FullPath));
    }

    [Fact]
    public void Test_programs_are_listed_after_what_they_test()
    {
        using var w = new Workspace(
            ("go.mod", "module m\n\ngo 1.24\n"), ("p.go", "package p\n"),
            ("p_test.go", "package p\n\nimport \"testing\"\n\nfunc TestP(t *testing.T) {}\n"),
            ("x_test.go", "package p_test\n\nimport _ \"m/user\"\n"), ("user/u.go", "package user\n\nimport _ \"m\"\n"));
        foreach (string name in (string[])["os", "reflect", "testing", "testing/internal/testdeps"])
        {
            w.AddStandard($"{name}/x.go", $"package {name.Split('/')[^1]}\n");
        }
        PackageListing listing = PackageLoader.List(w.Options(".") with { Tests = true }, w.Files, new DiagnosticSink())!;
        Assert.Equal(["m", "m.test", "m [m.test]", "m_test [m.test]"], listing.Roots.Select(p => p.FullPath));
        Assert.Equal(["", "", "m", "m"], listing.Roots.Select(p => p.ForTest));
        Assert.Equal(["m [m.test]", "m_test [m.test]", "os", "reflect", "testing", "testing/internal/testdeps"],
            listing.Roots[1].Imports.Values.Select(p => p.FullPath));
        // What imports the package under test is compiled again for it.
        Assert.Equal(["m/user [m.test]"], listing.Roots[3].Imports.Values.Select(p => p.FullPath));
        Assert.Equal(["p.go", "p_test.go"], listing.Roots[2].GoFiles);
        Assert.Equal(["p_test.go"], listing.Roots[2].TestGoFiles);
    }

    [Fact]
    public void Outside_of_a_module_it_is_go_mod_that_is_missing()
    {
        using var w = new Workspace(("p.go", "package p\n"));
        Assert.Equal(
            "no required module provides package example.com/p: go.mod file not found in current directory or any parent directory; see 'go help modules'",
            List(w, "example.com/p").Roots.Single().Error!.ToString());
    }

    [Fact]
    public void A_cycle_is_an_error_of_the_package_where_it_closes()
    {
        using var w = new Workspace(("go.mod", "module example.com/m\n"), ("a/a.go", "package a\n\nimport _ \"example.com/m/b\"\n"),
            ("b/b.go", "package b\n\nimport _ \"example.com/m/a\"\n"));
        PackageListing listing = List(w, "./a");
        Assert.Equal(["example.com/m/b", "example.com/m/a"], listing.Packages.Select(p => p.FullPath));
        Assert.EndsWith("import cycle not allowed", listing.Roots.Single().Error!.Message, StringComparison.Ordinal);
    }

    /// <summary>Of the first file that has any, and of tests none.</summary>
    [Fact]
    public void The_first_sentence_of_the_documentation()
    {
        using var w = new Workspace(
            ("go.mod", "module example.com/m\n\ngo 1.27\n"), ("a.go", "package m\n"), ("b.go", "// Package m is it. More.\npackage m\n"),
            ("c.go", "// Other.\npackage m\n"), ("x/x_test.go", "// Tests.\npackage x\n"));
        PackageListing listing = PackageLoader.List(w.Options(".", "./x") with { Tests = true }, w.Files, new DiagnosticSink())!;
        Assert.Equal("Package m is it.", listing.Roots.Single(p => p.FullPath == "example.com/m").Doc.Value);
        Assert.Equal("", listing.Roots.Single(p => p.FullPath == "example.com/m/x").Doc.Value);
    }
}

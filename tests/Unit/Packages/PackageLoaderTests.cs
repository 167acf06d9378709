using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;

namespace Go.Compiler.Tests.Packages;

public sealed class PackageLoaderTests
{
    private const string Mod = "module example.com/m\n\ngo 1.24\n";

    private static Workspace With(params (string, string)[] files) => new([("go.mod", Mod), .. files]);

    [Fact]
    public void A_program_and_what_it_imports()
    {
        using Workspace w = With(
            ("main.go", "package main\nimport (\n\t\"fmt\"\n\tl \"example.com/m/lib\"\n\t\"unsafe\"\n)\n"),
            ("lib/a.go", "package lib\nimport \"fmt\"\n"), ("lib/b.go", "package lib\n"),
            ("lib/b_test.go", "package lib\n"), ("lib/_c.go", "package other\n"), ("lib/.d.go", "package other\n"),
            ("lib/e_windows.go", "package other\n"),
            ("lib/f.s", ""), ("lib/f_arm64.s", ""), ("lib/g.h", ""), ("lib/h.go", "//go:build ignore\n\npackage other\n"),
                ("lib/doc.go", "package documentation\n"));
        PackageGraph graph = w.Load(w.Options() with { ImplicitRoots = ["runtime"] });
        Assert.Equal(["runtime", "fmt", "example.com/m/lib", "example.com/m"],
            graph.Packages.OrderBy(p => p.FullPath == "runtime" ? 0 : 1).Select(p => p.FullPath));
        LoadedPackage main = Assert.Single(graph.Roots);
        Assert.True(main.IsCommand);
        Assert.Equal("main", main.ImportPath);
        Assert.Equal("1.24", main.GoVersion.Text);
        Assert.Equal(["example.com/m/lib", "fmt"], main.Imports.Keys.Order(StringComparer.Ordinal));
        LoadedPackage lib = graph.Find("example.com/m/lib")!;
        Assert.Equal(["a.go", "b.go"], lib.GoFiles.Select(f => f.Name));
        Assert.Equal(["f.s"], lib.AssemblyFiles.Select(f => Path.GetFileName(f.Path)));
        Assert.Equal(["g.h"], lib.HeaderFiles.Select(f => Path.GetFileName(f.Path)));
        Assert.Equal("example.com/m/lib", lib.ImportPath);
        Assert.True(graph.Find("fmt")!.IsStandardLibrary);
        Assert.Equal("go1.27", graph.Find("fmt")!.GoVersion.Language);
        Assert.Null(graph.Find("fmt")!.Module);
        Assert.Equal("example.com/m", lib.Module!.Path);
    }

    [Theory]
    [InlineData("foo/bar", "main.go:2:8: package foo/bar is not in std (~/goroot/src/foo/bar)", "GO3002")]
    [InlineData("example.com/x/y",
        "main.go:2:8: no required module provides package example.com/x/y; to add it:\n\tgo get example.com/x/y", "GO3003")]
    [InlineData("example.com/m/tests", "main.go:2:8: package example.com/m/tests: no non-test Go files in tests", "GO3004")]
    [InlineData("example.com/m/windows", "main.go:2:8: package example.com/m/windows: build constraints exclude all Go files in windows",
        "GO3005")]
    [InlineData("example.com/m/mixed", "mixed/b.go:1:9: found packages a (a.go) and b (b.go) in mixed", "GO3006")]
    [InlineData("example.com/m/e",
        "f/f.go:2:8: package example.com/m\n\timports example.com/m/e from main.go\n\timports example.com/m/f from e.go\n\timports example.com/m/e from f.go: import cycle not allowed", "GO3007")]
    [InlineData("example.com/m/cmd", "main.go:2:8: import \"example.com/m/cmd\" is a program, not an importable package", "GO3008")]
    [InlineData("example.com/m/x/internal/y", "main.go:2:8: use of internal package example.com/m/x/internal/y not allowed", "GO3009")]
    [InlineData("internal/abi", "main.go:2:8: use of internal package internal/abi not allowed", "GO3009")]
    [InlineData("./x", "main.go:2:8: \"./x\" is relative, but relative import paths are not supported in module mode", "GO3011")]
    [InlineData("../x", "main.go:2:8: local import \"../x\" in non-local package", "GO3011")]
    [InlineData(".", "main.go:2:8: .: cannot import current directory", "GO3011")]
    [InlineData("a b", "main.go:2:8: invalid import path: a b", "GO3011")]
    [InlineData("", "main.go:2:8: invalid import path: ", "GO3011")]
    [InlineData("/abs", "main.go:2:8: \"/abs\" is not a package path; see 'go help packages'", "GO3011")]
    [InlineData("a.b//c", "main.go:2:8: malformed import path \"a.b//c\": double slash", "GO3011")]
    [InlineData("a.b/CON", "main.go:2:8: malformed import path \"a.b/CON\": \"CON\" disallowed as path element component on Windows",
        "GO3011")]
    [InlineData("vendor/golang.org/x/text", "main.go:2:8: use of vendored package not allowed", "GO3012")]
    [InlineData("golang.org/x/text",
        "main.go:2:8: no required module provides package golang.org/x/text; to add it:\n\tgo get golang.org/x/text", "GO3003")]
    [InlineData("example.com/m/nested/p",
        "main.go:2:8: no required module provides package example.com/m/nested/p; to add it:\n\tgo get example.com/m/nested/p", "GO3003")]
    [InlineData("example.com/m/cgo",
        "main.go:2:8: package example.com/m/cgo: build constraints exclude all Go files in cgo: c.go imports \"C\", and cgo is not supported", "GO3014")]
    [InlineData("example.com/m/badtag", "badtag/a.go:1:1: parsing //go:build line: unexpected token b", "GO3016")]
    [InlineData("example.com/m/twotags", "twotags/a.go:2:1: multiple //go:build comments", "GO3016")]
    [InlineData("example.com/m/broken", "broken/a.go:2:11: missing import path", "GO1001")]
    public void Imports_that_cannot_be(string path, string expected, string code)
    {
        using Workspace w = With(
            ("main.go", $"package main\nimport \"{path}\"\n"), ("tests/a_test.go", "package tests\n"),
            ("windows/a.go", "//go:build windows\npackage w\n"),
            ("mixed/a.go", "package a\n"), ("mixed/b.go", "package b\n"), ("e/e.go", "package e\nimport \"example.com/m/f\"\n"),
            ("f/f.go", "package f\nimport \"example.com/m/e\"\n"),
            ("cmd/c.go", "package main\n"), ("x/internal/y/y.go", "package y\n"), ("nested/go.mod", "module example.com/m/nested\n"),
            ("nested/p/p.go", "package p\n"),
            ("cgo/c.go", "package c\nimport \"C\"\n"), ("badtag/a.go", "//go:build a b\npackage a\n"),
            ("twotags/a.go", "//go:build a\n//go:build b\npackage a\n"),
            ("broken/a.go", "package a\nimport fmt\n"));
        Assert.Contains(expected, w.Errors());
        Assert.Contains(w.Report().All, d => d.Code == code);
    }

    [Fact]
    public void Packages_below_internal_are_for_their_own_tree()
    {
        using Workspace w = With(("main.go", "package main\nimport _ \"example.com/m/x/a\"\n"),
            ("x/a/a.go", "package a\nimport _ \"example.com/m/x/internal/y\"\n"), ("x/internal/y/y.go", "package y\n"));
        Assert.NotNull(w.Load().Find("example.com/m/x/internal/y"));
    }

    [Fact]
    public void The_standard_library_uses_its_own_internal_and_vendored_packages()
    {
        using Workspace w = With(("main.go", "package main\nimport _ \"net/http\"\n"));
        w.AddStandard("net/http/h.go", "package http\nimport (\n_ \"golang.org/x/text\"\n_ \"internal/abi\"\n_ \"net/http/internal\"\n)\n");
        LoadedPackage http = w.Load().Find("net/http")!;
        Assert.Equal("vendor/golang.org/x/text", http.Imports["golang.org/x/text"].ImportPath);
    }

    [Fact]
    public void The_certified_cryptography_is_walled_off()
    {
        using Workspace w = With(("main.go", "package main\nimport _ \"crypto/internal/fips140\"\n"));
        w.AddStandard("crypto/internal/fips140/x.go", "package fips140\nimport _ \"internal/cpu\"\n");
        Assert.Contains("~/goroot/src/crypto/internal/fips140/x.go:2:8: use of internal package internal/cpu not allowed", w.Errors());
    }

    [Fact]
    public void Files_that_use_cgo_are_left_out_with_a_note()
    {
        using Workspace w = With(("a.go", "package main\n"), ("b.go", "package main\nimport \"C\"\n"));
        Diagnostic note = Assert.Single(w.Report().All);
        Assert.Equal(("GO3015", Severity.Info), (note.Code, note.Descriptor.Severity));
        Assert.Equal(["a.go"], w.Load().Roots[0].GoFiles.Select(f => f.Name));
    }

    [Fact]
    public void Names_that_differ_only_in_case_collide()
    {
        using Workspace w = With(("main.go", "package main\nimport (\n_ \"example.com/m/a\"\n_ \"example.com/m/A\"\n)\n"),
            ("a/a.go", "package a\n"), ("A/a.go", "package a\n"), ("a/A.go", "package a\n"));
        Assert.Equal(["a/a.go: case-insensitive file name collision: \"A.go\" and \"a.go\"",
            "main.go:3:1: case-insensitive import collision: \"example.com/m/a\" and \"example.com/m/A\""], w.Errors());
    }

    [Fact]
    public void Named_files_are_a_package_whatever_their_constraints()
    {
        using Workspace w = With(("a_windows.go", "//go:build ignore\n\npackage main\n"), ("b.go", "package main\n"));
        LoadedPackage package = w.Load("a_windows.go").Roots[0];
        Assert.Equal("command-line-arguments", package.FullPath);
        Assert.Equal(["a_windows.go"], package.GoFiles.Select(f => f.Name));
    }

    [Theory]
    [InlineData("./nope", "nope: stat nope: directory not found")]
    [InlineData("nope.go", "no required module provides package nope.go; to add it:\n\tgo get nope.go")]
    [InlineData("a/a.go a/nope.go", "a/nope.go: stat a/nope.go: no such file or directory")]
    [InlineData("a/a.go a/d.go", "a/d.go: a/d.go is a directory, should be a Go file")]
    [InlineData("a/a.go b/b.go", "named files must all be in one directory; have a and b")]
    [InlineData("./x/...", "x/...: pattern ./x/...: lstat ./x/: no such file or directory")]
    [InlineData("nosuch", "package nosuch is not in std (~/goroot/src/nosuch)")]
    [InlineData("./empty", "empty: no Go files in empty")]
    [InlineData("../x/...", "~/x/...: pattern ../x/...: directory prefix ../x does not contain main module or its selected dependencies")]
    public void Patterns_that_lead_nowhere(string patterns, string expected)
    {
        using Workspace w = With(("a/a.go", "package a\n"), ("b/b.go", "package b\n"), ("empty/x.txt", ""), ("a/d.go/x.txt", ""));
        Assert.Equal([expected], w.Errors(patterns.Split(' ')));
    }

    /// <summary>Whose folder it is only matters where it has Go files.</summary>
    [Fact]
    public void Folders_outside_the_module()
    {
        using Workspace w = With(("a/a.go", "package a\n"));
        using var other = new Workspace(("o.go", "package o\n"), ("empty/x.txt", ""));
        string shown = ShortPath.Of(other.Main, w.Main), empty = Path.Combine(other.Main, "empty");
        Assert.EndsWith($"directory {shown} outside main module or its selected dependencies", Assert.Single(w.Errors(other.Main)),
            StringComparison.Ordinal);
        Assert.EndsWith($"no Go files in {empty}", Assert.Single(w.Errors(empty)), StringComparison.Ordinal);
    }

    /// <summary>Whether there is such a folder is not even asked.</summary>
    [Theory]
    [InlineData("./a", "go: go.mod file not found in current directory or any parent directory; see 'go help modules'")]
    [InlineData("./nope", "go: go.mod file not found in current directory or any parent directory; see 'go help modules'")]
    [InlineData("nope.go",
        "no required module provides package nope.go: go.mod file not found in current directory or any parent directory; see 'go help modules'")]
    [InlineData("./nope/...",
        "nope/...: pattern ./nope/...: directory prefix nope does not contain main module or its selected dependencies")]
    public void Patterns_where_there_is_no_module(string pattern, string expected)
    {
        using var w = new Workspace(("a/a.go", "package a\n"));
        Assert.Equal([expected], w.Errors(pattern));
    }

    [Theory]
    [InlineData("./...", "example.com/m example.com/m/a example.com/m/a/b")]
    [InlineData("./a/...", "example.com/m/a example.com/m/a/b")]
    [InlineData("example.com/m/...", "example.com/m example.com/m/a example.com/m/a/b")]
    [InlineData("./a fmt", "example.com/m/a fmt")]
    [InlineData("std", "crypto/internal/fips140 embed fmt internal/abi internal/cpu net/http/internal runtime vendor/golang.org/x/text")]
    [InlineData("internal/...", "internal/abi internal/cpu")]
    public void Patterns(string patterns, string expected)
    {
        using Workspace w = With(
            ("m.go", "package m\n"), ("a/a.go", "package a\n"), ("a/b/b.go", "package b\n"), ("a/testdata/t.go", "package t\n"),
            ("_x/x.go", "package x\n"), ("a/vendor/v/v.go", "package v\n"),
            ("n/go.mod", "module n\n"), ("n/n.go", "package n\n"), ("only/w_windows.go", "package w\n"));
        Assert.Equal(expected.Split(' '), w.Load(patterns.Split(' ')).Roots.Select(p => p.FullPath));
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_worth_a_warning()
    {
        using Workspace w = With(("m.go", "package m\n"));
        Assert.Equal("\"nosuch/...\" matched no packages", Assert.Single(w.Report("nosuch/...").All).Message);
    }

    [Fact]
    public void Without_go_mod_files_can_be_named_but_folders_cannot()
    {
        using var w = new Workspace(("main.go", "package main\nimport _ \"fmt\"\n"), ("sub/s.go", "package sub\n"));
        Assert.Equal("go.mod file not found in current directory or any parent directory; see 'go help modules'",
            Assert.Single(w.Report(".").All).Message);
        PackageGraph graph = w.Load("main.go");
        Assert.Equal("command-line-arguments", graph.Roots[0].FullPath);
        Assert.Equal("go1.27", graph.Roots[0].GoVersion.Language);
        Assert.Null(graph.ModFile);
    }

    [Fact]
    public void Required_modules_may_be_local_folders()
    {
        using var w = new Workspace(
            ("go.mod", "module example.com/m\ngo 1.24\nrequire example.com/o v1.2.0\nreplace example.com/o => ./o\n"),
            ("main.go", "package main\nimport _ \"example.com/o/p\"\n"),
            ("o/go.mod", "module example.com/o\ngo 1.20\n"), ("o/p/p.go", "package p\n"));
        LoadedPackage p = w.Load(w.Options() with { TrimPath = true }).Find("example.com/o/p")!;
        Assert.Equal("go1.20", p.GoVersion.Language);
        Assert.Equal("v1.2.0", p.Module!.Version);
        Assert.Equal("example.com/o@v1.2.0/p/p.go", p.GoFiles[0].Source.DisplayPath);
    }

    [Fact]
    public void Replacements_must_be_required_and_exist()
    {
        using var w = new Workspace(("go.mod", "module m\nreplace a.b/o => ./o\n"), ("main.go", "package main\nimport _ \"a.b/o\"\n"));
        Assert.Equal(["main.go:2:8: a.b/o@v0.0.0-00010101000000-000000000000: replacement directory ./o does not exist"], w.Errors());
        w.Add(("go.mod", "module m\nrequire a.b/o v1.0.0\nreplace a.b/o => ./o\n"));
        Assert.Equal(["go: a.b/o@v1.0.0 (replaced by ./o): reading o/go.mod: open o/go.mod: no such file or directory"], w.Errors());
        w.Add(("go.mod", "module m\nreplace a.b/o => ./o\n"), ("o/go.mod", "module a.b/o\n"), ("o/o.go", "package o\n"));
        Assert.Equal(["main.go:2:8: module a.b/o provides package a.b/o and is replaced but not required; to add it:\n\tgo get a.b/o"],
            w.Errors());
    }

    [Fact]
    public void Vendored_modules_are_found()
    {
        using var w = new Workspace(
            ("go.mod", "module m\ngo 1.24\nrequire a.b/o v1.0.0\n"), ("main.go", "package main\nimport _ \"a.b/o/p\"\n"),
            ("vendor/modules.txt", "# a.b/o v1.0.0\n## explicit; go 1.19\na.b/o/p\n"), ("vendor/a.b/o/p/p.go", "package p\n"));
        LoadedPackage p = w.Load().Find("a.b/o/p")!;
        Assert.Equal(("v1.0.0", "go1.19"), (p.Module!.Version, p.GoVersion.Language));
    }

    [Fact]
    public void Debug_settings_of_programs()
    {
        using Workspace w = With(("main.go", "//go:debug panicnil=1\n//go:debug http2debug=2\n\npackage main\n"));
        PackageGraph graph = w.Load();
        string settings = graph.DefaultGodebug(graph.Roots[0]);
        Assert.StartsWith("containermaxprocs=0,", settings, StringComparison.Ordinal);
        Assert.Contains(",http2debug=2,", settings, StringComparison.Ordinal);
        Assert.Contains(",panicnil=1,", settings, StringComparison.Ordinal);
        w.Add(("main.go", "//go:debug nosuch=1\npackage main\n"));
        Assert.Equal(["main.go:1:1: invalid //go:debug: unknown //go:debug setting \"nosuch\""], w.Errors());
    }

    [Fact]
    public void Fips_mode_is_a_default_that_programs_may_override()
    {
        using Workspace w = With(("main.go", "package main\n"), ("own/main.go", "//go:debug fips140=off\n\npackage main\n"));
        PackageGraph graph = w.Load(w.Options("./...") with { FipsMode = true });
        Assert.Contains("fips140=on", graph.DefaultGodebug(graph.Roots[0]), StringComparison.Ordinal);
        Assert.Contains("fips140=off", graph.DefaultGodebug(graph.Roots[1]), StringComparison.Ordinal);
        Assert.DoesNotContain("fips140", w.Load().DefaultGodebug(graph.Roots[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Loading_is_the_same_with_any_number_of_workers()
    {
        using Workspace w = With([("main.go", "package main\n"
            + string.Concat(Enumerable.Range(0, 30).Select(i => $"import _ \"example.com/m/p{i}\"\n"))),
            .. Enumerable.Range(0, 30).Select(i => ($"p{i}/p.go",
                $"package p{i}\n{(i > 0 ? $"import _ \"example.com/m/p{i / 2}\"\n" : "")}"))]);
        w.Add(("p0/p.go", "package p0\n"));
        string[] one = [.. w.Load(w.Options() with { Parallelism = 1 }).Packages.Select(p => p.FullPath)];
        string[] many = [.. w.Load(w.Options() with { Parallelism = 8 }).Packages.Select(p => p.FullPath)];
        Assert.Equal(31, one.Length);
        Assert.Equal(one, many);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("./...")]
    [InlineData("fmt")]
    public void Folders_of_the_standard_library_are_its_packages_whatever_the_main_module_is(string pattern)
    {
        using Workspace w = With();
        w.AddStandard("go.mod", "module std\n\ngo 1.27\n").AddStandard("fmt/testdata/x/x.go", "package main\n");
        LoadedPackage package = w.Load(w.Options(pattern) with { WorkingDirectory = w.StandardRoot + "/src/fmt" }).Roots.Single();
        Assert.Equal("fmt", package.FullPath);
        Assert.True(package.IsStandardLibrary);
        w.AddStandard("fmt/testdata/y.go", "package main\nimport _ \"internal/abi\"\n");
        LoadedPackage named = w.Load(w.Options("testdata/y.go") with { WorkingDirectory = w.StandardRoot + "/src/fmt" }).Roots.Single();
        Assert.True(named is { FullPath: "command-line-arguments", IsStandardLibrary: true });
        Assert.Equal("fmt/testdata/x", w.Load(w.Options()
            with { WorkingDirectory = w.StandardRoot + "/src/fmt/testdata/x" }).Roots.Single().FullPath);
    }
}

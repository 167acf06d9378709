using System.Diagnostics;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Images;
using Go.Compiler.Platforms;
using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Build;

/// <summary>Flags of Go's tools reach the packages and programs that their patterns mean, and programs tell of them.</summary>
public sealed class ProgramFlagsTests(ProgramFlagsTests.SharedCache cache) : IClassFixture<ProgramFlagsTests.SharedCache>
{
    /// <summary>The tests have one cache: what one has compiled of the runtime the others find.</summary>
    public sealed class SharedCache : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("flags-cache-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    [Theory]
    [InlineData("-N", new[] { "" })]
    [InlineData("all=-N", new[] { "/a", "/a/b", "" })]
    [InlineData("./a/...=-N", new[] { "/a", "/a/b" })]
    [InlineData("example.com/m/a=-N", new[] { "/a" })]
    [InlineData("example.com/other/...=-N", new string[0])]
    public void Only_what_a_pattern_means_is_compiled_anew(string flags, string[] compiled)
    {
        using BuildWorkspace w = Workspace();
        // A package of its own name in each case: the cache is shared.
        w.Replace("a/b/b.go", "func F() {}", $"func F() {{}}\n\nconst Case = \"{flags}\"");
        BuildOptions plain = w.Options(".") with { Output = "prog" };
        Run(w, plain);
        string[] changed =
        [
            .. Builder.Build(plain with { CompilerFlags = [PatternFlags.Parse(flags)] }, null, CancellationToken.None).CompiledPackages
                .Where(p => p.StartsWith("example.com/m", StringComparison.Ordinal)).Select(p => p["example.com/m".Length..])
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(compiled.Order(StringComparer.Ordinal), changed);
    }

    [Theory]
    [InlineData("-e", 12)]
    [InlineData("-e=false", 11)]
    [InlineData("example.com/other=-e", 11)]
    public void All_errors_are_shown_of_packages_that_a_pattern_means(string flags, int lines)
    {
        using BuildWorkspace w = Workspace();
        w.Write("main.go", "package main\n\nfunc main() {\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"\tu{i}()\n")) + "}\n");
        BuildOptions options = w.Options(".") with { CheckOnly = true, CompilerFlags = [PatternFlags.Parse(flags)] };
        Assert.Equal(lines, Builder.Build(options, null, CancellationToken.None).Diagnostics.Count);
    }

    [Theory]
    [InlineData("-L", "gen.y:7[main.go:5:2]: undefined: u")]
    [InlineData("-L -C", "gen.y:7[main.go:5]: undefined: u")]
    [InlineData("-L=2", "gen.y:7: undefined: u")]
    [InlineData("example.com/other=-L", "gen.y:7: undefined: u")]
    public void Messages_name_the_file_behind_a_line_directive(string flags, string expected)
    {
        using BuildWorkspace w = Workspace();
        w.Write("main.go", "package main\n\nfunc main() {\n//line gen.y:7\n\tu()\n}\n");
        BuildOptions options = w.Options(".") with { CheckOnly = true, CompilerFlags = [PatternFlags.Parse(flags)] };
        BuildOutcome outcome = Builder.Build(options, null, CancellationToken.None);
        string text = DiagnosticRenderer.Gc(Assert.Single(outcome.Diagnostics), outcome.Sources);
        Assert.Equal(expected, text.Replace(w.Source + "/", "", StringComparison.Ordinal));
        Assert.EndsWith(expected.Contains('[') ? expected[expected.IndexOf('[')..expected.IndexOf(": ", StringComparison.Ordinal)] : "u",
            BuildReport.Of(outcome).Findings[0].Message.Replace(w.Source + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_value_of_the_linkers_flags_counts_and_is_told()
    {
        using BuildWorkspace w = Workspace();
        BuildOptions options = w.Options(".") with
        {
            Output = "prog", LinkerFlags = [PatternFlags.Parse("-X main.v=one -X main.w=two"),
                PatternFlags.Parse("-X 'main.v=three four' -buildid=mine")],
        };
        Assert.Equal("three four/unset", Run(w, options));
        BuildInformation information = InformationOf(w);
        Assert.Contains("build\t-ldflags=\"-X 'main.v=three four' -buildid=mine\"\n", information.Modules, StringComparison.Ordinal);
        Assert.Equal("unset/unset", Run(w, options with { LinkerFlags = [PatternFlags.Parse("other=-X main.v=one")] }));
    }

    [Fact]
    public void Programs_are_told_apart_by_their_contents_whatever_the_cache_held()
    {
        using BuildWorkspace w = Workspace();
        BuildOptions options = w.Options(".") with { Output = "prog" };
        Run(w, options);
        byte[] first = File.ReadAllBytes(Path.Combine(w.Source, "prog"));
        Run(w, options with { CacheDirectory = null });
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(w.Source, "prog")));
        Run(w, options with { LinkVariables = [new LinkVariable("main.v", "x")] });
        Assert.NotEqual(first, File.ReadAllBytes(Path.Combine(w.Source, "prog")));
    }

    [Fact]
    public void A_program_tells_its_settings_in_Go_s_order()
    {
        using BuildWorkspace w = Workspace();
        Run(w, w.Options(".") with
        {
            Output = "prog", Tags = ["b", "a"], TrimPath = true, CompilerFlags = [PatternFlags.Parse("all=-l")],
            LinkerFlags = [PatternFlags.Parse("-s")],
        });
        Assert.Equal(
            "path\texample.com/m\nmod\texample.com/m\t(devel)\t\nbuild\t-buildmode=exe\nbuild\t-compiler=gc\nbuild\t-gcflags=all=-l\nbuild\t-tags=b,a\nbuild\t-trimpath=true\n"
                + "build\tCGO_ENABLED=0\nbuild\tGOARCH=amd64\nbuild\tGOOS=linux\nbuild\tGOAMD64=v1\n",
            InformationOf(w).Modules);
    }

    [Fact]
    public void A_program_runs_whose_assembly_is_made_for_dynamic_linking()
    {
        using BuildWorkspace w = Workspace();
        BuildOptions options = w.Options(".") with { Output = "prog", AssemblerFlags = [PatternFlags.Parse("all=-dynlink")] };
        Assert.Equal("unset/unset", Run(w, options));
        BuildOutcome other = Builder.Build(options with { Target = SupportedPlatforms.Find("linux", "arm64")! }, null, CancellationToken.None);
        Assert.Empty(other.Diagnostics.Select(d => d.Message));
    }

    [Fact]
    public void A_dry_run_tells_and_does_nothing()
    {
        using BuildWorkspace w = Workspace();
        w.Replace("a/a.go", "{ b.F() }", "{ b.F(); b.F() }");
        var heard = new Heard();
        BuildOutcome outcome = Builder.Build(w.Options(".") with { Output = "prog", DryRun = true, Trace = true }, heard,
            CancellationToken.None);
        Assert.True(outcome.Succeeded);
        Assert.False(File.Exists(Path.Combine(w.Source, "prog")));
        Assert.Contains(heard.Lines, l => l.Contains("compile -p example.com/m/a -lang=go1.27 -c=", StringComparison.Ordinal)
            && l.EndsWith(" -nolocalimports ./a/a.go", StringComparison.Ordinal));
        Assert.Contains(heard.Lines, l => l.StartsWith("packagefile ", StringComparison.Ordinal)
            && l.Contains("link -o ", StringComparison.Ordinal));
        Assert.Empty(outcome.CompiledPackages);
    }

    private BuildWorkspace Workspace()
    {
        var w = new BuildWorkspace { Cache = cache.Folder };
        w.Write("main.go",
            "package main\n\nimport \"example.com/m/a\"\n\nvar v, w = \"unset\", \"unset\"\n\nfunc main() { print(v, \"/\", w); a.F() }\n");
        w.Write("a/a.go", "package a\n\nimport \"example.com/m/a/b\"\n\nfunc F() { b.F() }\n");
        w.Write("a/b/b.go", "package b\n\nfunc F() {}\n");
        return w;
    }

    private static string Run(BuildWorkspace w, BuildOptions options)
    {
        BuildOutcome outcome = Builder.Build(options, null, CancellationToken.None);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(w.Source, "prog")) { RedirectStandardError = true })!;
        string printed = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return printed;
    }

    private static BuildInformation InformationOf(BuildWorkspace w)
        => BuildInformation.Read(File.ReadAllBytes(Path.Combine(w.Source, "prog")), out string problem)
            ?? throw new InvalidOperationException(problem);

    private sealed class Heard : IBuildProgress
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines => _lines;

        public void Report(string step, string what, int done, int total)
        {
            lock (_lines)
            {
                if (step == BuildSteps.Trace)
                {
                    _lines.Add(what);
                }
            }
        }
    }
}

using Go.Compiler.Build;

namespace Go.Compiler.Tests.Build;

/// <summary>
/// Whole builds down to the executable: the same program whatever comes from the cache, and no work where nothing changed.
/// </summary>
public sealed class ProgramBuildTests : IClassFixture<ProgramBuildTests.BuiltProgram>, IDisposable
{
    /// <summary>A program built without any cache before, and the cache that it left.</summary>
    public sealed class BuiltProgram : IDisposable
    {
        internal BuildWorkspace Workspace { get; } = NewWorkspace();

        public BuiltProgram()
        {
            BuildOutcome outcome = Build(Workspace.Options(".") with { Parallelism = 1, Output = Program });
            Assert.Contains("runtime", outcome.CompiledPackages);
            Image = File.ReadAllBytes(Program);
        }

        public string Program => Path.Combine(Workspace.Source, "program");
        public byte[] Image { get; }

        public void Dispose() => Workspace.Dispose();
    }

    private sealed class Steps : IBuildProgress
    {
        public List<string> Seen { get; } = [];

        public void Report(string step, string what, int done, int total)
        {
            lock (Seen)
            {
                Seen.Add(step);
            }
        }
    }

    private readonly BuiltProgram _built;
    private readonly string _cache = Directory.CreateTempSubdirectory("program-cache-").FullName;

    public ProgramBuildTests(BuiltProgram built)
    {
        _built = built;
        foreach (string file in Directory.EnumerateFiles(built.Workspace.Cache, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_cache, Path.GetRelativePath(built.Workspace.Cache, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    private static BuildWorkspace NewWorkspace()
    {
        var w = new BuildWorkspace();
        w.Write("leaf/leaf.go",
            "package leaf\n\nfunc F(n int) int { return n * 3 }\n\ntype T[E any] struct{ Value E }\n\nfunc (t *T[E]) Get() E { return t.Value }\n");
        w.Write("main.go",
            "package main\n\nimport \"example.com/m/leaf\"\n\nfunc main() {\n\tt := leaf.T[int]{Value: leaf.F(14)}\n\tprintln(t.Get())\n}\n");
        return w;
    }

    private static BuildOutcome Build(BuildOptions options, IBuildProgress? progress = null)
    {
        BuildOutcome outcome = Builder.Build(options, progress, CancellationToken.None);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
        return outcome;
    }

    private BuildOptions Options(string output)
        => _built.Workspace.Options(".") with { CacheDirectory = _cache, Output = Path.Combine(_cache, output) };

    private byte[] Program(string output) => File.ReadAllBytes(Path.Combine(_cache, output));

    [Fact]
    public void Everything_from_the_cache_makes_the_same_program()
    {
        Assert.Empty(Build(Options("program")).CompiledPackages);
        Assert.Equal(_built.Image, Program("program"));
    }

    [Fact]
    public void The_number_of_threads_makes_no_difference()
    {
        Build(Options("program") with { CacheDirectory = null, Parallelism = 5 });
        Assert.Equal(_built.Image, Program("program"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_mixture_of_cache_and_sources_makes_the_same_program(int seed)
    {
        var random = new Random(seed);
        int lost = 0;
        foreach (string file in Directory.EnumerateFiles(_cache, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray())
        {
            // Records: most packages lose one of their three files otherwise.
            if (BuildWorkspace.IsRecord(file) && random.Next(2) == 0)
            {
                File.Delete(file);
                lost++;
            }
        }
        Assert.InRange(Build(Options("program")).CompiledPackages.Count, 1, lost);
        Assert.Equal(_built.Image, Program("program"));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flip")]
    public void Lost_code_parts_are_compiled_again_and_no_others(string damage)
    {
        HashSet<string> lost = [];
        foreach (string file in Directory.EnumerateFiles(_cache, "*", SearchOption.AllDirectories).ToArray())
        {
            // A changed part has its size still: that shows when the program is linked.
            if (BuildWorkspace.PartIn(file, "GOSDKOBJ"u8) is { } package and not "main" && package.Length % 2 == 0)
            {
                byte[] bytes = File.ReadAllBytes(file);
                bytes[^1] ^= 1;
                File.WriteAllBytes(file, damage == "cut" ? bytes[..^1] : bytes);
                lost.Add(package);
            }
        }
        Assert.Contains("example.com/m/leaf", lost);
        Assert.Equal(lost.Order(StringComparer.Ordinal), Build(Options("program")).CompiledPackages.Order(StringComparer.Ordinal));
        Assert.Equal(_built.Image, Program("program"));
        Assert.Empty(Build(Options("program")).CompiledPackages);
    }

    [Fact]
    public void A_program_that_is_there_is_not_linked_again_unless_somebody_touched_it()
    {
        Build(Options("program"));
        Assert.Empty(Linked(Options("program")));
        string path = Path.Combine(_cache, "program");
        DateTime written = File.GetLastWriteTimeUtc(path);

        byte[] image = Program("program");
        image[^1] ^= 1;
        File.WriteAllBytes(path, image);
        File.SetLastWriteTimeUtc(path, written);
        Assert.Single(Linked(Options("program")));
        Assert.Equal(_built.Image, Program("program"));

        File.Delete(path);
        Assert.Single(Linked(Options("program")));
        Assert.Single(Linked(Options("program") with { StripSymbols = true }));
        Assert.Empty(Linked(Options("program") with { StripSymbols = true }));
    }

    [Fact]
    public void Builds_share_a_cache_at_the_same_time()
    {
        string shared = Path.Combine(_cache, "shared");
        Parallel.For(0, 3, i => Build(Options("program" + i) with { CacheDirectory = shared }));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(_built.Image, Program("program" + i));
        }
        Assert.Empty(Build(Options("program0") with { CacheDirectory = shared }).CompiledPackages);
        Assert.Empty(Directory.EnumerateFiles(shared, "*.tmp", SearchOption.AllDirectories));
    }

    private static List<string> Linked(BuildOptions options)
    {
        var steps = new Steps();
        Build(options, steps);
        Assert.DoesNotContain("compile", steps.Seen);
        return steps.Seen;
    }
}

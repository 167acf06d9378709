using System.Text.RegularExpressions;
using Go.Compiler.Build;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Build;

/// <summary>References by <c>//go:linkname</c> and from assembly to what other packages do not offer.</summary>
[Collection(ProgramCache.Collection)]
public sealed partial class LinknameTests : IDisposable
{
    private readonly BuildWorkspace _w;

    public LinknameTests(ProgramCache cache) => _w = cache.NewWorkspace();

    public void Dispose() => _w.Dispose();

    private string[] Build(bool check = true, string assemblerFlags = "")
    {
        BuildOptions options = _w.Options(".") with
        {
            Output = Path.Combine(_w.Source, "program"), CheckLinkname = check, AssemblerFlags = [PatternFlags.Parse(assemblerFlags)],
        };
        BuildOutcome outcome = Builder.Build(options, null, CancellationToken.None);
        return [.. outcome.Diagnostics.Select(d => d.Message)];
    }

    private static string Pull(string symbol, string declaration = "func f() unsafe.Pointer", string use = "f()")
        => $"package main\n\nimport (\n\t_ \"errors\"\n\t\"unsafe\"\n)\n\nvar _ unsafe.Pointer\n\n//go:linkname f {symbol}\n{declaration}\n\nfunc main() {{ {use} }}\n";

    [Fact]
    public void What_the_standard_library_keeps_for_itself()
    {
        _w.Write("main.go", Pull("runtime.goschedImpl"));
        Assert.Equal(["link: main: invalid reference to runtime.goschedImpl"], Build());
        Assert.Equal(["link: main: invalid reference to runtime.goschedImpl"], Build());
        Assert.Empty(Build(check: false));
        Assert.Equal(["link: main: invalid reference to runtime.goschedImpl"], Build());
    }

    [Theory]
    [InlineData("runtime.nanotime", "func f() int64")]
    [InlineData("runtime.fastrand64", "func f() uint64")]
    public void What_it_offers(string symbol, string declaration)
    {
        _w.Write("main.go", Pull(symbol, declaration).Replace("\"errors\"", "\"sync\"", StringComparison.Ordinal));
        Assert.Empty(Build());
    }

    [Theory]
    [InlineData("internal/sync.throw", "func f(string)", "f(\"\")")]
    [InlineData("runtime.mapaccess1_fast32", "func f()", "f()")]
    [InlineData("time.runtimeNow", "func f()", "f()")]
    public void What_is_reserved_whatever_its_definition_says(string symbol, string declaration, string use)
    {
        _w.Write("main.go", Pull(symbol, declaration, use));
        Assert.Equal([$"link: main: invalid reference to {symbol}"], Build());
    }

    [Fact]
    public void What_is_offered_to_the_library_only()
    {
        // internal/godebug's registerMetric is pushed with linknamestd in releases that have the directive.
        string[] pushed = [.. Directory.EnumerateFiles(Path.Combine(GoSources.Root, "src", "runtime"), "*.go")
            .Where(f => !f.EndsWith("_test.go", StringComparison.Ordinal)).SelectMany(File.ReadLines)
            .Where(l => l.StartsWith("//go:linknamestd ", StringComparison.Ordinal))];
        foreach (string symbol in pushed.Select(l => l.Split(' ')[^1]).Where(s => s.StartsWith("runtime.", StringComparison.Ordinal))
            .Take(1))
        {
            _w.Write("main.go", Pull(symbol, "func f()"));
            Assert.Equal([$"link: main: invalid reference to {symbol}"], Build());
        }
    }

    [Fact]
    public void Variables_count_even_if_nothing_uses_them()
    {
        _w.Write("main.go", Pull("runtime.numCPUStartup", "var f int", ""));
        Assert.Equal(["link: main: invalid reference to runtime.numCPUStartup"], Build());
        _w.Write("main.go", Pull("runtime.zeroVal", "var f [1024]byte", "println(f[0])"));
        Assert.Empty(Build());
    }

    [Fact]
    public void A_function_that_nothing_calls_is_no_reference()
    {
        _w.Write("main.go", Pull("runtime.goschedImpl", use: ""));
        Assert.Empty(Build());
    }

    [Fact]
    public void Assembly_is_held_to_the_same()
    {
        _w.Write("main.go", "package main\n\nfunc f()\n\nfunc main() { f() }\n");
        _w.Write("f.s", "TEXT ·f(SB), 4, $0-0\n\tMOVL runtime·numCPUStartup(SB), AX\n\tRET\n");
        Assert.Equal(["link: main: invalid reference to runtime.numCPUStartup"], Build());
        Assert.Empty(Build(check: false));
        _w.Write("f.s", "TEXT ·f(SB), 4, $0-0\n\tMOVB runtime·zeroVal(SB), AX\n\tMOVQ ·own(SB), AX\n\tRET\nGLOBL ·own(SB), 16, $8\n");
        Assert.Empty(Build());
    }

    /// <summary>What holds the address is the file's own; what the address is of need not be.</summary>
    [Fact]
    public void Assembly_for_dynamic_linking_is_held_to_the_same()
    {
        _w.Write("main.go", "package main\n\nfunc f()\n\nfunc main() { f() }\n");
        _w.Write("f.s", "TEXT ·f(SB), 4, $0-0\n\tMOVL runtime·numCPUStartup(SB), AX\n\tRET\n");
        Assert.Equal(["link: main: invalid reference to runtime.numCPUStartup"], Build(assemblerFlags: "-dynlink"));
        _w.Write("f.s", "TEXT ·f(SB), 4, $0-0\n\tMOVB runtime·zeroVal(SB), AX\n\tRET\n");
        Assert.Empty(Build(assemblerFlags: "-dynlink"));
    }

    [Fact]
    public void A_constant_in_memory_that_the_librarys_assembly_has_too_is_no_reference_to_it()
    {
        _w.Write("main.go", "package main\n\nimport \"math\"\n\nvar x = 1.0\n\nfunc f() float64\n\nfunc main() { println(f(), math.Log(x)) }\n");
        _w.Write("f.s", "TEXT ·f(SB), 4, $0-8\n\tMOVSD $0.5, X0\n\tMOVSD X0, ret+0(FP)\n\tRET\n");
        Assert.Contains("$0.5, X0", File.ReadAllText(Path.Combine(GoSources.Root, "src", "math", "log_amd64.s")), StringComparison.Ordinal);
        Assert.Empty(Build());
    }

    [Fact]
    public void Other_modules_offer_everything()
    {
        _w.Write("main.go", Pull("example.com/m/below.f").Replace("\"errors\"", "\"example.com/m/below\"", StringComparison.Ordinal));
        _w.Write("below/below.go", "package below\n\nimport \"unsafe\"\n\n//go:noinline\nfunc f() unsafe.Pointer { return nil }\n");
        Assert.Empty(Build());
    }

    /// <summary>Go's own list (cmd/link/internal/loader), when the sources at hand have it.</summary>
    [Fact]
    public void Reserved_names_are_those_of_the_sources()
    {
        string file = Path.Combine(GoSources.Root, "src", "cmd", "link", "internal", "loader", "loader.go");
        if (!File.Exists(file))
        {
            return;
        }
        string text = File.ReadAllText(file);
        int start = text.IndexOf("var blockedLinknames", StringComparison.Ordinal),
            end = text.IndexOf("\n}\n", start, StringComparison.Ordinal);
        var there = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match m in Row().Matches(text[start..end]))
        {
            there.Add(m.Groups[1].Value, m.Groups[2].Value.Trim('"'));
        }
        Assert.True(there.Count > 50);
        Assert.Equal(there, new SortedDictionary<string, string>(ReservedLinknames.All.ToDictionary(), StringComparer.Ordinal));
    }

    [GeneratedRegex("^\t\"([^\"]+)\":\\s*\\{([^}]*)\\}", RegexOptions.Multiline)]
    private static partial Regex Row();
}

using System.Runtime.CompilerServices;
using Go.Compiler.Ir;
using Go.Compiler.Passes;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Allocations;
using Go.Compiler.Ssa.Barriers;
using Go.Compiler.Ssa.Escape;
using Go.Compiler.Ssa.Inlining;
using Go.Compiler.Ssa.Passes;
using Go.Compiler.Ssa.Pipeline;

namespace Go.Compiler.Tests.Ssa;

/// <summary>
/// What each pass makes of a function: <c>Passes/PASS.CASE.txt</c> has the SSA before after <c>-- before --</c>, and what it becomes after
/// <c>-- after --</c>. Functions before the
/// last one are there to be inlined. With <c>GO_BLESS=1</c> the files beside the sources are written anew: read the difference before you
/// keep it.
/// </summary>
public sealed class SsaPassGoldenTests
{
    private const string Before = "-- before --\n", After = "-- after --\n";

    public static TheoryData<string> Files() => [.. Names()];

    [Fact]
    public void Every_pass_has_a_file() => Assert.Empty(SsaPasses.All.Select(p => p.Name).Except(Names().Select(n => n.Split('.')[0])));

    private static IEnumerable<string> Names()
        => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Ssa", "Passes"), "*.txt")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_pass_does_what_its_file_says(string name)
    {
        bool bless = System.Environment.GetEnvironmentVariable("GO_BLESS") == "1";
        string file = Path.Combine(bless ? Sources() : Path.Combine(AppContext.BaseDirectory, "Ssa"), "Passes", name + ".txt");
        string wanted = File.ReadAllText(file);
        int start = wanted.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        int end = wanted.IndexOf(After, start, StringComparison.Ordinal);
        string before = wanted[start..(end < 0 ? wanted.Length : end)];
        string actual = wanted[..start] + before + After + Run(name.Split('.')[0], before);
        if (bless)
        {
            File.WriteAllText(file, actual);
        }
        Assert.Equal(wanted, actual);
        Assert.NotEqual(before, actual[(actual.IndexOf(After, StringComparison.Ordinal) + After.Length)..]);
    }

    private static string Run(string pass, string text)
    {
        SsaEnvironment environment = SsaTextTests.Environment();
        var units = new List<FunctionUnit>();
        foreach (string function in text.Split("func ", StringSplitOptions.RemoveEmptyEntries))
        {
            SsaFunction f = new SsaParser(environment).Parse("func " + function);
            SsaVerifier.Verify(f);
            units.Add(new FunctionUnit(f, new IrFunction { Package = environment.Package, Symbol = f.Symbol.Name }, []));
        }
        string found = Run(SsaPasses.All.Single(p => p.Name == pass), units[^1], environment, new Bodies(units));
        SsaVerifier.Verify(units[^1].Function);
        return SsaPrinter.Print(units[^1].Function) + found;
    }

    /// <summary>Runs a pass; returns what it found out besides.</summary>
    private static string Run(Pass<SsaFunction> pass, FunctionUnit unit, SsaEnvironment environment, Bodies bodies)
    {
        if (pass.Run is { } run)
        {
            run(unit.Function);
        }
        else if (pass == SsaPasses.Inline)
        {
            Inliner.Run(unit, bodies, f => Devirtualization.Run(f, environment.Layout));
        }
        else if (pass == SsaPasses.Devirtualize)
        {
            Devirtualization.Run(unit.Function, environment.Layout);
        }
        else if (pass == SsaPasses.Fuse)
        {
            FloatFusion.Run(unit.Function);
        }
        else if (pass == SsaPasses.WriteBarrier)
        {
            WriteBarriers.Run(unit.Function);
        }
        else
        {
            byte[][] tags = EscapeAnalysis.Run([unit], _ => null, environment.Layout);
            if (pass == SsaPasses.Escape)
            {
                string heap = string.Join(' ', unit.HeapAllocations.Order().Select(v => new ValueId(v)));
                return $"heap: {heap}\ntags: {Convert.ToHexString(tags[0])}\n";
            }
            Assert.Same(SsaPasses.Allocations, pass);
            AllocationLowering.Run(unit, environment);
        }
        return "";
    }

    private sealed class Bodies(List<FunctionUnit> units) : IInlineSource
    {
        public FunctionUnit? BodyOf(CallInfo call) => units.Find(u => u.Function.Symbol == call.Target);

        public FunctionUnit? ClosureOf(ClosureSite site) => null;

        public ClosureName? ClosureNamed(string symbol) => null;

        public void NoteName(ClosureName name)
        {
        }

        public bool TryMakeVariant(string closure, ClosureName name) => false;

        public void Inlined(FunctionUnit callee)
        {
        }
    }

    private static string Sources([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

using System.Runtime.CompilerServices;
using Go.Compiler.Ir;

namespace Go.Compiler.Tests.Ir.Interpretation;

/// <summary>Programs run on the bound tree behave as Go's do.</summary>
public sealed class InterpreterTests
{
    private const string Input = "-- input --\n", Expect = "-- expect --\n";

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Programs");

    public static TheoryData<string> Names
        => [.. Directory.GetFiles(Folder(), "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>The expected output is that of the same program built by Go's own compiler.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Programs_print_what_they_print_with_Go(string name)
    {
        string text = File.ReadAllText(Path.Combine(Folder(), name + ".txt")).ReplaceLineEndings("\n");
        int expect = text.IndexOf(Expect, StringComparison.Ordinal);
        var interpreter = new Interpreter(BuiltPackage.From(text[Input.Length..expect]));
        interpreter.Run(TimeSpan.FromSeconds(120));
        Assert.Equal(text[(expect + Expect.Length)..], interpreter.Output);
    }

    /// <summary>
    /// Programs of Go's tests that need something else than their language: exact float output, addresses, experiments, much time.
    /// </summary>
    private static readonly HashSet<string> s_excluded =
    [
        "deferprint.go", "print.go", "zerosize.go", "fixedbugs/bug409.go", "fixedbugs/issue35576.go", "fixedbugs/issue47928.go",
        "ken/cplx0.go",
        "typeparam/typeswitch5.go", "atomicload.go", "stack.go", "divmod.go", "fixedbugs/issue13169.go", "fixedbugs/issue55122.go",
        "fixedbugs/issue55122b.go",
        "fixedbugs/issue67255.go", "fixedbugs/issue80196.go",
    ];

    /// <summary>All self-checking programs without imports in Go's test tree end well, and print what is recorded beside them.</summary>
    [Fact]
    public void Programs_of_the_Go_tests_pass()
    {
        string root = Path.Combine(GoSources.Root, "test");
        var problems = new List<string>();
        int passed = 0;
        foreach (string path in Directory.EnumerateFiles(root, "*.go", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(root, path).Replace('\\', '/'), text = File.ReadAllText(path);
            bool runs = text.StartsWith("// run\n", StringComparison.Ordinal) && !text.Contains("\nimport", StringComparison.Ordinal);
            if (!runs || s_excluded.Contains(name) || BuiltPackage.TryFrom(File.ReadAllBytes(path), "go1.27", out _) is not { } package)
            {
                continue;
            }
            if (Problem(package, Path.ChangeExtension(path, ".out")) is { } problem)
            {
                problems.Add($"{name}: {problem}");
            }
            passed++;
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(passed > 450, $"{passed} programs");
    }

    private static string? Problem(IrPackage package, string output)
    {
        var interpreter = new Interpreter(package);
        try
        {
            interpreter.Run(TimeSpan.FromSeconds(120));
            return !File.Exists(output) || File.ReadAllText(output) == interpreter.Output ? null : "printed " + interpreter.Output;
        }
        catch (PanicException e)
        {
            return "panic " + (e.Value is InterfaceValue { Value: RuntimeError error } ? error.Message : e.Value);
        }
        catch (NotModelledException e)
        {
            return e.Message is "unsafe pointer" or "big array" or "big slice" ? null : e.Message;
        }
    }
}

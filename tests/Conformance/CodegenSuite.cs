using System.Globalization;
using System.Text.RegularExpressions;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Platforms;

namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// Go's code generation tests (<c>test/codegen</c>), a case a file and architecture: the file is built into a program that keeps all of its
/// functions, Go's objdump, which is built by this compiler too, tells the instructions of each line, and the patterns beside the lines are
/// matched with them. The tests are written for the listing of Go's compiler, whose spelling objdump does not share everywhere, and want
/// that compiler's choice of instructions: so a file has a number of checks that are met, which is its part <c>MET/ALL</c>.
/// </summary>
internal sealed partial class CodegenSuite(string workFolder, string keptFolder)
{
    private static readonly (string Arch, string Level)[] s_architectures = [("amd64", "v1"), ("arm64", "v8.0")];
    private static readonly TimeSpan s_readLimit = TimeSpan.FromSeconds(120);
    private static readonly Recipe s_noRecipe = new("", [], []);

    private readonly Lazy<string> _objdump = new(() => BuildObjdump(keptFolder), LazyThreadSafetyMode.ExecutionAndPublication);
    private int _folders;

    [GeneratedRegex(@"^package (\w+)", RegexOptions.Multiline)]
    private static partial Regex PackageClause();

    [GeneratedRegex(@"^func (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Functions();

    [GeneratedRegex(@"^func \(\w* ?\*?(\w+)\) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Methods();

    /// <summary>File, line, address, bytes, instruction.</summary>
    [GeneratedRegex(@"^\s+a\.go:(\d+)\s+0x[0-9a-f]+\s+[0-9a-f]+\s+(.*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Instructions();

    [GeneratedRegex("(-?)0x([0-9a-f]+)")]
    private static partial Regex Hexadecimal();

    public IEnumerable<ConformanceCase> Cases()
    {
        string[] files = Directory.GetFiles(Path.Combine(TestFolder.Root, "codegen"), "*.go");
        Array.Sort(files, StringComparer.Ordinal);
        foreach ((string arch, string level) in s_architectures)
        {
            foreach (string file in files)
            {
                CodegenCheck[] checks = [.. CodegenCheck.Of(file, arch, level)];
                if (checks.Length > 0)
                {
                    yield return new ConformanceCase("codegen", arch, $"{arch}/{Path.GetFileName(file)}", () => Run(file, arch, checks))
                    {
                        Limit = TimeSpan.FromMinutes(5),
                    };
                }
            }
        }
    }

    private CaseResult Run(string file, string arch, CodegenCheck[] checks)
    {
        string folder = Path.Combine(workFolder, "codegen" + Interlocked.Increment(ref _folders).ToString(CultureInfo.InvariantCulture));
        try
        {
            string directory = LayOut(folder, File.ReadAllText(file));
            string program = Path.Combine(folder, "program");
            if (Build(directory, ".", arch, program, keptFolder) is { } problem)
            {
                return CaseResult.Failed(problem);
            }
            string[] arguments = ["-s", @"^(test/codegen|main)\.", program];
            var environment = new Dictionary<string, string>();
            ProgramResult dump = ProgramResult.Run(_objdump.Value, arguments, folder, s_noRecipe, environment, s_readLimit);
            if (dump.Problem.Length > 0)
            {
                return CaseResult.Failed("objdump: " + dump.Problem);
            }
            ILookup<int, string> lines = Instructions().Matches(dump.Output)
                .ToLookup(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture), m => AsInListing(m.Groups[2].Value));
            CodegenCheck[] missed = [.. checks.Where(c => !c.IsMet(lines[c.Line]))];
            return missed.Length == 0 ? CaseResult.Passed
                : CaseResult.Failed(string.Join('\n', missed.Select(c => Told(c, lines[c.Line])))) with
                {
                    Parts = [$"{checks.Length - missed.Length}/{checks.Length}"],
                };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Told(CodegenCheck check, IEnumerable<string> instructions)
        => $"{check.Line}: {(check.IsNegative ? "-" : "")}{(check.Count > 0 ? check.Count : "")}{check.Pattern}: "
            + string.Join("; ", instructions.Take(12));

    /// <summary>The listing writes constants in decimal, objdump in hexadecimal.</summary>
    private static string AsInListing(string instruction) => Hexadecimal().Replace(instruction, m =>
        ulong.TryParse(m.Groups[2].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong value)
            ? m.Groups[1].Value + (long)value : m.Value);

    /// <summary>A module whose package main keeps every function of the file, by a variable that holds them all. Its folder.</summary>
    private static string LayOut(string folder, string source)
    {
        string package = PackageClause().Match(source).Groups[1].Value;
        IEnumerable<string> functions = Functions().Matches(source).Select(m => m.Groups[1].Value)
            .Where(f => f is not ("init" or "main" or "_"))
            .Concat(Methods().Matches(source).Select(m => $"(*{m.Groups[1].Value}).{m.Groups[2].Value}"));
        string keep = $"package {package}\n\nvar Keep = []any{{{string.Join(", ", functions)}}}\n";
        string own = Path.Combine(folder, "codegen");
        Directory.CreateDirectory(own);
        File.WriteAllText(Path.Combine(own, "a.go"), source);
        if (package == "main")
        {
            bool hasMain = source.Contains("\nfunc main()", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(own, "keep.go"), $"{keep}\nfunc {(hasMain ? "init" : "main")}() {{ println(len(Keep)) }}\n");
            File.WriteAllText(Path.Combine(own, "go.mod"), "module codegen\n\ngo 1.27\n");
            return own;
        }
        File.WriteAllText(Path.Combine(own, "keep.go"), keep);
        File.WriteAllText(Path.Combine(folder, "go.mod"), "module test\n\ngo 1.27\n");
        File.WriteAllText(Path.Combine(folder, "main.go"),
            "package main\n\nimport \"test/codegen\"\n\nfunc main() { println(len(codegen.Keep)) }\n");
        return folder;
    }

    private static string BuildObjdump(string keptFolder)
    {
        string program = Path.Combine(keptFolder, "objdump");
        return Build(TestFolder.Root, "cmd/objdump", SupportedPlatforms.LinuxAmd64.Arch, program, keptFolder) is { } problem
            ? throw new InvalidOperationException(problem) : program;
    }

    /// <summary>Null, or what went wrong.</summary>
    private static string? Build(string directory, string pattern, string arch, string output, string keptFolder)
    {
        BuildOutcome outcome = Builder.Build(new BuildOptions
        {
            WorkingDirectory = directory,
            Patterns = [pattern],
            Target = SupportedPlatforms.Find("linux", arch)!,
            Output = output,
            StandardLibrary = GoSources.Root,
            CacheDirectory = Path.Combine(keptFolder, "cache"),
            Parallelism = 1,
        }, null, CancellationToken.None);
        IEnumerable<Diagnostic> errors = outcome.Diagnostics.Where(d => d.Descriptor.Severity == Severity.Error).Take(4);
        return outcome.Succeeded ? null : "build: " + string.Join('\n', errors.Select(d => DiagnosticRenderer.Gc(d, outcome.Sources)));
    }
}

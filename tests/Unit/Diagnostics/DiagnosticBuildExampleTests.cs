using System.Text.RegularExpressions;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Platforms;

namespace Go.Compiler.Tests.Diagnostics;

/// <summary>
/// The examples in docs/diagnostics that are a command and files, each after a line <c>-- name --</c>, produce their codes when built;
/// go.mod is there unless the example has one of its own. (Examples that are projects are tried by the tests of the SDK.)
/// </summary>
public sealed partial class DiagnosticBuildExampleTests : IDisposable
{
    private const string Prompt = "$ dotnet go ";
    private readonly string _root = Directory.CreateTempSubdirectory("diagnostic-examples-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Builds_produce_their_codes()
    {
        var problems = new List<string>();
        int examples = 0;
        foreach (string page in Directory.EnumerateFiles(DiagnosticPagesTests.Folder(), "GO*.md").Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(page), code = Path.GetFileNameWithoutExtension(page);
            if (Example().Match(text) is not { Success: true } example)
            {
                continue;
            }
            examples++;
            BuildOutcome outcome;
            try
            {
                outcome = Build(code, example.Groups[1].Value);
            }
            catch (UsageException e)
            {
                // Said before anything is built.
                if (e.Code != code)
                {
                    problems.Add($"{code}: {e.Code} {e.Message}");
                }
                continue;
            }
            bool isError = !text.Contains("\nWarning.\n", StringComparison.Ordinal);
            if (outcome.Succeeded == isError || !outcome.Diagnostics.Any(d => d.Code == code))
            {
                problems.Add($"{code}: {(outcome.Succeeded ? "succeeds" : "fails")}: {string.Join("; ", outcome.Diagnostics.Select(d => $"{d.Code} {d.Message}"))}");
            }
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(examples > 40);
    }

    private BuildOutcome Build(string code, string example)
    {
        string folder = Path.Combine(_root, code);
        string[] parts = FileMark().Split(example);
        Write("go.mod", "module example.com/app\n\ngo 1.27\n");
        for (int i = 1; i < parts.Length; i += 2)
        {
            Write(parts[i], parts[i + 1]);
        }
        Assert.StartsWith(Prompt, parts[0], StringComparison.Ordinal);
        string[] words = parts[0][Prompt.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        BuildFlags flags;
        IReadOnlyList<string> patterns;
        if (words[0] == "test")
        {
            TestFlags test = TestFlags.Parse(words[1..]);
            (flags, patterns) = (test.Build, test.Packages);
        }
        else
        {
            Assert.Equal("build", words[0]);
            flags = new BuildFlags();
            patterns = flags.Define(new GoFlags()).Parse(words[1..]);
        }
        return Builder.Build(flags.ToOptions(folder, patterns, SupportedPlatforms.LinuxAmd64, GoSources.Root,
            Path.Combine(_root, "cache")), null, CancellationToken.None);

        void Write(string name, string text)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    [GeneratedRegex("## Example\n\n```files\n([\\s\\S]*?)```\n")]
    private static partial Regex Example();

    [GeneratedRegex("^-- (.+) --\n", RegexOptions.Multiline)]
    private static partial Regex FileMark();
}

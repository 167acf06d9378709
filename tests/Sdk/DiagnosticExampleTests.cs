using System.Text;
using System.Text.RegularExpressions;

namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// The examples in docs/diagnostics that are projects or commands produce their codes. (Those that are Go source are tried by the unit
/// tests.)
/// </summary>
public sealed partial class DiagnosticExampleTests
{
    private const string Main =
        "package main\n\nvar (\n\tversion = \"none\"\n\tnumber  = 0\n)\n\nfunc main() { println(version, number) }\n";

    [Fact]
    public void Projects_produce_their_codes()
    {
        Dictionary<string, string> examples = Examples("xml");
        Assert.True(examples.Count >= 12, $"only {examples.Count} examples");
        using var folder = new ProjectFolder();
        File.Delete(Path.Combine(folder.Root, "app.goproj"));
        var solution = new StringBuilder("<Solution>\n");
        foreach ((string code, string project) in examples)
        {
            folder.Write($"{code}/{code}.goproj", project).Write($"{code}/go.mod", $"module example.com/{code}\n\ngo 1.27\n")
                .Write($"{code}/main.go", Main).Write($"{code}/library/library.go", "package library\n");
            solution.Append(null, $"  <Project Path=\"{code}/{code}.goproj\" Type=\"13B669BE-BB05-4DDF-9536-439F39A36129\" />\n");
        }
        folder.Write("all.slnx", solution.Append("</Solution>\n").ToString());
        CommandResult result = CommandResult.Dotnet(folder.Root, "build", "all.slnx", "-v:q");
        var missing = new List<string>();
        foreach (string code in examples.Keys)
        {
            string severity = File.ReadAllText(Page(code)).Contains("\nWarning.\n", StringComparison.Ordinal) ? "warning" : "error";
            // Of findings about the project file itself MSBuild does not repeat the project.
            if (!Regex.IsMatch(result.Output,
                $@": {severity} {code}: .*/{code}\.goproj\]|/{code}\.goproj(\(\d+,\d+\)| ): {severity} {code}: "))
            {
                missing.Add(code);
            }
        }
        Assert.True(missing.Count == 0, $"{string.Join(", ", missing)} not found in\n{result.Output}");
    }

    [Fact]
    public void Commands_produce_their_codes()
    {
        Dictionary<string, string> examples = Examples("sh");
        Assert.NotEmpty(examples);
        using var go = new GoCommand();
        go.Write("main.go", Main);
        foreach ((string code, string command) in examples)
        {
            string[] words = command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            int variables = words.TakeWhile(w => w.Contains('=', StringComparison.Ordinal)).Count();
            Dictionary<string, string> environment = words[..variables].Select(w => w.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
            Assert.Equal(["dotnet", "go"], words[variables..(variables + 2)]);
            CommandResult result = go.Run(environment, words[(variables + 2)..]);
            bool isNote = File.ReadAllText(Page(code)).Contains("\nInfo.\n", StringComparison.Ordinal);
            Assert.True(result.ExitCode == 0 == isNote, $"{command}: exit code {result.ExitCode}");
            // What Go's own command gives up on is said in its words, without a code.
            string expected = result.Error.StartsWith("go: ", StringComparison.Ordinal) && !isNote
                ? "go: " : $"{(isNote ? "note" : "error")} {code}: ";
            Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>Code and text of every page's example in that language.</summary>
    private static Dictionary<string, string> Examples(string language)
    {
        var examples = new Dictionary<string, string>();
        foreach (string page in Directory.EnumerateFiles(Path.GetDirectoryName(Page("README"))!, "GO*.md").Order(StringComparer.Ordinal))
        {
            Match m = Example().Match(File.ReadAllText(page));
            if (m.Success && m.Groups[1].Value == language)
            {
                examples.Add(Path.GetFileNameWithoutExtension(page), m.Groups[2].Value);
            }
        }
        return examples;
    }

    private static string Page(string name) => Path.Combine(Repository.Root, "docs", "diagnostics", name + ".md");

    [GeneratedRegex("## Example\n\n```(\\w+)\n([\\s\\S]*?)```\n")]
    private static partial Regex Example();
}

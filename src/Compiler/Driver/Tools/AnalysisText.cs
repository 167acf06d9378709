using System.Text.Json;
using Go.Compiler.Build.Analysis;

namespace Go.Compiler.Driver.Tools;

/// <summary>What analyzers said, as Go's commands print it.</summary>
internal static class AnalysisText
{
    /// <summary>A finding of an analyzer.</summary>
    /// <param name="Analyzer">Its name.</param>
    /// <param name="Start"><c>file:line:column</c>, or just something to print.</param>
    /// <param name="End">Likewise; may be empty.</param>
    /// <param name="Message">What is wrong.</param>
    /// <param name="IsRelated">It belongs to the finding before it.</param>
    public readonly record struct Finding(string Analyzer, string Start, string End, string Message, bool IsRelated);

    /// <summary>A place in a file.</summary>
    public readonly record struct Place(string File, int Line, int Column);

    /// <summary>The lines over what is printed of a package.</summary>
    public static IReadOnlyList<string> Header(AnalysisResult result)
        => result.ForTest.Length == 0 ? ["# " + result.ImportPath] : ["# " + result.ImportPath, $"# [{result.ImportPath}]"];

    /// <summary>
    /// What the program printed, line by line, with the folder of the package and those above it from the working folder on where that is
    /// shorter.
    /// </summary>
    public static IReadOnlyList<string> Messages(AnalysisResult result, string workingDirectory)
    {
        string text = "\n" + result.Messages.TrimEnd('\n');
        var paths = new PathText(workingDirectory);
        for (string? folder = result.Directory; Path.GetDirectoryName(folder) is { } parent; folder = parent)
        {
            string shown = paths.Short(folder);
            if (shown != folder)
            {
                foreach (string before in (string[])[" ", "\n", "\n\t"])
                {
                    text = text.Replace(before + folder, before + shown, StringComparison.Ordinal);
                }
            }
        }
        return text[1..].Split('\n');
    }

    /// <summary>The findings in the JSON that the program wrote, in its order.</summary>
    /// <param name="problem">Why an analyzer could not do its work; null if all could.</param>
    public static IReadOnlyList<Finding> Findings(AnalysisResult result, out string? problem)
    {
        problem = null;
        var findings = new List<Finding>();
        if (result.Output.Length == 0)
        {
            return findings;
        }
        using JsonDocument document = JsonDocument.Parse(result.Output);
        foreach (JsonProperty analyzer in document.RootElement.EnumerateObject().SelectMany(package => package.Value.EnumerateObject()))
        {
            if (analyzer.Value.ValueKind != JsonValueKind.Array)
            {
                problem ??= analyzer.Value.GetProperty("error").GetString();
                continue;
            }
            foreach (JsonElement finding in analyzer.Value.EnumerateArray())
            {
                findings.Add(Of(analyzer.Name, finding, isRelated: false));
                if (finding.TryGetProperty("related", out JsonElement related))
                {
                    findings.AddRange(related.EnumerateArray().Select(r => Of(analyzer.Name, r, isRelated: true)));
                }
            }
        }
        return findings;
    }

    /// <summary>The place that a text names, or null.</summary>
    public static Place? PlaceOf(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length >= 3 && int.TryParse(parts[^1], out int column) && int.TryParse(parts[^2], out int line)
            ? new Place(string.Join(':', parts[..^2]), line, column) : null;
    }

    private static Finding Of(string analyzer, JsonElement finding, bool isRelated)
        => new(analyzer, finding.GetProperty("posn").GetString()!,
            finding.TryGetProperty("end", out JsonElement end)
            ? end.GetString()! : "", finding.GetProperty("message").GetString()!, isRelated);
}

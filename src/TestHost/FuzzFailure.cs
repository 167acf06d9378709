using System.Text.RegularExpressions;

namespace Go.Sdk.TestHost;

/// <summary>What fuzzing says of an input that fails: where it was written, to be run by every later run of the tests.</summary>
internal static partial class FuzzFailure
{
    /// <summary>
    /// The failure with its input. Where no line of the source is to blame, as when the process died, the input's file is the place.
    /// Unchanged when the output is not that of an
    /// input that fuzzing has found.
    /// </summary>
    /// <param name="output">Lines of the fuzz test with their ends, in order.</param>
    /// <param name="directory">Folder of the package, which holds the file.</param>
    public static FailurePlace WithInput(FailurePlace place, IReadOnlyList<TestOutput> output, string directory)
    {
        for (int i = 0; i < output.Count; i++)
        {
            Match written = Written().Match(output[i].Text);
            if (written.Success)
            {
                string file = Path.Combine(directory, written.Groups["file"].Value);
                string name = $"{written.Groups["test"].Value}/{Path.GetFileName(file)}";
                string what = place.File.Length > 0 ? place.Message : Before(output, i);
                string message =
                    $"{what}{Environment.NewLine}failing input written to {file}; to run it again: dotnet test -p:GoTestRun={name}";
                return place.File.Length > 0 ? place with { Message = message } : new FailurePlace(file, 1, message);
            }
        }
        return place;
    }

    private static string Before(IReadOnlyList<TestOutput> output, int count)
        => FailurePlace.Plain([.. output.Take(count).Where(o => !IsProgress(o.Text)).Select(o => o with { Text = o.Text.TrimStart() })]);

    /// <summary>A line that tells how fuzzing goes on.</summary>
    public static bool IsProgress(string line) => line.StartsWith("fuzz: ", StringComparison.Ordinal);

    [GeneratedRegex(@"^ +Failing input written to (?<file>testdata[/\\]fuzz[/\\](?<test>[^/\\]+)[/\\]\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Written();
}

using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace Go.Sdk.Tests.Sdk;

/// <summary>What a binary log says of a build: more than a console shows, and everything that whoever gets the log can read.</summary>
internal sealed class BuildLog
{
    private readonly List<BuildEventArgs> _events = [];
    private readonly List<string> _texts = [];

    private BuildLog(string file)
    {
        var reader = new BinLogReader();
        reader.OnStringRead += (text, _) => _texts.Add(text);
        foreach (Microsoft.Build.Logging.Record record in reader.ReadRecords(file))
        {
            if (record.Args is { } e)
            {
                _events.Add(e);
            }
        }
        Assert.Contains(_events, e => e is BuildFinishedEventArgs);
    }

    public static BuildLog Read(params string[] path) => new(Path.Combine(path));

    /// <summary>Names of the tasks that ran, in order.</summary>
    public IReadOnlyList<string> Tasks => [.. _events.OfType<TaskStartedEventArgs>().Select(t => t.TaskName)];

    /// <summary>Tasks of the SDK that do more than log and look.</summary>
    public IReadOnlyList<string> GoTasks => [.. Tasks.Where(t => t.StartsWith("Go", StringComparison.Ordinal)).Distinct()];

    /// <summary>Names of the targets that ran.</summary>
    public IReadOnlyList<string> Targets => [.. _events.OfType<TargetStartedEventArgs>().Select(t => t.TargetName).Distinct()];

    /// <summary>
    /// Targets that were skipped although they were asked for, with why: their condition, or outputs that are up to date.
    /// </summary>
    public IReadOnlyDictionary<string, TargetSkipReason> Skipped
        => _events.OfType<TargetSkippedEventArgs>().GroupBy(t => t.TargetName).ToDictionary(g => g.Key, g => g.Last().SkipReason);

    /// <summary>Errors as <c>file(line,column): code</c>, files without folders.</summary>
    public IReadOnlyList<string> Errors
        => [.. _events.OfType<BuildErrorEventArgs>().Select(e => Told(e.File, e.LineNumber, e.ColumnNumber, e.Code))];

    /// <summary>Warnings in the same form.</summary>
    public IReadOnlyList<string> Warnings
        => [.. _events.OfType<BuildWarningEventArgs>().Select(e => Told(e.File, e.LineNumber, e.ColumnNumber, e.Code))];

    private static string Told(string? file, int line, int column, string? code) => $"{Path.GetFileName(file)}({line},{column}): {code}";

    /// <summary>The importance of the one message that begins so.</summary>
    public MessageImportance ImportanceOf(string start)
        => _events.OfType<BuildMessageEventArgs>().Single(m => m.Message?.StartsWith(start, StringComparison.Ordinal) == true).Importance;

    /// <summary>
    /// Whether a text is anywhere in the log: in messages, properties, items with their metadata, parameters of tasks, the environment, or
    /// embedded files.
    /// </summary>
    public bool Holds(string text) => _texts.Exists(t => t.Contains(text, StringComparison.Ordinal));
}

using System.Globalization;
using Go.Compiler.Ssa.Pipeline;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// What <c>-d=escapedebug</c> prints: a line for every allocation that the escape analysis decided about, at the place where Go's compiler
/// reports it, which is the outermost call for inlined code.
/// </summary>
internal static class EscapeListing
{
    private const string Setting = "escapedebug";

    /// <summary>Hears of allocations and prints them, or null when nobody asks.</summary>
    public static Action<AllocationReport>? Of(IEnumerable<string> settings, SourceFileTable sources)
        => settings.Any(IsOn) ? report => Console.Error.WriteLine(Line(report, sources)) : null;

    internal static bool IsOn(string setting)
    {
        int equals = setting.AsSpan().IndexOfAny('=', ':');
        return (equals < 0 ? setting : setting[..equals]) == Setting
            && (equals < 0 || (int.TryParse(setting.AsSpan(equals + 1), CultureInfo.InvariantCulture, out int level) && level != 0));
    }

    internal static string Line(AllocationReport report, SourceFileTable sources)
    {
        (string file, int line, int column) = sources.ResolveOnDisk(report.Place);
        string text = $"{file}:{line}:{column}: {report.What} {(report.IsInHeap ? "escapes to heap" : "does not escape")}";
        if (report.Source == report.Place)
        {
            return text;
        }
        (file, line, _) = sources.ResolveOnDisk(report.Source);
        return $"{text} (written at {file}:{line})";
    }
}

using Go.Compiler.Build;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver.Tools;
using Go.Compiler.Modules;
using Go.Compiler.Testing;

namespace Go.Compiler.Driver;

/// <content>What builds and analyzers have found, under the packages whose tests it stops.</content>
internal sealed partial class TestCommand
{
    /// <summary>
    /// A package that does not build by itself is not told of again as it is compiled with its tests; packages that could not be loaded
    /// come first.
    /// </summary>
    private static BuildOutcome ToldOnce(BuildOutcome outcome)
    {
        HashSet<string> failed = [.. outcome.Diagnostics.Where(d => d is { Package: not null, Descriptor.Severity: Severity.Error })
            .Select(d => d.Package!)];
        return outcome with
        {
            Diagnostics = [.. outcome.Diagnostics.Where(d => d.Package is not { } package || !IsWithTests(package))],
            TestPrograms = [.. outcome.TestPrograms.Where(p => p.FailedToLoad), .. outcome.TestPrograms.Where(p => !p.FailedToLoad)],
        };

        bool IsWithTests(string package) => package.IndexOf(" [", StringComparison.Ordinal) is > 0 and int at
            && failed.Contains(package[..at]) && package[at..] == $" [{package[..at]}.test]";
    }

    /// <summary>As before Go 1.24: events are those of tests alone.</summary>
    private bool TellsBuildsInText
        => _flags.Build.Environment.OfOperatingSystem("GODEBUG").Split(',')
            .LastOrDefault(s => s.StartsWith("gotestjsonbuildtext=", StringComparison.Ordinal)) is { } set
            && set.EndsWith("=1", StringComparison.Ordinal);

    /// <summary>What the build has found; errors about loading stand under the package whose tests they stop.</summary>
    private void Report(BuildOutcome outcome, TextWriter error)
    {
        var byFolder = new Dictionary<string, TestProgram>(StringComparer.Ordinal);
        foreach (TestProgram p in outcome.TestPrograms)
        {
            // Of a folder without package only the pattern is known.
            bool isPattern = p.Directory.Length == 0 && ImportPaths.IsRelative(p.ImportPath);
            byFolder.TryAdd(isPattern ? Path.GetFullPath(p.ImportPath, _workingDirectory) : p.Directory, p);
        }
        if (_flags.Json && !TellsBuildsInText)
        {
            BuildOutput.WriteEvents(outcome, _workingDirectory, _writer.Event, NameFor);
        }
        else
        {
            BuildOutput.WriteText(outcome, _workingDirectory, error, NameFor);
        }
        foreach (AnalysisResult result in outcome.Analyses.Where(a => a.Messages.Length > 0))
        {
            Report(result, error);
        }

        string? NameFor(Diagnostic d)
        {
            string root = d.ImportStack.Count > 0 ? d.ImportStack[0].Split(' ')[0] : "";
            if (outcome.TestPrograms.FirstOrDefault(p => p.ImportPath == root) is { } program)
            {
                return program.ImportPath;
            }
            string file = DiagnosticRenderer.PlaceOf(d, outcome.Sources).File;
            bool isFolder = d.Descriptor == Catalogue.PatternNotFound || (d.Descriptor == Catalogue.NoGoFiles && !d.Pos.IsValid);
            string folder = isFolder ? file : Path.GetDirectoryName(file) ?? "";
            return d.Descriptor.Severity == Severity.Error && byFolder.TryGetValue(folder, out TestProgram? p) ? p.ImportPath : null;
        }
    }

    /// <summary>What analyzers found keeps tests from being run.</summary>
    private void Report(AnalysisResult result, TextWriter error)
    {
        foreach (string line in AnalysisText.Header(result).Concat(AnalysisText.Messages(result, _workingDirectory)))
        {
            if (_flags.Json && !TellsBuildsInText)
            {
                _writer.Event(new TestEvent(TestAction.BuildOutput, result.Identity, "", line + "\n", null, null));
            }
            else
            {
                error.WriteLine(line);
            }
        }
        if (_flags.Json && !TellsBuildsInText && result.Failed)
        {
            _writer.Event(new TestEvent(TestAction.BuildFail, result.Identity, "", "", null, null));
        }
    }
}

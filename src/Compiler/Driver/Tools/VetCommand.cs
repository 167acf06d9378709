using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Go.Compiler.Build;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// <c>dotnet go vet</c> and <c>dotnet go fix</c>: Go's own analyzers over packages, which are loaded, and whose imports are compiled, as
/// for a build.
/// </summary>
internal sealed class VetCommand
{
    private readonly string _command;
    private readonly VetFlags _flags;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly string _workingDirectory = WorkingFolder.Current;
    private bool _failed;

    private VetCommand(string command, VetFlags flags, TextWriter output, TextWriter error)
        => (_command, _flags, _output, _error) = (command, flags, output, error);

    /// <param name="command"><c>vet</c> or <c>fix</c>.</param>
    public static int Run(string command, IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
        => VetFlags.Parse(command, arguments, error) is { } flags ? new VetCommand(command, flags, output, error).Run() : 2;

    /// <summary>
    /// The program Go's own analyzers are in, for the tests that <c>go test</c> lets them look at; null when it does not build, which has
    /// been said.
    /// </summary>
    public static AnalysisOptions? ForTests(BuildFlags build, TestVet vet, TextWriter error)
        => ToolPrograms.Find("vet", error) is not { } tool ? null : new AnalysisOptions
        {
            Tool = tool,
            ToolIdentity = ToolPrograms.IdentityOf(tool),
            Flags = vet.Flags,
            StandardFlags = vet.IsExplicit ? null : ["-unsafeptr=false", "-unreachable=false"],
            Again = build.NoCache,
            SourceFolder = SourceFolder.Find(build.Environment),
        };

    private bool Mends => _command == "fix" || _flags.Fix;

    /// <summary>Findings come as JSON, and are printed as text.</summary>
    private bool PrintsFindings => !Mends && !_flags.Json;

    /// <summary>Files are to be changed.</summary>
    private bool Applies => Mends && !_flags.Json && !_flags.Differences;

    private int Run()
    {
        CheckFlags();
        List<string> toolFlags = [.. _flags.ToolFlags];
        bool isExplicit = toolFlags.Count > 0;
        if (Mends && !_flags.Json)
        {
            toolFlags.AddRange(_flags.Differences ? ["-fix", "-diff"] : ["-fix"]);
        }
        if (PrintsFindings)
        {
            toolFlags.Add("-json");
        }
        _flags.Build.Analysis = new AnalysisOptions
        {
            Tool = _flags.Tool,
            ToolIdentity = _flags.IsOwnTool ? ToolPrograms.IdentityOf(_flags.Tool) : HashOf(_flags.Tool),
            Flags = toolFlags,
            StandardFlags = isExplicit || !_flags.IsOwnTool || _command != "vet" ? null : ["-unsafeptr=false", .. toolFlags],
            Only = true,
            MakesFixes = Applies,
            Again = _flags.Build.NoCache,
            SourceFolder = SourceFolder.Find(_flags.Build.Environment),
        };
        using var cancellation = new CancelOnSignal();
        BuildOutcome outcome = BuildCommand.Build(_flags.Build, _flags.Packages, _error, _workingDirectory, cancellation.Token);
        BuildOutput.WriteText(outcome, _workingDirectory, _error);
        _failed = !outcome.Succeeded;
        if (outcome is { Succeeded: true, Analyses: [], Named: 0 })
        {
            throw UsageException.Fatal($"no packages to {_command}");
        }
        foreach (AnalysisResult result in outcome.Analyses)
        {
            Tell(result);
        }
        if (Applies)
        {
            Apply(outcome.Analyses);
        }
        return _failed ? 1 : 0;
    }

    private void CheckFlags()
    {
        if (Mends && _flags is { Json: true, Differences: true })
        {
            throw UsageException.Fatal("-json and -diff cannot be used together");
        }
        if (Mends && _flags.ContextLines != -1)
        {
            throw UsageException.Fatal("-c flag cannot be used when applying fixes");
        }
        if (!Mends && _flags.Differences)
        {
            throw UsageException.Fatal("go vet -diff flag requires -fix");
        }
        if (_flags.ObsoleteFix.Length > 0)
        {
            _error.WriteLine($"go {_command}: the -fix={_flags.ObsoleteFix} flag is obsolete and has no effect");
            if (_flags.ObsoleteFix.Split(',').Contains("buildtag"))
            {
                _error.WriteLine($"go {_command}: to enable the buildtag check, use -buildtag");
            }
        }
    }

    private static string HashOf(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private void Tell(AnalysisResult result)
    {
        if (result.Messages.Length > 0)
        {
            foreach (string line in AnalysisText.Header(result).Concat(AnalysisText.Messages(result, _workingDirectory)))
            {
                _error.WriteLine(line);
            }
        }
        _failed |= result.Failed;
        if (!PrintsFindings)
        {
            _output.Write(result.Output);
            _failed |= Mends && _flags.Differences && result.Output.Length > 0;
            return;
        }
        IReadOnlyList<AnalysisText.Finding> findings = AnalysisText.Findings(result, out string? problem);
        foreach (AnalysisText.Finding finding in findings)
        {
            _failed = true;
            Tell(finding);
        }
        if (problem is not null)
        {
            _failed = true;
            _error.WriteLine(problem);
        }
    }

    private void Tell(AnalysisText.Finding finding)
    {
        string message = (finding.IsRelated ? "\t" : "") + finding.Message;
        if (AnalysisText.PlaceOf(finding.Start) is not { } start)
        {
            _error.WriteLine($"{finding.Start}: {message}");
            return;
        }
        _error.WriteLine($"{new PathText(_workingDirectory).Short(start.File)}:{start.Line}:{start.Column}: {message}");
        if (_flags.ContextLines < 0 || !File.Exists(start.File))
        {
            return;
        }
        int end = AnalysisText.PlaceOf(finding.End) is { } place ? place.Line : start.Line;
        string[] lines = File.ReadAllText(start.File).Split('\n');
        for (int i = Math.Max(1, start.Line - _flags.ContextLines); i <= Math.Min(lines.Length, end + _flags.ContextLines); i++)
        {
            _error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i}\t{lines[i - 1]}"));
        }
    }

    /// <summary>Writes what was mended. A file of several packages must have come out the same from all.</summary>
    private void Apply(IReadOnlyList<AnalysisResult> results)
    {
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (AnalysisResult result in results.Where(r => r.Fixes.Length > 0))
        {
            using var archive = new ZipArchive(new MemoryStream(result.Fixes));
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using var content = new MemoryStream();
                using (Stream stream = entry.Open())
                {
                    stream.CopyTo(content);
                }
                if (contents.TryGetValue(entry.FullName, out byte[]? other) && !other.AsSpan().SequenceEqual(content.ToArray()))
                {
                    throw UsageException.Fatal($"reading archive of fixes: inconsistent fixes to file {entry.FullName}");
                }
                contents[entry.FullName] = content.ToArray();
            }
        }
        foreach ((string file, byte[] content) in contents)
        {
            UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(file);
            AtomicFile.Write(file, content);
            if (mode is { } kept && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, kept);
            }
        }
    }
}

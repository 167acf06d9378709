using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Go.Compiler.Build;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// What <c>go test</c> does with counted statements: folders for what programs leave, one profile of all, and a percentage for packages
/// that nothing was run of.
/// </summary>
internal sealed class TestCoverage
{
    private readonly TestFlags _flags;
    private readonly BuildOutcome _outcome;
    private readonly string _folder;
    private readonly string _profile;
    private readonly TextWriter _error;
    private readonly Lock _lock = new();

    /// <summary>Hash of what is counted in packages that a test program may not have; empty where that is nothing.</summary>
    private readonly string _collection = "";

    /// <param name="folder">For files that are needed while tests run.</param>
    public TestCoverage(TestFlags flags, BuildOutcome outcome, string folder, string workingDirectory, TextWriter error)
    {
        (_flags, _outcome, _folder, _error) = (flags, outcome, folder, error);
        _profile = flags.CoverProfile.Length == 0 ? ""
            : Path.GetFullPath(flags.CoverProfile, Path.GetFullPath(flags.OutputFolder, workingDirectory));
        if (_profile.Length > 0)
        {
            File.WriteAllText(_profile, Head);
        }
        if (flags.Build.CoverPackages is not null)
        {
            _collection = WriteCollection();
        }
    }

    private string Head => $"mode: {_flags.Build.CoverMode}\n";

    private string CollectionFile => Path.Combine(_folder, "metafiles.txt");

    /// <summary>How a test program counts, and a variable for the programs that it may start.</summary>
    public (CountedRun Run, IReadOnlyDictionary<string, string> Environment) For(TestProgram program)
    {
        string data = Directory.CreateDirectory(Path.Combine(FolderOf(program), "gocoverdir")).FullName;
        if (File.Exists(CollectionFile))
        {
            File.Copy(CollectionFile, Path.Combine(data, "metafiles.txt"), overwrite: true);
        }
        string profile = _profile.Length > 0 ? ProfileOf(program) : "";
        string[] arguments = ["-test.gocoverdir=" + data,
            .. profile.Length > 0 ? ["-test.coverprofile=" + profile] : Array.Empty<string>()];
        string circumstances = $"{(profile.Length > 0 ? "profile" : "percentage")} {_collection}";
        return (new CountedRun(arguments, circumstances, profile), new Dictionary<string, string> { ["GOCOVERDIR"] = data });
    }

    /// <summary>Adds what a test program left to the profile of all.</summary>
    public void Merge(TestProgram program)
    {
        string own = ProfileOf(program);
        if (_profile.Length == 0 || !File.Exists(own))
        {
            return; // it counted nothing, which is in order
        }
        string text = File.ReadAllText(own);
        if (text.Length > 0 && !text.StartsWith(Head, StringComparison.Ordinal))
        {
            _error.WriteLine($"test wrote malformed coverage profile {own}");
            return;
        }
        lock (_lock)
        {
            File.AppendAllText(_profile, text.Length > 0 ? text[Head.Length..] : "");
        }
    }

    /// <summary>The line of a package without tests; null when there is nothing in it to count, or it is not counted.</summary>
    public string? LineWithoutTests(TestProgram program)
    {
        if (program.Failed || program.HasTestFiles || !_outcome.CoverageMeta.TryGetValue(program.ImportPath, out byte[]? meta)
            || ToolPrograms.Find("covdata", _error) is not { } tool)
        {
            return null;
        }
        string folder = FolderOf(program);
        File.WriteAllBytes(Path.Combine(folder, MetaName(program.ImportPath)), meta);
        string line = Output(tool, ["percent", "-i", folder]);
        if (_profile.Length > 0)
        {
            Output(tool, ["textfmt", "-i", folder, "-o", ProfileOf(program)]); // merged in its turn
        }
        return line;
    }

    private string Output(string tool, IReadOnlyList<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true,
            UseShellExecute = false })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? text : throw UsageException.Fatal($"{tool} {string.Join(' ', arguments)}: exit status {process.ExitCode}");
    }

    /// <summary>The percentage is of all packages that the patterns fit, also of those that a test program does not have.</summary>
    private string WriteCollection()
    {
        using var hash = new KeyHasher("coverage");
        var paths = new JsonArray();
        var files = new JsonArray();
        foreach ((string path, byte[] meta) in _outcome.CoverageMeta.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            string file = Path.Combine(_folder, MetaName(path));
            File.WriteAllBytes(file, meta);
            hash.Text(path);
            hash.Bytes(meta);
            paths.Add((JsonNode)path);
            files.Add((JsonNode)file);
        }
        File.WriteAllText(CollectionFile, new JsonObject { ["ImportPaths"] = paths, ["MetaFileFragments"] = files }.ToJsonString());
        return Convert.ToHexStringLower(hash.Finish());
    }

    private static string MetaName(string path) => "covmeta." + HashOf(path);

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));

    private string FolderOf(TestProgram program)
        => Directory.CreateDirectory(Path.Combine(_folder, HashOf(program.ImportPath)[..12])).FullName;

    private string ProfileOf(TestProgram program) => Path.Combine(FolderOf(program), "_cover_.out");
}

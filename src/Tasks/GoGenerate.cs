using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Runs the generators of a project, each after those it depends on, unless a record says that neither its command nor its inputs or
/// outputs have changed since; or checks that each would leave its outputs as they are.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoGenerate : GoTaskBase
{
    [Required]
    public string ProjectDirectory { get; set; } = "";

    [Required]
    public string StandardLibrary { get; set; } = "";

    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>Every property and item of <see cref="ProjectSettings"/> that is set; metadata Value says to what.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>The items GoGenerator.</summary>
    public ITaskItem[] Generators { get; set; } = [];

    /// <summary>For the records.</summary>
    [Required]
    public string RecordFolder { get; set; } = "";

    /// <summary>Outputs are compared, not changed.</summary>
    public bool ChecksOnly { get; set; }

    /// <summary>Where tools of the project are; empty: it has none.</summary>
    public string ToolFolder { get; set; } = "";

    protected override void ExecuteCore()
    {
        var process = new CommandProcess(new SettingsReader(Settings), ProjectDirectory, StandardLibrary,
            RuntimeIdentifier) { ToolFolder = ToolFolder };
        foreach (ITaskItem item in InOrder())
        {
            Cancellation.ThrowIfCancellationRequested();
            RunOne(item, process);
            if (HasLoggedErrors)
            {
                return;
            }
        }
    }

    private List<ITaskItem> InOrder()
    {
        var ordered = new List<ITaskItem>();
        var state = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase); // false: on the way to it
        foreach (ITaskItem item in Generators)
        {
            Visit(item, state, ordered);
        }
        return HasLoggedErrors ? [] : ordered;
    }

    private void Visit(ITaskItem item, Dictionary<string, bool> state, List<ITaskItem> ordered)
    {
        if (state.TryGetValue(item.ItemSpec, out bool isDone))
        {
            if (!isDone)
            {
                LogAtSetting(Catalogue.GeneratorInvalid, "GoGenerator", item.ItemSpec, $"generator '{item.ItemSpec}' depends on itself");
            }
            return;
        }
        state[item.ItemSpec] = false;
        foreach (string name in List(item, "DependsOn"))
        {
            if (Generators.FirstOrDefault(g => g.ItemSpec.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } needed)
            {
                Visit(needed, state, ordered);
            }
            else
            {
                LogAtSetting(Catalogue.GeneratorInvalid, "GoGenerator", item.ItemSpec,
                    $"generator '{item.ItemSpec}' depends on '{name}', which there is not");
            }
        }
        state[item.ItemSpec] = true;
        ordered.Add(item);
    }

    private void RunOne(ITaskItem item, CommandProcess process)
    {
        string command = item.GetMetadata("Command"), program = item.GetMetadata("Program");
        if (command.Length > 0 == program.Length > 0)
        {
            LogAtSetting(Catalogue.GeneratorInvalid, "GoGenerator", item.ItemSpec,
                $"generator '{item.ItemSpec}' needs Command or Program, and not both");
            return;
        }
        IReadOnlyList<string> outputs = Files(item, "Outputs");
        if (ChecksOnly && outputs.Count == 0)
        {
            LogAtSetting(Catalogue.GeneratorInvalid, "GoGenerator", item.ItemSpec,
                $"generator '{item.ItemSpec}' names no Outputs, so that nothing can be checked");
            return;
        }
        string record = Path.Combine(Path.GetFullPath(RecordFolder, ProjectDirectory),
            Hash([Encoding.UTF8.GetBytes(item.ItemSpec)])[..16] + ".generated");
        if (outputs.Count > 0 && File.Exists(record) && File.ReadAllText(record) == State(item))
        {
            LogMessage($"generator {item.ItemSpec} is up to date", MessageImportance.Normal);
            return;
        }
        Dictionary<string, byte[]?> before = ChecksOnly
            ? outputs.ToDictionary(o => o, o => File.Exists(o) ? File.ReadAllBytes(o) : null) : [];
        LogMessage($"generator {item.ItemSpec}: {command}{program}", MessageImportance.High);
        try
        {
            Start(item, process);
            Check(item, before);
        }
        finally
        {
            Restore(before);
        }
        if (!HasLoggedErrors && outputs.Count > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(record)!);
            File.WriteAllText(record, State(item));
        }
    }

    private void Start(ITaskItem item, CommandProcess process)
    {
        string command = item.GetMetadata("Command"), program = item.GetMetadata("Program"), folder = item.GetMetadata("WorkingDirectory");
        (string dotnet, string[] first) = CommandProcess.CommandLine(DotnetHost());
        ProcessStartInfo start = program.Length > 0
            ? new ProcessStartInfo(dotnet, [.. first, "run", program,
                .. item.GetMetadata("Arguments").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)])
            : OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/d", "/c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        process.Prepare(start);
        if (program.Length > 0)
        {
            // A generator runs here, whatever the project is for.
            start.Environment.Remove("GOOS");
            start.Environment.Remove("GOARCH");
        }
        start.WorkingDirectory = Path.GetFullPath(folder, ProjectDirectory);
        (int exitCode, string output, string errors) = CommandProcess.Run(start, Cancellation);
        if (output.Length > 0)
        {
            LogMessage(output.TrimEnd(), MessageImportance.Normal);
        }
        if (exitCode != 0)
        {
            LogAtSetting(Catalogue.GeneratorFailed, "GoGenerator", item.ItemSpec,
                $"generator '{item.ItemSpec}' ended with exit code {exitCode}\n{errors}");
        }
    }

    private void Check(ITaskItem item, Dictionary<string, byte[]?> before)
    {
        foreach ((string file, byte[]? content) in HasLoggedErrors ? [] : before)
        {
            byte[]? now = File.Exists(file) ? File.ReadAllBytes(file) : null;
            if (content is null != now is null || content is not null && !content.AsSpan().SequenceEqual(now))
            {
                LogError(Catalogue.GeneratedFileStale,
                    $"generator '{item.ItemSpec}' would {(content is null ? "make" : now is null ? "remove" : "change")} this file: run dotnet msbuild -t:GoGenerate", file);
            }
        }
    }

    private static void Restore(Dictionary<string, byte[]?> before)
    {
        foreach ((string file, byte[]? content) in before)
        {
            if (content is null)
            {
                File.Delete(file);
            }
            else if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(content))
            {
                File.WriteAllBytes(file, content);
            }
        }
    }

    /// <summary>All that a run of the generator depends on, and what it left.</summary>
    private string State(ITaskItem item)
    {
        var parts = new List<byte[]>();
        foreach (string name in (string[])["Command", "Program", "Arguments", "WorkingDirectory"])
        {
            parts.Add(Encoding.UTF8.GetBytes(item.GetMetadata(name)));
        }
        string program = item.GetMetadata("Program");
        string[] own = program.EndsWith(".go", StringComparison.Ordinal)
            ? [Path.GetFullPath(program, Path.GetFullPath(item.GetMetadata("WorkingDirectory"), ProjectDirectory))] : [];
        foreach (string file in Files(item, "Inputs").Concat(Files(item, "Outputs")).Concat(own))
        {
            parts.Add(Encoding.UTF8.GetBytes(file));
            parts.Add(File.Exists(file) ? SHA256.HashData(File.ReadAllBytes(file)) : []);
        }
        return Hash(parts);
    }

    private static string Hash(IEnumerable<byte[]> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] part in parts)
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(part);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string[] List(ITaskItem item, string name)
        => item.GetMetadata(name).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Files that a list names from the project's folder on; a star stands for names in a folder, two for folders below.</summary>
    private List<string> Files(ITaskItem item, string name)
    {
        var files = new List<string>();
        foreach (string pattern in List(item, name))
        {
            int star = pattern.IndexOf('*');
            if (star < 0)
            {
                files.Add(Path.GetFullPath(pattern, ProjectDirectory));
                continue;
            }
            string root = Path.GetFullPath(Path.GetDirectoryName(pattern[..star]) is { Length: > 0 } folder ? folder : ".",
                ProjectDirectory);
            SearchOption depth = pattern.Contains("**", StringComparison.Ordinal)
                ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
            files.AddRange(Directory.Exists(root) ? Directory.EnumerateFiles(root, Path.GetFileName(pattern), depth)
                .Order(StringComparer.Ordinal) : []);
        }
        return files;
    }
}

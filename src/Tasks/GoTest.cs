using System.Diagnostics;
using System.Text.Json;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Runs the test programs that <see cref="GoBuild"/> made, through the test host, and makes an error of each failure. Behind <c>dotnet
/// test</c> when it works through target VSTest; its options arrive as the properties that target knows.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoTest : GoTaskBase
{
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>What to run, as the host reads it.</summary>
    [Required]
    public string SettingsFile { get; set; } = "";

    /// <summary>Where the host leaves failures.</summary>
    [Required]
    public string FailuresFile { get; set; } = "";

    [Required]
    public string ProjectName { get; set; } = "";

    /// <summary><c>--filter</c>.</summary>
    public string Filter { get; set; } = "";

    /// <summary><c>--logger</c>: names with parameters, all separated by semicolons.</summary>
    public string Logger { get; set; } = "";

    /// <summary><c>--results-directory</c>.</summary>
    public string ResultsDirectory { get; set; } = "";

    /// <summary><c>--list-tests</c>.</summary>
    public bool ListTests { get; set; }

    /// <summary>Options of <c>dotnet test</c> that were given and mean nothing here, by name.</summary>
    public ITaskItem[] OptionsWithoutMeaning { get; set; } = [];

    protected override void ExecuteCore()
    {
        foreach (ITaskItem option in OptionsWithoutMeaning)
        {
            Ignore($"{option.ItemSpec} is not supported for Go tests and has no effect");
        }
        File.Delete(FailuresFile);
        if (!ListTests && Logger.Length > 0 && !CanWriteResults())
        {
            return;
        }
        (int exitCode, string errors) = RunHost();
        bool any = false;
        foreach (string line in File.Exists(FailuresFile) ? File.ReadLines(FailuresFile) : [])
        {
            any = true;
            LogFailure(line);
        }
        if (exitCode != 0 && !any)
        {
            LogError(Catalogue.TestHostFailed,
                $"the test host ended with exit code {exitCode}{(errors.Length > 0 ? ": " + errors.Trim() : "")}");
        }
    }

    private bool CanWriteResults()
    {
        string folder = Path.GetFullPath(ResultsDirectory, ProjectDirectory);
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogError(Catalogue.InputOutputFailed, $"cannot write to folder '{ResultsDirectory}' (--results-directory): {e.Message}");
            return false;
        }
    }

    private (int ExitCode, string Errors) RunHost()
    {
        string host = Path.Combine(Path.GetDirectoryName(typeof(GoTest).Assembly.Location)!, "Go.Test.Host.dll");
        var start = new ProcessStartInfo(DotnetHost(), ["exec", host, .. HostArguments()])
        {
            WorkingDirectory = ProjectDirectory, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new IOException($"{start.FileName} could not be started");
        using CancellationTokenRegistration registration = Cancellation.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var last = "";
        while (process.StandardOutput.ReadLine() is { } line)
        {
            LogMessage(line, MessageImportance.High);
            last = line.Length > 0 ? line : last;
        }
        process.WaitForExit();
        Cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, errors.Result.Length > 0 ? errors.Result : last);
    }

    private List<string> HostArguments()
    {
        var arguments = new List<string> { "--go-tests", SettingsFile, "--go-failures", FailuresFile, "--go-project", ProjectName,
            "--no-banner", "--progress", "off", "--no-ansi", "--output", "Normal" };
        if (Filter.Length > 0)
        {
            arguments.AddRange(["--filter", Filter]);
        }
        if (ResultsDirectory.Length > 0)
        {
            arguments.AddRange(["--results-directory", Path.GetFullPath(ResultsDirectory, ProjectDirectory)]);
        }
        if (ListTests)
        {
            arguments.Add("--list-tests");
        }
        else
        {
            AddLoggers(arguments);
        }
        return arguments;
    }

    /// <summary>Parameters (<c>name=value</c>) belong to the logger before them.</summary>
    private void AddLoggers(List<string> arguments)
    {
        string logger = "";
        foreach (string word in Logger.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!word.Contains('='))
            {
                logger = word.ToLowerInvariant();
                if (logger == "trx")
                {
                    arguments.Add("--report-trx");
                }
                else if (logger != "console")
                {
                    Ignore($"test logger '{word}' is not supported for Go tests and has no effect; supported: trx, console");
                }
            }
            else if (logger == "trx" && word.StartsWith("LogFileName=", StringComparison.OrdinalIgnoreCase))
            {
                arguments.AddRange(["--report-trx-filename", word["LogFileName=".Length..]]);
            }
        }
    }

    private void Ignore(string message)
        => Log(Catalogue.TestOptionNotSupported.Severity, Catalogue.TestOptionNotSupported.Code, message, null, 0, 0);

    private void LogFailure(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement failure = document.RootElement;
        if (failure.TryGetProperty("setting", out JsonElement setting))
        {
            string value = failure.GetProperty("value").GetString()!;
            LogAtSetting(Catalogue.FuzzTestNotFound, setting.GetString()!, value, failure.GetProperty("message").GetString()!);
            return;
        }
        string package = failure.GetProperty("package").GetString()!, test = failure.GetProperty("test").GetString()!,
            file = failure.GetProperty("file").GetString()!;
        string message = failure.GetProperty("message").GetString()!;
        LogError(test.Length > 0 ? Catalogue.TestFailed : Catalogue.TestProgramFailed,
            test.Length > 0 ? $"{package}.{test}: {message}" : $"{package}: {message}", file.Length > 0
                ? file : null, failure.GetProperty("line").GetInt32());
    }
}

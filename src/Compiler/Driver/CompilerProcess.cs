using System.Diagnostics;
using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>
/// Builds in a process of its own, which has the collector's and the just-in-time compiler's settings that suit a compiler: inside another
/// program, as <c>dotnet build</c> is one, nobody can choose them.
/// </summary>
/// <param name="dotnet">The program that runs .NET programs.</param>
/// <param name="commandLine">The command line's assembly, <c>dotnet-go.dll</c>.</param>
public sealed class CompilerProcess(string dotnet, string commandLine)
{
    /// <summary>How long a cancelled process may take to clean up before it is killed.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs a build. A process that ends without a report is a finding of its own.</summary>
    /// <exception cref="OperationCanceledException">The build was cancelled; the process has ended.</exception>
    public BuildReport Build(BuildOptions options, IBuildProgress? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(dotnet, ["exec", commandLine, "tool", "worker"])
        {
            WorkingDirectory = options.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        // Otherwise its runtime makes files in the temporary folder through which debuggers reach it, and a kill would leave them there.
        foreach (string endpoint in (string[])["DOTNET_EnableDiagnostics_IPC", "DOTNET_EnableDiagnostics_Debugger"])
        {
            start.Environment.TryAdd(endpoint, "0");
        }
        using Process process = Process.Start(start) ?? throw new IOException($"{dotnet} could not be started");
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenRegistration registration = cancellation.Register(() => End(process));
        BuildReport? report = null;
        try
        {
            process.StandardInput.BaseStream.Write(WorkerMessages.Request(options));
            process.StandardInput.BaseStream.Flush();
            while (report is null && process.StandardOutput.ReadLine() is { } line)
            {
                report = WorkerMessages.ReadAnswer(line, progress);
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.Text.Json.JsonException)
        {
            // A pipe that broke or a half line: the process has ended; what it says on standard error tells why.
            report = null;
        }
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return report ?? Died(process.ExitCode, errors.Result);
    }

    /// <summary>
    /// Closing its input asks the process to cancel; one that does not listen is killed. Output files are renamed into place, so nothing
    /// half-written stays either way.
    /// </summary>
    private static void End(Process process)
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            return; // it has ended by itself
        }
    }

    private static BuildReport Died(int exitCode, string errors) => new()
    {
        Succeeded = false,
        Findings =
        [
            new ReportedFinding(Catalogue.CompilerProcessFailed.Code, Catalogue.CompilerProcessFailed.Severity,
                $"the compiler's process ended with exit code {exitCode} and without a result{(errors.Length > 0 ? ": " + errors.Trim() : "")}", "", 0, 0),
        ],
    };
}

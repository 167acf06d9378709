using System.Diagnostics;

namespace Go.Sdk.Tests.Sdk;

/// <summary>A finished process: exit code and output.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>
    /// Runs a program to its end; one that takes longer than <paramref name="timeout"/> (default: 5 minutes) is killed and fails the test.
    /// </summary>
    public static CommandResult Run(string program, IEnumerable<string> arguments, string directory,
        IReadOnlyDictionary<string, string>? environment = null, TimeSpan? timeout = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(timeout ?? TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end; output so far: {(output.IsCompleted ? output.Result : "")}");
        }
        return new CommandResult(process.ExitCode, output.Result, error.Result);
    }

    public static CommandResult Dotnet(string directory, params string[] arguments)
        => Run("dotnet", arguments, directory, new Dictionary<string, string>
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["MSBUILDTERMINALLOGGER"] = "off",
    });

    public CommandResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, want {exitCode}\n{Output}\n{Error}");
        return this;
    }
}

using System.ComponentModel;
using System.Diagnostics;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Git;

/// <summary>The git program. It never asks for a password: whoever is asked has no terminal.</summary>
internal static class GitProgram
{
    /// <summary>Runs a command on a repository and returns what it writes.</summary>
    /// <exception cref="GitException">It failed.</exception>
    public static byte[] Run(string directory, CancellationToken cancellation, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["GIT_DIR"] = directory;
        SetDefault(start, "GIT_TERMINAL_PROMPT", "0");
        SetDefault(start, "GIT_SSH_COMMAND", "ssh -o ControlMaster=no -o BatchMode=yes");
        SetDefault(start, "GCM_INTERACTIVE", "never");
        string command = $"git {string.Join(' ', arguments.ToArray())} in {directory}";
        using Process process = Start(start);
        using CancellationTokenRegistration kill = cancellation.Register(() => Kill(process));
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? output.ToArray()
            : throw new GitException(command, process.ExitCode, errors.GetAwaiter().GetResult());
    }

    private static void SetDefault(ProcessStartInfo start, string name, string value)
    {
        if (!start.Environment.ContainsKey(name))
        {
            start.Environment[name] = value;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ModuleException(Catalogue.VersionControlFailed, "git: executable file not found in $PATH", e);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            return; // it has ended by itself
        }
    }
}

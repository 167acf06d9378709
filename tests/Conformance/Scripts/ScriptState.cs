using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>A running script: its folder, its variables, what the last command printed, and programs in the background.</summary>
internal sealed partial class ScriptState : IDisposable
{
    private readonly SortedDictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly List<(ScriptLine Line, Process Process, Task<string> Output, Task<string> Errors)> _background = [];
    private readonly StringBuilder _log = new();

    public ScriptState(string work, Toolchain toolchain)
    {
        Work = work;
        Toolchain = toolchain;
        Folder = Path.Combine(work, "gopath", "src");
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Path.Combine(work, "tmp"));
    }

    public string Work { get; }
    public Toolchain Toolchain { get; }

    /// <summary>The current folder.</summary>
    public string Folder { get; private set; }
    public string Output { get; set; } = "";
    public string Errors { get; set; } = "";

    /// <summary>When the script must be done.</summary>
    public required DateTime Deadline { get; init; }

    /// <summary>The last commands with what they printed.</summary>
    public string Log => _log.Length <= 6000 ? _log.ToString() : "..." + _log.ToString(_log.Length - 6000, 6000);

    public void Note(string text) => _log.Append(text.TrimEnd('\n')).Append('\n');

    public string Variable(string name) => _variables.GetValueOrDefault(name, "");

    public void SetVariable(string name, string value) => _variables[name] = value;

    public string PathOf(string name) => Path.GetFullPath(name, Folder);

    public void Enter(string folder)
    {
        string path = PathOf(folder);
        if (!Directory.Exists(path))
        {
            throw new ScriptFailure($"no folder {path}");
        }
        Folder = path;
        SetVariable("PWD", path);
    }

    /// <summary>Replaces variables; in patterns their values stand for themselves.</summary>
    public string Expand(string text, bool isPattern) => VariableUse().Replace(text, m =>
    {
        string name = m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value;
        string value = name switch { "/" => "/", ":" => ":", "$" => "$", _ => Variable(name) };
        return isPattern ? Regex.Escape(value).Replace("]", "\\]", StringComparison.Ordinal) : value;
    });

    public string Expand(IEnumerable<WordPiece> word, bool isPattern)
        => string.Concat(word.Select(p => p.IsQuoted ? p.Text : Expand(p.Text, isPattern)));

    /// <summary>Runs a program to its end, or starts it when the line says so.</summary>
    /// <exception cref="ScriptFailure">It cannot be run, or its exit code is not 0.</exception>
    public void Run(ScriptLine line, string program, IReadOnlyList<string> arguments)
    {
        string? file = FindProgram(program) ?? throw new ScriptFailure($"no program {program}");
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in _variables)
        {
            start.Environment[name] = value;
        }
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        var running = (line, process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (line.IsBackground)
        {
            _background.Add(running);
            (Output, Errors) = ("", "");
            return;
        }
        (Output, Errors, string? problem) = Finish(running);
        if (problem is not null)
        {
            throw new ScriptFailure(problem);
        }
    }

    private (string Output, string Errors, string? Problem) Finish((ScriptLine Line, Process Process, Task<string> Output,
        Task<string> Errors) running)
    {
        using Process process = running.Process;
        TimeSpan left = Deadline - DateTime.UtcNow;
        if (!process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new TimeoutException($"{process.StartInfo.FileName} was not done in time");
        }
        // What a program leaves behind may hold its output open: that is not waited for.
        Task.WaitAll([running.Output, running.Errors], TimeSpan.FromSeconds(2));
        string output = running.Output.IsCompleted ? running.Output.Result : "", errors = running.Errors.IsCompleted
            ? running.Errors.Result : "";
        Note(output.Length > 0 ? "[stdout]\n" + output : "");
        Note(errors.Length > 0 ? "[stderr]\n" + errors : "");
        return (output, errors, process.ExitCode == 0 ? null : $"exit code {process.ExitCode}");
    }

    /// <summary>Waits for all programs in the background; their output becomes the current one.</summary>
    public void WaitForAll()
    {
        var output = new StringBuilder();
        var errors = new StringBuilder();
        string? wrong = null;
        foreach (var running in _background)
        {
            (string o, string e, string? problem) = Finish(running);
            output.Append(o);
            errors.Append(e);
            bool isWrong = running.Line.Expected switch { ExpectedEnd.Success => problem is not null,
                ExpectedEnd.Failure => problem is null, _ => false };
            wrong ??= isWrong ? $"line {running.Line.Number}: {problem ?? "unexpected success"}" : null;
        }
        _background.Clear();
        (Output, Errors) = (output.ToString(), errors.ToString());
        if (wrong is not null)
        {
            throw new ScriptFailure(wrong);
        }
    }

    /// <summary>A program in the script's PATH, or null.</summary>
    public string? FindProgram(string name)
    {
        if (name.Contains('/'))
        {
            string path = PathOf(name);
            return IsExecutable(path) ? path : null;
        }
        return Variable("PATH").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(d => Path.Combine(PathOf(d), name))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
        => File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute
            | UnixFileMode.OtherExecute)) != 0;

    public void Dispose()
    {
        foreach (var running in _background)
        {
            if (!running.Process.HasExited)
            {
                running.Process.Kill(entireProcessTree: true);
            }
            running.Process.Dispose();
        }
    }

    [GeneratedRegex(@"\$\{([^}]*)\}|\$([A-Za-z_][A-Za-z0-9_]*|[/:$])")]
    private static partial Regex VariableUse();
}

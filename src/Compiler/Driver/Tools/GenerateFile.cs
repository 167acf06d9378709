using System.Diagnostics;
using System.Text;
using Go.Compiler.Modules;
using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary>The <c>//go:generate</c> lines of one file.</summary>
internal sealed class GenerateFile(string path, GenerateOptions options, Func<string, string> shorten, TextWriter error)
{
    private const string Marker = "//go:generate";

    /// <summary>Longer lines are no commands that anybody wrote.</summary>
    private const int LineLimit = 4096;

    private readonly Dictionary<string, IReadOnlyList<string>> _shorthands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(options.Environment, StringComparer.Ordinal);
    private int _line;

    /// <summary>What is wrong with a line, or came of its command.</summary>
    private sealed class LineException(string message) : Exception(message);

    /// <summary>False when a line was wrong or a command failed, which has been said; the rest of the file is left then.</summary>
    public bool Run()
    {
        byte[] content = File.ReadAllBytes(path);
        if (SourceHead.PackageName(content) is not { } package)
        {
            return true; // no package clause: not for us
        }
        _variables["GOFILE"] = Path.GetFileName(path);
        _variables["GOPACKAGE"] = package;
        _variables["PWD"] = Path.GetDirectoryName(path)!;
        if (options.TellsFiles)
        {
            error.WriteLine(shorten(path));
        }
        try
        {
            RunLines(Encoding.UTF8.GetString(content));
            return true;
        }
        catch (LineException e)
        {
            error.WriteLine($"{shorten(path)}:{_line}: {e.Message}");
            return false;
        }
    }

    private void RunLines(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            _line = i + 1;
            if (!line.StartsWith(Marker + " ", StringComparison.Ordinal) && !line.StartsWith(Marker + "\t", StringComparison.Ordinal))
            {
                continue;
            }
            if (i == lines.Length - 1)
            {
                throw new LineException($"error reading {shorten(path)}: unexpected EOF");
            }
            if (Encoding.UTF8.GetByteCount(line) >= LineLimit)
            {
                throw new LineException("directive too long");
            }
            if (options.Run?.IsMatch(line.Trim()) != false && options.Skip?.IsMatch(line.Trim()) != true)
            {
                RunLine(line[(Marker.Length + 1)..].TrimEnd('\r'));
            }
        }
    }

    private void RunLine(string line)
    {
        _variables["GOLINE"] = _line.ToString(System.Globalization.CultureInfo.InvariantCulture);
        List<string> words = Split(line);
        if (words.Count == 0)
        {
            throw new LineException("no arguments to directive");
        }
        if (words[0] == "-command")
        {
            Define(words);
            return;
        }
        if (options.TellsCommands)
        {
            error.WriteLine(string.Join(' ', words));
        }
        if (!options.DryRun)
        {
            Start(words);
        }
    }

    private void Define(List<string> words)
    {
        if (words.Count == 1)
        {
            throw new LineException("no command specified for -command");
        }
        if (!_shorthands.TryAdd(words[1], [.. words.Skip(2)]))
        {
            throw new LineException($"command {GoQuote.Text(words[1])} multiply defined");
        }
    }

    /// <summary>
    /// Words apart from each other by blanks; one that starts with a quote is a string of Go. A shorthand stands for its words; then
    /// variables are put in.
    /// </summary>
    private List<string> Split(string line)
    {
        var words = new List<string>();
        for (line = line.TrimStart(' ', '\t'); line.Length > 0; line = line.TrimStart(' ', '\t'))
        {
            int length = line[0] == '"' ? QuotedLength(line) : line.AsSpan().IndexOfAny(' ', '\t') is >= 0 and var blank
                ? blank : line.Length;
            string word = line[..length];
            words.Add(line[0] == '"' ? GoText.Unquote(word) ?? throw new LineException("bad quoted string") : word);
            line = line[length..];
            if (word[0] == '"' && line.Length > 0 && line[0] is not (' ' or '\t'))
            {
                throw new LineException("expect space after quoted argument");
            }
        }
        if (words.Count > 0 && _shorthands.TryGetValue(words[0], out IReadOnlyList<string>? command))
        {
            words = [.. command, .. words.Skip(1)];
        }
        return [.. words.Select(Expand)];
    }

    private static int QuotedLength(string line)
    {
        for (int i = 1; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                return i + 1;
            }
            if (line[i] == '\\' && ++i == line.Length)
            {
                throw new LineException("bad backslash");
            }
        }
        throw new LineException("mismatched quoted string");
    }

    private string Expand(string word)
        => ShellVariables.Expand(word, name => _variables.TryGetValue(name, out string? value)
            ? value : Environment.GetEnvironmentVariable(name) ?? "");

    private void Start(List<string> words)
    {
        var start = new ProcessStartInfo(ProgramOf(words[0]), words.Skip(1)) { UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(path)! };
        foreach ((string name, string value) in _variables)
        {
            start.Environment[name] = value;
        }
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            string reason = words[0].Contains(Path.DirectorySeparatorChar)
                ? e.Message : $"exec: {GoQuote.Text(words[0])}: executable file not found in $PATH";
            throw new LineException($"running {GoQuote.Text(words[0])}: {reason}");
        }
        using (process)
        {
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new LineException($"running {GoQuote.Text(words[0])}: exit status {process.ExitCode}");
            }
        }
    }

    private string ProgramOf(string name)
    {
        if (name.Contains(Path.DirectorySeparatorChar))
        {
            return Path.GetFullPath(name, Path.GetDirectoryName(path)!);
        }
        string own = Path.Combine(options.GoFolder, name);
        return options.GoFolder.Length > 0 && File.Exists(own) ? own : name;
    }
}

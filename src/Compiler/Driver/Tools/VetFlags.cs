using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// The arguments of <c>go vet</c> and <c>go fix</c>: build flags, flags of their own, and those that the program of analyzers says it has.
/// </summary>
internal sealed class VetFlags
{
    private readonly Dictionary<string, string> _defaults = new(StringComparer.Ordinal);
    private readonly List<string> _explicit = [];
    private readonly string _command;

    private VetFlags(string command, string tool, bool isOwnTool)
    {
        _command = command;
        Tool = tool;
        IsOwnTool = isOwnTool;
    }

    public BuildFlags Build { get; } = new(Locations.Environment()) { Tests = true };

    /// <summary>The program of analyzers.</summary>
    public string Tool { get; }

    /// <summary>The program is Go's, built by this compiler.</summary>
    public bool IsOwnTool { get; }
    public bool Json { get; private set; }
    public bool Differences { get; private set; }

    /// <summary><c>go vet -fix</c>, and always of <c>go fix</c>.</summary>
    public bool Fix { get; private set; }

    /// <summary>What the obsolete flag <c>-fix=…</c> of <c>go fix</c> says.</summary>
    public string ObsoleteFix { get; private set; } = "";

    /// <summary>Lines to show around a finding; -1: none at all.</summary>
    public int ContextLines { get; private set; } = -1;
    public IReadOnlyList<string> Packages { get; private set; } = [];

    /// <summary>Flags for the program, as they were given; those of GOFLAGS come first.</summary>
    public IReadOnlyList<string> ToolFlags
        => [.. _defaults.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"-{f.Key}={f.Value}"), .. _explicit];

    /// <summary>Null when the program could not be built, which has been said; or when usage was asked for or wrong, likewise.</summary>
    public static VetFlags? Parse(string command, IReadOnlyList<string> arguments, TextWriter error)
    {
        string named = ToolNamed(command, arguments);
        string? tool = named.Length > 0 ? Path.GetFullPath(named) : ToolPrograms.Find(command, error);
        if (tool is null)
        {
            return null;
        }
        var flags = new VetFlags(command, tool, named.Length == 0);
        return flags.Read(arguments, error) ? flags : null;
    }

    private static string ToolNamed(string command, IReadOnlyList<string> arguments)
    {
        string name = command + "tool";
        for (int i = 0; i < arguments.Count; i++)
        {
            string plain = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i][1..] : arguments[i];
            if (plain == "-" + name)
            {
                return i + 1 < arguments.Count ? arguments[i + 1] : throw UsageException.Fatal($"{arguments[i]} requires a filename");
            }
            if (plain.StartsWith($"-{name}=", StringComparison.Ordinal))
            {
                return plain[(name.Length + 2)..];
            }
        }
        return "";
    }

    private bool Read(IReadOnlyList<string> arguments, TextWriter error)
    {
        IReadOnlyList<(string Name, bool IsSwitch)> own = AskTool();
        HashSet<string> names = [.. own.Select(f => f.Name)];
        bool isDefault = true;
        GoFlags known = Define(own, (name, value) =>
        {
            if (isDefault)
            {
                _defaults[name] = value;
            }
        });
        known.ApplyDefaults(Build.Environment, names);
        isDefault = false;
        int i = 0;
        for (; i < arguments.Count && arguments[i].Length > 1 && arguments[i][0] == '-'; i++)
        {
            string argument = arguments[i], name = argument.TrimStart('-').Split('=')[0];
            if (argument == "--")
            {
                i++;
                break;
            }
            int start = i;
            string problem = "";
            try
            {
                problem = name is "h" or "help" ? "" : known.TryApply(arguments, ref i) ? "ok" : $"flag provided but not defined: -{name}";
            }
            catch (UsageException e) when (e.ExitCode == 2)
            {
                problem = e.Message;
            }
            if (problem != "ok")
            {
                WriteUsage(problem, error);
                return false;
            }
            if (names.Contains(name))
            {
                _explicit.AddRange(arguments.Skip(start).Take(i + 1 - start));
                _defaults.Remove(name);
            }
        }
        Packages = [.. arguments.Skip(i)];
        return true;
    }

    private GoFlags Define(IReadOnlyList<(string Name, bool IsSwitch)> own, Action<string, string> set)
    {
        GoFlags flags = Build.Define(new GoFlags()).Only([.. Build.Define(new GoFlags()).Names.Where(n
            => n is not ("o" or "json" or "e"))]);
        HashSet<string> defined = [.. flags.Names, "json", "diff", "c", "fix"];
        foreach ((string name, bool isSwitch) in own.Where(f => !defined.Contains(f.Name)))
        {
            _ = isSwitch ? flags.Switch(name, v => set(name, v ? "true" : "false")) : flags.Value(name, v => set(name, v));
        }
        flags.Switch("json", v => Json = v).Switch("diff", v => Differences = v).Value(_command + "tool", _ => { })
            .Value("c", v => ContextLines = int.TryParse(v, CultureInfo.InvariantCulture, out int n)
                ? n : throw new UsageException($"invalid value {v} for flag -c: parse error"));
        return _command == "fix" ? flags.Value("fix", v => ObsoleteFix = v) : flags.Switch("fix", v => Fix = v);
    }

    /// <summary>The program tells which flags it has; <c>-c</c> is done here.</summary>
    private IReadOnlyList<(string Name, bool IsSwitch)> AskTool()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Tool, ["-flags"]) { RedirectStandardOutput = true,
                UseShellExecute = false })!;
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new UsageException($"{Tool} -flags failed: exit status {process.ExitCode}");
            }
            using JsonDocument document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray()
                .Select(f => (f.GetProperty("Name").GetString()!, f.GetProperty("Bool").GetBoolean())).Where(f => f.Item1 != "c")];
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new UsageException($"{Tool} -flags failed: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new UsageException($"can't unmarshal JSON from {Tool} -flags: {e.Message}");
        }
    }

    private void WriteUsage(string problem, TextWriter error)
    {
        if (problem.Length > 0)
        {
            error.WriteLine(problem);
        }
        string tool = IsOwnTool ? "go tool " + _command : Tool;
        error.WriteLine($"usage: go {_command} [build flags] [-{_command}tool prog] [{_command} flags] [packages]");
        error.WriteLine($"Run 'go help {_command}' for details.");
        error.WriteLine($"Run '{tool} help' for a full list of flags and analyzers.");
        error.WriteLine($"Run '{tool} -help' for an overview.");
    }
}

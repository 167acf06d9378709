using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>The commands of scripts. They say why they fail by <see cref="ScriptFailure"/> or an error of the file system.</summary>
internal static class ScriptCommands
{
    /// <summary>Commands whose first word that is no flag is a pattern.</summary>
    public static bool TakesPattern(string name) => name is "grep" or "stdout" or "stderr";

    public static void Run(ScriptState state, ScriptLine line, IReadOnlyList<string> words)
    {
        switch (line.Name)
        {
            case "cat": SetOutput(state, string.Concat(words.Select(w => File.ReadAllText(state.PathOf(w))))); break;
            case "cd": state.Enter(words[0]); break;
            case "chmod": ChangeMode(state, words); break;
            case "cmp": Compare(state, words, expand: false); break;
            case "cmpenv": Compare(state, words, expand: true); break;
            case "cp": ScriptFiles.Copy(state, words); break;
            case "echo": SetOutput(state, string.Join(' ', words) + "\n"); break;
            case "env": SetVariables(state, words); break;
            case "exec": state.Run(line, words[0], [.. words.Skip(1)]); break;
            case "exists": CheckExistence(state, words); break;
            case "go": state.Run(line, state.Toolchain.Go, words); break;
            case "grep": Match(words, null, name => File.ReadAllText(state.PathOf(name))); break;
            case "stdout": Match(words, state.Output, null); break;
            case "stderr": Match(words, state.Errors, null); break;
            case "mkdir": ScriptFiles.MakeFolders(state, words); break;
            case "mv": ScriptFiles.Move(state.PathOf(words[0]), state.PathOf(words[1])); break;
            case "replace": Replace(state, words); break;
            case "rm": ScriptFiles.Remove(state, words); break;
            case "skip": throw new ScriptEnd(string.Join(' ', words), isSkip: true);
            case "stop": throw new ScriptEnd(string.Join(' ', words), isSkip: false);
            case "sleep": Thread.Sleep(Duration(words[0])); break;
            case "stale": CheckStale(state, line, words); break;
            case "symlink": File.CreateSymbolicLink(state.PathOf(words[0]),
                words[1] == "->" ? words[2] : throw new ScriptFailure("symlink wants ->")); break;
            case "wait": state.WaitForAll(); break;
            case "help": break;
            default: throw new FormatException($"unknown command {line.Name}");
        }
    }

    private static void SetOutput(ScriptState state, string text) => (state.Output, state.Errors) = (text, "");

    private static void SetVariables(ScriptState state, IReadOnlyList<string> words)
    {
        var shown = new StringBuilder();
        foreach (string word in words)
        {
            int equals = word.IndexOf('=');
            if (equals < 0)
            {
                shown.Append(word).Append('=').Append(state.Variable(word)).Append('\n');
            }
            else
            {
                state.SetVariable(word[..equals], word[(equals + 1)..]);
            }
        }
        if (shown.Length > 0)
        {
            SetOutput(state, shown.ToString());
        }
    }

    private static void ChangeMode(ScriptState state, IReadOnlyList<string> words)
    {
        string digits = words[0];
        int mode = digits.StartsWith('0') && digits.Length > 1
            ? Convert.ToInt32(digits.TrimStart('0').PadLeft(1, '0'), 8) : int.Parse(digits, CultureInfo.InvariantCulture);
        foreach (string name in words.Skip(1))
        {
            File.SetUnixFileMode(state.PathOf(name), (UnixFileMode)mode);
        }
    }

    private static void Compare(ScriptState state, IReadOnlyList<string> words, bool expand)
    {
        (string first, string second) = words[0] == "-q" ? (words[1], words[2]) : (words[0], words[1]);
        string actual = first switch { "stdout" => state.Output, "stderr" => state.Errors, _ => File.ReadAllText(state.PathOf(first)) };
        string wanted = File.ReadAllText(state.PathOf(second));
        if (expand)
        {
            (actual, wanted) = (state.Expand(actual, false), state.Expand(wanted, false));
        }
        if (actual != wanted)
        {
            state.Note($"[{first}]\n{actual}\n[{second}]\n{wanted}");
            throw new ScriptFailure($"{first} and {second} differ");
        }
    }

    private static void CheckExistence(ScriptState state, IReadOnlyList<string> words)
    {
        foreach (string word in words)
        {
            string path = state.PathOf(word);
            if (word is "-readonly" or "-exec")
            {
                continue;
            }
            if (!Path.Exists(path))
            {
                throw new ScriptFailure($"{path} does not exist");
            }
            UnixFileMode mode = File.GetUnixFileMode(path);
            if (words.Contains("-readonly") && (mode & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            {
                throw new ScriptFailure($"{path} is writable");
            }
            if (words.Contains("-exec") && (mode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0)
            {
                throw new ScriptFailure($"{path} is not executable");
            }
        }
    }

    /// <param name="text">What to look in; null: the file that is the last word.</param>
    private static void Match(IReadOnlyList<string> words, string? text, Func<string, string>? read)
    {
        int count = 0;
        int at = 0;
        for (; at < words.Count && (words[at].StartsWith("-count=", StringComparison.Ordinal) || words[at] == "-q"); at++)
        {
            count = words[at] == "-q" ? count : int.Parse(words[at]["-count=".Length..], CultureInfo.InvariantCulture);
        }
        Regex pattern = GoPattern.Compile(words[at]);
        text ??= read!(words[at + 1]);
        int found = count > 0 ? pattern.Count(text) : pattern.IsMatch(text) ? 1 : 0;
        if (count > 0 ? found != count : found == 0)
        {
            throw new ScriptFailure(count > 0 ? $"{found} matches of {words[at]}" : $"no match of {words[at]}");
        }
    }

    private static void Replace(ScriptState state, IReadOnlyList<string> words)
    {
        string file = state.PathOf(words[^1]), text = File.ReadAllText(file);
        var result = new StringBuilder();
        // All pairs in one pass: what one has put in is not looked at by the next.
        for (int at = 0; at < text.Length;)
        {
            int pair = 0;
            for (; pair + 1 < words.Count - 1 && string.CompareOrdinal(text, at, Unquote(words[pair]), 0,
                Unquote(words[pair]).Length) != 0; pair += 2)
            {
            }
            if (pair + 1 < words.Count - 1)
            {
                result.Append(Unquote(words[pair + 1]));
                at += Unquote(words[pair]).Length;
            }
            else
            {
                result.Append(text[at++]);
            }
        }
        File.WriteAllText(file, result.ToString());
    }

    private static string Unquote(string text)
        => text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static TimeSpan Duration(string text) => text switch
    {
        _ when text.EndsWith("ms", StringComparison.Ordinal)
            => TimeSpan.FromMilliseconds(double.Parse(text[..^2], CultureInfo.InvariantCulture)),
        _ when text.EndsWith('s') => TimeSpan.FromSeconds(double.Parse(text[..^1], CultureInfo.InvariantCulture)),
        _ => throw new FormatException($"duration {text}"),
    };

    private static void CheckStale(ScriptState state, ScriptLine line, IReadOnlyList<string> words)
    {
        const string Template =
            "{{if .Error}}{{.ImportPath}}: {{.Error.Err}}{{else}}{{if not .Stale}}{{.ImportPath}} ({{.Target}}) is not stale{{end}}{{end}}";
        (string output, string errors) = (state.Output, state.Errors);
        state.Run(line, state.Toolchain.Go, ["list", "-e", "-f=" + Template, .. words]);
        string said = state.Output.Trim();
        (state.Output, state.Errors) = (output, errors);
        if (said.Length > 0)
        {
            throw new ScriptFailure(said);
        }
    }
}

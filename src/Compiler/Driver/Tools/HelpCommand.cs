using Go.Compiler.Diagnostics;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary><c>dotnet go help</c>: the commands and topics of Go's, in words about this command.</summary>
internal static class HelpCommand
{
    public static int Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        if (words.Count == 0)
        {
            WriteOverview(output);
            return 0;
        }
        string name = string.Join(' ', words);
        if (HelpTexts.Find(name) is { } text)
        {
            Write(text, output);
            return 0;
        }
        // Where the words go astray: help is to be had of those before.
        int known = Enumerable.Range(0, words.Count).Last(n => n == 0 || HelpTexts.Find(string.Join(' ', words.Take(n))) is not null);
        string before = string.Join("", words.Take(known).Select(w => " " + w));
        error.WriteLine($"go help {name}: unknown help topic. Run 'go help{before}'.");
        return 2;
    }

    private static void Write(HelpText text, TextWriter output)
        => output.Write(text.Usage.Length > 0 ? $"usage: {text.Usage}\n\n{text.Text}\n" : text.Text + "\n");

    /// <summary>
    /// A group of commands is named without one of them: all that there is to say of it, and the exit code of wrong usage.
    /// </summary>
    public static int WriteGroup(string name, TextWriter error)
    {
        Write(HelpTexts.Find(name)!, error);
        return 2;
    }

    /// <param name="group">Where the command was looked for; empty for those that stand first.</param>
    public static UsageException UnknownCommand(string group, string name)
    {
        string behind = group.Length > 0 ? " " + group : "", code = Catalogue.UnknownCommand.Code;
        return UsageException.Plain(
            $"go {(group.Length > 0 ? group : name)}: unknown command\nRun 'go help{behind}' for usage.\n"
            + $"dotnet go{behind}: error {code}: unknown command '{name}'; run 'dotnet go help{behind}' for the list", exitCode: 2);
    }

    /// <summary>What <c>-h</c> of a command prints.</summary>
    public static int WriteUsage(string name, TextWriter error)
    {
        HelpText text = HelpTexts.Find(name)!;
        error.WriteLine($"usage: {text.Usage.Split('\n')[0]}");
        error.WriteLine(name == "test" ? "Run 'go help test' and 'go help testflag' for details." : text.IsGroup
            ? $"Run 'go help {name}' for usage." : $"Run 'go help {name}' for details.");
        return 2;
    }

    public static void WriteOverview(TextWriter output)
    {
        output.Write("Go is a tool of .NET here: this command builds Go programs with Go.Sdk's own compiler.\n\nUsage:\n\n\tgo <command> [arguments]\n\nThe commands are:\n\n");
        foreach (HelpText text in HelpTexts.All.Where(t => t.Usage.Length > 0 && !t.Name.Contains(' ')))
        {
            output.Write($"\t{text.Name,-11} {text.Short}\n");
        }
        output.Write("\nUse \"go help <command>\" for more information about a command.\n\nAdditional help topics:\n\n");
        foreach (HelpText text in HelpTexts.All.Where(t => t.Usage.Length == 0))
        {
            output.Write($"\t{text.Name,-15} {text.Short}\n");
        }
        output.Write("\nUse \"go help <topic>\" for more information about that topic.\ndocs/command-line.md has a table of all flags and settings, and what becomes of each.\n\n");
    }
}

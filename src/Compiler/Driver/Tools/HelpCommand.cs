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
            output.Write(text.Usage.Length > 0 ? $"usage: {text.Usage}\n\n{text.Text}\n" : text.Text + "\n");
            return 0;
        }
        error.WriteLine($"go help {name}: unknown help topic. Run 'go help'.");
        return 2;
    }

    /// <summary>What <c>-h</c> of a command prints.</summary>
    public static int WriteUsage(string name, TextWriter error)
    {
        HelpText text = HelpTexts.Find(name)!;
        error.WriteLine($"usage: {text.Usage.Split('\n')[0]}");
        error.WriteLine(name == "test" ? "Run 'go help test' and 'go help testflag' for details." : text.IsGroup ? $"Run 'go help {name}' for usage." : $"Run 'go help {name}' for details.");
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

using Go.Compiler.Modules.Cache;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver.Tools;

namespace Go.Compiler.Driver;

/// <summary>
/// The command line <c>dotnet go</c>: picks the command and maps outcomes to exit codes (0 success, 1 failed build, 2 wrong usage, 130
/// cancelled).
/// </summary>
public static class CommandLine
{
    /// <summary>Runs one command and returns the process's exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Count == 0)
        {
            HelpCommand.WriteOverview(error);
            return 2;
        }
        string[] rest = [];
        try
        {
            // Before the command, too.
            arguments = ChangeFolder([.. arguments]);
            if (arguments.Count == 0)
            {
                HelpCommand.WriteOverview(error);
                return 2;
            }
            rest = ChangeFolder([.. arguments.Skip(1)]);
            rest = arguments[0] is "mod" or "work" && rest.Length > 0 ? [rest[0], .. ChangeFolder(rest[1..])] : rest;
            if (AsksForHelp(arguments[0], rest) is { } topic)
            {
                return topic.IsHelp ? HelpCommand.Run(topic.Words, output, error) : HelpCommand.WriteUsage(arguments[0], error);
            }
            switch (arguments[0])
            {
                case "build":
                    return BuildCommand.Run(rest, output, error);
                case "install":
                    return InstallCommand.Run(rest, output, error);
                case "run":
                    return RunCommand.Run(rest, output, error);
                case "test":
                    return TestCommand.Run(rest, output, error);
                case "list":
                    return ListCommand.Run(rest, output, error);
                case "mod":
                    return Modules.ModCommand.Run(rest, output, error);
                case "get":
                    return Modules.GetCommand.Run(rest, output, error);
                case "work":
                    return Modules.WorkCommand.Run(rest, output, error);
                case "env":
                    return EnvCommand.Run(rest, output, error);
                case "clean":
                    return CleanCommand.Run(rest, output, error);
                case "version":
                    return VersionCommand.Run(rest, output, error);
                case "vet" or "fix":
                    return VetCommand.Run(arguments[0], rest, output, error);
                case "tool":
                    return ToolCommand.Run(rest, output, error);
                case "fmt":
                    return FormatCommand.Run(rest, output, error);
                case "generate":
                    return GenerateCommand.Run(rest, output, error);
                case "doc":
                    return DocCommand.Run(rest, error);
                case "bug":
                    return BugCommand.Run(rest, output, error);
                case "telemetry":
                    return TelemetryCommand.Run(rest, output, error);
                case "help" or "-h" or "--help":
                    return HelpCommand.Run(rest, output, error);
                case ['-', ..] flag:
                    error.WriteLine($"flag provided but not defined: -{flag.TrimStart('-').Split('=')[0]}");
                    HelpCommand.WriteOverview(error);
                    return 2;
                default:
                    throw HelpCommand.UnknownCommand("", arguments[0]);
            }
        }
        catch (UsageException e)
        {
            // What Go's command gives up on too is told in its words.
            bool isGo = e.ExitCode == 1 && (e.Code == Catalogue.InvalidFlag.Code || e.Code == Catalogue.InvalidSetting.Code);
            bool isUsage = e.ExitCode == 2 && e.Code == Catalogue.InvalidFlag.Code;
            string coded = $"dotnet go {arguments[0]}: error {e.Code}: ";
            error.WriteLine(e.IsWhole || isUsage ? e.Message : isGo ? $"go: {e.Message}" : coded + e.Message);
            if (isUsage && !e.IsWhole)
            {
                WriteUsage(arguments, error);
                error.WriteLine(coded + "wrong usage; see docs/command-line.md");
            }
            return e.ExitCode;
        }
        catch (Exception e) when (SumMismatchException.In(e) is { } mismatch)
        {
            error.WriteLine(mismatch.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"dotnet go {arguments[0]}: cancelled");
            return 130; // 128 + SIGINT, what shells expect
        }
        catch (Exception e) when (FileLock.IsFailure(e) || e is InvalidDataException)
        {
            error.WriteLine($"dotnet go {arguments[0]}: error {Catalogue.InputOutputFailed.Code}: {e.Message}");
            return 1;
        }
    }

    /// <summary>How the command is used, as far as its name leads.</summary>
    private static void WriteUsage(IReadOnlyList<string> arguments, TextWriter error)
    {
        string inner = arguments.Count > 1 ? $"{arguments[0]} {arguments[1]}" : "";
        string name = HelpTexts.Find(inner) is not null ? inner : arguments[0];
        if (HelpTexts.Find(name) is not null)
        {
            HelpCommand.WriteUsage(name, error);
        }
    }

    /// <summary>
    /// <c>go mod help tidy</c> is help; <c>-h</c> first of all prints the usage. Commands that are programs of Go's answer for themselves,
    /// and those of groups by their own names.
    /// </summary>
    private static (bool IsHelp, IReadOnlyList<string> Words)? AsksForHelp(string command, string[] rest)
        => rest is ["help", ..] && command is ("mod" or "work") ? (true, [command, .. rest.Skip(1)])
            : rest is ["-h" or "-help" or "--help", ..] && command is not ("doc" or "vet" or "fix" or "tool" or "mod" or "work")
                && HelpTexts.Find(command) is not null ? (false, [])
            : null;

    /// <summary><c>-C FOLDER</c> as the very first flag: everything else is meant from there on.</summary>
    private static string[] ChangeFolder(string[] arguments)
    {
        string? folder = arguments switch
        {
            ["-C" or "--C", var next, ..] => next,
            ["-C" or "--C"] => throw new UsageException("flag needs an argument: -C"),
            [var first, ..] when first.StartsWith("-C=", StringComparison.Ordinal) || first.StartsWith("--C=", StringComparison.Ordinal)
                => first[(first.IndexOf('=') + 1)..],
            _ => null,
        };
        if (folder is null)
        {
            return arguments;
        }
        if (!Directory.Exists(folder))
        {
            throw UsageException.Fatal($"chdir {folder}: no such file or directory");
        }
        Directory.SetCurrentDirectory(folder);
        return arguments[(arguments[0].Contains('=') ? 1 : 2)..];
    }
}

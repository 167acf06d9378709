using Go.Compiler.Driver.Tools;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Go.Compiler.Build;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go run</c>: builds into a temporary folder, runs with the rest of the arguments and passes the exit code on.
/// </summary>
internal static class RunCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var flags = new BuildFlags(Locations.Environment());
        string? exec = null;
        IReadOnlyList<string> rest = flags.Define(new GoFlags()).Value("exec", v => exec = v).ApplyDefaults(flags.Environment)
            .Parse(arguments);
        IReadOnlyList<string> runner = ProgramRunner.For(exec, BuildFlags.HostTarget(flags.Environment),
            flags.Environment.OfOperatingSystem("PATH"));
        (IReadOnlyList<string> package, IReadOnlyList<string> programArguments) = Split(rest);
        CheckFiles(package, flags.Files());
        CheckPattern(flags, package[0]);
        DirectoryInfo folder = Locations.TemporaryFolder(flags.Environment, "dotnet-go-run-");
        if (flags.KeepsWork)
        {
            error.WriteLine("WORK=" + folder.FullName);
        }
        try
        {
            // The program is called what an installed one would be.
            flags.Output = folder.FullName + Path.DirectorySeparatorChar;
            flags.Installs = true; // what is no program is told below
            BuildOutcome? outcome = Build(flags, package, output, error);
            if (outcome is not { Succeeded: true })
            {
                return 1;
            }
            string? program = outcome.OutputFile;
            if (program is null)
            {
                Modules.VersionedPackages.CheckPrograms([package[0].Split('@')[0]], outcome, error);
                throw UsageException.Fatal($"no packages loaded from {package[0]}");
            }
            if (flags.DryRun || flags.Trace)
            {
                error.WriteLine(QuotedFields.Join([.. runner, program, .. programArguments]));
            }
            if (flags.DryRun)
            {
                return 0;
            }
            // Ctrl+C goes to the program as well: it decides what to do, and the temporary folder goes when it has ended.
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
            string[] words = [.. runner, program, .. programArguments];
            var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false };
            if (GoOnPath.PathFor(flags.Environment) is { } path)
            {
                start.Environment["PATH"] = path;
            }
            using Process process = Start(start);
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                error.WriteLine($"exit status {process.ExitCode}");
                return 1;
            }
            return 0;
        }
        finally
        {
            if (!flags.KeepsWork)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    /// <summary>Starts the program, or the one of <c>-exec</c> that runs it.</summary>
    internal static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            bool isPath = start.FileName.AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar) >= 0;
            string reason = new Win32Exception(e.NativeErrorCode).Message.ToLowerInvariant();
            throw UsageException.Plain(isPath ? $"fork/exec {start.FileName}: {reason}"
                : $"exec: {GoQuote.Text(start.FileName)}: executable file not found in $PATH");
        }
    }

    private static BuildOutcome? Build(BuildFlags flags, IReadOnlyList<string> package, TextWriter output, TextWriter error)
    {
        if (!Modules.VersionedPackages.AreNamedIn(package) || package[0].EndsWith(".go", StringComparison.Ordinal))
        {
            return BuildCommand.Execute(flags, package, output, error);
        }
        using Modules.VersionedPackages? packages = Modules.VersionedPackages.Open("run", flags, package, output, error);
        return packages is null ? null : BuildCommand.Execute(flags, packages.Patterns, output, error, packages.Folder);
    }

    /// <summary>What is called like a file is one, and never a package.</summary>
    private static void CheckFiles(IReadOnlyList<string> package, IFileView view)
    {
        if (package.FirstOrDefault(p => GoFileName.IsTest(p)) is { } test)
        {
            throw UsageException.Fatal($"cannot run *_test.go files ({test})");
        }
        foreach (string file in package.Where(p => p.EndsWith(".go", StringComparison.Ordinal)))
        {
            string path = Path.GetFullPath(file);
            if (!view.FileExists(path))
            {
                throw UsageException.Plain(RootFinder.NoFileText(file, view.FolderExists(path)));
            }
        }
    }

    /// <summary>What a pattern matches has to be one program. Of none the build tells; of those at a version, who loads them.</summary>
    private static void CheckPattern(BuildFlags flags, string pattern)
    {
        if (!pattern.Contains("...", StringComparison.Ordinal) || pattern.Contains('@'))
        {
            return;
        }
        string[] programs = [.. new NamedPackages(flags, [pattern], TextWriter.Null).Roots.Where(r => r.Name == "main")
            .Select(r => r.FullPath)];
        if (programs.Length > 1)
        {
            throw UsageException.Fatal($"pattern {pattern} matches multiple packages:\n\t{string.Join("\n\t", programs)}");
        }
    }

    /// <summary>As go run: a list of .go files, else one package; what follows belongs to the program.</summary>
    private static (IReadOnlyList<string> Package, IReadOnlyList<string> Arguments) Split(IReadOnlyList<string> rest)
    {
        int files = 0;
        while (files < rest.Count && rest[files].EndsWith(".go", StringComparison.Ordinal))
        {
            files++;
        }
        int count = files > 0 ? files : Math.Min(1, rest.Count);
        if (count == 0)
        {
            throw UsageException.Fatal("no go files listed");
        }
        return ([.. rest.Take(count)], [.. rest.Skip(count)]);
    }
}

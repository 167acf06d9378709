using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>The command line <c>dotnet go</c>: picks the command and maps outcomes to exit codes (0 success, 1 failed build, 2 wrong usage, 130 cancelled).</summary>
public static class CommandLine
{
    private const string Usage = """
        dotnet go builds Go programs with Go.Sdk's own compiler.

        Usage: dotnet go <command> [arguments]

          build    [-o FILE] [-tags LIST] [-ldflags FLAGS] [-gcflags FLAGS] [-trimpath] [-p N] [-e] [PACKAGES]   compile packages and programs
          install  [build flags] [PACKAGES]                                                                  compile programs into GOBIN or GOPATH/bin
          run      [build flags] PACKAGE [ARGUMENTS]                                                         compile and run a program
          test     [build flags] [-run REGEXP] [-v] [-short] [-json] [-c] ... [PACKAGES] [-args ...]                 test packages
          list     [-deps] [-json] [-f FORMAT] [-tags LIST] [PACKAGES]                                       list packages
          get      [-u] [-t] [-tool] [PATHS[@VERSION]]                                                       change which versions the main module requires
          mod      download|edit|graph|init|tidy|vendor|verify|why [ARGUMENTS]                              look at and change the main module's requirements
          work     edit|init|sync|use|vendor [ARGUMENTS]                                                          the same for workspaces
          env      [-json] [NAMES]                                                                           print settings
          version                                                                                            print the version
          tool     pack-std -goroot FOLDER -o FILE                                                           pack Go's sources into one archive
          tool     compile [-o FILE] [-p PATH] [-N] [-l] [-e] [-complete] FILE.go...                         compile one package by the compiler's rules alone
          tool     NAME [ARGUMENTS]                                                                          build one of Go's tools (nm, objdump, pprof, ...) and run it
          tool     [-n NAME]                                                                                 list the tools, or print where one is

        """;

    /// <summary>Runs one command and returns the process's exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Count == 0)
        {
            error.Write(Usage);
            return 2;
        }
        string[] rest = [.. arguments.Skip(1)];
        try
        {
            switch (arguments[0])
            {
                case "build":
                    return BuildCommand.Run(rest, error);
                case "install":
                    return InstallCommand.Run(rest, error);
                case "run":
                    return RunCommand.Run(rest, error);
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
                case "version":
                    output.WriteLine(VersionCommand.Text());
                    return 0;
                case "tool":
                    return ToolCommand.Run(rest, output, error);
                case "help" or "-h" or "--help":
                    output.Write(Usage);
                    return 0;
                default:
                    error.WriteLine($"dotnet go: error {Catalogue.UnknownCommand.Code}: unknown command '{arguments[0]}'; run 'dotnet go help' for the list");
                    return 2;
            }
        }
        catch (UsageException e)
        {
            error.WriteLine($"dotnet go {arguments[0]}: error {e.Code}: {e.Message}");
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"dotnet go {arguments[0]}: cancelled");
            return 130; // 128 + SIGINT, what shells expect
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            error.WriteLine($"dotnet go {arguments[0]}: error {Catalogue.InputOutputFailed.Code}: {e.Message}");
            return 1;
        }
    }
}

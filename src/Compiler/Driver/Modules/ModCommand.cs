using Go.Compiler.Driver.Tools;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go mod</c>: the commands about the main module and what it requires.</summary>
internal static class ModCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        string[] rest = [.. arguments.Skip(1)];
        return arguments.Count == 0 ? HelpCommand.WriteGroup("mod", error) : arguments[0] switch
        {
            "download" => ModDownloadCommand.Run(rest, output, error),
            "edit" => ModEditCommand.Run(rest, output, error),
            "graph" => ModGraphCommand.Run(rest, output, error),
            "init" => ModInitCommand.Run(rest, output, error),
            "tidy" => ModTidyCommand.Run(rest, output, error),
            "vendor" => ModVendorCommand.Run(rest, output, error),
            "verify" => ModVerifyCommand.Run(rest, output, error),
            "why" => ModWhyCommand.Run(rest, output, error),
            _ => throw HelpCommand.UnknownCommand("mod", arguments[0]),
        };
    }
}

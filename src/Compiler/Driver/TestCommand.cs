using Go.Compiler.Build;

namespace Go.Compiler.Driver;

/// <summary><c>dotnet go test</c>.</summary>
internal static class TestCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var flags = new BuildFlags();
        IReadOnlyList<string> patterns = flags.Define(new GoFlags().Switch("c", _ => { })).Parse(arguments);
        flags.Tests = true;
        BuildOutcome outcome = BuildCommand.Execute(flags, patterns, output, error);
        foreach (TestProgram p in outcome.TestPrograms)
        {
            output.WriteLine(p);
        }
        return outcome.Succeeded ? 0 : 1;
    }
}

using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>The package whose errors keep a test program from being run, as events name it.</summary>
internal static class FailedBuild
{
    /// <summary>One of the program's own packages, else what it needs.</summary>
    public static string Of(TestProgram program, BuildOutcome outcome)
    {
        string own = program.HasTestFiles ? $"{program.ImportPath} [{program.ImportPath}.test]" : program.ImportPath;
        Diagnostic[] errors = [.. outcome.Diagnostics.Where(d => d.Descriptor.Severity == Severity.Error)];
        if (program.FailedToLoad)
        {
            return errors.FirstOrDefault(d => d.Subject is not null && IsAskedFor(d, program))?.Subject ?? own;
        }
        bool isOwn = errors.Length == 0 || errors.Any(d => d.Package is { } package && IsOf(package, program));
        return isOwn ? own : errors.Select(d => d.Package).FirstOrDefault(p => p is not null) ?? own;
    }

    private static bool IsAskedFor(Diagnostic error, TestProgram program)
        => error.ImportStack.Count > 0 && error.ImportStack[0].Split(' ')[0] == program.ImportPath;

    private static bool IsOf(string package, TestProgram program)
        => package == program.ImportPath || package.EndsWith($" [{program.ImportPath}.test]", StringComparison.Ordinal);
}

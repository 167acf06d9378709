namespace Go.Compiler.Build;

/// <summary>Names of steps that <see cref="IBuildProgress"/> hears of.</summary>
public static class BuildSteps
{
    /// <summary>A line that tells a step as a command, for <c>-x</c> and <c>-n</c>.</summary>
    public const string Trace = "trace";

    /// <summary>A line for the user that does not wait for the end of the build, such as that a module is downloaded.</summary>
    public const string Note = "note";
}

using Go.Compiler.Build;

namespace Go.Compiler.Driver;

/// <summary>
/// The paths of the packages that are compiled, one a line, as <c>go build -v</c> prints them, notes, and the steps that <c>-x</c> and
/// <c>-n</c> tell.
/// </summary>
internal sealed class TextProgress(TextWriter writer, bool namesPackages) : IBuildProgress
{
    private readonly Lock _lock = new();

    public void Report(string step, string what, int done, int total)
    {
        if (step is BuildSteps.Trace or BuildSteps.Note || (step == "compile" && namesPackages))
        {
            lock (_lock)
            {
                writer.WriteLine(what);
            }
        }
    }
}

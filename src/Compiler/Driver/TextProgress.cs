using Go.Compiler.Build;

namespace Go.Compiler.Driver;

/// <summary>The paths of the packages that are compiled, one a line, as <c>go build -v</c> prints them.</summary>
internal sealed class TextProgress(TextWriter writer) : IBuildProgress
{
    private readonly Lock _lock = new();

    public void Report(string step, string what, int done, int total)
    {
        if (step != "compile")
        {
            return;
        }
        lock (_lock)
        {
            writer.WriteLine(what);
        }
    }
}

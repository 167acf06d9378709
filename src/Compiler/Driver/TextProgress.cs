using Go.Compiler.Build;

namespace Go.Compiler.Driver;

/// <summary>One line a step: <c>[12/60] compile strconv</c>.</summary>
internal sealed class TextProgress(TextWriter writer) : IBuildProgress
{
    private readonly Lock _lock = new();

    public void Report(string step, string what, int done, int total)
    {
        lock (_lock)
        {
            writer.WriteLine(total > 0 ? $"[{done}/{total}] {step} {what}" : $"{step} {what}");
        }
    }
}

namespace Go.Compiler.Build;

/// <summary>Hears how far a build is. Called from several threads.</summary>
public interface IBuildProgress
{
    /// <summary>A step has begun: <paramref name="done"/> of <paramref name="total"/> are finished.</summary>
    void Report(string step, string what, int done, int total);
}

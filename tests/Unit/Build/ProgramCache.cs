using System.Diagnostics;
using Go.Compiler.Build;

namespace Go.Compiler.Tests.Build;

/// <summary>
/// A cache that holds the machine code of the runtime and a few small packages, for tests that build and run programs one after the other.
/// </summary>
public sealed class ProgramCache : IDisposable
{
    /// <summary>The tests that share it.</summary>
    public const string Collection = "programs";

    private readonly BuildWorkspace _w = new();

    public ProgramCache()
    {
        _w.Write("main.go",
            "package main\n\nimport (\n\t_ \"embed\"\n\t_ \"errors\"\n\t_ \"runtime\"\n\t_ \"sync\"\n)\n\nfunc main() {}\n");
        Run(_w, _w.Options("."));
    }

    public void Dispose() => _w.Dispose();

    /// <summary>A workspace that builds with the cache; what it adds stays there.</summary>
    internal BuildWorkspace NewWorkspace() => new() { Cache = _w.Cache };

    /// <summary>What a program prints on standard error.</summary>
    internal static string Run(BuildWorkspace w, BuildOptions options)
    {
        string program = Path.Combine(w.Source, "program");
        BuildOutcome outcome = Builder.Build(options with { Output = program }, null, CancellationToken.None);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
        using Process process = Process.Start(new ProcessStartInfo(program) { RedirectStandardError = true })!;
        string printed = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return printed.TrimEnd();
    }
}

/// <summary>Says which cache the tests of the collection share.</summary>
[CollectionDefinition(ProgramCache.Collection)]
public sealed class ProgramCollection : ICollectionFixture<ProgramCache>
{
}

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>
/// The script tests of Go's <c>go</c> command and of fuzzing, a case a script. They run against this project's command line or another
/// toolchain (<see cref="Toolchain.Other"/>): which scripts the original passes in this harness decides which count.
/// </summary>
internal sealed class ScriptSuite : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly string _work;
    private readonly string _kept;
    private readonly Lazy<ModuleProxy> _proxy = new(() => new ModuleProxy(new ProxyModules(Path.Combine(TestData, "mod"))));
    private readonly Lazy<Toolchain> _toolchain;

    /// <param name="work">For the scripts' folders.</param>
    /// <param name="kept">For what is worth keeping between runs: caches.</param>
    public ScriptSuite(string work, string kept)
    {
        (_work, _kept) = (work, kept);
        _toolchain = new Lazy<Toolchain>(FindToolchain);
    }

    private static string TestData => Path.Combine(GoSources.Root, "src", "cmd", "go", "testdata");

    private static string FuzzTestData => Path.Combine(GoSources.Root, "src", "cmd", "internal", "fuzztest", "testdata");

    public IEnumerable<ConformanceCase> Cases()
        => ((string[])[TestData, FuzzTestData]).SelectMany(f => Directory.EnumerateFiles(Path.Combine(f, "script"), "*.txt"))
            .OrderBy(f => Path.GetFileName(f), StringComparer.Ordinal)
            .Select(f => (File: f, Name: Path.GetFileNameWithoutExtension(f)))
            .Select(s => new ConformanceCase("scripts", s.Name.Split('_')[0], s.Name,
                () => Run(s.File, s.Name)) { Limit = s_limit + TimeSpan.FromSeconds(20), TellsProgress = true });

    private CaseResult Run(string file, string name)
    {
        string folder = Path.Combine(_work, name);
        try
        {
            return ScriptRun.Run(TextArchive.Read(file), folder, _toolchain.Value, _proxy.Value.Address, s_limit);
        }
        finally
        {
            ScriptFiles.Remove(folder);
        }
    }

    private Toolchain FindToolchain()
    {
        if (Toolchain.Other(Path.Combine(_kept, "scripts-gocache")) is { } other)
        {
            return other;
        }
        GorootCopy copy = GorootCopy.At(_kept);
        return new Toolchain(Path.Combine(copy.Root, "bin", "go"), copy.Root,
            new Dictionary<string, string> { ["GOCACHE"] = Path.Combine(_kept, "scripts-cache"), ["DOTNET_CLI_HOME"] = _kept });
    }

    public void Dispose()
    {
        if (_proxy.IsValueCreated)
        {
            _proxy.Value.Dispose();
        }
    }
}

namespace Go.Compiler.Modules;

/// <summary>How go.mod may change and where packages come from (<c>-mod</c>).</summary>
public enum ModuleMode : byte
{
    /// <summary>Not said: the vendor folder when there is a consistent one and the go line is 1.14 or later, else read-only.</summary>
    Unset,

    /// <summary>go.mod and go.sum are never changed; what they lack is an error.</summary>
    ReadOnly,

    /// <summary>Packages of required modules come from the vendor folder.</summary>
    Vendor,

    /// <summary>What go.mod and go.sum lack is looked for and added; a vendor folder is ignored.</summary>
    Mod,
}

/// <summary>
/// Everything that decides which modules a build is made of and where they come from, under the names of Go's environment variables; made
/// once per build from flags, MSBuild properties, environment and GOENV file. Immutable; equal settings give equal results.
/// </summary>
public sealed record ModuleSettings
{
    public ModuleMode Mode { get; init; }

    /// <summary><c>-modfile</c>: read (and write) this file in place of go.mod; go.sum is beside it. Null: go.mod.</summary>
    public string? ModFile { get; init; }

    /// <summary>GOWORK: a file, <c>off</c>, or empty for the nearest go.work at or above the working folder.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>
    /// Folders of modules that belong to the build although no go.work names them: those of projects that the project being built
    /// references. Sorted.
    /// </summary>
    public IReadOnlyList<string> ReferencedModules { get; init; } = [];

    /// <summary>The folders of GOPATH, when packages come from there and there are no modules (GO111MODULE=off); null: modules.</summary>
    public IReadOnlyList<string>? Gopath { get; init; }

    /// <summary>
    /// The folder of temporary files, whose go.mod is nobody's: tests that work below it would find it (go.dev/issue/26708). Empty: there
    /// is none such.
    /// </summary>
    public string TemporaryRoot { get; init; } = "";

    /// <summary>The first folder of GOPATH, where a go.mod is a mistake that is warned of. Empty: there is none such.</summary>
    public string GopathRoot { get; init; } = "";

    /// <summary>GOTOOLCHAIN; empty means <c>auto</c>.</summary>
    public string Toolchain { get; init; } = "local";

    /// <summary>The settings are those of a project file, whose properties have names of their own.</summary>
    public bool IsOfProject { get; init; }

    /// <summary><c>-modcacherw</c>: folders in the module cache stay writable.</summary>
    public bool WritableCache { get; init; }

    /// <summary>GOMODCACHE: the module cache; absolute.</summary>
    public string CacheDirectory { get; init; } = "";

    /// <summary>GOPROXY; empty means Go's default.</summary>
    public string Proxy { get; init; } = "";

    /// <summary>GOSUMDB; empty means Go's default.</summary>
    public string SumDatabase { get; init; } = "";

    /// <summary>
    /// Where the newest head of each checksum database is kept: <c>pkg/sumdb</c> in the first folder of GOPATH. Not in the module cache,
    /// whose loss must not make a database's past be forgotten.
    /// </summary>
    public string SumDatabaseDirectory { get; init; } = "";

    /// <summary>GOPRIVATE: default of <see cref="NoProxy"/> and <see cref="NoSumDatabase"/>.</summary>
    public string Private { get; init; } = "";

    /// <summary>GONOPROXY; null: as GOPRIVATE.</summary>
    public string? NoProxy { get; init; }

    /// <summary>GONOSUMDB; null: as GOPRIVATE.</summary>
    public string? NoSumDatabase { get; init; }

    /// <summary>GOINSECURE.</summary>
    public string Insecure { get; init; } = "";

    /// <summary>GOAUTH; empty means <c>netrc</c>.</summary>
    public string Authentication { get; init; } = "";

    /// <summary>GOVCS; empty means Go's default.</summary>
    public string VersionControl { get; init; } = "";

    /// <summary>
    /// Without what says from where modules are fetched: it changes nothing of a build that had all it needed, for go.sum says what they
    /// are.
    /// </summary>
    public ModuleSettings WithoutSources() => this with
    {
        Proxy = "",
        SumDatabase = "",
        SumDatabaseDirectory = "",
        Private = "",
        NoProxy = null,
        NoSumDatabase = null,
        Insecure = "",
        Authentication = "",
        VersionControl = "",
        Offline = false,
    };

    /// <summary>
    /// Nothing may be fetched: what the cache lacks is an error (GOPROXY=off, GOFLAGS=-mod=vendor, or a build that must not restore).
    /// </summary>
    public bool Offline { get; init; }
}

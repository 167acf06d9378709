using Go.Compiler.Modules.Checksums;

namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// For which commands modules are resolved: some may write go.mod without being asked, and some must not use the vendor folder.
/// </summary>
internal enum ModuleCommand : byte
{
    Build,
    Get,
    Download,
    Tidy,
    Graph,
    Verify,
    Why,
    Vendor,
    WorkVendor,
    WorkSync,

    /// <summary>Other commands that change workspaces: they also run where the workspace is out of date.</summary>
    Work,
    List,
}

/// <summary>What a session resolves, for whom.</summary>
internal sealed record ModuleSessionOptions
{
    public required ModuleSettings Settings { get; init; }

    public required string WorkingDirectory { get; init; }

    public ModuleCommand Command { get; init; }

    /// <summary>Makes the source of modules, given the sums that are recorded. Null: nothing can be fetched.</summary>
    public Func<IRecordedSums, IModuleSource>? Source { get; init; }

    /// <summary>The release that this is, without <c>go</c>; a language without patch number stands for all its releases.</summary>
    public string LocalGo { get; init; } = RuntimeContract.GoRelease.Language;

    /// <summary>The version that <c>mod tidy -go</c> asks for, or null.</summary>
    public string? TidyGoVersion { get; init; }

    /// <summary>Takes notes for the user, without line end.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Hears which folders patterns pass by.</summary>
    public Action<string> Trace { get; init; } = _ => { };

    /// <summary>Whether the standard library has a package.</summary>
    public Func<string, bool> IsStandard { get; init; } = _ => false;

    /// <summary>The folder with the sources of the standard library, for messages and for its own module.</summary>
    public string StandardRoot { get; init; } = "";

    public FileSystem.IFileView Files { get; init; } = FileSystem.DiskFileView.Instance;

    public CancellationToken Cancellation { get; init; }
}

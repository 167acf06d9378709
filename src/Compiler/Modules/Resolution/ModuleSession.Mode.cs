using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

// How go.mod may change and where packages come from.
internal sealed partial class ModuleSession
{
    /// <summary>Never unset.</summary>
    public ModuleMode Mode { get; private set; }

    /// <summary>It was asked for.</summary>
    public bool IsModeExplicit => _options.Settings.Mode != ModuleMode.Unset;

    /// <summary>Why it is what it is, where that may surprise; empty otherwise.</summary>
    public string ModeReason { get; private set; } = "";

    /// <summary>As the flag is written.</summary>
    public string ModeName => Mode switch { ModuleMode.Mod => "mod", ModuleMode.Vendor => "vendor", _ => "readonly" };

    /// <summary>The folder that vendored packages are in, if there are any.</summary>
    public string VendorFolderPath
        => Path.Combine(WorkFilePath is { } work ? Path.GetDirectoryName(work)! : Main.First.Directory, "vendor");

    /// <summary>go.sum must have a line for whatever is used.</summary>
    private bool MustHaveSums => HasModule && Mode == ModuleMode.ReadOnly && !IsWorkspace;

    /// <summary>go.mod may not change: what it lacks is an error.</summary>
    private bool MustBeComplete => Mode != ModuleMode.Mod && !IsWorkspace;

    private void SetMode(GoWorkFile? work, List<string> roots, bool isRead)
    {
        if (IsModeExplicit)
        {
            Mode = _options.Settings.Mode;
            if (work is not null && Mode == ModuleMode.Mod)
            {
                throw new ModuleException(Catalogue.InvalidWorkspace,
                    "-mod may only be set to readonly or vendor when in workspace mode, but it is set to \"mod\""
                    + "\n\tRemove the -mod flag to use the default readonly value, \n\tor set GOWORK=off to disable workspace mode.");
            }
            return;
        }
        Mode = _options.Command switch
        {
            ModuleCommand.Get or ModuleCommand.Download or ModuleCommand.Tidy or ModuleCommand.WorkSync or ModuleCommand.Graph
                or ModuleCommand.Verify or ModuleCommand.Why => ModuleMode.Mod,
            ModuleCommand.Vendor or ModuleCommand.WorkVendor => ModuleMode.ReadOnly,
            _ => roots.Count > 0 && isRead ? DefaultMode(work) : ModuleMode.ReadOnly,
        };
    }

    private ModuleMode DefaultMode(GoWorkFile? work)
    {
        string folder = VendorFolderPath;
        if (!_files.FolderExists(folder))
        {
            return ModuleMode.ReadOnly;
        }
        string source = work is null ? "go.mod" : "go.work";
        string? version = work is null ? Main.First.File!.Go?.Text : work.Go?.Text;
        if (version is null)
        {
            ModeReason = $"Go version in {source} is unspecified, so vendor directory was not used.";
        }
        else if (ModuleVersions.CompareGo(version, "1.14") < 0)
        {
            ModeReason = $"Go version in {source} is {version}, so vendor directory was not used.";
        }
        else if (VendorList.IsForWorkspace(_files.Read(Path.Combine(folder, "modules.txt")) ?? []) is var isForWorkspace
            && isForWorkspace != IsWorkspace)
        {
            ModeReason = isForWorkspace ? "Outside workspace mode, but vendor directory is for a workspace."
                : "In workspace mode, but vendor directory is not for a workspace";
        }
        else
        {
            ModeReason = $"Go version in {source} is at least 1.14 and vendor directory exists.";
            return ModuleMode.Vendor;
        }
        return ModuleMode.ReadOnly;
    }

    private GoModDirtyException GoModDirty() => new(
        IsModeExplicit ? $"updates to go.mod needed, disabled by -mod={ModeName}; to update it:\n\tgo mod tidy"
        : ModeReason.Length > 0 ? $"updates to go.mod needed, disabled by -mod={ModeName}\n\t({ModeReason})\n\tto update it:\n\tgo mod tidy"
        : "updates to go.mod needed; to update it:\n\tgo mod tidy");

    /// <summary>Go's error where a module is needed and there is none.</summary>
    public ModuleException NoModule() => new(Catalogue.ModuleRequired, NoModuleText);

    private string NoModuleText => IsWorkspace ? "no modules were found in the current workspace; see 'go help work'"
        : "go.mod file not found in current directory or any parent directory; see 'go help modules'";

    /// <summary>Ends commands that need a module where there is none; a repository without one gets a hint.</summary>
    public void RequireModule()
    {
        if (HasModule && !_isRootMistaken)
        {
            return;
        }
        // Whoever stands in Go's own sources wants no module there.
        bool isInGo = _options.StandardRoot.TrimEnd('/', Path.DirectorySeparatorChar) is { Length: > 0 } standard
            && Path.GetDirectoryName(standard) is { Length: > 0 } go
            && (WorkingDirectory == go || WorkingDirectory.StartsWith(go + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        if (!IsWorkspace && !HasModule && !isInGo && FindUpwards(WorkingDirectory, Path.Combine(".git", "config")) is { } config)
        {
            string root = Path.GetDirectoryName(Path.GetDirectoryName(config))!;
            string relative = Path.GetRelativePath(WorkingDirectory, root);
            throw new ModuleException(Catalogue.ModuleRequired,
                $"cannot find main module, but found .git/config in {root}\n\tto create a module there, run:\n\t{(relative == "." ? "" : $"cd {relative} && ")}go mod init");
        }
        throw NoModule();
    }
}

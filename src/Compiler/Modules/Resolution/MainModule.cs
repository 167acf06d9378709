namespace Go.Compiler.Modules.Resolution;

/// <summary>A module that is being worked on: the one whose folder this is, or one of a workspace.</summary>
internal sealed class MainModule(string path, string directory, GoModFile? file)
{
    /// <summary><c>command-line-arguments</c> where there is none.</summary>
    public string Path { get; } = path;

    /// <summary>Empty where there is none.</summary>
    public string Directory { get; } = directory;

    public GoModFile? File { get; } = file;

    public ModuleVersion Version => new(Path, "");

    /// <summary>The start of its packages' paths; that of the standard library's module is empty.</summary>
    public string Prefix { get; init; } = path;

    /// <summary>The file as it was read, to tell whether it changed in what it means.</summary>
    public ModFileSnapshot Read { get; set; } = ModFileSnapshot.Of(file, [], wasFixed: false);

    /// <summary>Language version of its packages.</summary>
    public GoVersion Go => File?.LanguageVersion ?? GoVersion.Newest;

    public bool HasExclusions => Read.Exclusions.Count > 0;

    public bool Excludes(ModuleVersion module) => Read.Exclusions.Contains(module);

    public override string ToString() => Path;
}

/// <summary>What of a go.mod file counts, at one time.</summary>
internal sealed record ModFileSnapshot(
    string ModulePath, string Go, string Toolchain, IReadOnlyDictionary<ModuleVersion, bool> Requirements,
    IReadOnlyDictionary<ModuleVersion, ModuleVersion> Replacements,
    IReadOnlySet<ModuleVersion> Exclusions, byte[] Content, bool WasFixed)
{
    /// <param name="wasFixed">Versions in it were not canonical.</param>
    public static ModFileSnapshot Of(GoModFile? file, byte[] content, bool wasFixed)
    {
        var requirements = new Dictionary<ModuleVersion, bool>();
        var replacements = new Dictionary<ModuleVersion, ModuleVersion>();
        foreach (RequiredModule r in file?.Requirements ?? [])
        {
            requirements[r.Module] = r.IsIndirect;
        }
        foreach (ReplacedModule r in file?.Replacements ?? [])
        {
            replacements[r.Old] = r.New;
        }
        return new ModFileSnapshot(file?.ModulePath ?? "", file?.Go?.Text ?? "", file?.Toolchain ?? "", requirements, replacements,
            (file?.Exclusions ?? []).Select(x => x.Module).ToHashSet(), content, wasFixed);
    }

    /// <summary>
    /// Whether a file means something else. Which requirements are marked as indirect counts only where files may be written.
    /// </summary>
    public bool DiffersFrom(GoModFile file, bool isReadOnly)
    {
        ModFileSnapshot now = Of(file, [], false);
        return WasFixed || now.ModulePath != ModulePath || now.Go != Go || now.Toolchain != Toolchain
            || file.Requirements.Count != Requirements.Count
            || file.Replacements.Count != Replacements.Count || file.Exclusions.Count != Exclusions.Count
            || file.Requirements.Any(r => !Requirements.TryGetValue(r.Module, out bool isIndirect)
                || (!isReadOnly && r.IsIndirect != isIndirect))
            || file.Replacements.Any(r => !Replacements.TryGetValue(r.Old, out ModuleVersion? target) || target != r.New)
            || !now.Exclusions.SetEquals(Exclusions);
    }
}

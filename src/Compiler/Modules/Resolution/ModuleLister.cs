using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>What is told of modules besides what the build knows anyway.</summary>
[Flags]
internal enum ModuleListing : byte
{
    None = 0,

    /// <summary>Newer versions.</summary>
    Updates = 1,
    Retractions = 2,
    Deprecations = 4,
    Versions = 8,

    /// <summary>Among the versions those that are retracted too.</summary>
    RetractedVersions = 16,
}

/// <summary>The folder and file of a version in the module cache, as far as they are there.</summary>
internal interface ICachedModules
{
    /// <summary>Null: not unpacked.</summary>
    string? FolderOf(ModuleVersion module);

    /// <summary>Null: not downloaded.</summary>
    string? GoModOf(ModuleVersion module);
}

/// <summary>Describes modules: those of the build, and others by version queries.</summary>
internal sealed class ModuleLister(ModuleSession session, ICachedModules cache, ModuleListing listing)
{
    private ModuleGraph? _graph;

    /// <summary>Why the module graph is incomplete, or null.</summary>
    public ModuleException? GraphFailure { get; private set; }

    private Requirements Requirements => session.Requirements;

    /// <summary>
    /// Describes what arguments mean: paths, patterns, <c>all</c>, and <c>path@query</c>; without arguments the main modules.
    /// </summary>
    /// <exception cref="ModuleException">An argument means nothing.</exception>
    public List<ModuleDetails> List(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            return [.. session.Main.Versions.Select(m => Describe(m, isOfBuild: true))];
        }
        if (arguments.Count(NeedsGraph) > 0)
        {
            LoadGraph();
        }
        var seen = new HashSet<ModuleVersion>();
        var modules = new List<ModuleDetails>();
        foreach (string argument in arguments)
        {
            int at = argument.IndexOf('@');
            if (at >= 0)
            {
                AddQuery(argument[..at], argument[(at + 1)..], modules);
            }
            else if (argument == "all" || argument.Contains("...", StringComparison.Ordinal))
            {
                AddMatching(argument, seen, modules);
            }
            else
            {
                AddOne(argument, modules);
            }
        }
        Extend(modules);
        return modules;
    }

    private bool NeedsGraph(string argument)
    {
        if (argument.Contains('\\'))
        {
            throw new ModuleException(Catalogue.NoMatchingVersion, "module paths never use backslash");
        }
        if (ImportPaths.IsRelative(argument))
        {
            throw new ModuleException(Catalogue.NoMatchingVersion, $"cannot use relative path {argument} to specify module");
        }
        bool isPattern = argument == "all" || argument.Contains("...", StringComparison.Ordinal);
        int at = argument.IndexOf('@');
        string query = at < 0 ? "" : argument[(at + 1)..];
        if (at >= 0 && !isPattern && query.Length > 0 && query[0] is '-' or '/')
        {
            throw new ModuleException(Catalogue.NoMatchingVersion, $"invalid module version {GoText.Quote(query)}");
        }
        bool isUnknown = Requirements.RootVersion(at < 0 ? argument : argument[..at]) is null || Requirements.Pruning == Pruning.Unpruned;
        bool needs = isPattern || (at < 0 ? isUnknown : query is "upgrade" or "patch" && isUnknown);
        if (needs && !session.HasModule && (at >= 0 || isPattern || (listing & ModuleListing.Versions) == 0))
        {
            string without = at >= 0 || isPattern ? "" : " without -versions or an explicit version";
            throw new ModuleException(Catalogue.ModuleRequired,
                $"cannot match {GoText.Quote(argument)}{without}: {session.NoModule().Message}");
        }
        return needs;
    }

    private void LoadGraph()
    {
        Requirements requirements = Requirements;
        try
        {
            _graph = session.ExpandedGraph(ref requirements);
        }
        catch (ModuleException e)
        {
            GraphFailure = e;
            _graph = session.GraphOrPart(requirements);
        }
        session.Requirements = requirements;
    }

    private void AddQuery(string path, string query, List<ModuleDetails> modules)
    {
        string current = _graph is null ? Requirements.RootVersion(path) ?? "" : _graph.Selected(path);
        if (current == ModuleVersions.None && GraphFailure is not null && query is "upgrade" or "patch")
        {
            return;
        }
        bool takesAll = VersionQuery.IsRevision(path, query) || (listing & ModuleListing.Retractions) != 0;
        try
        {
            ModuleRevision revision = session.Query(path, query, current, takesAll ? null : session.CheckAllowed);
            ModuleDetails details = Describe(new ModuleVersion(path, revision.Version), isOfBuild: false);
            details.Query = query == details.Version ? "" : query;
            details.Origin = revision.Origin;
            modules.Add(details);
        }
        catch (ModuleException e)
        {
            string message = e is NoMatchingVersionException ? $"module {path}: {e.Message}" : HasSubject(e.Message, path)
                ? e.Message : $"{path}@{query}: {e.Message}";
            modules.Add(new ModuleDetails(path, query) { Error = message });
        }
    }

    private static bool HasSubject(string message, string path)
        => message.StartsWith(path + "@", StringComparison.Ordinal) || message.StartsWith($"module {path}:", StringComparison.Ordinal)
            || message.StartsWith($"module {path}@", StringComparison.Ordinal);

    private void AddMatching(string pattern, HashSet<ModuleVersion> seen, List<ModuleDetails> modules)
    {
        ModuleVersion[] matches = [.. _graph!.BuildList.Where(m => !ModuleVersions.IsToolchain(m.Path)
            && (pattern == "all" || PathPattern.Matches(pattern, m.Path)) && seen.Add(m))];
        if (matches.Length == 0)
        {
            session.Warn($"warning: pattern {GoText.Quote(pattern)} matched no module dependencies");
        }
        var described = new ModuleDetails[matches.Length];
        Parallel.For(0, matches.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 },
            i => described[i] = Describe(matches[i], isOfBuild: true));
        modules.AddRange(described);
    }

    private void AddOne(string path, List<ModuleDetails> modules)
    {
        string version = _graph is null ? Requirements.RootVersion(path)! : _graph.Selected(path);
        if (version != ModuleVersions.None)
        {
            modules.Add(Describe(new ModuleVersion(path, version), isOfBuild: true));
        }
        else if (GraphFailure is null)
        {
            string problem = session.Mode == ModuleMode.Vendor
                ? "can't resolve module using the vendor directory\n\t(Use -mod=mod or -mod=readonly to bypass.)"
                : "not a known dependency";
            bool isUnknownGood = session.Mode != ModuleMode.Vendor && (listing & ModuleListing.Versions) != 0;
            modules.Add(new ModuleDetails(path, "") { Error = isUnknownGood ? "" : $"module {path}: {problem}" });
        }
    }

    /// <summary>The module of the build with this path.</summary>
    public ModuleDetails OfBuild(string path)
    {
        if (_graph is null && Requirements.RootVersion(path) is null)
        {
            LoadGraph();
        }
        string version = _graph is null ? Requirements.RootVersion(path)! : _graph.Selected(path);
        return version == ModuleVersions.None ? new ModuleDetails(path, "") { Error = "module not in current build" }
            : Describe(new ModuleVersion(path, version), isOfBuild: true);
    }

    /// <summary>What is known of one module.</summary>
    /// <param name="isOfBuild">Replacements count, and go.sum must have what is used.</param>
    public ModuleDetails Describe(ModuleVersion module, bool isOfBuild)
    {
        if (module.Version.Length == 0 && session.Main.Find(module.Path) is { } main)
        {
            return new ModuleDetails(module.Path, "")
            {
                IsMain = true,
                GoVersion = main.File?.GoText ?? session.LocalGo,
                Directory = main.Directory,
                GoMod = main.Directory.Length > 0 ? session.ShownModFile(main.Directory) : "",
            };
        }
        var details = new ModuleDetails(module.Path,
            module.Version) { IsIndirect = isOfBuild && !Requirements.Direct.Contains(module.Path) };
        if (!isOfBuild || session.Main.Replacement(module) is not { } replacement)
        {
            if (session.Vendor is { } vendor)
            {
                details.GoVersion = vendor.Find(module)?.GoVersion ?? "";
            }
            if (!isOfBuild || session.Mode != ModuleMode.Vendor)
            {
                Complete(details, isOfBuild);
            }
            return details;
        }
        DescribeReplaced(module, replacement.Target, details);
        return details;
    }

    private void DescribeReplaced(ModuleVersion module, ModuleVersion target, ModuleDetails details)
    {
        var replace = new ModuleDetails(target.Path, target.Version) { GoVersion = session.Vendor?.Find(module)?.GoVersion ?? "" };
        details.Replace = replace;
        if (target.Version.Length == 0)
        {
            replace.Directory = session.Main.FolderOf(target);
            replace.GoMod = Path.Combine(replace.Directory, "go.mod");
        }
        if (session.Mode != ModuleMode.Vendor)
        {
            Complete(replace, isOfBuild: true);
            (details.Directory, details.GoMod, details.Retracted) = (replace.Directory, replace.GoMod, replace.Retracted);
        }
        details.GoVersion = replace.GoVersion;
    }

    private void Complete(ModuleDetails details, bool isOfBuild)
    {
        var module = new ModuleVersion(details.Path, details.Version);
        if (ModuleVersions.IsToolchain(module.Path))
        {
            return;
        }
        bool mayUse(ModuleVersion m) => !isOfBuild || m.Version.Length == 0 || session.HasSum(m);
        if (module.Version.Length > 0)
        {
            try
            {
                ModuleRevision revision = session.Query(module.Path, module.Version, "", null);
                (details.Version, details.Time) = (revision.Version, revision.Time);
                module = module with { Version = revision.Version };
            }
            catch (ModuleException e)
            {
                details.Error = e.Message;
            }
        }
        ModuleVersion goMod = GoSumFile.GoModOf(module);
        if (details.GoVersion.Length == 0 && (module.Version.Length == 0 || mayUse(goMod)))
        {
            details.GoVersion = session.GoVersionOf(module);
        }
        if (module.Version.Length == 0)
        {
            return;
        }
        if (mayUse(goMod))
        {
            details.GoMod = cache.GoModOf(module) ?? "";
            details.GoModSum = session.Sums.Recorded(goMod) ?? "";
        }
        if (mayUse(module))
        {
            details.Directory = cache.FolderOf(module) ?? "";
            details.Sum = session.Sums.Recorded(module) ?? "";
        }
        if ((listing & ModuleListing.Retractions) != 0)
        {
            AddRetraction(details);
        }
    }

    private void Extend(List<ModuleDetails> modules)
    {
        if (listing == ModuleListing.None)
        {
            return;
        }
        ModuleDetails[] all = [.. modules.Concat(modules.Where(m => m.Replace is not null).Select(m => m.Replace!))];
        Parallel.ForEach(all, new ParallelOptions { MaxDegreeOfParallelism = 16 }, details =>
        {
            Try(details, ModuleListing.Updates, AddUpdate);
            Try(details, ModuleListing.Versions, AddVersions);
            Try(details, ModuleListing.Retractions, AddRetraction);
            Try(details, ModuleListing.Deprecations, d => d.Deprecated = session.Deprecation(new ModuleVersion(d.Path, d.Version)));
        });
    }

    private void Try(ModuleDetails details, ModuleListing kind, Action<ModuleDetails> add)
    {
        if ((listing & kind) == 0)
        {
            return;
        }
        try
        {
            add(details);
        }
        catch (ModuleException e) when (kind != ModuleListing.Versions
            && (e is NoMatchingVersionException or DisallowedVersionException || e.InnerException is NoMatchingVersionException
                || e.IsNotFound))
        {
            // what nobody knows is not told
        }
        catch (ModuleException e)
        {
            details.Error = details.Error.Length == 0 ? e.Message : details.Error;
        }
    }

    private void AddUpdate(ModuleDetails details)
    {
        if (details.Version.Length > 0 && session.Query(details.Path, "upgrade", details.Version, session.CheckAllowed) is { } newest
            && ModuleVersions.Compare(details.Path, newest.Version, details.Version) > 0)
        {
            details.Update = new ModuleDetails(details.Path, newest.Version) { Time = newest.Time };
        }
    }

    private void AddVersions(ModuleDetails details)
        => details.Versions = details.Path.Length == 0 || Files.ModWords.IsFolder(details.Path) ? []
            : session.Versions(details.Path, (listing & ModuleListing.RetractedVersions) != 0
                ? session.CheckExclusions : session.CheckAllowed);

    private void AddRetraction(ModuleDetails details)
    {
        try
        {
            session.CheckRetractions(new ModuleVersion(details.Path, details.Version));
        }
        catch (DisallowedVersionException e) when (e.IsRetracted)
        {
            details.Retracted = e.Rationale.Count > 0 ? e.Rationale : ["retracted by module author"];
        }
        catch (ModuleException e) when (e is NoMatchingVersionException || e.InnerException is NoMatchingVersionException || e.IsNotFound)
        {
            // what nobody knows is not told
        }
    }
}

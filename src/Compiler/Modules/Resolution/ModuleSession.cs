using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules.Files;

namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// One resolution of modules: finds the main modules and says which version of what the build is made of. Questions about packages may come
/// from several threads at once; what changes requirements must not.
/// </summary>
internal sealed partial class ModuleSession
{
    private readonly ModuleSessionOptions _options;
    private readonly ModuleFiles _files;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, ModuleException> _failedLookups =
        new(StringComparer.Ordinal);
    private readonly CancellationToken _cancellation;
    private readonly IModuleSource _source;

    /// <summary>A go.mod is where none should be: commands that must have a module end.</summary>
    private readonly bool _isRootMistaken;

    /// <exception cref="ModuleException">The files of the main modules cannot be used.</exception>
    /// <exception cref="ModFileException">Errors in one of them.</exception>
    public ModuleSession(ModuleSessionOptions options)
    {
        (_options, _files, _cancellation) = (options, new ModuleFiles(options.Files), options.Cancellation);
        string directory = Path.GetFullPath(options.WorkingDirectory);
        bool usesModules = options.Settings.Gopath is null;
        WorkFilePath = usesModules ? FindWorkFile(directory) : null;
        ModuleRoot = usesModules && FindUpwards(directory, "go.mod") is { } file ? Path.GetDirectoryName(file)! : null;
        if (WorkFilePath is null && ModuleRoot is not null && ModuleRoot == options.Settings.TemporaryRoot)
        {
            Say($"warning: ignoring go.mod in system temp root {ModuleRoot}");
            ModuleRoot = null;
        }
        if (usesModules && options.Settings.GopathRoot is { Length: > 0 } gopath && _files.FileExists(Path.Combine(gopath, "go.mod")))
        {
            Say($"warning: ignoring go.mod in $GOPATH {gopath}");
            _isRootMistaken = true;
        }
        CheckToolchain(usesModules);
        GoWorkFile? work = WorkFilePath is null ? null : ReadWorkFile(WorkFilePath);
        List<string> roots = work is not null ? [.. work.Uses.Select(u => Path.GetFullPath(Path.Combine(work.Directory, u.Path))
            .TrimEnd(Path.DirectorySeparatorChar))]
            : ModuleRoot is null ? [] : [ModuleRoot];
        if (ModuleRoot is not null || work is not null)
        {
            AddReferences(roots, ref work);
        }
        CheckModFileOption(work);
        Sums = work is not null
            ? new GoSums(_files, WorkFilePath is null ? "" : WorkFilePath + ".sum",
                roots.Select(r => Path.ChangeExtension(ModFilePath(r), ".sum")), repairs: false)
            : new GoSums(_files, roots.Count == 0 ? "" : Path.ChangeExtension(ModFilePath(roots[0]), ".sum"), [],
                repairs: options.Command == ModuleCommand.Tidy);
        _source = options.Source?.Invoke(Sums) ?? OfflineSource.Instance;
        HasModule = roots.Count > 0;
        IsWorkspace = work is not null;
        // versions in go.mod may have to be looked up before it is read
        Main = new MainModules([new MainModule(ImportPaths.CommandLine, "", null)], null);
        SetMode(work, roots, isRead: false);
        Main = new MainModules(roots.Count == 0 ? [new MainModule(ImportPaths.CommandLine, "", null)] : ReadModules(roots, work), work);
        SetMode(work, roots, isRead: true);
        Requirements = InitialRequirements(work);
        if (Mode == ModuleMode.Vendor)
        {
            UseVendorFolder();
        }
        if (!IsWorkspace && HasModule)
        {
            Settle();
        }
    }

    /// <summary>The go.work file, or null. A workspace made in memory has none.</summary>
    public string? WorkFilePath { get; }

    /// <summary>The nearest folder with a go.mod, from the working folder up; null without.</summary>
    public string? ModuleRoot { get; }

    public bool IsWorkspace { get; }

    /// <summary>There is a main module.</summary>
    public bool HasModule { get; }

    public MainModules Main { get; }

    public GoSums Sums { get; }

    public IModuleSource Source => _source;

    /// <summary>What the main modules require, as far as it is known by now.</summary>
    public Requirements Requirements { get; set; }

    public string LocalGo => _options.LocalGo;

    /// <summary>What to throw when this release is too old for something.</summary>
    public GoTooOldException TooOld(string what, string version, (string File, int Line, int Column)? place = null)
        => new(what, version, LocalGo, _options.Settings.Toolchain) { Place = place ?? ("", 0, 0) };

    public string WorkingDirectory => Path.GetFullPath(_options.WorkingDirectory);

    /// <summary>A path as it is shown: relative to the working folder where that is shorter.</summary>
    public string Shown(string path) => ShortPath.Of(path, WorkingDirectory);

    /// <summary>A main module's go.mod as <c>go list</c> tells it: the file that <c>-modfile</c> names as it was given.</summary>
    public string ShownModFile(string root) => _options.Settings.ModFile is { Length: > 0 } file ? file : ModFilePath(root);

    public string ModFilePath(string root)
        => _options.Settings.ModFile is { Length: > 0 } file
            ? Path.GetFullPath(Path.Combine(_options.WorkingDirectory, file)) : Path.Combine(root, "go.mod");

    private string? FindUpwards(string directory, string name)
    {
        for (string? at = directory; at is not null; at = Path.GetDirectoryName(at))
        {
            string file = Path.Combine(at, name);
            if (_files.FileExists(file))
            {
                return file;
            }
        }
        return null;
    }

    private string? FindWorkFile(string directory)
    {
        string setting = _options.Settings.Workspace;
        if (setting == "off")
        {
            return null;
        }
        if (setting is "" or "auto")
        {
            return FindUpwards(directory, "go.work");
        }
        return Path.IsPathRooted(setting) ? setting : throw new ModuleException(Catalogue.InvalidWorkspace,
            "invalid GOWORK: not an absolute path");
    }

    /// <summary>Before anything is understood of the files, which another release may read otherwise.</summary>
    private void CheckToolchain(bool usesModules)
    {
        ModuleSettings settings = _options.Settings;
        if (!usesModules || settings.Toolchain == "local")
        {
            return;
        }
        string path = ModuleRoot is null ? "" : Path.Combine(ModuleRoot, "go.mod");
        path = WorkFilePath is { } work && _files.FileExists(work) ? work : path;
        string text = path.Length == 0 ? "" : Encoding.UTF8.GetString(_files.Read(path) ?? []);
        var selection = new ToolchainSelection(settings.Toolchain, LocalGo) { IsProject = settings.IsOfProject };
        selection.Check(path.Length == 0 ? "" : Shown(path), path, text, Say);
    }

    private void CheckModFileOption(GoWorkFile? work)
    {
        if (_options.Settings.ModFile is not { Length: > 0 } file)
        {
            return;
        }
        string? problem = work is not null ? "-modfile cannot be used in workspace mode"
            : ModuleRoot is null
            ? "cannot find main module, but -modfile was set.\n\t-modfile cannot be used to set the module root directory."
            : !file.EndsWith(".mod", StringComparison.Ordinal) ? $"-modfile={file}: file does not have .mod extension" : null;
        if (problem is not null)
        {
            throw new ModuleException(Catalogue.InvalidWorkspace, problem);
        }
    }

    /// <summary>Modules that belong to the build by reference make a workspace, if there is none.</summary>
    private void AddReferences(List<string> roots, ref GoWorkFile? work)
    {
        string[] added = [.. _options.Settings.ReferencedModules.Select(r => Path.GetFullPath(r).TrimEnd(Path.DirectorySeparatorChar))
            .Where(r => !roots.Contains(r) && _files.FileExists(Path.Combine(r, "go.mod")))];
        if (added.Length == 0)
        {
            return;
        }
        roots.AddRange(added);
        if (work is not null)
        {
            return;
        }
        work = GoWorkFile.New(Path.Combine(roots[0], "go.work"));
        string go = work.GoText;
        foreach (string root in roots)
        {
            string own = GoModFile.ParseLax("go.mod", Encoding.UTF8.GetString(_files.Read(Path.Combine(root, "go.mod")) ?? [])).GoText;
            go = ModuleVersions.CompareGo(own, go) > 0 ? own : go;
        }
        work.SetGo(go);
    }

    private GoWorkFile ReadWorkFile(string path)
    {
        byte[] content = _files.Read(path) ?? throw new ModuleException(Catalogue.InvalidWorkspace,
            $"reading go.work: open {Shown(path)}: no such file or directory");
        GoWorkFile file = GoWorkFile.Parse(path, Encoding.UTF8.GetString(content));
        if (file.Go is { } go && IsTooNew(go.Text))
        {
            throw TooOld(Shown(path), go.Text);
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ModPathLine use in file.Uses)
        {
            string root = Path.GetFullPath(Path.Combine(file.Directory, use.Path)).TrimEnd(Path.DirectorySeparatorChar);
            if (!seen.Add(root))
            {
                throw new ModuleException(Catalogue.InvalidWorkspace,
                    $"error loading go.work:\n{Shown(path)}:{use.Line.Start.Line}: path {root} appears multiple times in workspace");
            }
        }
        foreach (ModGodebugLine setting in file.Godebugs)
        {
            if (GodebugDefaults.Problem("godebug", setting.Key, setting.Value, LocalGo) is { } problem)
            {
                throw new ModFileException(path, [new ModFileError(Catalogue.InvalidGodebug, setting.Line.Start, problem)]);
            }
        }
        return file;
    }

    /// <summary>Whether a go line asks for a newer release than this.</summary>
    public bool IsTooNew(string version) => GoVersion.Parse(version) is { } wanted && wanted > ReleaseCheck.RunningOf("go" + LocalGo);

    private List<MainModule> ReadModules(List<string> roots, GoWorkFile? work)
    {
        var modules = new List<MainModule>();
        foreach (string root in roots)
        {
            try
            {
                modules.Add(ReadModule(root, work));
            }
            catch (ModuleException e) when (work is not null && e.Descriptor != Catalogue.InvalidWorkspace)
            {
                throw new ModuleException(e.Descriptor, $"cannot load module {Shown(root)} listed in go.work file: {e.Message}", e);
            }
        }
        return modules;
    }

    private MainModule ReadModule(string root, GoWorkFile? work)
    {
        string path = ModFilePath(root);
        byte[] content = _files.Read(path) ?? throw new ModuleException(Catalogue.MissingModulePath,
            $"open {(work is null ? Shown(path) : Path.Combine(Shown(root), "go.mod"))}: no such file or directory");
        bool wasFixed = false;
        string Fix(string module, string version)
        {
            string canonical = Canonical(module, version);
            wasFixed |= canonical != version;
            return canonical;
        }
        string text = Encoding.UTF8.GetString(content);
        GoModFile file;
        try
        {
            file = GoModFile.Parse(path, text, Fix);
        }
        catch (ModFileException)
        {
            CheckGoOf(path, text); // a file that cannot be read for its newer words says first how new it is
            throw;
        }
        Check(file, work, root);
        string prefix = file.ModulePath == "std" && _options.StandardRoot.Length > 0 && root == Path.GetFullPath(_options.StandardRoot)
            ? "" : file.ModulePath;
        return new MainModule(file.ModulePath, root, file) { Prefix = prefix, Read = ModFileSnapshot.Of(file, content, wasFixed) };
    }

    private void CheckGoOf(string path, string text)
    {
        GoModFile lax;
        try
        {
            lax = GoModFile.ParseLax(path, text);
        }
        catch (ModFileException)
        {
            return; // the strict errors are reported
        }
        if (lax.Go is { } go && IsTooNew(go.Text))
        {
            throw TooOld(Shown(path), go.Text);
        }
    }

    private void Check(GoModFile file, GoWorkFile? work, string root)
    {
        bool isOfWorkspace = work is not null && _options.Command is not (ModuleCommand.Work or ModuleCommand.WorkSync);
        if (isOfWorkspace && ModuleVersions.CompareGo(file.GoText, work!.GoText) > 0 && ModuleVersions.CompareGo(file.GoText, "1.21") >= 0)
        {
            string verb = work.Go is null ? "implicitly requires" : "lists";
            throw new ModuleException(Catalogue.InvalidWorkspace,
                $"module {Shown(root)} listed in go.work file requires go >= {file.GoText}, but go.work {verb} go {work.GoText}; "
                + $"to download and use go {file.GoText}:\n\tgo work use");
        }
        if (file.Go is { } go && IsTooNew(go.Text))
        {
            throw TooOld(Shown(file.FilePath), go.Text, (file.FilePath, file.GoPlace.Line, file.GoPlace.Column));
        }
        if (!file.HasModule)
        {
            throw new ModuleException(Catalogue.MissingModulePath,
                $"error reading {Shown(file.FilePath)}: missing module declaration. To specify the module path:\n\tgo mod edit -module=example.com/mod");
        }
        if (ModuleVersions.IsToolchain(file.ModulePath))
        {
            throw new ModuleException(Catalogue.InvalidModulePath,
                $"error reading {Shown(file.FilePath)}: invalid module path: {GoText.Quote(file.ModulePath)}");
        }
        if (ImportPaths.Problem(file.ModulePath, isModule: false) is { } problem)
        {
            throw new ModuleException(Catalogue.InvalidModulePath, $"malformed module path {GoText.Quote(file.ModulePath)}: {problem}");
        }
        if (work is null)
        {
            ModFileError[] wrong = [.. file.Problems(LocalGo).Where(p => p.Descriptor == Catalogue.InvalidGodebug)];
            if (wrong.Length > 0)
            {
                throw new ModFileException(file.FilePath, wrong);
            }
        }
    }

    /// <summary>A version in the main module's file in full form; branches and the like are looked up.</summary>
    private string Canonical(string path, string version)
    {
        // An early spelling of versions at gopkg.in.
        int old = path.StartsWith("gopkg.in/", StringComparison.Ordinal) ? version.IndexOf("-gopkgin-", StringComparison.Ordinal) : -1;
        version = old < 0 ? version : version[(old + "-gopkgin-".Length)..];
        if (ModulePaths.SplitMajor(path) is not { } split)
        {
            throw new ModuleException(Catalogue.InvalidModuleVersion,
                $"version {GoText.Quote(version)} invalid: malformed module path {GoText.Quote(path)}");
        }
        if (version.Length > 0 && SemanticVersion.CanonicalModule(version) == version)
        {
            return ModuleVersions.MajorProblem(version, split.Major) is { } problem
                ? throw new ModuleException(Catalogue.InvalidModuleVersion, $"version {GoText.Quote(version)} invalid: {problem}")
                : version;
        }
        if (PseudoVersion.IsPseudo(version) is false && SemanticVersion.CanonicalModule(version) is { Length: > 0 } full
            && SemanticVersion.Build(version).Length > 0 && full + SemanticVersion.Build(version) == version)
        {
            return full; // build metadata other than +incompatible means nothing
        }
        return Query(path, version, "", null).Version;
    }
}

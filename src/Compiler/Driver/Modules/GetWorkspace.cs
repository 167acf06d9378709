using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Files;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// The workspace above the module that <c>go get</c> changes: packages of its modules need no requirement, and that all is well is judged
/// with all of them.
/// </summary>
internal sealed class GetWorkspace : IDisposable
{
    private readonly ModuleCommandRun _run;
    private readonly ModuleSession _session;
    private readonly List<(string Path, string Directory)> _modules = [];
    private string? _updatedFile;

    private GetWorkspace(ModuleCommandRun run, ModuleSession session, string workFile)
    {
        (_run, _session) = (run, session);
        GoWorkFile work = GoWorkFile.Parse(workFile, File.ReadAllText(workFile));
        foreach (ModPathLine use in work.Uses)
        {
            string directory = Path.GetFullPath(Path.Combine(work.Directory, use.Path)).TrimEnd(Path.DirectorySeparatorChar);
            string file = Path.Combine(directory, "go.mod");
            if (ModulePathOf(file) is { Length: > 0 } path)
            {
                _modules.Add((path, directory));
            }
        }
    }

    /// <summary>The workspace that applies to the working folder; null without one, or where its file is no such file.</summary>
    public static GetWorkspace? Of(ModuleCommandRun run, ModuleSession session)
    {
        try
        {
            return FileFor(run) is { } file ? new GetWorkspace(run, session, file) : null;
        }
        catch (ModFileException)
        {
            return null; // builds tell what is wrong with it; this one module needs it not
        }
    }

    /// <summary>The go.work file that applies to the working folder, or null.</summary>
    public static string? FileFor(ModuleCommandRun run)
    {
        string setting = run.Flags.Modules.Workspace;
        string? path = setting == "off" ? null : setting is not ("" or "auto") ? setting : FileAbove();
        return path is not null && File.Exists(path) ? path : null;
    }

    private static string? FileAbove()
    {
        for (string? at = WorkingFolder.Current; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "go.work")))
            {
                return Path.Combine(at, "go.work");
            }
        }
        return null;
    }

    private static string? ModulePathOf(string file)
    {
        try
        {
            return File.Exists(file) ? GoModFile.ParseLax(file, File.ReadAllText(file)).ModulePath : null;
        }
        catch (ModFileException)
        {
            return null; // told when the workspace is opened
        }
    }

    /// <summary>It has the module that is changed.</summary>
    public bool HasMain => _modules.Exists(m => m.Path == _session.Main.First.Path);

    /// <summary>One of its modules has the package.</summary>
    public bool HasPackage(string path) => _modules.Exists(m => _session.FolderIn(path, m.Path, m.Directory, isLocal: true) is not null);

    /// <summary>Opens it with the go.mod of the module as it is going to be.</summary>
    /// <exception cref="ModuleException">Something is wrong with it.</exception>
    public ModuleSession Open(GoModFile updated)
    {
        _updatedFile ??= Path.GetTempFileName();
        File.WriteAllBytes(_updatedFile, updated.Format());
        var replacements = new SortedDictionary<string, string>(StringComparer.Ordinal) { [updated.FilePath] = _updatedFile };
        return _run.OpenWorkspace(ModuleCommand.Get, OverlayFileView.Of(replacements, _run.Flags.Files()));
    }

    public void Dispose()
    {
        if (_updatedFile is not null)
        {
            File.Delete(_updatedFile);
        }
    }
}

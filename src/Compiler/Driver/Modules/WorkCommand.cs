using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver.Tools;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules.Files;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Modules;

/// <summary><c>dotnet go work</c>: the commands about go.work files.</summary>
internal static class WorkCommand
{
    private const string NoFile = "no go.work file found\n\t(run 'go work init' first or specify path using GOWORK environment variable)";

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        string[] rest = [.. arguments.Skip(1)];
        return arguments.Count == 0 ? HelpCommand.WriteGroup("work", error) : arguments[0] switch
        {
            "init" => ModuleCommandRun.Run("work init", output, error, run => Init(run, rest)),
            "use" => ModuleCommandRun.Run("work use", output, error, run => Use(run, rest)),
            "edit" => ModuleCommandRun.Run("work edit", output, error, run => Edit(run, rest, output)),
            "vendor" => ModVendorCommand.RunForWorkspace(rest, output, error),
            "sync" => ModuleCommandRun.Run("work sync", output, error, run => Sync(run, rest)),
            _ => throw HelpCommand.UnknownCommand("work", arguments[0]),
        };
    }

    private static string? FindFile(ModuleCommandRun run)
    {
        string setting = run.Flags.Modules.Workspace;
        if (setting is "off" || (setting.Length > 0 && setting != "auto"))
        {
            return setting == "off" ? null : setting;
        }
        for (string? at = WorkingFolder.Current; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "go.work")))
            {
                return Path.Combine(at, "go.work");
            }
        }
        return null;
    }

    private static void Sync(ModuleCommandRun run, string[] arguments)
    {
        run.Parse(arguments, f => f);
        ModuleSession session = run.Open(ModuleCommand.WorkSync);
        if (session.WorkFilePath is not { } path)
        {
            throw ModuleCommandRun.Refused(NoFile);
        }
        string go = WorkSync.Run(run, session);
        GoWorkFile file = Read(path);
        RaiseGo(file, go);
        WriteIfGood(run, file);
    }

    private static void Init(ModuleCommandRun run, string[] arguments)
    {
        IReadOnlyList<string> folders = run.Parse(arguments, f => f);
        string path = FindFile(run) ?? Path.Combine(WorkingFolder.Current, "go.work");
        if (File.Exists(path))
        {
            throw ModuleCommandRun.Refused($"{path} already exists");
        }
        GoWorkFile file = GoWorkFile.New(path);
        file.SetGo(run.LocalGo);
        AddFolders(run, file, folders, isRecursive: false);
        WriteIfGood(run, file);
    }

    private static void Use(ModuleCommandRun run, string[] arguments)
    {
        bool isRecursive = false;
        IReadOnlyList<string> folders = run.Parse(arguments, f => f.Switch("r", v => isRecursive = v));
        GoWorkFile file = Read(FindFile(run) ?? throw ModuleCommandRun.Refused(NoFile));
        AddFolders(run, file, folders, isRecursive);
        WriteIfGood(run, file);
    }

    private static GoWorkFile Read(string path)
        => File.Exists(path) ? GoWorkFile.Parse(path, File.ReadAllText(path))
            : throw ModuleCommandRun.Refused($"reading go.work: open {path}: no such file or directory");

    private static void WriteIfGood(ModuleCommandRun run, GoWorkFile file)
    {
        if (!run.HasFailed)
        {
            Write(file);
        }
    }

    private static void Write(GoWorkFile file)
    {
        file.SortBlocks();
        file.CleanUp();
        AtomicFile.Write(file.FilePath, file.Format());
    }

    /// <summary>Lists folders with a go.mod file, drops those without, and raises the go line to what the modules need.</summary>
    private static void AddFolders(ModuleCommandRun run, GoWorkFile file, IReadOnlyList<string> folders, bool isRecursive)
    {
        var listed = file.Uses.Select(u => (Absolute: Absolute(file, u.Path), u.Path)).ToLookup(u => u.Absolute, u => u.Path);
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            string full = Path.GetFullPath(folder);
            if (!Directory.Exists(full))
            {
                string shown = ShortPath.Of(full, WorkingFolder.Current);
                run.Fail(File.Exists(full) ? $"{shown} is not a directory" : $"directory {shown} does not exist");
                continue;
            }
            foreach (string at in isRecursive ? WithFoldersBelow(full) : [full])
            {
                string modFile = Path.Combine(at, "go.mod"), name = File.Exists(modFile) ? Written(file, folder, at) : "";
                if (name.Length > 0 && kept.TryGetValue(at, out string? first) && first.Length > 0 && first != name)
                {
                    throw ModuleCommandRun.Refused($"already added {GoText.Quote(name)} as {GoText.Quote(first)}");
                }
                if (name.Length > 0 && !GoModFile.Parse(modFile, File.ReadAllText(modFile), (_, v) => v).HasModule)
                {
                    throw ModuleCommandRun.Refused($"error reading {ShortPath.Of(modFile, WorkingFolder.Current)}: missing module declaration");
                }
                kept[at] = name;
            }
            foreach (string gone in isRecursive ? listed.Select(l => l.Key)
                .Where(l => l == full || l.StartsWith(full + Path.DirectorySeparatorChar, StringComparison.Ordinal)) : [])
            {
                kept.TryAdd(gone, "");
            }
        }
        foreach ((string at, string written) in kept)
        {
            foreach (string other in listed[at].Where(l => l != written))
            {
                file.DropUse(other);
            }
            if (written.Length > 0)
            {
                file.AddUse(written);
            }
        }
        RaiseGo(run, file);
    }

    private static IEnumerable<string> WithFoldersBelow(string folder)
    {
        yield return folder;
        foreach (string child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(child) != "vendor" && (File.GetAttributes(child) & FileAttributes.ReparsePoint) == 0)
            {
                foreach (string below in WithFoldersBelow(child))
                {
                    yield return below;
                }
            }
        }
    }

    private static string Absolute(GoWorkFile file, string path)
        => Path.GetFullPath(Path.Combine(file.Directory, path)).TrimEnd(Path.DirectorySeparatorChar);

    private static string Written(GoWorkFile file, string argument, string folder)
        => Path.IsPathRooted(argument) ? folder : DirectoryPath(Path.GetRelativePath(file.Directory, folder));

    private static string DirectoryPath(string path)
        => ModWords.IsFolder(path) ? path : "./" + path.Replace(Path.DirectorySeparatorChar, '/').TrimEnd('/');

    private static void RaiseGo(ModuleCommandRun run, GoWorkFile file)
    {
        string go = file.GoText;
        foreach (ModPathLine use in file.Uses)
        {
            string path = Path.Combine(Absolute(file, use.Path), "go.mod");
            if (!File.Exists(path))
            {
                run.Fail($"open {path}: no such file or directory");
                continue;
            }
            GoModFile module = GoModFile.Parse(path, File.ReadAllText(path), (_, v) => v);
            if (ModuleVersions.CompareGo(module.GoText, run.LocalGo) > 0)
            {
                string shown = ShortPath.Of(path, WorkingFolder.Current);
                throw new GoTooOldException(shown, module.GoText, run.LocalGo, run.Flags.Modules.Toolchain);
            }
            go = ModuleVersions.CompareGo(module.GoText, go) > 0 ? module.GoText : go;
        }
        if (!run.HasFailed)
        {
            RaiseGo(file, go);
        }
    }

    private static void RaiseGo(GoWorkFile file, string go)
    {
        if (ModuleVersions.CompareGo(file.GoText, go) >= 0)
        {
            return;
        }
        file.SetGo(go);
        if (file.Toolchain is { } toolchain && (toolchain == "go" + go
            || ModuleVersions.CompareGo(ModuleVersions.OfToolchain(toolchain), go) < 0))
        {
            file.DropToolchain();
        }
    }

    private static void Edit(ModuleCommandRun run, string[] arguments, TextWriter output)
    {
        bool formats = false, json = false, prints = false;
        string go = "", toolchain = "";
        var edits = new List<Action<GoWorkFile>>();
        IReadOnlyList<string> rest = run.Parse(arguments,
            f => f.Switch("fmt", v => formats = v).Switch("json", v => json = v).Switch("print", v => prints = v)
            .Value("go", v => go = v).Value("toolchain", v => toolchain = v)
            .Value("godebug", v => edits.Add(ModEditFlags.Godebug(v) is var g ? w => w.SetGodebug(g.Key, g.Value) : null!))
            .Value("dropgodebug", v => edits.Add(w => w.DropGodebug(v)))
            .Value("use", v => edits.Add(w => w.AddUse(DirectoryPath(v))))
            .Value("dropuse", v => edits.Add(w => w.DropUse(DirectoryPath(v))))
            .Value("replace", v => edits.Add(ModEditFlags.Replacement(v) is var r ? w => w.Replace(r.Old, r.New) : null!))
            .Value("dropreplace", v => edits.Add(ModEditFlags.Optional("dropreplace", v, v, "old", allowsFolder: true) is var m
                ? w => w.DropReplacement(m) : null!)));
        string? problem = json && prints ? "cannot use both -json and -print" : rest.Count > 1
            ? "'go help work edit' accepts at most one argument"
            : !(formats || json || prints) && go.Length + toolchain.Length + edits.Count == 0
            ? "no flags specified (see 'go help work edit')." : ModEditFlags.GoProblem("work", go, toolchain, run.LocalGo);
        string path = Path.GetFullPath(rest.Count > 0 ? rest[0] : FindFile(run) ?? throw ModuleCommandRun.Refused(NoFile));
        if (problem is not null)
        {
            throw ModuleCommandRun.Refused(problem);
        }
        GoWorkFile file = Read(path);
        ApplyVersions(file, go, toolchain);
        edits.ForEach(e => e(file));
        if (!json && !prints)
        {
            Write(file);
            return;
        }
        file.SortBlocks();
        file.CleanUp();
        output.Write(json ? ModFileJson.Of(file) : Encoding.UTF8.GetString(file.Format()));
    }

    private static void ApplyVersions(GoWorkFile file, string go, string toolchain)
    {
        if (go == "none")
        {
            file.DropGo();
        }
        else if (go.Length > 0)
        {
            file.SetGo(go);
        }
        if (toolchain == "none")
        {
            file.DropToolchain();
        }
        else if (toolchain.Length > 0)
        {
            file.SetToolchain(toolchain);
        }
    }
}

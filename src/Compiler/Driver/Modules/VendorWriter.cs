using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver.Modules;

/// <summary>Writes a vendor folder: first beside its place, then, whole, in it.</summary>
internal sealed class VendorWriter(ModuleCommandRun run, ModuleSession session, ImportLoader imports, bool isVerbose, bool takesErrors)
{
    private static readonly string[] s_metadata = ["AUTHORS", "CONTRIBUTORS", "COPYLEFT", "COPYING", "COPYRIGHT", "LEGAL", "LICENSE",
        "NOTICE", "PATENTS"];

    private readonly StringBuilder _list = new();
    private readonly HashSet<(string Module, string Folder)> _metadataDone = [];
    private string _root = "";

    public void Write(string folder)
    {
        var packages = imports.Packages.Where(p => p.TestOf is null && p.Module.Path.Length > 0 && !session.Main.Contains(p.Module.Path)
            && p.Folder.Length > 0)
            .GroupBy(p => p.Module).ToDictionary(g => g.Key, g => g.OrderBy(p => p.Path, StringComparer.Ordinal).ToArray());
        CheckNames(packages.Keys);
        _root = $"{folder}.{Environment.ProcessId}.tmp";
        try
        {
            Modules(packages);
            Finish(folder);
        }
        finally
        {
            if (Directory.Exists(_root))
            {
                Directory.Delete(_root, recursive: true);
            }
        }
    }

    private void Finish(string folder)
    {
        if (run.HasFailed)
        {
            return;
        }
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
        if (_list.Length == 0)
        {
            run.Say("go: no dependencies to vendor");
            return;
        }
        Directory.CreateDirectory(_root);
        File.WriteAllText(Path.Combine(_root, "modules.txt"), _list.ToString());
        Directory.Move(_root, folder);
    }

    private static void CheckNames(IEnumerable<ModuleVersion> modules)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (ModuleVersion module in modules.OrderBy(m => m, Comparer<ModuleVersion>.Create(ModuleVersions.Order)))
        {
            if (!seen.TryAdd(module.Path, module.Path) && seen[module.Path] != module.Path)
            {
                throw new ModuleException(Catalogue.CaseCollision,
                    $"go.mod: case-insensitive import collision: {GoText.Quote(module.Path)} and {GoText.Quote(seen[module.Path])}");
            }
        }
    }

    private void Line(string line)
    {
        _list.Append(line).Append('\n');
        if (isVerbose)
        {
            run.Say(line);
        }
    }

    private void Modules(Dictionary<ModuleVersion, ImportedPackage[]> packages)
    {
        string go = session.GoVersionOfMain;
        bool saysAll = ModuleVersions.CompareGo(go, "1.14") >= 0 && (session.IsWorkspace || session.Main.First.File!.Go is not null);
        bool saysGo = ModuleVersions.CompareGo(go, "1.17") >= 0;
        var explicitOnes = saysAll ? session.Main.All.SelectMany(m => m.File!.Requirements).Select(r => r.Module).ToHashSet() : [];
        List<ModuleVersion> modules = [.. explicitOnes.Union(packages.Keys)];
        modules.Sort(ModuleVersions.Order);
        if (session.IsWorkspace)
        {
            Line("## workspace");
        }
        foreach (ModuleVersion module in modules)
        {
            Line(ModuleLine(module, session.Main.Replacement(module)?.Target));
            string version = saysGo ? GoOf(module) : "";
            if (explicitOnes.Contains(module) || version.Length > 0)
            {
                Line("## " + (explicitOnes.Contains(module) ? version.Length > 0
                    ? "explicit; go " + version : "explicit" : "go " + version));
            }
            foreach (ImportedPackage package in packages.GetValueOrDefault(module, []))
            {
                Line(package.Path);
                Copy(package);
            }
        }
        if (saysAll)
        {
            Replacements([.. modules]);
        }
    }

    private string GoOf(ModuleVersion module)
    {
        ModuleGraph? graph = session.Requirements.LoadedGraph;
        string selected = session.Requirements.RootVersion(module.Path) ?? graph?.Selected(module.Path) ?? module.Version;
        return session.GoVersionOf(session.Actual(module with { Version = selected }));
    }

    private void Replacements(HashSet<ModuleVersion> written)
    {
        IEnumerable<ReplacedModule> all = (session.Main.Work?.Replacements ?? [])
            .Concat(session.Main.All.SelectMany(m => m.File!.Replacements));
        foreach (ReplacedModule replaced in all)
        {
            if (written.Add(replaced.Old) && session.Main.Replacement(replaced.Old) is { } replacement)
            {
                Line(ModuleLine(replaced.Old, replacement.Target));
            }
        }
    }

    private static string ModuleLine(ModuleVersion module, ModuleVersion? replacement)
    {
        string line = module.Version.Length > 0 ? $"# {module.Path} {module.Version}" : $"# {module.Path}";
        if (replacement is not { } target)
        {
            return line;
        }
        string path = target.Path.StartsWith("./", StringComparison.Ordinal) ? target.Path[2..] : target.Path;
        if (ImportPaths.HasPrefix(path, "vendor"))
        {
            throw new ModuleException(Catalogue.InvalidReplacement, $"replacement path {target.Path} inside vendor directory");
        }
        return $"{line} => {target.Path}{(target.Version.Length > 0 ? " " + target.Version : "")}";
    }

    private void Copy(ImportedPackage package)
    {
        string target = Path.Combine(_root, package.Path.Replace('/', Path.DirectorySeparatorChar));
        var copied = new HashSet<string>(StringComparer.Ordinal);
        bool dropsGoMods = ModuleVersions.CompareGo(session.GoVersionOfMain, "1.17") >= 0;
        CopyFiles(package.Folder, target, copied, file => IsSource(file, dropsGoMods));
        CopyMetadata(package, target);
        CopyEmbedded(package, target, copied);
    }

    private static void CopyFiles(string source, string target, HashSet<string> copied, Func<string, bool> matches)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(source).Order(StringComparer.Ordinal))
        {
            if ((File.GetAttributes(file) & FileAttributes.ReparsePoint) == 0 && matches(file))
            {
                CopyFile(file, Path.Combine(target, Path.GetFileName(file)), copied);
            }
        }
    }

    private static void CopyFile(string source, string target, HashSet<string> copied)
    {
        if (copied.Add(target))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, File.ReadAllBytes(source)); // without the permissions of the cache, which is read-only
        }
    }

    private static bool IsSource(string file, bool dropsGoMods)
    {
        string name = Path.GetFileName(file);
        if (GoFileName.IsTest(name) || (dropsGoMods && name is "go.mod" or "go.sum"))
        {
            return false;
        }
        return !name.EndsWith(".go", StringComparison.Ordinal) || BuildConstraint.CanHold(File.ReadAllBytes(file));
    }

    /// <summary>Licences and the like, from the package's folder up to the module's.</summary>
    private void CopyMetadata(ImportedPackage package, string target)
    {
        string path = package.Path, source = package.Folder;
        for (bool isOwn = true; _metadataDone.Add((package.Module.Path, target)); isOwn = false)
        {
            if (!isOwn)
            {
                CopyFiles(source, target, [], f => Array.Exists(s_metadata,
                    m => Path.GetFileName(f).StartsWith(m, StringComparison.Ordinal)));
            }
            if (path == package.Module.Path)
            {
                return;
            }
            path = path[..path.LastIndexOf('/')];
            (source, target) = (Path.GetDirectoryName(source)!, Path.GetDirectoryName(target)!);
        }
    }

    private void CopyEmbedded(ImportedPackage package, string target, HashSet<string> copied)
    {
        bool withTests = ModuleVersions.CompareGo(session.GoVersionOfMain, "1.22") < 0;
        foreach ((string pattern, string? problem, IReadOnlyList<EmbedFile> files) in run.ScannerOfAll()
            .Embedded(package.Folder, withTests))
        {
            if (problem is not null)
            {
                string message = $"resolving embeds in {package.Path}: pattern {pattern}: {problem}";
                if (takesErrors)
                {
                    run.Say("go: " + message);
                }
                else
                {
                    run.Fail(message);
                }
            }
            foreach (EmbedFile file in files)
            {
                CopyFile(file.FilePath, Path.Combine(target, file.Name.Replace('/', Path.DirectorySeparatorChar)), copied);
            }
        }
    }
}

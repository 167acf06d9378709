using System.Text;

namespace Go.Compiler.Modules.Resolution;

/// <summary>Compares the vendor folder's list with the go.mod files: a folder that belongs to other requirements is not used.</summary>
internal sealed class VendorConsistency(ModuleSession session, VendorList list)
{
    private readonly StringBuilder _problems = new();

    /// <summary>From go 1.14 on the list says which modules are required explicitly, and all replacements.</summary>
    private bool IsOld => !session.IsWorkspace && ModuleVersions.CompareGo(session.Main.First.Read.Go, "1.14") < 0;

    /// <summary>One line each, in the order of the files; empty if all is well.</summary>
    public string Problems()
    {
        foreach (RequiredModule required in session.Main.All.SelectMany(m => m.File!.Requirements))
        {
            Requirement(required.Module);
        }
        var seen = new HashSet<ModuleVersion>();
        foreach (ReplacedModule replaced in session.Main.All.SelectMany(m => m.File!.Replacements)
            .Concat(session.Main.Work?.Replacements ?? []))
        {
            if (seen.Add(replaced.Old))
            {
                Replacement(replaced.Old);
            }
        }
        foreach (ModuleVersion module in list.WithPackages)
        {
            if (list.Find(module) is { IsExplicit: true } && !session.Main.All.Any(m => m.Read.Requirements.ContainsKey(module)))
            {
                Add(module, $"is marked as explicit in vendor/modules.txt, but not explicitly required in {(session.IsWorkspace ? "a " : "")}go.mod");
            }
        }
        foreach (ModuleVersion module in list.Replaced)
        {
            if (session.Main.Replacement(module) is null)
            {
                Add(module, $"is marked as replaced in vendor/modules.txt, but not replaced in {(session.IsWorkspace ? "the workspace" : "go.mod")}");
            }
        }
        return _problems.ToString();
    }

    private void Add(ModuleVersion module, string problem)
        => _problems.Append("\n\t").Append(module.ToString()).Append(": ").Append(problem);

    private void Requirement(ModuleVersion module)
    {
        if (list.Find(module) is { IsExplicit: true })
        {
            return;
        }
        if (!IsOld)
        {
            Add(module, "is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt");
        }
        else if (list.VersionOf(module.Path) is { } version && version != module.Version)
        {
            Add(module, $"is explicitly required in go.mod, but vendor/modules.txt indicates {module.Path}@{version}");
        }
    }

    /// <summary>A replacement as a main module's file has it, whose folders start from there.</summary>
    private ModuleVersion? Written(ModuleVersion old, string file)
    {
        ReplacedModule[] lines = [.. session.Main.All.Where(m => m.File?.FilePath == file).SelectMany(m => m.File!.Replacements)];
        return (Array.Find(lines, r => r.Old == old) ?? Array.Find(lines, r => r.Old == old with { Version = "" }))?.New;
    }

    private void Replacement(ModuleVersion old)
    {
        if (session.Main.Replacement(old) is not { } replacement)
        {
            return; // a main module is never replaced
        }
        string source = session.Shown(replacement.File);
        if (list.Find(old)?.Replacement is not { } listed)
        {
            if (!IsOld || (old.Version.Length > 0 && list.VersionOf(old.Path) == old.Version))
            {
                Add(old, $"is replaced in {source}, but not marked as replaced in vendor/modules.txt");
            }
        }
        else if (listed != replacement.Target)
        {
            Add(old, $"is replaced by {Written(old, replacement.File) ?? replacement.Target} in {source}, but marked as replaced by {listed} in vendor/modules.txt");
        }
    }
}

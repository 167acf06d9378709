using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver.Modules;

/// <summary>Checks that a Go of an older version, which reads the graph in another way, finds every package in the same module.</summary>
internal sealed class TidyCompatibility(ModuleCommandRun run, ModuleSession session, ImportLoader imports, Requirements older,
    string compatible, string go, bool takesErrors)
{
    private bool _helpsUpgrade, _helpsErrors;

    public void Check()
    {
        ModuleGraph graph;
        try
        {
            graph = session.Graph(older);
        }
        catch (ModuleException e)
        {
            Tell($"error loading go {compatible} module graph: {e.Message}");
            Suggest();
            return;
        }
        bool isGood = true;
        var told = new HashSet<ImportedPackage>(ReferenceEqualityComparer.Instance);
        foreach (ImportedPackage package in imports.Packages.Where(p => p.TestOf is null
            && (p.Module.Path.Length > 0 || p.Failure is not null)))
        {
            (PackageLocation? location, ModuleException? failure) = session.TryLocate(package.Path, older, graph,
                skipsGoMod: ModuleVersions.CompareGo(go, "1.21") < 0);
            ModuleVersion other = location?.Module.Path is { Length: > 0 } ? location.Module : new ModuleVersion("", "");
            if (other != package.Module && told.Add(package))
            {
                isGood = false;
                Mismatch(package, other, failure, graph);
            }
        }
        if (!isGood)
        {
            Suggest();
        }
    }

    private void Tell(string message)
    {
        if (takesErrors)
        {
            run.Say("go: " + message);
        }
        else
        {
            run.Fail(message);
        }
    }

    private void Mismatch(ImportedPackage package, ModuleVersion other, ModuleException? failure, ModuleGraph graph)
    {
        if (failure is not null)
        {
            string selected = new ModuleVersion(package.Module.Path, graph.Selected(package.Module.Path)).ToString();
            string why = failure is ImportMissingException ? $" in {selected}" : $":\n\t{failure.Message}";
            Tell($"{package.ChainText()} loaded from {package.Module},\n\tbut go {compatible} would fail to locate it{why}");
            _helpsErrors = true;
            _helpsUpgrade |= session.Requirements.Roots.Any(r => graph.Selected(r.Path) != r.Version);
            return;
        }
        _helpsUpgrade = true;
        Tell(package.Failure is not null
            ? $"{package.Path} failed to load from any module,\n\tbut go {compatible} would load it from {other}"
            : $"{package.ChainText()} loaded from {package.Module},\n\tbut go {compatible} would select {other.Version}\n");
    }

    /// <summary>What can be done, in Go's words.</summary>
    private void Suggest()
    {
        if (takesErrors)
        {
            return;
        }
        string goFlag = go == session.GoVersionOfMain ? "" : $" -go={go}";
        string compatFlag = compatible == ModTidyCommand.Previous(go) ? "" : $" -compat={compatible}";
        run.Say("");
        if (_helpsUpgrade)
        {
            (string note, string flag) = _helpsErrors ? (", leaving some packages unresolved", " -e") : ("", "");
            run.Say($"To upgrade to the versions selected by go {compatible}{note}:\n\tgo mod tidy{flag} -go={compatible} && go mod tidy{flag} -go={go}{compatFlag}");
        }
        else if (_helpsErrors)
        {
            run.Say($"To proceed despite packages unresolved in go {compatible}:\n\tgo mod tidy -e{goFlag}{compatFlag}");
        }
        run.Say($"If reproducibility with go {compatible} is not needed:\n\tgo mod tidy{goFlag} -compat={go}");
        run.Say("For information about 'go mod tidy' compatibility, see:\n\thttps://go.dev/ref/mod#graph-pruning");
    }
}

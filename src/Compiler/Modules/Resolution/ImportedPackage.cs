namespace Go.Compiler.Modules.Resolution;

/// <summary>A package, or the tests of one, as far as modules are concerned with it.</summary>
internal sealed class ImportedPackage(string path, ImportedPackage? testOf) : IRequiringPackage
{
    public string Path { get; } = path;

    /// <summary>The package whose tests this is, or null.</summary>
    public ImportedPackage? TestOf { get; } = testOf;

    public ModuleVersion Module { get; set; } = new("", "");

    /// <summary>Empty: it was not found.</summary>
    public string Folder { get; set; } = "";

    public ModuleException? Failure { get; set; }

    /// <summary>What is wrong with it, and who imports it where that is part of the cure; null if nothing is.</summary>
    public string? FailureText => Failure is ImportMissingSumException sums && Importer is { } importer
        ? sums.For(importer.Path, importer.Module.Version, importer.TestOf is not null) : Failure?.Message;

    public List<ImportedPackage> Imports { get; } = [];

    /// <summary>What its tests import, until they are loaded.</summary>
    public IReadOnlyList<string> TestImports { get; set; } = [];

    public ImportedPackage? Test { get; set; }

    public IReadOnlyList<ModuleVersion> Alternatives { get; set; } = [];

    public bool IsStandard { get; set; }

    public bool IsInAll { get; set; }

    public bool IsRoot { get; set; }

    public bool IsFromRoot { get; set; }

    public bool AreImportsLoaded { get; set; }

    /// <summary>A package that imports it, on the shortest way from what was asked for; null for that.</summary>
    public ImportedPackage? Importer { get; set; }

    IEnumerable<IRequiringPackage> IRequiringPackage.Imports => Imports;

    IRequiringPackage? IRequiringPackage.Test => Test;

    /// <summary>The way from what was asked for, in Go's words.</summary>
    public string ChainText()
    {
        var text = new System.Text.StringBuilder();
        List<ImportedPackage> chain = Chain();
        for (int i = 0; i < chain.Count; i++)
        {
            text.Append(chain[i].Path).Append(chain[i].TestOf is null ? "" : ".test");
            if (i + 1 < chain.Count)
            {
                text.Append(chain[i + 1].TestOf == chain[i] ? " tested by\n\t" : " imports\n\t");
            }
        }
        return text.ToString();
    }

    /// <summary>From what was asked for to this.</summary>
    public List<ImportedPackage> Chain()
    {
        var chain = new List<ImportedPackage>();
        for (ImportedPackage? at = this; at is not null; at = at.Importer)
        {
            chain.Add(at);
        }
        chain.Reverse();
        return chain;
    }
}

using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

public sealed partial class PackageLoader
{
    private void CheckNode(Node node)
    {
        if (node.Place.Folder.Location.AsSpan().ContainsAny('\n', '\r'))
        {
            Report(node, Catalogue.UnreadableFile, default,
                $"package {node.Place.FullPath}: invalid package directory {GoText.Quote(node.Place.Folder.Location)}");
        }
        if (node.IsEmpty && !node.Files!.HasTests && !node.Place.IsNowhere && node.ForTest.Length == 0)
        {
            ReportEmpty(node);
        }
        foreach ((string path, (Node target, Pos pos, _)) in node.Imports)
        {
            if (target.Files!.Name == "main" && target.Place.FullPath != node.ForTest)
            {
                Report(node, Catalogue.ImportOfProgram, pos, $"import \"{path}\" is a program, not an importable package");
            }
            if (target is { IsEmpty: true, Files.HasTests: true }
                && (target.Place.FullPath != node.ForTest || _tests[target].Tested == target))
            {
                Report(node, Catalogue.NoGoFiles, pos, $"package {path}: no non-test Go files in {target.Place.Folder.Location}");
            }
            if (!_options.OpenInternalPackages && target.Errors.Count == 0 && !MayImport(node.Place, target.Place))
            {
                Report(node, Catalogue.InternalPackage, pos, $"use of internal package {target.Place.FullPath} not allowed");
            }
        }
    }

    private void ReportEmpty(Node node)
    {
        ReadPackage files = node.Files!;
        if (node.MayBeEmpty || files.Sink.HasErrors)
        {
            return;
        }
        string where = node.Place.Folder.Location;
        (DiagnosticDescriptor descriptor, string what) = files switch
        {
            { CgoFile: { } cgo } => (Catalogue.CgoUnsupported, CgoOnly(node.Place.FullPath, cgo, where)),
            { ExcludedCount: > 0 }
                => (Catalogue.AllFilesExcluded, $"package {node.Place.FullPath}: build constraints exclude all Go files in {where}"),
            { TestCount: > 0 }
                => (Catalogue.NoGoFiles,
                    $"{(node.ImportedAt.IsValid ? "package " : "")}{node.Place.FullPath}: no non-test Go files in {where}"),
            _ => (Catalogue.NoGoFiles, $"no Go files in {where}"),
        };
        Report(node, new Diagnostic(descriptor, node.ImportedAt, what, FilePath: node.ImportedAt.IsValid ? null : where));
    }

    private static string CgoOnly(string path, string file, string where)
        => $"package {path}: build constraints exclude all Go files in {where}: {file} imports \"C\", and cgo is not supported"
            + CgoAlternatives.Advice(path);

    /// <summary>Packages below a folder <c>internal</c> are for the tree of that folder's parent.</summary>
    internal static bool MayImport(PackagePlace importer, PackagePlace imported)
    {
        if (ImportPaths.InternalTree(imported.FullPath) is not { } tree)
        {
            return true;
        }
        string from = importer.TreePath;
        if (!imported.IsStandard)
        {
            return ImportPaths.HasPrefix(from, tree);
        }
        if (!importer.IsStandard)
        {
            return false;
        }
        // The certified cryptography module is walled off from the rest, and opened to all of crypto.
        if (ImportPaths.HasPrefix(from, "crypto/internal/fips140"))
        {
            return ImportPaths.HasPrefix(imported.FullPath, "crypto/internal");
        }
        return ImportPaths.HasPrefix(from, tree) || (ImportPaths.HasPrefix(from, "crypto")
            && ImportPaths.HasPrefix(imported.FullPath, "crypto/internal/fips140"));
    }

    private void CheckPathCollisions(List<Node> all)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Node node in all.OrderBy(n => n.Place.FullPath, StringComparer.Ordinal))
        {
            if (node.ForTest.Length == 0 && !seen.TryAdd(node.Place.FullPath, node.Place.FullPath))
            {
                Report(node, Catalogue.CaseCollision, node.ImportedAt, CollisionText(node.Place.FullPath, seen[node.Place.FullPath]));
            }
        }
    }

    /// <summary>Builds the packages, dependencies first; reports import cycles.</summary>
    private List<LoadedPackage> InDependencyOrder(IEnumerable<Node> roots)
    {
        var ordered = new List<LoadedPackage>();
        var chain = new List<(Node Node, string File)>();
        foreach (Node root in roots)
        {
            Visit(root, "", chain, ordered);
        }
        return ordered;
    }

    private void Visit(Node node, string file, List<(Node Node, string File)> chain, List<LoadedPackage> ordered)
    {
        if (node.State == VisitState.Done)
        {
            return;
        }
        chain.Add((node, file));
        if (node.State == VisitState.Active)
        {
            ReportCycle(chain);
        }
        else
        {
            node.State = VisitState.Active;
            bool isComplete = !node.IsEmpty && !node.IsBroken;
            var imports = new Dictionary<string, LoadedPackage>(StringComparer.Ordinal);
            foreach ((string path, (Node target, _, string importingFile)) in node.Imports)
            {
                Visit(target, importingFile, chain, ordered);
                if (target.Result is { } package)
                {
                    imports.Add(path, package);
                }
                isComplete &= target.Result is not null;
            }
            node.State = VisitState.Done;
            if (isComplete && !node.IsBroken)
            {
                node.Result = PackageOf(node, imports);
                ordered.Add(node.Result);
            }
        }
        chain.RemoveAt(chain.Count - 1);
    }

    /// <summary>
    /// The chain of imports from a root to the package that is met again; with tests, the circle from the package under test on, which has
    /// closed it.
    /// </summary>
    private void ReportCycle(List<(Node Node, string File)> chain)
    {
        (Node importer, Node imported) = (chain[^2].Node, chain[^1].Node);
        bool isOfTest = imported.ForTest.Length > 0;
        if (isOfTest)
        {
            chain = FromPackageUnderTest(chain);
        }
        else if (chain.Count > 2 && chain[1].File == TestMainFile)
        {
            chain = chain[1..]; // nobody asked for the program that is made of the tests
        }
        if (_isListing)
        {
            imported.Cycle = [.. chain.Select(c => c.Node.Place.FullPath)];
        }
        var text = new System.Text.StringBuilder("package ").Append(chain[0].Node.Place.FullPath);
        for (int i = 1; i < chain.Count; i++)
        {
            text.Append("\n\timports ").Append(chain[i].Node.Place.FullPath).Append(" from ").Append(chain[i].File);
        }
        text.Append(": import cycle not allowed").Append(isOfTest ? " in test" : "");
        Pos pos = default;
        foreach ((_, (Node target, Pos at, _)) in importer.Imports)
        {
            pos = target == imported ? at : pos;
        }
        Report(imported, Catalogue.ImportCycle, pos, text.ToString());
    }

    private static List<(Node Node, string File)> FromPackageUnderTest(List<(Node Node, string File)> chain)
    {
        int start = chain.FindIndex(c => c.Node == chain[^1].Node);
        List<(Node Node, string File)> circle = chain[(start + 1)..];
        int tested = circle.FindIndex(c => c.Node.Place.FullPath == c.Node.ForTest);
        if (tested < 0)
        {
            return chain[start..]; // without the package under test it is a cycle of ordinary imports
        }
        return [circle[tested], .. circle[(tested + 1)..], .. circle[..(tested + 1)]];
    }

    /// <summary>
    /// The standard library is written in the newest language, and so are files named one by one, whatever module they lie in.
    /// </summary>
    private string LanguageOf(Node node)
    {
        string path = node.Place.FullPath;
        bool isNamed = _named.Contains(path) || (node.ForTest.Length > 0 && path == node.ForTest + "_test");
        return (isNamed ? _options.LanguageVersion : null)
            ?? (node.Place.OnlyFiles is null ? node.Place.Module?.Go ?? GoVersion.Newest : GoVersion.Newest).Language;
    }

    private LoadedPackage PackageOf(Node node, Dictionary<string, LoadedPackage> imports)
    {
        ReadPackage files = node.Files!;
        return new LoadedPackage
        {
            FullPath = node.Place.FullPath,
            Name = files.Name,
            Directory = node.Place.Folder.Location,
            GoFiles = files.GoFiles,
            AssemblyFiles = files.AssemblyFiles,
            HeaderFiles = files.HeaderFiles,
            IgnoredGoFiles = files.IgnoredGoFiles,
            CgoFile = files.CgoFile,
            SystemObjectFiles = files.SystemObjectFiles,
            CoverageMeta = files.CoverageMeta,
            EmbedPatterns = files.EmbedPatterns,
            Imports = imports,
            IsStandardLibrary = node.Place.IsStandard,
            GoVersion = node.Place.Module?.Go ?? GoVersion.Newest,
            LanguageVersion = LanguageOf(node),
            Module = node.Place.Module,
            GodebugSettings = files.GodebugSettings,
            ForTest = node.ForTest,
            IsTestMain = node.IsTestMain,
        };
    }
}

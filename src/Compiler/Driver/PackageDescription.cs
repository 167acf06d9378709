using System.Text;
using System.Text.Json;
using Go.Compiler.Driver.Modules;
using Go.Compiler.Driver.Templates;
using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>What <c>dotnet go list</c> can tell of a package: fields named as <c>go list</c> names them, in its order.</summary>
internal static class PackageDescription
{
    /// <summary>What more is known of a package than its description says.</summary>
    /// <param name="Export">The file with its types that other tools read; empty if there is none.</param>
    /// <param name="StaleReason">Why an install would do anything for it; empty if it would not. What <c>-</c> begins is no reason.</param>
    public readonly record struct Facts(string Export, string Target, bool IsStale, string StaleReason, bool TellsCompiled, bool TellsDoc,
        string MainFile);

    public static TemplateRecord Of(ListedPackage package, Facts facts)
    {
        IReadOnlyList<ListedPackage> dependencies = package.Dependencies();
        ListedError[] errors = ErrorsOf(dependencies);
        string[] files = facts.MainFile.Length > 0 ? [facts.MainFile] : [.. package.GoFiles];
        return new TemplateRecord(package.FullPath)
            .Add("Dir", package.Directory).Add("ImportPath", package.FullPath).Add("ImportComment", "").Add("Name", package.Name)
            .Add("Doc", facts.TellsDoc ? package.Doc.Value : "")
            .Add("Target", facts.Target).Add("Shlib", "").Add("Root", RootOf(package)).Add("ConflictDir", package.ConflictFolder)
            .Add("ForTest", package.ForTest)
            .Add("Export", facts.Export).Add("BuildID", "")
            .Add("Module", package.ModuleDetails.Value is { } module ? ModuleDescription.Of(module) : null)
            .Add("Match", package.Matches).Add("Goroot", package.IsStandard).Add("Standard", package.IsStandard)
            .Add("DepOnly", package.IsOnlyDependency)
            .Add("BinaryOnly", false).Add("Incomplete", package.Error is not null || errors.Length > 0)
            .Add("DefaultGODEBUG", package.DefaultGodebug)
            .Add("Stale", facts.IsStale).Add("StaleReason", facts.StaleReason)
            .Add("GoFiles", files).Add("CgoFiles", s_none)
            .Add("CompiledGoFiles", facts.TellsCompiled && package.Error is null ? files : s_none)
            .Add("IgnoredGoFiles", package.IgnoredGoFiles).Add("InvalidGoFiles", package.InvalidGoFiles)
            .Add("IgnoredOtherFiles", package.IgnoredOtherFiles)
            .Add("CFiles", s_none).Add("CXXFiles", s_none).Add("MFiles", s_none).Add("HFiles", package.HeaderFiles).Add("FFiles", s_none)
            .Add("SFiles", package.AssemblyFiles)
            .Add("SwigFiles", s_none).Add("SwigCXXFiles", s_none).Add("SysoFiles", package.SystemObjects)
            .Add("EmbedPatterns", package.EmbedPatterns).Add("EmbedFiles", package.EmbedFiles)
            .Add("CgoCFLAGS", s_none).Add("CgoCPPFLAGS", s_none).Add("CgoCXXFLAGS", s_none).Add("CgoFFLAGS", s_none)
            .Add("CgoLDFLAGS", s_none).Add("CgoPkgConfig", s_none)
            .Add("Imports", (string[])[.. package.Imports.Values.Select(p => p.FullPath)]).Add("ImportMap", MapOf(package))
            .Add("Deps", (string[])[.. dependencies.Select(d => d.FullPath)])
            .Add("Error", package.Error is { } error ? ErrorOf(error) : null)
            .Add("DepsErrors", (TemplateRecord[])[.. errors.Select(ErrorOf)])
            .Add("TestGoFiles", package.TestGoFiles).Add("TestImports", package.TestImports)
            .Add("TestEmbedPatterns", package.TestEmbedPatterns).Add("TestEmbedFiles", package.TestEmbedFiles)
            .Add("XTestGoFiles", package.ExternalTestGoFiles).Add("XTestImports", package.ExternalTestImports)
            .Add("XTestEmbedPatterns", package.ExternalTestEmbedPatterns).Add("XTestEmbedFiles", package.ExternalTestEmbedFiles);
    }

    private static readonly string[] s_none = [];

    private static ListedError[] ErrorsOf(IReadOnlyList<ListedPackage> packages)
    {
        IEnumerable<ListedError> errors = packages.Where(d => d.Error is not null).Select(d => d.Error!).Distinct();
        return [.. errors.OrderBy(e => e.ImportStack.Count == 0 ? "" : e.ImportStack[^1], StringComparer.Ordinal)];
    }

    /// <summary>What paths as they are written mean, where that is another path.</summary>
    private static TemplateMap MapOf(ListedPackage package)
        => new([.. package.Imports.Where(i => i.Key != i.Value.FullPath).Select(i => (i.Key, (object?)i.Value.FullPath))
            .OrderBy(i => i.Key, StringComparer.Ordinal)]);

    /// <summary>The folder that has the package's: GOROOT or the module's.</summary>
    private static string RootOf(ListedPackage package)
    {
        if (!package.IsStandard)
        {
            return package.GopathRoot.Length > 0 ? package.GopathRoot : package.Module is { IsVendored: false } module
                ? module.Directory : "";
        }
        string below = Path.DirectorySeparatorChar + Path.Combine("src", package.FullPath.Replace('/', Path.DirectorySeparatorChar));
        return package.Directory.EndsWith(below, StringComparison.Ordinal) ? package.Directory[..^below.Length] : "";
    }

    private static TemplateRecord ErrorOf(ListedError error)
        => new TemplateRecord(error.ToString()).Add("ImportStack", error.ImportStack).Add("Pos", error.Place).Add("Err", error.Message);

    /// <summary>The object that <c>-json</c> prints; fields without value are left out.</summary>
    /// <param name="fields">Only these fields (<c>-json=Name,Dir</c>); null: all.</param>
    public static string ToJson(TemplateRecord package, IReadOnlyCollection<string>? fields = null)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, IndentCharacter = '\t', IndentSize = 1, Encoder = GoJsonEncoder.Instance };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            Write(json, fields is null ? package : Only(package, fields));
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static TemplateRecord Only(TemplateRecord package, IReadOnlyCollection<string> fields)
    {
        var chosen = new TemplateRecord("");
        foreach (string name in package.Names.Where(fields.Contains))
        {
            chosen.Add(name, package.Field(name));
        }
        return chosen;
    }

    private static bool IsGiven(object? value) => value switch
    {
        null => false,
        bool truth => truth,
        string text => text.Length > 0,
        IReadOnlyList<object?> list => list.Count > 0,
        TemplateMap map => map.Entries.Count > 0,
        _ => true,
    };

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case TemplateTime time:
                json.WriteStringValue(time.Rfc3339);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case IReadOnlyList<object?> list:
                json.WriteStartArray();
                foreach (object? item in list)
                {
                    Write(json, item);
                }
                json.WriteEndArray();
                break;
            case TemplateMap map:
                json.WriteStartObject();
                foreach ((string name, object? item) in map.Entries)
                {
                    json.WritePropertyName(name);
                    Write(json, item);
                }
                json.WriteEndObject();
                break;
            case TemplateRecord record:
                json.WriteStartObject();
                foreach (string name in record.Names)
                {
                    object? field = record.Field(name);
                    if (IsGiven(field) || name is "Pos" && record.Names.Contains("ImportStack"))
                    {
                        json.WritePropertyName(name);
                        Write(json, field);
                    }
                }
                json.WriteEndObject();
                break;
        }
    }
}

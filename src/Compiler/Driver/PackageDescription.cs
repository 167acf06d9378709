using Go.Compiler.Driver.Modules;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver;

/// <summary>What <c>dotnet go list</c> can tell of a package: fields named as <c>go list</c> names them, in its order.</summary>
internal static class PackageDescription
{
    /// <summary>Fields of Go's that nothing here ever has.</summary>
    private static readonly string[] s_emptyTexts = ["ImportComment", "Doc", "Shlib", "ConflictDir", "StaleReason", "BuildID", "ForTest"],
        s_emptyLists = ["CgoFiles", "CompiledGoFiles", "InvalidGoFiles", "IgnoredOtherFiles", "CFiles", "CXXFiles", "MFiles", "FFiles", "SwigFiles", "SwigCXXFiles", "SysoFiles"];

    /// <param name="export">The file with its types that other tools read; empty if there is none.</param>
    public static TemplateRecord Of(ListedPackage package, string export)
    {
        IReadOnlyList<ListedPackage> dependencies = package.Dependencies();
        ListedError[] errors = [.. dependencies.Where(d => d.Error is not null).Select(d => d.Error!)];
        TemplateRecord record = new TemplateRecord(package.FullPath)
            .Add("Dir", package.Directory).Add("ImportPath", package.FullPath).Add("Name", package.Name).Add("Root", RootOf(package))
            .Add("Module", package.ModuleDetails.Value is { } module ? ModuleDescription.Of(module) : null)
            .Add("Goroot", package.IsStandard).Add("Standard", package.IsStandard).Add("DepOnly", package.IsOnlyDependency).Add("BinaryOnly", false).Add("Stale", false)
            .Add("Export", export)
            .Add("Incomplete", package.Error is not null || errors.Length > 0)
            .Add("GoFiles", package.GoFiles).Add("IgnoredGoFiles", package.IgnoredGoFiles).Add("HFiles", package.HeaderFiles).Add("SFiles", package.AssemblyFiles)
            .Add("EmbedPatterns", package.EmbedPatterns).Add("EmbedFiles", package.EmbedFiles)
            .Add("Imports", (string[])[.. package.Imports.Values.Select(p => p.FullPath)])
            .Add("Deps", (string[])[.. dependencies.Select(d => d.FullPath)])
            .Add("TestGoFiles", package.TestGoFiles).Add("TestImports", package.TestImports)
            .Add("XTestGoFiles", package.ExternalTestGoFiles).Add("XTestImports", package.ExternalTestImports)
            .Add("Error", package.Error is { } error ? ErrorOf(error) : null)
            .Add("DepsErrors", (TemplateRecord[])[.. errors.Select(ErrorOf)]);
        foreach (string name in s_emptyTexts)
        {
            record.Add(name, "");
        }
        foreach (string name in s_emptyLists)
        {
            record.Add(name, Array.Empty<string>());
        }
        return record;
    }

    /// <summary>The folder that has the package's: GOROOT or the module's.</summary>
    private static string RootOf(ListedPackage package)
    {
        if (!package.IsStandard)
        {
            return package.Module is { IsVendored: false } module ? module.Directory : "";
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
        var options = new JsonWriterOptions { Indented = true, IndentCharacter = '\t', IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
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

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
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
            case TemplateRecord record:
                json.WriteStartObject();
                foreach (string name in record.Names)
                {
                    object? field = record.Field(name);
                    if (TemplateFunctions.IsTrue(field))
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

using System.Text.Json;
using Go.Compiler.Modules;
using Go.Compiler.Packages;

namespace Go.Compiler.Build.Analysis;

/// <summary>
/// The file that tells the program of analyzers of one package: the object <c>Config</c> of golang.org/x/tools/go/analysis/unitchecker.
/// </summary>
internal sealed class AnalysisUnitFile
{
    public required LoadedPackage Package { get; init; }

    /// <summary>The release of the standard library.</summary>
    public required string Release { get; init; }

    /// <summary>Only what importers are to know is wanted.</summary>
    public required bool FactsOnly { get; init; }

    /// <summary>Where a source file can be read.</summary>
    public required Func<string, string> PathOf { get; init; }

    /// <summary>Files with the types of imported packages, by their path.</summary>
    public required IReadOnlyDictionary<string, string> Types { get; init; }

    /// <summary>Files with what is known of imported packages, by their path.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    public required string FactsFile { get; init; }
    public required string OutputFile { get; init; }

    /// <summary>Null: nothing is to be mended.</summary>
    public string? FixesFile { get; init; }

    public byte[] Write()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("ID", Package.FullPath);
            json.WriteString("Compiler", "gc");
            json.WriteString("Dir", Package.Directory);
            json.WriteString("ImportPath", Package.FullPath);
            WriteList(json, "GoFiles", Package.GoFiles.Where(f => !f.IsMade).Select(f => PathOf(f.Original.Path)));
            WriteList(json, "NonGoFiles", Package.AssemblyFiles.Concat(Package.HeaderFiles).Select(f => PathOf(f.Path)));
            WriteList(json, "IgnoredFiles", Package.IgnoredGoFiles.Select(name => PathOf(Path.Combine(Package.Directory, name))));
            if (Package.Module is { } module)
            {
                WriteModule(json, module);
            }
            WriteMap(json, "ImportMap", ImportMap());
            WriteMap(json, "PackageFile", Types);
            json.WriteStartObject("Standard");
            foreach (LoadedPackage import in Package.Dependencies.Where(d => d.IsStandardLibrary))
            {
                json.WriteBoolean(import.FullPath, true);
            }
            json.WriteEndObject();
            WriteMap(json, "PackageVetx", Facts);
            json.WriteBoolean("VetxOnly", FactsOnly);
            json.WriteString("VetxOutput", FactsFile);
            json.WriteString("Stdout", OutputFile);
            json.WriteString("GoVersion", Package.Module is null ? Release : $"go{Package.GoVersion}");
            json.WriteString("FixArchive", FixesFile ?? "");
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    /// <summary>Paths as the sources have them, and what they stand for.</summary>
    private SortedDictionary<string, string> ImportMap()
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string written, LoadedPackage import) in Package.Imports)
        {
            map[written] = import.FullPath;
        }
        if (Package.GoFiles.Any(f => f.Imports.Any(i => i.Path == "unsafe")))
        {
            map["unsafe"] = "unsafe";
        }
        return map;
    }

    private static void WriteModule(Utf8JsonWriter json, ModuleInfo module)
    {
        json.WriteStartObject("Module");
        json.WriteString("Path", module.Path);
        json.WriteString("Version", module.Version);
        if (module.Replacement is { } replacement)
        {
            json.WriteStartObject("Replace");
            json.WriteString("Path", replacement.Path);
            json.WriteString("Version", replacement.Version);
            json.WriteEndObject();
        }
        json.WriteBoolean("Main", module.IsMain);
        json.WriteBoolean("Indirect", module.IsIndirect);
        json.WriteString("Dir", module.Directory);
        json.WriteString("GoMod", Path.Combine(module.Directory, "go.mod"));
        json.WriteString("GoVersion", module.Go.ToString());
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in map.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
    }
}

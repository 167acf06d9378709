using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Go.Compiler.Packages;

namespace Go.Compiler.Driver;

/// <summary>What <c>dotnet go list</c> can tell of a package: fields named as <c>go list</c> names them, a text or a list of texts each.</summary>
internal sealed class PackageDescription
{
    private readonly List<(string Name, object Value)> _fields = [];

    public PackageDescription(LoadedPackage package)
    {
        Add("Dir", package.Directory);
        Add("ImportPath", package.FullPath);
        Add("Name", package.Name);
        Add("Standard", package.IsStandardLibrary);
        Add("Goroot", package.IsStandardLibrary);
        Add("GoFiles", [.. package.GoFiles.Select(f => f.Name)]);
        Add("SFiles", [.. package.AssemblyFiles.Select(f => Path.GetFileName(f.Path))]);
        Add("HFiles", [.. package.HeaderFiles.Select(f => Path.GetFileName(f.Path))]);
        Add("EmbedPatterns", [.. package.EmbedPatterns.Select(e => e.Pattern)]);
        Add("EmbedFiles", [.. package.EmbedPatterns.SelectMany(e => e.Files).Select(f => f.Name).Distinct().Order(StringComparer.Ordinal)]);
        string[] imports = [.. package.GoFiles.SelectMany(f => f.Imports).Any(i => i.Path == "unsafe") ? ["unsafe"] : Array.Empty<string>(), .. package.Imports.Values.Select(p => p.FullPath)];
        Add("Imports", [.. imports.Distinct().Order(StringComparer.Ordinal)]);
        Add("Deps", DependenciesOf(package));
        Module = package.Module;
    }

    public ModuleInfo? Module { get; }

    private void Add(string name, object value) => _fields.Add((name, value));

    private void Add(string name, string[] value) => _fields.Add((name, value));

    private static string[] DependenciesOf(LoadedPackage package)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        var work = new Stack<LoadedPackage>([package]);
        while (work.TryPop(out LoadedPackage? p))
        {
            if (p.GoFiles.Any(f => f.Imports.Any(i => i.Path == "unsafe")))
            {
                all.Add("unsafe");
            }
            foreach (LoadedPackage d in p.Dependencies)
            {
                if (all.Add(d.FullPath))
                {
                    work.Push(d);
                }
            }
        }
        return [.. all];
    }

    /// <summary>A field's value: a text, a truth value or a list of texts; null if there is none of that name.</summary>
    public object? Find(string name) => _fields.Find(f => f.Name == name).Value;

    /// <summary>The object that <c>-json</c> prints; fields without value are left out.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, IndentCharacter = '\t', IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            foreach ((string name, object value) in _fields)
            {
                WriteField(json, name, value);
            }
            if (Module is { Path.Length: > 0 } module)
            {
                json.WriteStartObject("Module");
                json.WriteString("Path", module.Path);
                WriteField(json, "Version", module.Version);
                WriteField(json, "Main", module.IsMain);
                json.WriteString("Dir", module.Directory);
                json.WriteString("GoVersion", module.Go.Text);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteField(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string { Length: > 0 } text:
                json.WriteString(name, text);
                break;
            case true:
                json.WriteBoolean(name, true);
                break;
            case string[] { Length: > 0 } list:
                json.WriteStartArray(name);
                foreach (string item in list)
                {
                    json.WriteStringValue(item);
                }
                json.WriteEndArray();
                break;
        }
    }
}

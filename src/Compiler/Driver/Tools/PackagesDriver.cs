using System.Text;
using System.Text.Json;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// <c>dotnet go tool packages-driver</c>: answers what package golang.org/x/tools/go/packages, and through it gopls, asks a program that
/// GOPACKAGESDRIVER names: a request on the standard input, patterns as arguments, one JSON object as answer. The packages are those that
/// <c>dotnet go list</c> tells of.
/// </summary>
internal static class PackagesDriver
{
    private const int NeedExportFile = 1 << 5; // of packages.LoadMode
    private const int ListError = 1; // of packages.ErrorKind
    private const string FileQuery = "file=", PatternQuery = "pattern=";

    /// <summary>What <c>list</c> calls the folder of the standard library when it reads an archive.</summary>
    private const string ArchiveFolder = "$GOROOT/src/";

    /// <param name="arguments">Flags for <c>list</c> that the project gives, then <c>--</c>, then patterns.</param>
    public static int Run(IReadOnlyList<string> arguments, TextReader input, TextWriter output, TextWriter error)
    {
        string text = input.ReadToEnd();
        using JsonDocument document = JsonDocument.Parse(text.Trim().Length > 0 ? text : "{}");
        JsonElement request = document.RootElement;
        int dashes = arguments.ToList().IndexOf("--");
        string[] own = dashes < 0 ? [] : [.. arguments.Take(dashes)], patterns = [.. arguments.Skip(dashes + 1)];
        string[] files = [.. patterns.Where(p => p.StartsWith(FileQuery, StringComparison.Ordinal))
            .Select(p => Path.GetFullPath(p[FileQuery.Length..]))];
        using var overlay = new OverlayFolder(request);
        var list = new List<string> { "-e", "-json", "-compiled", "-deps" };
        list.AddRange(own);
        list.AddRange(Strings(request, "build_flags"));
        list.AddRange(request.TryGetProperty("tests", out JsonElement tests) && tests.GetBoolean() ? ["-test"] : []);
        list.AddRange(request.TryGetProperty("mode", out JsonElement mode) && (mode.GetInt64() & NeedExportFile) != 0 ? ["-export"] : []);
        list.AddRange(overlay.Flags);
        list.Add("--");
        list.AddRange(patterns.Where(p => !p.StartsWith(FileQuery, StringComparison.Ordinal))
            .Select(p => p.StartsWith(PatternQuery, StringComparison.Ordinal) ? p[PatternQuery.Length..] : p));
        // An editor opens the files of std too: those of an archive are unpacked for it.
        string std = Path.Combine(SourceFolder.Find(Locations.Environment()), "src") + Path.DirectorySeparatorChar;
        list.AddRange(files.Select(f => Path.GetDirectoryName(f)!).Distinct(StringComparer.Ordinal).Select(f => PatternOf(f, std)));
        using var told = new StringWriter();
        int exitCode = ListCommand.Run(list, told, error);
        if (told.GetStringBuilder().Length == 0 && exitCode != 0)
        {
            return exitCode;
        }
        output.WriteLine(Answer(told.ToString(), files, std));
        return 0;
    }

    /// <summary>Of a package of std the import path, for its folder is none of the main module's.</summary>
    private static string PatternOf(string folder, string std)
        => folder.StartsWith(std, StringComparison.Ordinal) ? folder[std.Length..].Replace(Path.DirectorySeparatorChar, '/') : folder;

    private static string Answer(string listing, string[] files, string std)
    {
        var roots = new List<string>();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("Compiler", "gc");
            json.WriteString("Arch", Locations.Environment().Get("GOARCH", Settings.HostSystem.Arch));
            json.WriteNumber("GoVersion", RuntimeContract.GoRelease.Minor);
            json.WriteStartArray("Packages");
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(listing), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                using JsonDocument package = JsonDocument.ParseValue(ref reader);
                if (Write(json, package.RootElement, files, std))
                {
                    roots.Add(package.RootElement.GetProperty("ImportPath").GetString()!);
                }
            }
            json.WriteEndArray();
            Write(json, "Roots", roots);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes a package; true when it is one of those that were asked for.</summary>
    private static bool Write(Utf8JsonWriter json, JsonElement package, string[] files, string std)
    {
        string id = Text(package, "ImportPath"), folder = Text(package, "Dir");
        folder = folder.StartsWith(ArchiveFolder, StringComparison.Ordinal) ? Path.Combine(std, folder[ArchiveFolder.Length..]) : folder;
        int bracket = id.IndexOf(" [", StringComparison.Ordinal);
        string[] compiled = Files(package, folder, "CompiledGoFiles");
        json.WriteStartObject();
        json.WriteString("ID", id);
        json.WriteString("Name", Text(package, "Name"));
        json.WriteString("PkgPath", bracket < 0 ? id : id[..bracket]);
        json.WriteString("Dir", folder);
        json.WriteString("ForTest", Text(package, "ForTest"));
        Write(json, "GoFiles", Files(package, folder, "GoFiles"));
        Write(json, "CompiledGoFiles", compiled);
        Write(json, "OtherFiles", [.. Files(package, folder, "HFiles"), .. Files(package, folder, "SFiles"),
            .. Files(package, folder, "SysoFiles")]);
        Write(json, "EmbedFiles", Files(package, folder, "EmbedFiles"));
        Write(json, "EmbedPatterns", Files(package, folder, "EmbedPatterns"));
        Write(json, "IgnoredFiles", [.. Files(package, folder, "IgnoredGoFiles"), .. Files(package, folder, "IgnoredOtherFiles")]);
        json.WriteString("ExportFile", Text(package, "Export"));
        if (package.TryGetProperty("Module", out JsonElement module))
        {
            json.WritePropertyName("Module");
            module.WriteTo(json);
        }
        WriteImports(json, package);
        if (package.TryGetProperty("Error", out JsonElement problem))
        {
            json.WriteStartArray("Errors");
            json.WriteStartObject();
            json.WriteString("Pos", Text(problem, "Pos"));
            json.WriteString("Msg", Text(problem, "Err"));
            json.WriteNumber("Kind", ListError);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
        bool isNamed = !(package.TryGetProperty("DepOnly", out JsonElement dependency) && dependency.GetBoolean());
        return isNamed && (files.Length == 0 || compiled.Any(files.Contains));
    }

    /// <summary>Paths as the source has them, and the packages that they mean there.</summary>
    private static void WriteImports(Utf8JsonWriter json, JsonElement package)
    {
        json.WriteStartObject("Imports");
        var mapped = new HashSet<string>(StringComparer.Ordinal);
        if (package.TryGetProperty("ImportMap", out JsonElement map))
        {
            foreach (JsonProperty import in map.EnumerateObject())
            {
                json.WriteString(import.Name, import.Value.GetString());
                mapped.Add(import.Value.GetString()!);
            }
        }
        foreach (string path in Strings(package, "Imports").Where(p => p != "C" && !mapped.Contains(p)))
        {
            json.WriteString(path, path);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static string[] Files(JsonElement package, string folder, string name)
        => [.. Strings(package, name).Select(f => Path.Combine(folder, f))];

    private static IEnumerable<string> Strings(JsonElement json, string name)
        => json.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(v => v.GetString()!) : [];

    private static string Text(JsonElement json, string name)
        => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>What an editor has open and has not saved, as files that an overlay names.</summary>
    private sealed class OverlayFolder : IDisposable
    {
        private readonly string? _folder;

        public OverlayFolder(JsonElement request)
        {
            if (!request.TryGetProperty("overlay", out JsonElement overlay) || overlay.ValueKind != JsonValueKind.Object
                || !overlay.EnumerateObject().Any())
            {
                return;
            }
            _folder = Directory.CreateTempSubdirectory("go-packages-").FullName;
            using FileStream list = File.Create(Path.Combine(_folder, "overlay.json"));
            using var json = new Utf8JsonWriter(list);
            json.WriteStartObject();
            json.WriteStartObject("Replace");
            int count = 0;
            foreach (JsonProperty file in overlay.EnumerateObject())
            {
                string copy = Path.Combine(_folder, $"{count++}.go");
                File.WriteAllBytes(copy, file.Value.GetBytesFromBase64());
                json.WriteString(file.Name, copy);
            }
            json.WriteEndObject();
            json.WriteEndObject();
            Flags = ["-overlay=" + Path.Combine(_folder, "overlay.json")];
        }

        public IReadOnlyList<string> Flags { get; } = [];

        public void Dispose()
        {
            if (_folder is not null)
            {
                Directory.Delete(_folder, recursive: true);
            }
        }
    }
}

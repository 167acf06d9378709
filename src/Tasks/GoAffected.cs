using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Tells which packages of a project a change touches: those with a file that differs from a commit, and all that import them, if only
/// indirectly; those whose tests do, besides. A change of what decides about all packages (go.mod and its like, the project's own files)
/// touches all.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoAffected : GoProgramTask
{
    private static readonly HashSet<string> s_decidesAll = new(StringComparer.Ordinal) { "go.mod", "go.sum", "go.work", "go.work.sum",
        "modules.txt", "global.json", "nuget.config" };

    /// <summary>A commit, branch or tag.</summary>
    public string Since { get; set; } = "";

    /// <summary>The packages, with metadata Reason: <c>changed</c>, <c>imports</c> or <c>tests</c>.</summary>
    [Output]
    public ITaskItem[] Packages { get; set; } = [];

    protected override void ExecuteCore()
    {
        if (Since.Length == 0 || Since.StartsWith('-'))
        {
            LogAtSetting(Catalogue.InvalidProperty, "GoSince", Since,
                "GoAffected needs to know since when: -p:GoSince=origin/main, or any other commit, branch or tag");
            return;
        }
        if (ChangedFiles() is not { } changed || Ask(["list", "-e", "-deps",
            "-json=ImportPath,Dir,Standard,DepOnly,Module,EmbedFiles,TestEmbedFiles,XTestEmbedFiles,Imports,TestImports,XTestImports",
            "./..."], takesFlags: true) is not { } listing)
        {
            return;
        }
        List<Package> packages = Read(listing);
        bool all = changed.Any(f => DecidesAll(f, packages));
        var touched = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Package package in packages)
        {
            // Dependencies come before what imports them.
            string? reason = all || package.Files(changed)
                ? "changed" : package.Imports.Any(i => touched.GetValueOrDefault(i) is "changed" or "imports") ? "imports" : null;
            if (reason is not null)
            {
                touched[package.Path] = reason;
            }
        }
        foreach (Package package in packages.Where(p => !touched.ContainsKey(p.Path)
            && p.TestImports.Any(i => touched.GetValueOrDefault(i) is "changed" or "imports")).ToArray())
        {
            touched[package.Path] = "tests";
        }
        Package[] own = [.. packages.Where(p => p.IsNamed && touched.ContainsKey(p.Path))];
        Packages = [.. own.Select(p => new NamedItem(p.Path, ("Reason", touched[p.Path])))];
        LogMessage(Text(own, touched), MessageImportance.High);
    }

    private sealed record Package(string Path, string Folder, bool IsNamed, IReadOnlyList<string> Imports,
        IReadOnlyList<string> TestImports, IReadOnlyList<string> Embedded, string ModuleFolder)
    {
        /// <summary>One of its files is among those: in its folder, or embedded from below.</summary>
        public bool Files(HashSet<string> changed)
        {
            foreach (string file in changed)
            {
                if (System.IO.Path.GetDirectoryName(file) == Folder
                    || Embedded.Contains(System.IO.Path.GetRelativePath(Folder, file).Replace('\\', '/')))
                {
                    return true;
                }
            }
            return false;
        }
    }

    private bool DecidesAll(string file, List<Package> packages)
    {
        string folder = Path.GetDirectoryName(file)!, name = Path.GetFileName(file);
        bool isAbove = (ProjectDirectory + Path.DirectorySeparatorChar)
            .StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return file == ProjectFile || (s_decidesAll.Contains(name) && (isAbove || packages.Any(p => p.ModuleFolder == folder)))
            || ProjectFiles.Any(f => f.ItemSpec.Length > 0 && InProject(f.ItemSpec) == file);
    }

    /// <summary>Files that differ from the commit, in the work tree or not yet known to git; full paths.</summary>
    private HashSet<string>? ChangedFiles()
    {
        if (Git("rev-parse", "--show-toplevel") is not { } root
            || Git("diff", "--name-only", "-z", "--no-renames", Since, "--") is not { } differing
            || Git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/") is not { } unknown)
        {
            return null;
        }
        return [.. (differing + "\0" + unknown).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(f => Path.GetFullPath(f, root.TrimEnd('\r', '\n')))];
    }

    private string? Git(params string[] arguments)
    {
        try
        {
            (int exitCode, string output, string errors) = CommandProcess.Run(new ProcessStartInfo("git",
                arguments) { WorkingDirectory = ProjectDirectory }, Cancellation);
            if (exitCode == 0)
            {
                return output;
            }
            LogAtSetting(Catalogue.TargetFailed, "GoSince", Since,
                $"git {arguments[0]} failed, so that nothing can be said of changes since '{Since}': {errors.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            LogError(Catalogue.TargetFailed, $"GoAffected asks git what has changed, and git could not be started: {e.Message}");
        }
        return null;
    }

    private static List<Package> Read(string listing)
    {
        var packages = new List<Package>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(listing), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement json = document.RootElement;
            if (json.TryGetProperty("Standard", out JsonElement standard) && standard.GetBoolean())
            {
                continue;
            }
            string module = json.TryGetProperty("Module", out JsonElement m) && m.TryGetProperty("Dir", out JsonElement folder)
                ? folder.GetString()! : "";
            packages.Add(new Package(json.GetProperty("ImportPath").GetString()!,
                Path.TrimEndingDirectorySeparator(json.TryGetProperty("Dir", out JsonElement d) ? d.GetString()! : ""),
                !(json.TryGetProperty("DepOnly", out JsonElement dependency) && dependency.GetBoolean()), Names(json, "Imports"),
                [.. Names(json, "TestImports"), .. Names(json, "XTestImports")],
                [.. Names(json, "EmbedFiles"), .. Names(json, "TestEmbedFiles"), .. Names(json, "XTestEmbedFiles")], module));
        }
        return packages;
    }

    private static IReadOnlyList<string> Names(JsonElement json, string name)
        => json.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(n => n.GetString()!)] : [];

    private string Text(Package[] packages, Dictionary<string, string> reasons)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("Project", ProjectFile);
            json.WriteString("Since", Since);
            json.WriteBoolean("IsAffected", packages.Length > 0);
            json.WriteStartArray("Packages");
            foreach (Package package in packages)
            {
                json.WriteStartObject();
                json.WriteString("Package", package.Path);
                json.WriteString("Reason", reasons[package.Path]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

using Go.Compiler.FileSystem;
using System.Text.Json;
using Go.Compiler.Packages;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Targets;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary><c>dotnet go env</c>: the settings that builds go by, under the names that <c>go env</c> gives them. What does not exist here is empty.</summary>
internal static class EnvCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        bool json = false;
        IReadOnlyList<string> names = new GoFlags().Switch("json", v => json = v)
            .Switch("w", _ => throw UsageException.NotSupported("-w: settings are not stored; set the environment variable"))
            .Switch("u", _ => throw UsageException.NotSupported("-u: settings are not stored; set the environment variable")).Parse(arguments);
        SortedDictionary<string, string> all = Values();
        if (json)
        {
            WriteJson(all, names, output);
            return 0;
        }
        if (names.Count > 0)
        {
            foreach (string name in names)
            {
                output.WriteLine(all.GetValueOrDefault(name, ""));
            }
            return 0;
        }
        foreach ((string name, string value) in all)
        {
            output.WriteLine($"{name}='{value.Replace("'", "'\\''", StringComparison.Ordinal)}'");
        }
        return 0;
    }

    private static SortedDictionary<string, string> Values()
    {
        Target target = BuildFlags.HostTarget();
        string library = Locations.StandardLibrary();
        string goroot = Directory.Exists(library) ? library : "";
        string gopath = Locations.WorkspaceFolder();
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["AR"] = "",
            ["CC"] = "",
            ["CXX"] = "",
            ["CGO_ENABLED"] = "0",
            ["GOAMD64"] = "v1",
            ["GOARCH"] = target.Arch,
            ["GOBIN"] = Environment.GetEnvironmentVariable("GOBIN") ?? "",
            ["GOCACHE"] = Locations.CacheDirectory(),
            ["GODEBUG"] = Environment.GetEnvironmentVariable("GODEBUG") ?? "",
            ["GOEXE"] = target.Os == "windows" ? ".exe" : "",
            ["GOEXPERIMENT"] = Environment.GetEnvironmentVariable("GOEXPERIMENT") ?? "",
            ["GOFIPS140"] = Environment.GetEnvironmentVariable("GOFIPS140") is { Length: > 0 } fips ? fips : "off",
            ["GOFLAGS"] = Environment.GetEnvironmentVariable("GOFLAGS") ?? "",
            ["GOHOSTARCH"] = "amd64",
            ["GOHOSTOS"] = "linux",
            ["GOMOD"] = PackageLoader.FindModFile(DiskFileView.Instance, Directory.GetCurrentDirectory(), new DiagnosticSink())?.FilePath ?? "/dev/null",
            ["GOMODCACHE"] = gopath.Length > 0 ? Path.Combine(gopath, "pkg", "mod") : "",
            ["GOOS"] = target.Os,
            ["GOPATH"] = gopath,
            ["GOROOT"] = goroot,
            ["GOTMPDIR"] = Environment.GetEnvironmentVariable("GOTMPDIR") ?? "",
            ["GOTOOLCHAIN"] = "local",
            ["GOTOOLDIR"] = goroot.Length > 0 ? Path.Combine(goroot, "pkg", "tool", "linux_amd64") : "",
            ["GOVERSION"] = VersionOf(library),
            ["GOWORK"] = "",
        };
        return values;
    }

    private static string VersionOf(string library)
    {
        using IStandardLibrary opened = Build.Builder.OpenStandardLibrary(library);
        return opened.Version.Length > 0 ? opened.Version : "go" + GoRelease.Language;
    }

    private static void WriteJson(SortedDictionary<string, string> all, IReadOnlyList<string> names, TextWriter output)
    {
        var chosen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names.Count > 0 ? names : [.. all.Keys])
        {
            chosen[name] = all.GetValueOrDefault(name, "");
        }
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentCharacter = '\t', IndentSize = 1 }))
        {
            writer.WriteStartObject();
            foreach ((string name, string value) in chosen)
            {
                writer.WriteString(name, value);
            }
            writer.WriteEndObject();
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}

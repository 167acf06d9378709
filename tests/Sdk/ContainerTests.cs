using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Go.Sdk.Tests.Sdk;

/// <summary>dotnet publish -t:PublishContainer: images on nothing, made without a container engine.</summary>
public sealed class ContainerTests
{
    private const string Main = "package main\n\nfunc main() { println(\"hello\") }\n";

    private static ProjectFolder With(string properties, string items = "") => Fill(new ProjectFolder(), properties, items);

    private static ProjectFolder Fill(ProjectFolder project, string properties, string items)
        => project.Restored().Write("main.go", Main)
            .Write("app.goproj",
                $"<Project Sdk=\"Go.Sdk\">\n  <PropertyGroup>\n    {properties}\n  </PropertyGroup>\n  <ItemGroup>\n    {items}\n  </ItemGroup>\n</Project>\n");

    private static CommandResult Publish(ProjectFolder project, params string[] arguments)
        => project.Dotnet(["publish", "-t:PublishContainer", .. arguments]);

    /// <summary>The files of an archive.</summary>
    private static Dictionary<string, byte[]> Files(byte[] archive)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new TarReader(new MemoryStream(archive));
        while (reader.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }
        return files;
    }

    private static List<TarEntry> Layer(byte[] compressed)
    {
        using var reader = new TarReader(new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress));
        var entries = new List<TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            entries.Add(entry);
        }
        return entries;
    }

    private static JsonElement Json(byte[] text) => JsonDocument.Parse(text).RootElement;

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];

    private static byte[] Blob(Dictionary<string, byte[]> archive, string digest)
    {
        byte[] blob = archive["blobs/" + digest.Replace(':', '/')];
        Assert.Equal(digest, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob)));
        return blob;
    }

    [Fact]
    public void An_archive_has_an_image_that_says_how_it_is_run()
    {
        using ProjectFolder project =
            With("<ContainerRepository>team/app</ContainerRepository><ContainerImageTags>1.2.3;latest</ContainerImageTags><ContainerAddCaCertificates>true</ContainerAddCaCertificates><ContainerCaCertificatesFile>roots.pem</ContainerCaCertificatesFile><ContainerAddTimeZoneData>true</ContainerAddTimeZoneData>",
            "<ContainerPort Include=\"8080\" /><ContainerPort Include=\"53\" Type=\"udp\" /><ContainerLabel Include=\"a.b\" Value=\"c d\" /><ContainerEnvironmentVariable Include=\"MODE\" Value=\"x=y\" /><ContainerDefaultArgs Include=\"-v\" /><None Include=\"data/conf.txt\" CopyToPublishDirectory=\"PreserveNewest\" />");
        project.Write("roots.pem", "-----BEGIN CERTIFICATE-----\n").Write("data/conf.txt", "conf");
        Publish(project, "-p:ContainerArchiveOutputPath=out/image.tar", "-r", "linux-x64").Expect(0);
        Dictionary<string, byte[]> archive = Files(File.ReadAllBytes(Path.Combine(project.Root, "out", "image.tar")));
        Assert.Equal("1.0.0", Json(archive["oci-layout"]).GetProperty("imageLayoutVersion").GetString());
        JsonElement loaded = Json(archive["manifest.json"])[0];
        Assert.Equal(["team/app:1.2.3", "team/app:latest"], Texts(loaded.GetProperty("RepoTags")));

        string manifestDigest = Json(archive["index.json"]).GetProperty("manifests")[0].GetProperty("digest").GetString()!;
        JsonElement manifest = Json(Blob(archive, manifestDigest));
        JsonElement image = Json(Blob(archive, manifest.GetProperty("config").GetProperty("digest").GetString()!));
        Assert.Equal(("amd64", "linux"), (image.GetProperty("architecture").GetString(), image.GetProperty("os").GetString()));
        JsonElement run = image.GetProperty("config");
        Assert.Equal("65532:65532", run.GetProperty("User").GetString());
        Assert.Equal("/app", run.GetProperty("WorkingDir").GetString());
        Assert.Equal(["/app/app"], Texts(run.GetProperty("Entrypoint")));
        Assert.Equal(["-v"], Texts(run.GetProperty("Cmd")));
        Assert.Equal(["MODE=x=y"], Texts(run.GetProperty("Env")));
        Assert.Equal(["53/udp", "8080/tcp"], run.GetProperty("ExposedPorts").EnumerateObject().Select(p => p.Name));
        Assert.Equal("c d", run.GetProperty("Labels").GetProperty("a.b").GetString());
        Assert.Equal("app", run.GetProperty("Labels").GetProperty("org.opencontainers.image.title").GetString());

        JsonElement[] layers = [.. manifest.GetProperty("layers").EnumerateArray()];
        Assert.Equal(["users and a folder for temporary files", "root certificates", "time zones", "files of the program", "program"],
            image.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("created_by").GetString()));
        List<TarEntry>[] contents = [.. layers.Select(l => Layer(Blob(archive, l.GetProperty("digest").GetString()!)))];
        Assert.Equal(["etc/", "etc/group", "etc/passwd", "tmp/"], contents[0].Select(e => e.Name));
        Assert.Equal("-----BEGIN CERTIFICATE-----\n",
            new StreamReader(contents[1].Single(e => e.Name == "etc/ssl/certs/ca-certificates.crt").DataStream!).ReadToEnd());
        var zone = new byte[4];
        contents[2].Single(e => e.Name == "usr/share/zoneinfo/Europe/Berlin").DataStream!.ReadExactly(zone);
        Assert.Equal("TZif"u8.ToArray(), zone);
        Assert.True(contents[2].Count > 400, $"{contents[2].Count} zones");
        Assert.Equal(["app/", "app/data/", "app/data/conf.txt"], contents[3].Select(e => e.Name));
        TarEntry program = contents[4].Single(e => e.Name == "app/app");
        Assert.Equal("755", Convert.ToString((int)program.Mode, 8));
        string file = Path.Combine(project.Root, "from-image");
        program.ExtractToFile(file, overwrite: true);
        Assert.Equal("hello\n", CommandResult.Run(file, [], project.Root).Expect(0).Error);
    }

    [Fact]
    public void Several_architectures_are_one_index_and_the_same_sources_the_same_image()
    {
        var digests = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            // What the project is published for besides Linux is no matter of the image.
            using ProjectFolder project =
                With($"<RuntimeIdentifiers>linux-x64;linux-arm64{(i == 0 ? "" : ";win-x64")}</RuntimeIdentifiers>");
            (i == 0 ? Publish(project) : CommandResult.Dotnet(project.Root, "build", "-c", "Release", "-t:PublishContainer", "-bl"))
                .Expect(0);
            byte[] content = File.ReadAllBytes(Path.Combine(project.Root, "bin", "Release", "app.tar"));
            Dictionary<string, byte[]> archive = Files(content);
            JsonElement index = Json(Blob(archive, Json(archive["index.json"]).GetProperty("manifests")[0].GetProperty("digest")
                .GetString()!));
            Assert.Equal(["amd64", "arm64"], index.GetProperty("manifests").EnumerateArray()
                .Select(m => m.GetProperty("platform").GetProperty("architecture").GetString()).Order());
            digests.Add(Convert.ToHexString(SHA256.HashData(content)));
            if (i == 1)
            {
                BuildLog log = BuildLog.Read(project.Root, "msbuild.binlog");
                Assert.Equal(["GoRestore", "GoCheckFolders", "GoBuild", "GoContainer"], log.GoTasks);
                Assert.Empty(log.Warnings);
                Assert.Equal(2, log.Tasks.Count(t => t == "GoBuild"));
            }
        }
        Assert.Equal(digests[0], digests[1]);
    }

    [Fact]
    public void A_registry_gets_the_image_and_what_it_has_is_not_sent_again()
    {
        using var registry = new ContainerRegistry();
        using ProjectFolder project =
            With($"<RuntimeIdentifiers>linux-x64;linux-arm64</RuntimeIdentifiers><ContainerRegistry>{registry.Address}</ContainerRegistry><ContainerRepository>team/app</ContainerRepository><ContainerImageTags>1.0;latest</ContainerImageTags>");
        Assert.Contains("pushed, 3 layers were new", Publish(project).Expect(0).Output, StringComparison.Ordinal);
        (byte[] index, string digest, string type) = registry.Get("team/app/manifests/1.0");
        Assert.Equal("application/vnd.oci.image.index.v1+json", type);
        Assert.Equal(digest, registry.Get("team/app/manifests/latest").Digest);
        foreach (JsonElement entry in Json(index).GetProperty("manifests").EnumerateArray())
        {
            JsonElement manifest = Json(registry.Get("team/app/manifests/" + entry.GetProperty("digest").GetString()).Content);
            string program = manifest.GetProperty("layers").EnumerateArray().Last().GetProperty("digest").GetString()!;
            byte[] elf = new byte[4];
            Layer(registry.Get("team/app/blobs/" + program).Content).Single(e => e.Name == "app/app").DataStream!.ReadExactly(elf);
            Assert.Equal("\u007fELF", Encoding.Latin1.GetString(elf));
        }
        Assert.Contains("pushed, 0 layers were new (" + digest, Publish(project).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("error GO7047: registry ", Publish(project, "-p:ContainerRegistry=127.0.0.1:1").Expect(1).Output,
            StringComparison.Ordinal);
    }

    private static readonly (string Properties, string Items, string Finding)[] s_wrong =
    [
        ("<ContainerBaseImage>debian:12</ContainerBaseImage>", "",
            "app.goproj(3,5): error GO7046: ContainerBaseImage is 'debian:12'; images of Go programs are made on scratch"),
        ("<ContainerRepository>Team App</ContainerRepository>", "",
            "app.goproj(3,5): error GO7046: ContainerRepository is 'Team App'; want lower-case letters"),
        ("<ContainerImageTag>a b</ContainerImageTag>", "", "app.goproj(3,5): error GO7046: the tag 'a b' is none"),
        ("<ContainerUser>alice</ContainerUser>", "",
            "app.goproj(3,5): error GO7046: ContainerUser is 'alice'; an image on scratch knows root, nonroot, and numbers"),
        ("<ContainerCaCertificatesFile>gone.pem</ContainerCaCertificatesFile>", "",
            "app.goproj(3,5): error GO7046: ContainerCaCertificatesFile: there is no file gone.pem"),
        ("<ContainerRegistry>not a host</ContainerRegistry>", "",
            "app.goproj(3,5): error GO7046: ContainerRegistry is 'not a host'; want a host"),
        ("<ContainerArchiveOutputPath>main.go/a.tar</ContainerArchiveOutputPath>", "",
            "app.goproj(3,5): error GO7001: cannot write to folder 'main.go' (ContainerArchiveOutputPath): "),
        ("", "<ContainerPort Include=\"http\" />",
            "app.goproj(6,5): error GO7046: item ContainerPort 'http' (Type ''): want a number from 1 to 65535, and tcp or udp"),
        ("<ContainerRuntimeIdentifiers>linux-x64;linux-musl-x64</ContainerRuntimeIdentifiers>", "",
            "app.goproj(3,5): error GO7046: the identifiers linux-x64 and linux-musl-x64 are one architecture"),
        ("<ContainerImageFormat>Docker</ContainerImageFormat>", "",
            "app.goproj(3,5): error GO7046: ContainerImageFormat is 'Docker'; images have the format OCI"),
        ("", "<ContainerEnvironmentVariable Include=\"A=B\" Value=\"1\" />",
            "app.goproj(6,5): error GO7046: item ContainerEnvironmentVariable 'A=B': want a name, without ="),
        ("<ContainerRuntimeIdentifiers>linux-x64;win-x64</ContainerRuntimeIdentifiers>", "",
            "app.goproj(3,5): error GO7046: runtime identifier 'win-x64': images on scratch are for Linux"),
        ("<LocalRegistry>Docker</LocalRegistry>", "",
            "app.goproj : error GO7046: LocalRegistry is 'Docker', but images are not handed to a container engine"),
        ("<OutputType>Library</OutputType>", "", "app.goproj : error GO7046: a library has no program for a container"),
    ];

    [Fact]
    public void What_no_image_can_be_is_said_at_its_line()
    {
        using var set = new ProjectSet();
        ProjectFolder[] projects = [.. s_wrong.Select((c, i) => Fill(set.Add($"case{i}", "app"), c.Properties, c.Items))];
        CommandResult result = set.Call("-t:PublishContainer", "-p:Configuration=Release").Expect(1);
        Assert.All(s_wrong.Zip(projects), c => Assert.Contains(Path.Combine(c.Second.Root, c.First.Finding), result.Output,
            StringComparison.Ordinal));
    }
}

using System.Globalization;
using System.Net.Http;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Go.Compiler.Platforms;
using Go.Sdk.Tasks.Containers;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Makes a container image of what a project publishes, on nothing (<c>scratch</c>) and without any container engine, and writes it into a
/// file or pushes it to a registry. Several architectures become one index. Settings have the names that .NET's own containers give them.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed partial class GoContainer : GoTaskBase
{
    /// <summary>The user that programs run as when the project names none: nobody's rights, and a name for those who look it up.</summary>
    private const string DefaultUser = "65532:65532";

    private static readonly string[] s_certificateFiles =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/pki/tls/cacert.pem",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"];

    /// <summary>The properties that say for what an image is, the first that is set.</summary>
    private static readonly string[] s_identifiers =
        ["ContainerRuntimeIdentifiers", "ContainerRuntimeIdentifier", "RuntimeIdentifier", "RuntimeIdentifiers"];

    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>What is published; metadata RuntimeIdentifier, RelativePath and IsProgram.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The programs' name.</summary>
    [Required]
    public string ProgramName { get; set; } = "";

    [Required]
    public string Repository { get; set; } = "";

    public ITaskItem[] Tags { get; set; } = [];
    public string BaseImage { get; set; } = "";
    public string ImageFormat { get; set; } = "";
    public string User { get; set; } = "";
    public string WorkingDirectory { get; set; } = "";
    public ITaskItem[] Entrypoint { get; set; } = [];
    public ITaskItem[] Arguments { get; set; } = [];
    public ITaskItem[] EnvironmentVariables { get; set; } = [];
    public ITaskItem[] Ports { get; set; } = [];
    public ITaskItem[] Labels { get; set; } = [];

    /// <summary>Root certificates are added: those of a file, else those of this machine.</summary>
    public bool AddCaCertificates { get; set; }
    public string CaCertificatesFile { get; set; } = "";

    /// <summary>The time zone database of Go's sources is added.</summary>
    public bool AddTimeZoneData { get; set; }
    public string StandardLibrary { get; set; } = "";

    /// <summary>Where the image goes: a registry, or a file.</summary>
    public string Registry { get; set; } = "";
    public string ArchiveFile { get; set; } = "";

    /// <summary>Of the manifest, or of the index of several.</summary>
    [Output]
    public string Digest { get; set; } = "";

    /// <summary>The file that was written.</summary>
    [Output]
    public string WrittenArchive { get; set; } = "";

    protected override void ExecuteCore()
    {
        DateTimeOffset time = Created();
        Check();
        if (HasLoggedErrors)
        {
            return;
        }
        string[] tags = [.. Tags.Select(t => t.ItemSpec)];
        SortedDictionary<string, ImageFile> certificates = Certificates();
        if (HasLoggedErrors)
        {
            return;
        }
        var shared = new List<ImageLayer> { ImageLayer.Of("users and a folder for temporary files", BaseFiles(), time) };
        if (certificates.Count > 0)
        {
            shared.Add(ImageLayer.Of("root certificates", certificates, time));
        }
        if (AddTimeZoneData)
        {
            shared.Add(ImageLayer.Of("time zones", TimeZoneFiles.Read(Path.GetFullPath(StandardLibrary, ProjectDirectory)), time));
        }
        ImageSettings settings = Settings(time);
        var images = new List<ContainerImage>();
        foreach (string identifier in Files.Select(f => f.GetMetadata("RuntimeIdentifier")).Distinct())
        {
            Cancellation.ThrowIfCancellationRequested();
            images.Add(ContainerImage.Of(RuntimeIdentifiers.Find(identifier)!.Value.Arch, settings,
                [.. shared, .. LayersOf(identifier, time)]));
        }
        Digest = images.Count == 1 ? images[0].Digest : ImageLayer.DigestOf(ContainerImage.Index(images));
        if (Registry.Length > 0)
        {
            Push(images, tags);
        }
        else
        {
            WrittenArchive = ArchivePath();
            ImageArchive.Write(WrittenArchive, images, Repository, tags, time);
            LogMessage($"container {Repository}:{string.Join(", :", tags)} ({string.Join(", ", images.Select(i => "linux/" + i.Architecture))}) -> {WrittenArchive} ({Digest})", MessageImportance.High);
        }
    }

    /// <summary>SOURCE_DATE_EPOCH as everywhere: seconds since 1970; without it 1970 itself.</summary>
    private DateTimeOffset Created()
    {
        string? text = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        if (string.IsNullOrEmpty(text))
        {
            return DateTimeOffset.UnixEpoch;
        }
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }
        Refuse("ContainerImageTags", text, $"SOURCE_DATE_EPOCH is '{text}'; want seconds since 1970");
        return DateTimeOffset.UnixEpoch;
    }

    private void Check()
    {
        if (BaseImage.Length > 0 && BaseImage != "scratch")
        {
            Refuse("ContainerBaseImage", BaseImage,
                $"ContainerBaseImage is '{BaseImage}'; images of Go programs are made on scratch: leave it out, and add what is needed with ContainerAddCaCertificates and ContainerAddTimeZoneData");
        }
        if (!RepositoryName().IsMatch(Repository))
        {
            Refuse("ContainerRepository", Repository,
                $"ContainerRepository is '{Repository}'; want lower-case letters and digits, separated by one of . _ - and /");
        }
        if (Registry.Length > 0 && !RegistryName().IsMatch(Registry))
        {
            Refuse("ContainerRegistry", Registry,
                $"ContainerRegistry is '{Registry}'; want a host, with a port if need be, such as registry.example.com:5000");
        }
        foreach (string tag in Tags.Select(t => t.ItemSpec).Where(t => !TagName().IsMatch(t)))
        {
            Refuse("ContainerImageTag", tag, $"the tag '{tag}' is none: want letters, digits, . _ and -, at most 128");
        }
        foreach (ITaskItem port in Ports)
        {
            bool isPort = int.TryParse(port.ItemSpec, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number is > 0 and < 65536;
            if (!isPort || port.GetMetadata("Type") is not ("" or "tcp" or "udp"))
            {
                Refuse("ContainerPort", port.ItemSpec,
                    $"item ContainerPort '{port.ItemSpec}' (Type '{port.GetMetadata("Type")}'): want a number from 1 to 65535, and tcp or udp");
            }
        }
        if (User.Length > 0 && User is not ("root" or "nonroot") && !UserNumber().IsMatch(User))
        {
            Refuse("ContainerUser", User,
                $"ContainerUser is '{User}'; an image on scratch knows root, nonroot, and numbers (uid or uid:gid)");
        }
        foreach (string name in EnvironmentVariables.Select(v => v.ItemSpec).Where(n => n.Contains('=') || n.Contains('\0')))
        {
            Refuse("ContainerEnvironmentVariable", name,
                $"item ContainerEnvironmentVariable '{name}': want a name, without =; what it holds is metadata Value");
        }
        if (ImageFormat.Length > 0 && !ImageFormat.Equals("OCI", StringComparison.OrdinalIgnoreCase))
        {
            Refuse("ContainerImageFormat", ImageFormat,
                $"ContainerImageFormat is '{ImageFormat}'; images have the format OCI, which engines and registries of Docker read too: leave it out");
        }
        CheckIdentifiers([.. Files.Select(f => f.GetMetadata("RuntimeIdentifier")).Distinct()]);
    }

    private void CheckIdentifiers(string[] identifiers)
    {
        foreach (string identifier in identifiers.Where(i => RuntimeIdentifiers.Find(i)?.Os != ContainerImage.Os))
        {
            Refuse(Array.Find(s_identifiers, s => UserText.PlaceOf(s, identifier) is not null) ?? s_identifiers[0], identifier,
                $"runtime identifier '{identifier}': images on scratch are for Linux");
        }
        IEnumerable<string> fitting = identifiers.Where(i => RuntimeIdentifiers.Find(i)?.Os == ContainerImage.Os);
        if (fitting.GroupBy(i => RuntimeIdentifiers.Find(i)?.Arch).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            Refuse("ContainerRuntimeIdentifiers", "",
                $"the identifiers {string.Join(" and ", twice)} are one architecture, and an index has one image for each");
        }
    }

    private void Refuse(string setting, string value, string message) => LogAtSetting(Catalogue.ContainerInvalid, setting, value, message);

    private ImageSettings Settings(DateTimeOffset time)
    {
        string folder = Folder();
        return new ImageSettings
        {
            Entrypoint = Entrypoint.Length > 0 ? [.. Entrypoint.Select(e => e.ItemSpec)] : [$"{folder.TrimEnd('/')}/{ProgramName}"],
            Command = [.. Arguments.Select(a => a.ItemSpec)],
            Environment = [.. EnvironmentVariables.Select(v => $"{v.ItemSpec}={v.GetMetadata("Value")}")],
            Ports = [.. Ports.Select(p => $"{p.ItemSpec}/{(p.GetMetadata("Type") is { Length: > 0 } type ? type : "tcp")}").Distinct()
                .Order(StringComparer.Ordinal)],
            Labels = [.. Labels.GroupBy(l => l.ItemSpec).OrderBy(l => l.Key, StringComparer.Ordinal)
                .Select(l => KeyValuePair.Create(l.Key, l.Last().GetMetadata("Value")))],
            User = User.Length > 0 ? User : DefaultUser,
            WorkingDirectory = folder,
            Created = time,
        };
    }

    private string Folder() => WorkingDirectory.Length > 0 ? "/" + WorkingDirectory.Replace('\\', '/').Trim('/') : "/app";

    private static Dictionary<string, ImageFile> BaseFiles() => new()
    {
        ["/etc/passwd"] =
            ImageFile.Text("root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n"),
        ["/etc/group"] = ImageFile.Text("root:x:0:\nnonroot:x:65532:\n"),
        ["/tmp"] = ImageFile.SharedFolder,
    };

    private SortedDictionary<string, ImageFile> Certificates()
    {
        var files = new SortedDictionary<string, ImageFile>(StringComparer.Ordinal);
        if (!AddCaCertificates && CaCertificatesFile.Length == 0)
        {
            return files;
        }
        string? file = CaCertificatesFile.Length > 0
            ? Path.GetFullPath(CaCertificatesFile, ProjectDirectory) : s_certificateFiles.FirstOrDefault(File.Exists);
        if (file is null || !File.Exists(file))
        {
            string setting = CaCertificatesFile.Length > 0 ? "ContainerCaCertificatesFile" : "ContainerAddCaCertificates";
            Refuse(setting, CaCertificatesFile, file is null
                ? "ContainerAddCaCertificates: this machine has no file of root certificates; name one with ContainerCaCertificatesFile"
                : $"ContainerCaCertificatesFile: there is no file {CaCertificatesFile}");
            return files;
        }
        files["/etc/ssl/certs/ca-certificates.crt"] = ImageFile.Data(() => File.ReadAllBytes(file));
        return files;
    }

    /// <summary>What changes least comes first, so that it is pushed and pulled once: files beside the program, then the program.</summary>
    private List<ImageLayer> LayersOf(string identifier, DateTimeOffset time)
    {
        var layers = new List<ImageLayer>();
        ITaskItem[] files = [.. Files.Where(f => f.GetMetadata("RuntimeIdentifier") == identifier)];
        foreach (bool isProgram in (ReadOnlySpan<bool>)[false, true])
        {
            var layer = new Dictionary<string, ImageFile>(StringComparer.Ordinal);
            foreach (ITaskItem file in files.Where(f => f.GetMetadata("IsProgram") == "true" == isProgram))
            {
                // The same file may be published by several items.
                layer[$"{Folder().TrimEnd('/')}/{file.GetMetadata("RelativePath").Replace('\\', '/')}"] = FileOf(file.ItemSpec);
            }
            if (layer.Count > 0)
            {
                layers.Add(ImageLayer.Of(isProgram ? "program" : "files of the program", layer, time));
            }
        }
        return layers;
    }

    /// <summary>A script beside the program stays one that can be run.</summary>
    private ImageFile FileOf(string file)
    {
        string path = Path.GetFullPath(file, ProjectDirectory);
        bool isProgram = OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;
        return isProgram ? ImageFile.Program(() => File.ReadAllBytes(path)) : ImageFile.Data(() => File.ReadAllBytes(path));
    }

    private string ArchivePath()
    {
        string path = Path.GetFullPath(ArchiveFile, ProjectDirectory);
        return Path.EndsInDirectorySeparator(ArchiveFile) || Directory.Exists(path)
            ? Path.Combine(path, Repository.Split('/')[^1] + ".tar") : path;
    }

    private void Push(List<ContainerImage> images, string[] tags)
    {
        try
        {
            using var client = new RegistryClient(Registry, Repository, RegistryCredentials.Find(Registry));
            int sent = PushAsync(client, images, tags).GetAwaiter().GetResult();
            LogMessage($"container {Registry}/{Repository}:{string.Join(", :", tags)} ({string.Join(", ", images.Select(i => "linux/" + i.Architecture))}): pushed, {sent} layers were new ({Digest})", MessageImportance.High);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidDataException)
        {
            LogAtSetting(Catalogue.ContainerPushFailed, "ContainerRegistry", Registry, $"registry {Registry}: {e.Message}");
        }
    }

    private async Task<int> PushAsync(RegistryClient client, List<ContainerImage> images, string[] tags)
    {
        int sent = 0;
        foreach (ContainerImage image in images)
        {
            foreach (ImageLayer layer in image.Layers)
            {
                sent += await client.PushBlobAsync(layer.Content, Cancellation).ConfigureAwait(false) ? 1 : 0;
            }
            await client.PushBlobAsync(image.Configuration, Cancellation).ConfigureAwait(false);
            await client.PushManifestAsync(image.Manifest, ContainerImage.ManifestType, image.Digest, Cancellation).ConfigureAwait(false);
        }
        bool isOne = images.Count == 1;
        foreach (string tag in tags)
        {
            await client.PushManifestAsync(isOne ? images[0].Manifest : ContainerImage.Index(images),
                isOne ? ContainerImage.ManifestType : ContainerImage.IndexType, tag, Cancellation).ConfigureAwait(false);
        }
        return sent;
    }

    [GeneratedRegex("^[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*$")]
    private static partial Regex RepositoryName();

    [GeneratedRegex(@"^([A-Za-z0-9]+(-+[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-+[A-Za-z0-9]+)*)*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$")]
    private static partial Regex RegistryName();

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")]
    private static partial Regex TagName();

    [GeneratedRegex("^[0-9]+(:[0-9]+)?$")]
    private static partial Regex UserNumber();
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;

namespace Go.Compiler.Build.Coverage;

/// <summary>
/// Lets Go's program <c>cover</c> write sources that count, and adds what Go's compiler adds: the package tells the runtime of its counters
/// before anything else in it runs, and a program writes them down at its end. Results are kept in the cache. Thread-safe.
/// </summary>
internal sealed class CoverageInstrumentation(CoverageSettings settings, ContentCache? cache, CancellationToken cancellation)
{
    private const string Granularity = "perblock";
    private const byte GranularityNumber = 1;

    /// <summary>The function for <see cref="CoverageOptions.Instrument"/>.</summary>
    public CoverageResult Instrument(CoverageRequest request)
    {
        string key = KeyOf(request);
        if (cache?.TryRead(CacheKind.Coverage, key) is { } bytes)
        {
            cache.Mark(key);
            return Parse(bytes);
        }
        string folder = Directory.CreateTempSubdirectory(AbandonedFiles.FolderPrefix("dotnet-go-cover-")).FullName;
        try
        {
            CoverageResult result = Run(request, folder);
            if (result.Problem is null)
            {
                cache?.Write(CacheKind.Coverage, key, ToBytes(result));
            }
            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string KeyOf(CoverageRequest request)
    {
        using var key = new KeyHasher("coverage");
        key.Text(settings.ToolIdentity);
        key.Text(settings.Mode);
        foreach (string text in (string[])[request.FullPath, request.SymbolPath, request.Name, request.ModulePath])
        {
            key.Text(text);
        }
        key.Flag(request.IsNamedByFiles);
        foreach (SourceFile file in request.Files)
        {
            key.Text(file.Path);
            key.Text(file.DisplayPath);
            key.Bytes(SHA256.HashData(file.Content));
        }
        return Convert.ToHexStringLower(key.Finish());
    }

    private CoverageResult Run(CoverageRequest request, string folder)
    {
        var inputs = new List<string>();
        var outputs = new List<string> { Path.Combine(folder, "covervars.go") };
        for (int i = 0; i < request.Files.Count; i++)
        {
            inputs.Add(InputFor(request.Files[i], Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture))));
            outputs.Add(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i}.cover.go")));
        }
        string configuration = Path.Combine(folder, "pkgcfg.txt"), list = Path.Combine(folder, "coveroutfiles.txt"),
            fixup = Path.Combine(folder, "coveragecfg"), meta = Path.Combine(folder, "meta");
        File.WriteAllText(configuration, new JsonObject
        {
            ["OutConfig"] = fixup, ["PkgPath"] = request.FullPath, ["PkgName"] = request.Name, ["Granularity"] = Granularity,
            ["ModulePath"] = request.ModulePath,
            ["Local"] = request.IsNamedByFiles, ["EmitMetaFile"] = meta,
        }.ToJsonString());
        File.WriteAllLines(list, outputs);
        string prefix = CoverageCounters.PrefixOf(request.SymbolPath);
        if (Start(["-pkgcfg", configuration, "-mode", settings.Mode, "-var", prefix, "-outfilelist", list, .. inputs],
            folder) is { } problem)
        {
            return new CoverageResult([], [], [], problem);
        }
        var files = new List<byte[]>();
        for (int i = 0; i < inputs.Count; i++)
        {
            files.Add(Encoding.UTF8.GetBytes(Renamed(File.ReadAllText(outputs[i + 1]), inputs[i], request.Files[i].DisplayPath)));
        }
        return new CoverageResult(files, Encoding.UTF8.GetBytes(Registered(request, prefix, File.ReadAllText(outputs[0]), fixup)),
            File.Exists(meta) ? File.ReadAllBytes(meta) : [], null);
    }

    /// <summary>The file itself; a copy of what an overlay or an archive has.</summary>
    private static string InputFor(SourceFile file, string folder)
    {
        if (File.Exists(file.Path) && File.ReadAllBytes(file.Path).AsSpan().SequenceEqual(file.Content))
        {
            return file.Path;
        }
        Directory.CreateDirectory(folder);
        string copy = Path.Combine(folder, Path.GetFileName(file.Path));
        File.WriteAllBytes(copy, file.Content);
        return copy;
    }

    /// <summary>The first line says which file it was: the one that messages and traces are to name.</summary>
    private static string Renamed(string text, string path, string shown)
    {
        string line = $"//line {path}:1:1\n";
        return text.StartsWith(line, StringComparison.Ordinal) ? $"//line {shown}:1:1\n{text[line.Length..]}" : text;
    }

    /// <summary>
    /// The number that counters are told apart by comes from the runtime. That variable is the first of the first file and depends on
    /// nothing else, so that it has its value before any other is made or function called.
    /// </summary>
    private string Registered(CoverageRequest request, string prefix, string text, string fixup)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(fixup));
        JsonElement root = document.RootElement;
        string hash = string.Join(", ", Convert.FromHexString(root.GetProperty("MetaHash").GetString()!));
        string variable = root.GetProperty("PkgIdVar").GetString()!, meta = root.GetProperty("MetaVar").GetString()!;
        bool isRegistry = request.FullPath == "internal/coverage/rtcov", isProgram = request.SymbolPath == "main";
        int number = CoverageCounters.NumberOf(request.FullPath);
        string call = string.Create(CultureInfo.InvariantCulture,
            $"{(isRegistry ? "" : "_cover_registry_.")}AddMeta(_cover_unsafe_.Pointer(&{meta}), {root.GetProperty("MetaLen").GetInt32()}, [16]byte{{{hash}}}, \"{request.SymbolPath}\", {number}, {ModeNumber}, {GranularityNumber})");
        string head = $"\npackage {request.Name}\n", declaration = $"\nvar {variable} uint32\n";
        if (!text.Contains(head, StringComparison.Ordinal) || !text.Contains(declaration, StringComparison.Ordinal)
            || variable != prefix + "P")
        {
            throw new InvalidDataException($"{settings.Tool} does not write what Go {GoRelease.Language} does");
        }
        string imports = "import _cover_unsafe_ \"unsafe\"\n" + (isRegistry ? "" : "import _cover_registry_ \"internal/coverage/rtcov\"\n")
            + (isProgram ? "import _cover_hooks_ \"internal/coverage/cfile\"\n" : "");
        return text.Replace(head, head + imports, StringComparison.Ordinal)
            .Replace(declaration, $"\nvar {variable} uint32 = {call}\n", StringComparison.Ordinal)
            + (isProgram ? "\nfunc init() { _cover_hooks_.InitHook(false) }\n" : "");
    }

    private int ModeNumber => settings.Mode switch { "set" => 1, "count" => 2, _ => 3 };

    /// <summary>What it says when it fails; null if it does not.</summary>
    private string? Start(IReadOnlyList<string> arguments, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo(settings.Tool, arguments) { WorkingDirectory = folder,
            RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill());
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string messages = process.StandardError.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? null : (output.Result + messages).TrimEnd();
    }

    private static byte[] ToBytes(CoverageResult result)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(result.Files.Count);
        foreach (byte[] part in (byte[][])[.. result.Files, result.Variables, result.Meta])
        {
            writer.Write(part.Length);
            writer.Write(part);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    private static CoverageResult Parse(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var files = new byte[reader.ReadInt32()][];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = reader.ReadBytes(reader.ReadInt32());
        }
        return new CoverageResult(files, reader.ReadBytes(reader.ReadInt32()), reader.ReadBytes(reader.ReadInt32()), null);
    }
}

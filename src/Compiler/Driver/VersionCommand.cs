using System.Reflection;
using System.Text;
using System.Text.Json;
using Go.Compiler.Images;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go version</c>: this compiler's version, or that of the Go which programs were built with, and with <c>-m</c> what else they
/// say of themselves.
/// </summary>
internal sealed class VersionCommand
{
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private bool _modules, _verbose, _json;
    private int _exitCode;

    private VersionCommand(TextWriter output, TextWriter error)
    {
        _output = output;
        _error = error;
    }

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var command = new VersionCommand(output, error);
        var flags = new GoFlags().Switch("m", v => command._modules = v).Switch("v", v => command._verbose = v)
            .Switch("json", v => command._json = v);
        flags.ApplyDefaults(Locations.Environment());
        (bool modules, bool verbose, bool json) = (command._modules, command._verbose, command._json);
        IReadOnlyList<string> files = flags.Parse(arguments);
        if (files.Count == 0)
        {
            string unneeded = command._modules && !modules ? "-m" : command._verbose && !verbose ? "-v" : command._json && !json
                ? "-json" : "";
            if (unneeded.Length > 0)
            {
                throw new UsageException($"'go version' only accepts {unneeded} flag with arguments");
            }
            output.WriteLine(Text());
            return 0;
        }
        if (command._json && !command._modules)
        {
            throw new UsageException("'go version' with -json flag requires -m flag");
        }
        foreach (string file in files)
        {
            command.Tell(file);
        }
        return command._exitCode;
    }

    public static string Text()
    {
        string own = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown";
        return $"go version go{GoRelease.Language} (Go.Sdk {own}) {HostSystem.Os}/{HostSystem.Arch}";
    }

    private void Tell(string path)
    {
        if (Directory.Exists(path))
        {
            TellAll(path);
        }
        else if (!Path.Exists(path))
        {
            _error.WriteLine($"stat {path}: no such file or directory");
            _exitCode = 1;
        }
        else if (!TellFile(path, mustPrint: true) && _modules)
        {
            _exitCode = 1;
        }
    }

    private void TellAll(string folder)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }).OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            string path = folder == "." ? entry.Name : Path.Combine(folder, entry.Name);
            if (entry is DirectoryInfo && entry.LinkTarget is null)
            {
                TellAll(path);
            }
            else
            {
                TellFile(path, mustPrint: _verbose);
            }
        }
    }

    private bool TellFile(string path, bool mustPrint)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true })
        {
            if (mustPrint)
            {
                _error.WriteLine($"{path}: symlink");
            }
            return false;
        }
        string problem;
        BuildInformation? information = null;
        try
        {
            information = BuildInformation.Read(File.ReadAllBytes(path), out problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (mustPrint)
            {
                _error.WriteLine(path);
            }
            return false;
        }
        if (information is null)
        {
            if (mustPrint && IsCandidate(path))
            {
                _error.WriteLine($"{path}: could not read Go build info from {path}: {problem}");
            }
            return false;
        }
        Write(path, information);
        return true;
    }

    /// <summary>Of files that look like no program nobody expects anything.</summary>
    private static bool IsCandidate(string path)
    {
        const UnixFileMode executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        string name = path.ToLowerInvariant();
        return (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & executable) != 0)
            || Path.GetExtension(name) is ".so" or ".exe" or ".dll" || name.Contains(".so.", StringComparison.Ordinal);
    }

    private void Write(string path, BuildInformation information)
    {
        if (_json)
        {
            _output.Write(Json(information) + "\n");
            return;
        }
        _output.Write($"{path}: {information.Version}\n");
        if (_modules && information.Modules.Length > 0)
        {
            _output.Write($"\t{information.Modules[..^1].Replace("\n", "\n\t", StringComparison.Ordinal)}\n");
        }
    }

    private static string Json(BuildInformation information)
    {
        ProgramDescription description = ProgramDescription.Parse(information);
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, IndentCharacter = '\t', IndentSize = 1, Encoder = GoJsonEncoder.Instance };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            Text(json, "GoVersion", information.Version);
            Text(json, "Path", description.Path);
            json.WriteStartObject("Main");
            WriteModule(json, description.Main);
            json.WriteEndObject();
            WriteArray(json, "Deps", description.Dependencies, m => WriteModule(json, m));
            WriteArray(json, "Settings", description.Settings, s =>
            {
                Text(json, "Key", s.Key);
                Text(json, "Value", s.Value);
            });
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteModule(Utf8JsonWriter json, DescribedModule? module)
    {
        if (module is null)
        {
            return;
        }
        Text(json, "Path", module.Path);
        Text(json, "Version", module.Version);
        Text(json, "Sum", module.Sum);
        if (module.Replacement is { } replacement)
        {
            json.WriteStartObject("Replace");
            WriteModule(json, replacement);
            json.WriteEndObject();
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }
}

using System.Text;

namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>
/// The modules that Go's script tests use: one text archive each, named after path and version, with <c>.info</c>, <c>.mod</c> and the
/// module's files.
/// </summary>
internal sealed class ProxyModules
{
    private readonly Dictionary<(string Path, string Version), string> _files = [];
    private readonly List<(string Path, string Version)> _names = [];

    public ProxyModules(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            int version = name.LastIndexOf("_v", StringComparison.Ordinal);
            if (version >= 0)
            {
                _names.Add((Unescape(name[..version].Replace('_', '/')), Unescape(name[(version + 1)..])));
                _files.Add(_names[^1], file);
            }
        }
    }

    /// <summary>In the order of the files' names.</summary>
    public IEnumerable<string> VersionsOf(string path) => _names.Where(m => m.Path == path).Select(m => m.Version);

    public TextArchive? Find(string path, string version)
        => _files.TryGetValue((path, version), out string? file) ? TextArchive.Read(file) : null;

    /// <summary>Capital letters stand as <c>!</c> and the small letter.</summary>
    public static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            result.Append(text[i] == '!' && i + 1 < text.Length ? char.ToUpperInvariant(text[++i]) : text[i]);
        }
        return result.ToString();
    }
}

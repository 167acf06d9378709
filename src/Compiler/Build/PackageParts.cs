using System.Text;
using Go.Compiler.Packages;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// What the packages of a build were compiled from, part by part, kept in a file: the next build says by it why it compiles one again.
/// Packages of the standard library are not in it: nobody edits them.
/// </summary>
internal sealed class PackageParts
{
    private const int Named = 3;
    private readonly string _file;
    private readonly Dictionary<string, Dictionary<string, string>> _last = new(StringComparer.Ordinal);

    public PackageParts(string file)
    {
        _file = file;
        foreach (string line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            if (line.Split('\t') is [var package, var part, var hash])
            {
                PartsOf(_last, package)[part] = hash;
            }
        }
    }

    /// <summary>Why each of the packages was compiled in this session, in their order. Keeps what it was compiled from.</summary>
    public IReadOnlyList<string> Explain(CompileSession session, IEnumerable<LoadedPackage> compiled)
    {
        var now = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (LoadedPackage package in session.Graph.Packages.Where(p => !p.IsStandardLibrary))
        {
            if (session.Find(package) is not null)
            {
                AddParts(session, package, PartsOf(now, package.Identity));
            }
            else if (_last.TryGetValue(package.Identity, out Dictionary<string, string>? last))
            {
                now[package.Identity] = last;
            }
        }
        string[] reasons = [.. compiled.Select(p => p.IsStandardLibrary ? "the cache does not have it for this compiler, target and flags"
            : Reason(_last.GetValueOrDefault(p.Identity), PartsOf(now, p.Identity)))];
        Write(now);
        return reasons;
    }

    private static string Reason(Dictionary<string, string>? last, Dictionary<string, string> now)
    {
        if (last is null)
        {
            return "it was not built here before";
        }
        var changes = new List<string>();
        foreach (string part in now.Keys.Union(last.Keys).Order(StringComparer.Ordinal))
        {
            string? before = last.GetValueOrDefault(part), after = now.GetValueOrDefault(part);
            if (before != after)
            {
                changes.Add(part + (before is null ? " is new" : after is null ? " is gone" : " has changed"));
            }
        }
        return changes.Count switch
        {
            0 => "the cache does not have it any more",
            > Named => string.Join(", ", changes.Take(Named)) + $" and {changes.Count - Named} more",
            _ => string.Join(", ", changes),
        };
    }

    private static void AddParts(CompileSession session, LoadedPackage package, Dictionary<string, string> parts)
    {
        using (var flags = new KeyHasher("flags"))
        {
            PackageKey.AddOptions(flags, session, package);
            flags.Text(package.LanguageVersion);
            flags.Text(session.Experiments.ToString());
            parts["what was asked of the compiler"] = Finish(flags);
        }
        foreach (SourceFile file in package.GoFiles.Select(f => f.Source).Concat(package.AssemblyFiles).Concat(package.HeaderFiles))
        {
            using var hash = new KeyHasher("file");
            SourceKey.Add(hash, file);
            parts[Path.GetFileName(file.Path)] = Finish(hash);
        }
        foreach (EmbedFile file in package.EmbedPatterns.SelectMany(p => p.Files))
        {
            using var hash = new KeyHasher("embedded");
            hash.Bytes(file.Read());
            parts["embedded file " + file.Name] = Finish(hash);
        }
        foreach ((string path, LoadedPackage import) in package.Imports)
        {
            using var hash = new KeyHasher("import");
            foreach ((string reachable, byte[] hashed) in (session.Find(import)?.VisibleInterfaces ?? new Dictionary<string, byte[]>())
                .OrderBy(i => i.Key, StringComparer.Ordinal))
            {
                hash.Text(reachable);
                hash.Bytes(hashed);
            }
            parts["what " + path + " exports"] = Finish(hash);
        }
    }

    private void Write(Dictionary<string, Dictionary<string, string>> now)
    {
        var text = new StringBuilder();
        foreach ((string package, Dictionary<string, string> parts) in now.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            foreach ((string part, string hash) in parts.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                text.Append(package).Append('\t').Append(part).Append('\t').Append(hash).Append('\n');
            }
        }
        ProgramLinker.WriteReport(_file, text.ToString());
    }

    private static Dictionary<string, string> PartsOf(Dictionary<string, Dictionary<string, string>> all, string package)
    {
        if (!all.TryGetValue(package, out Dictionary<string, string>? parts))
        {
            all.Add(package, parts = new Dictionary<string, string>(StringComparer.Ordinal));
        }
        return parts;
    }

    private static string Finish(KeyHasher hash) => Convert.ToHexStringLower(hash.Finish().AsSpan(0, 16));
}

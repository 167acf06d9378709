using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// The key of a package's compilation: everything its result depends on. Of imported packages that is the interface hash, and that of every
/// package whose objects can be reached through theirs; not their code. Tags count only through the files they select, and the system only
/// through those and for packages whose result shows it (docs/decisions/0045-one-result-for-several-systems.md).
/// </summary>
internal static class PackageKey
{
    /// <summary>The key; null when an import has no interface hash, because nothing is cached in this build.</summary>
    public static string? Of(CompileSession session, LoadedPackage package)
    {
        using var key = new KeyHasher("package");
        AddOptions(key, session, package);
        key.Text(session.Experiments.ToString());
        key.Text(package.ImportPath);
        key.Text(package.Name);
        key.Flag(package.IsStandardLibrary);
        key.Text(package.IsNamedByFiles ? session.Options.RuntimePackage ?? "" : "");
        key.Text(FrontEnd.PathOf(session, package));
        key.Flag(session.Options.CompilerRulesOnly && !package.IsStandardLibrary);
        key.Text(package.LanguageVersion);
        key.Number(package.GoFiles.Count);
        foreach (GoFile file in package.GoFiles)
        {
            key.Text(file.Name);
            SourceKey.Add(key, file.Source);
        }
        AddAssembly(key, session, package);
        key.Number(package.EmbedPatterns.Count);
        foreach (EmbedPattern pattern in package.EmbedPatterns)
        {
            key.Text(pattern.Pattern);
            key.Number(pattern.Files.Count);
            foreach (EmbedFile file in pattern.Files)
            {
                key.Text(file.Name);
                key.Bytes(file.Read());
            }
        }
        return AddImports(key, session, package) ? Convert.ToHexStringLower(key.Finish()) : null;
    }

    /// <summary>The key of a package whose result depends on the system besides what <see cref="Of"/> covers.</summary>
    public static string ForSystem(string key, Targets.Target target)
    {
        using var own = new KeyHasher("system");
        own.Text(key);
        own.Text(target.Os);
        return Convert.ToHexStringLower(own.Finish());
    }

    /// <summary>
    /// Whether the result would be another one for another system although files and imports are the same: assembly sees the system's name,
    /// imported symbols are checked by the system's rules, and each system has its own way to thread-local storage.
    /// </summary>
    public static bool ShowsSystem(bool hasAssembly, ObjectFile result)
    {
        if (hasAssembly || result.DynamicImports.Count > 0)
        {
            return true;
        }
        foreach (ObjectSymbol symbol in result.Symbols)
        {
            foreach (ref readonly Relocation r in symbol.Relocations.AsSpan())
            {
                if (r.Kind == RelocationKind.TlsOffset || (!r.Target.IsNone
                    && result.Names[r.Target.Index].Name == LinkerSymbols.ThreadLocalG))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>
    /// Trimming of paths is not among them: the names of files, which are, say it, and those of the standard library are the same either
    /// way.
    /// </summary>
    internal static void AddOptions(KeyHasher key, CompileSession session, LoadedPackage package)
    {
        BuildOptions options = session.Options;
        CompilerSettings flags = session.Flags.CompilerFor(package);
        key.Text(options.Target.Arch);
        key.Text(options.Target.ArchitectureLevel);
        key.Flag(flags.Optimize);
        key.Flag(flags.Inline);
        key.Flag(flags.ChecksBounds);
        key.Text(flags.Language ?? "");
        string[] debugFlags = [.. flags.DebugFlags.Where(d => d != "time")];
        key.Number(debugFlags.Length);
        foreach (string debug in debugFlags)
        {
            key.Text(debug);
        }
    }

    private static void AddAssembly(KeyHasher key, CompileSession session, LoadedPackage package)
    {
        key.Number(package.AssemblyFiles.Count);
        AssemblerSettings flags = session.Flags.AssemblerFor(package);
        key.Text(string.Join('\n', flags.Defines));
        key.Flag(flags.IsDynamicLink);
        foreach (SourceFile file in package.AssemblyFiles)
        {
            key.Text(Path.GetFileName(file.Path));
            SourceKey.Add(key, file);
        }
        (string Name, SourceFile? File)[] headers = [.. AssemblyUnit.HeadersOf(session, package)];
        key.Number(headers.Length);
        foreach ((string name, SourceFile? header) in headers)
        {
            key.Text(name);
            key.Flag(header is not null);
            if (header is not null)
            {
                SourceKey.Add(key, header);
            }
        }
    }

    private static bool AddImports(KeyHasher key, CompileSession session, LoadedPackage package)
    {
        var visible = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach ((string written, LoadedPackage import) in package.Imports.OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            key.Text(written);
            key.Text(import.ImportPath);
            if (session.Find(import)?.VisibleInterfaces is not { } interfaces)
            {
                return false;
            }
            foreach ((string path, byte[] hash) in interfaces)
            {
                visible[path] = hash;
            }
        }
        foreach ((string path, byte[] hash) in visible)
        {
            key.Text(path);
            key.Bytes(hash);
        }
        return true;
    }
}

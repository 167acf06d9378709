using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// The key of a package's compilation: everything its result depends on. Of imported packages that is the interface hash, and that of every
/// package whose objects can be reached through theirs; not their code. Tags count only through the files they select.
/// </summary>
internal static class PackageKey
{
    /// <summary>The key; null when an import has no interface hash, because nothing is cached in this build.</summary>
    public static string? Of(CompileSession session, LoadedPackage package)
    {
        using var key = new KeyHasher("package");
        AddOptions(key, session.Options);
        key.Text(session.Experiments.ToString());
        key.Text(package.ImportPath);
        key.Text(package.Name);
        key.Flag(package.IsStandardLibrary);
        key.Text(package.IsNamedByFiles ? session.Options.RuntimePackage ?? "" : "");
        key.Text(FrontEnd.PathOf(session, package));
        key.Flag(session.Options.CompilerRulesOnly && !package.IsStandardLibrary);
        key.Text(package.LanguageVersion);
        foreach (GoFile file in package.GoFiles)
        {
            key.Text(file.Name);
            SourceKey.Add(key, file.Source);
        }
        AddAssembly(key, session, package);
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

    private static void AddOptions(KeyHasher key, BuildOptions options)
    {
        key.Text(options.Target.ToString());
        key.Text(string.Join(',', options.Target.ImpliedTags));
        key.Flag(options.Optimize);
        key.Flag(options.Inline);
        key.Flag(options.TrimPath);
        foreach (string debug in options.DebugFlags)
        {
            if (debug != "time")
            {
                key.Text(debug);
            }
        }
    }

    private static void AddAssembly(KeyHasher key, CompileSession session, LoadedPackage package)
    {
        key.Number(package.AssemblyFiles.Count);
        foreach (SourceFile file in package.AssemblyFiles)
        {
            key.Text(Path.GetFileName(file.Path));
            SourceKey.Add(key, file);
        }
        foreach ((string name, SourceFile? header) in AssemblyUnit.HeadersOf(session, package))
        {
            key.Text(name);
            key.Bytes(header is null ? [] : header.Content);
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

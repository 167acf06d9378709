using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>What the <c>//go:embed</c> patterns of a package's variables stand for (contract 7.9).</summary>
internal static class EmbeddedFiles
{
    /// <summary>A resolver for one package's variables; null when it embeds nothing.</summary>
    public static Func<Variable, IReadOnlyList<string>, Pos, IReadOnlyList<(string Name, byte[] Content,
        bool IsDirectory)>>? Of(LoadedPackage loaded, DiagnosticSink sink)
        => loaded.EmbedPatterns.Count == 0 ? null : (variable, patterns, pos) => Resolve(loaded, variable, patterns, pos, sink);

    private static List<(string Name, byte[] Content, bool IsDirectory)> Resolve(LoadedPackage loaded, Variable variable,
        IReadOnlyList<string> patterns, Pos pos, DiagnosticSink sink)
    {
        bool isFileSystem = AliasType.Unalias(variable.Type!) is NamedType { Name: { Name: "FS", Package.Path: "embed" } };
        if (!isFileSystem && !HoldsOneFile(variable.Type!))
        {
            sink.Report(Catalogue.InvalidEmbedVariable, variable.Pos,
                $"go:embed cannot apply to var of type {TypeOf(variable)}");
            return [];
        }
        var files = new SortedDictionary<string, EmbedFile>(StringComparer.Ordinal);
        foreach (string pattern in patterns)
        {
            foreach (EmbedPattern known in loaded.EmbedPatterns)
            {
                if (known.Pattern == pattern)
                {
                    foreach (EmbedFile f in known.Files)
                    {
                        files[f.Name] = f;
                    }
                }
            }
        }
        if (!isFileSystem && files.Count != 1)
        {
            sink.Report(Catalogue.EmbedNeedsOneFile, pos, $"invalid go:embed: multiple files for type {TypeOf(variable)}");
            return [("", [], false)];
        }
        var result = new List<(string Name, byte[] Content, bool IsDirectory)>();
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (EmbedFile f in files.Values)
        {
            result.Add((f.Name, f.Read(), false));
            for (int slash = f.Name.LastIndexOf('/'); isFileSystem && slash >= 0;
                slash = slash == 0 ? -1 : f.Name.LastIndexOf('/', slash - 1))
            {
                if (folders.Add(f.Name[..slash]))
                {
                    result.Add((f.Name[..slash] + "/", [], true));
                }
            }
        }
        result.Sort(static (a, b) => CompareByFolder(a.Name, b.Name));
        return result;
    }

    private static string TypeOf(Variable variable)
        => TypePrinter.Print(variable.Type!, p => ReferenceEquals(p, variable.Package) ? "" : p.Name);

    private static bool HoldsOneFile(GoType type) => type.Underlying switch
    {
        BasicType basic => basic.Kind == BasicKind.String,
        SliceType slice => slice.Element.Underlying is BasicType { Kind: BasicKind.Uint8 },
        _ => false,
    };

    /// <summary>By folder, then by element; a folder's own trailing slash does not count.</summary>
    private static int CompareByFolder(string a, string b)
    {
        (string aFolder, string aElement) = Split(a);
        (string bFolder, string bElement) = Split(b);
        int c = string.CompareOrdinal(aFolder, bFolder);
        return c != 0 ? c : string.CompareOrdinal(aElement, bElement);
    }

    private static (string Folder, string Element) Split(string name)
    {
        string trimmed = name.EndsWith('/') ? name[..^1] : name;
        int slash = trimmed.LastIndexOf('/');
        return slash < 0 ? (".", trimmed) : (trimmed[..slash], trimmed[(slash + 1)..]);
    }
}

using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// Refuses references, by <c>//go:linkname</c> or from assembly, to what the standard library does not offer: the definition must bear a
/// linkname itself. Names that the library's packages share among themselves are for those packages only, whatever the definition says. As
/// Go's linker, which ends with the first.
/// </summary>
internal static class LinknameCheck
{
    public static void Run(LinkSession session)
    {
        if (!session.Options.CheckLinkname)
        {
            return;
        }
        for (int i = 0; i < session.Objects.Count; i++)
        {
            ObjectFile file = session.Objects[i];
            HashSet<SymbolRef>? own = null;
            foreach ((SymbolRef reference, _) in file.Marks)
            {
                if (!IsAllowed(session, file, i, reference, ref own))
                {
                    session.Error(Catalogue.InvalidLinknameReference,
                        $"link: {file.PackagePath}: invalid reference to {session.NameOf(session.Maps[i][reference.Index])}");
                    return;
                }
            }
        }
    }

    /// <param name="own">The symbols that the object brings, from the first question for them on.</param>
    private static bool IsAllowed(LinkSession session, ObjectFile file, int index, SymbolRef reference, ref HashSet<SymbolRef>? own)
    {
        int id = session.Maps[index][reference.Index];
        ObjectSymbol? definition = session.Definitions[id];
        if (definition is not null && (session.Owners[id] == index || IsShared(definition, file, reference, ref own)))
        {
            return true; // a definition, or assembly of the same package
        }
        string name = session.NameOf(id);
        if (ReservedLinknames.All.TryGetValue(name, out string? only))
        {
            return WithoutModuleVersion(file.PackagePath) == only;
        }
        if (definition is null)
        {
            return true; // said elsewhere, if it matters
        }
        ObjectFile owner = session.Objects[session.Owners[id]];
        // A program offers what the runtime starts, also one that stands among the library's packages: a command, or the main package of
        // their tests.
        return !owner.IsStandardLibrary || owner.PackagePath == "main" || owner.PackagePath == file.PackagePath
            || IsOffered(session, file, owner, id, name);
    }

    /// <summary>
    /// Whether the object brings the same thing itself, and only another's copy was taken: assembly's constants in memory, and its words
    /// that hold addresses.
    /// </summary>
    private static bool IsShared(ObjectSymbol definition, ObjectFile file, SymbolRef reference, ref HashSet<SymbolRef>? own)
        => (definition.Flags & SymbolFlags.DupOk) != 0 && (own ??= SymbolsOf(file)).Contains(reference);

    private static HashSet<SymbolRef> SymbolsOf(ObjectFile file)
    {
        var own = new HashSet<SymbolRef>(file.Symbols.Count);
        foreach (ObjectSymbol symbol in file.Symbols)
        {
            own.Add(symbol.Name);
        }
        return own;
    }

    private static bool IsOffered(LinkSession session, ObjectFile file, ObjectFile owner, int id, string name)
    {
        LinkMarks marks = owner.MarksOf(session.Definitions[id]!.Name);
        if (marks == LinkMarks.Assembly)
        {
            // By its name it is made for that package, or for no Go code at all.
            if (name.StartsWith(file.PackagePath, StringComparison.Ordinal) || !name.Contains('.', StringComparison.Ordinal))
            {
                return true;
            }
            // Else what Go code says of the entry in the other calling convention counts.
            SymbolAbi abi = session.Symbols[id].Abi == SymbolAbi.Abi0 ? SymbolAbi.Internal : SymbolAbi.Abi0;
            int other = session.Symbols.Find(name, abi);
            if (other != 0 && session.Definitions[other] is { } entry)
            {
                marks = session.Objects[session.Owners[other]].MarksOf(entry.Name);
            }
        }
        return (marks & LinkMarks.Linkname) != 0 || ((marks & LinkMarks.LinknameStandard) != 0 && file.IsStandardLibrary);
    }

    /// <summary>
    /// Frozen versions of the cryptographic module are as good as the one they were: <c>crypto/internal/fips140/v1.0.0/x</c>.
    /// </summary>
    private static string WithoutModuleVersion(string path)
    {
        const string Module = "crypto/internal/fips140/";
        if (!path.StartsWith(Module + "v", StringComparison.Ordinal))
        {
            return path;
        }
        int slash = path.IndexOf('/', Module.Length);
        return slash < 0 ? Module[..^1] : Module + path[(slash + 1)..];
    }
}

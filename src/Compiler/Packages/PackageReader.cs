using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>A package whose files are read, but whose imports are not resolved yet.</summary>
internal sealed class ReadPackage(PackagePlace place)
{
    public PackagePlace Place { get; } = place;
    public string Name { get; set; } = "";
    public List<GoFile> GoFiles { get; } = [];
    public List<SourceFile> AssemblyFiles { get; } = [];
    public List<SourceFile> HeaderFiles { get; } = [];
    public List<EmbedPattern> EmbedPatterns { get; } = [];
    public List<(string Key, string Value)> GodebugSettings { get; } = [];

    /// <summary>Go files that constraints, their package name or cgo left out; test files; files that could not be used at all.</summary>
    public int ExcludedCount { get; set; }
    public int TestCount { get; set; }
    public string? CgoFile { get; set; }

    /// <summary>What was found wrong with the files. Each package has a sink of its own, for packages are read in parallel.</summary>
    public DiagnosticSink Sink { get; } = new();
}

/// <summary>Reads the files of packages that take part in the build. Thread-safe but for the name table handed in.</summary>
internal sealed class PackageReader(BuildTags tags, SourceFileTable files, bool trimPath)
{
    public ReadPackage Read(PackagePlace place, NameTable names)
    {
        var package = new ReadPackage(place);
        var embeds = new SortedDictionary<string, Pos>(StringComparer.Ordinal);
        foreach (string name in place.OnlyFiles ?? place.Folder.Files(""))
        {
            if (name[0] is '.' or '_')
            {
                continue;
            }
            switch (Path.GetExtension(name))
            {
                case ".go":
                    ReadGoFile(package, name, names, embeds);
                    break;
                case ".s" when place.OnlyFiles is null && Selected(package, name) is { } content:
                    package.AssemblyFiles.Add(Register(place, name, content));
                    break;
                case ".h" when place.OnlyFiles is null && Selected(package, name) is { } content:
                    package.HeaderFiles.Add(Register(place, name, content));
                    break;
            }
        }
        CheckNameCollisions(package);
        ResolveEmbeds(package, embeds);
        return package;
    }

    private SourceFile Register(PackagePlace place, string name, byte[] content)
    {
        string path = place.Folder.PathOf(name);
        return files.Add(path, trimPath ? TrimmedPath(place, name) : path, content);
    }

    /// <summary><c>import/path/file.go</c>, with the module's version if it has one.</summary>
    private static string TrimmedPath(PackagePlace place, string name)
    {
        string path = place.TreePath;
        if (place.Module is { Version.Length: > 0 } module && ImportPaths.HasPrefix(path, module.Path))
        {
            path = $"{module.Path}@{module.Version}{path[module.Path.Length..]}";
        }
        return path.Length == 0 ? name : $"{path}/{name}";
    }

    /// <summary>The contents of a file, or null if its name or a constraint in it leaves it out.</summary>
    private byte[]? Selected(ReadPackage package, string name)
    {
        bool isForced = package.Place.OnlyFiles is not null;
        if (!isForced && !tags.MatchesFileName(name))
        {
            return null;
        }
        byte[] content;
        try
        {
            content = package.Place.Folder.Read(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string path = package.Place.Folder.PathOf(name);
            package.Sink.Report(new Diagnostic(Catalogue.UnreadableFile, default, $"read {path}: {e.Message}", FilePath: path));
            return null;
        }
        if (isForced || BuildConstraint.IsSatisfied(content, tags, out string? error))
        {
            return content;
        }
        if (error is not null)
        {
            string path = package.Place.Folder.PathOf(name);
            package.Sink.Report(new Diagnostic(Catalogue.InvalidBuildConstraint, default, error, FilePath: path, FileLine: 1, FileColumn: 1));
        }
        return null;
    }

    private void ReadGoFile(ReadPackage package, string name, NameTable names, SortedDictionary<string, Pos> embeds)
    {
        if (name.EndsWith("_test.go", StringComparison.Ordinal))
        {
            package.TestCount++;
            return;
        }
        if (Selected(package, name) is not { } content)
        {
            package.ExcludedCount++;
            return;
        }
        SourceFile source = Register(package.Place, name, content);
        var headSink = new DiagnosticSink();
        SyntaxFile head = Parser.ParseImports(source, names, headSink);
        if (headSink.HasErrors)
        {
            // Once there is an error, all of the file's errors are worth having.
            int nextId = 1;
            Parser.ParseFile(source, names, ref nextId, package.Sink);
            package.ExcludedCount++;
            return;
        }
        if (head.PackageName.Value == "documentation")
        {
            package.ExcludedCount++;
            return;
        }
        List<(string Path, Pos Pos)> imports = [];
        foreach (DeclarationSyntax declaration in head.Declarations)
        {
            var import = (ImportSyntax)declaration;
            imports.Add((Unquote(import.Path.Text), import.Pos));
        }
        if (imports.Find(i => i.Path == "C") is { Path: not null } cgo)
        {
            package.CgoFile ??= name;
            package.ExcludedCount++;
            if (!package.Place.IsStandard)
            {
                package.Sink.Report(Catalogue.CgoFileSkipped, cgo.Pos, $"{name} imports \"C\" and is left out: cgo is not supported");
            }
            return;
        }
        AddGoFile(package, new GoFile(name, source) { Imports = imports }, head, embeds);
    }

    private static void AddGoFile(ReadPackage package, GoFile file, SyntaxFile head, SortedDictionary<string, Pos> embeds)
    {
        string packageName = head.PackageName.Value;
        if (package.GoFiles.Count == 0)
        {
            package.Name = packageName;
        }
        else if (package.Name != packageName)
        {
            string message = $"found packages {package.Name} ({package.GoFiles[0].Name}) and {packageName} ({file.Name}) in {package.Place.Folder.Location}";
            package.Sink.Report(Catalogue.MixedPackages, head.PackageName.Pos, message);
        }
        package.GoFiles.Add(file);
        bool importsEmbed = file.Imports.Any(i => i.Path == "embed");
        foreach (Directive directive in head.Directives)
        {
            if (directive.Name == "go:embed" && importsEmbed)
            {
                AddEmbeds(package, directive, embeds);
            }
            else if (directive.Name == "go:debug" && packageName == "main" && directive.Pos < head.PackageName.Pos)
            {
                if (GodebugDefaults.ParseDirective(directive.Arguments, out string? problem) is { } setting)
                {
                    package.GodebugSettings.Add(setting);
                }
                else
                {
                    package.Sink.Report(Catalogue.InvalidGodebug, directive.Pos, "invalid //go:debug: " + problem);
                }
            }
        }
    }

    private static void AddEmbeds(ReadPackage package, Directive directive, SortedDictionary<string, Pos> embeds)
    {
        if (EmbedResolver.Split(directive.Arguments, out string? problem) is not { } patterns)
        {
            package.Sink.Report(Catalogue.InvalidEmbedPattern, directive.Pos, problem!);
            return;
        }
        foreach ((string pattern, int offset) in patterns)
        {
            Pos start = directive.ArgumentsPos;
            embeds.TryAdd(pattern, new Pos(start.File, start.Line, start.Column + offset));
        }
    }

    private static void ResolveEmbeds(ReadPackage package, SortedDictionary<string, Pos> embeds)
    {
        if (embeds.Count == 0)
        {
            return;
        }
        var resolver = new EmbedResolver(package.Place.Folder);
        foreach ((string pattern, Pos pos) in embeds)
        {
            if (resolver.Resolve(pattern, out string? problem) is { } resolved)
            {
                package.EmbedPatterns.Add(resolved);
            }
            else
            {
                package.Sink.Report(Catalogue.InvalidEmbedPattern, pos, $"pattern {pattern}: {problem}");
            }
        }
    }

    /// <summary>Some file systems take names that differ only in case for the same file, so nobody may rely on the difference.</summary>
    private static void CheckNameCollisions(ReadPackage package)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        IEnumerable<string> names = package.GoFiles.Select(f => f.Name).Concat(package.AssemblyFiles.Concat(package.HeaderFiles).Select(f => Path.GetFileName(f.Path)));
        foreach (string name in names)
        {
            if (!seen.TryAdd(name, name))
            {
                package.Sink.Report(new Diagnostic(Catalogue.CaseCollision, default, $"case-insensitive file name collision: \"{seen[name]}\" and \"{name}\"", FilePath: package.Place.Folder.PathOf(name)));
            }
        }
    }

    /// <summary>The value of an import path's literal. Escapes make no path valid, so they may stay as they are.</summary>
    private static string Unquote(string literal) => literal.Length >= 2 ? literal[1..^1] : "";
}

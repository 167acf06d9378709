using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>A package whose files are read, but whose imports are not resolved yet.</summary>
internal sealed class ReadPackage(PackagePlace place)
{
    public PackagePlace Place { get; } = place;
    public string Name { get; set; } = "";

    /// <summary>The file that gave <see cref="Name"/>, for messages.</summary>
    public string FirstFile { get; set; } = "";
    public List<GoFile> GoFiles { get; } = [];
    public List<SourceFile> AssemblyFiles { get; } = [];
    public List<SourceFile> HeaderFiles { get; } = [];
    public List<EmbedPattern> EmbedPatterns { get; } = [];
    public List<(string Key, string Value)> GodebugSettings { get; } = [];

    /// <summary>Go files that constraints, their package name or cgo left out; test files; files that could not be used at all.</summary>
    public int ExcludedCount { get; set; }
    public int TestCount { get; set; }

    /// <summary>Go files that constraints or cgo leave out.</summary>
    public List<string> IgnoredGoFiles { get; } = [];

    /// <summary>Files in other languages that constraints leave out.</summary>
    public List<string> IgnoredOtherFiles { get; } = [];

    /// <summary>Go files that cannot be read, or are of another package.</summary>
    public List<string> InvalidGoFiles { get; } = [];

    public List<string> SystemObjects { get; } = [];

    /// <summary>Paths of those that are for the target.</summary>
    public List<string> SystemObjectFiles { get; } = [];
    public string? CgoFile { get; set; }

    /// <inheritdoc cref="LoadedPackage.CoverageMeta"/>
    public byte[] CoverageMeta { get; init; } = [];

    /// <summary>What was found wrong with the files. Each package has a sink of its own, for packages are read in parallel.</summary>
    public DiagnosticSink Sink { get; } = new();

    /// <summary>Test files of the package itself, when tests are wanted and there are any: only what they add.</summary>
    public ReadPackage? InPackageTests { get; set; }

    /// <summary>Test files of the package <c>name_test</c> beside it, when tests are wanted and there are any.</summary>
    public ReadPackage? ExternalTests { get; set; }

    public bool HasTests => InPackageTests is not null || ExternalTests is not null;

    /// <summary>Of test files: what the test program registers.</summary>
    public List<TestFunction> TestFunctions { get; } = [];

    /// <summary>Embed patterns found so far and where.</summary>
    public SortedDictionary<string, Pos> Embeds { get; } = new(StringComparer.Ordinal);
}

/// <summary>Reads the files of packages that take part in the build. Thread-safe but for the name table handed in.</summary>
internal sealed class PackageReader(BuildTags tags, SourceFileTable files, bool trimPath)
{
    /// <summary>Every file that was read.</summary>
    public SourceFileTable Files => files;

    /// <inheritdoc cref="LoadOptions.OutputFolders"/>
    public IReadOnlyList<string> OutputFolders { get; init; } = [];

    /// <inheritdoc cref="LoadOptions.IgnoresEmbeds"/>
    public bool IgnoresEmbeds { get; init; }

    /// <inheritdoc cref="LoadOptions.EmbedItems"/>
    public EmbedItems EmbedItems { get; init; } = EmbedItems.None;

    /// <summary>The files that embed patterns are about, where that is more than a folder has.</summary>
    public IFileView? EmbedView { get; init; }

    /// <param name="withTests">Read test files too: their imports count only for the test program.</param>
    public ReadPackage Read(PackagePlace place, NameTable names, bool withTests = false)
    {
        var package = new ReadPackage(place);
        foreach (string name in place.OnlyFiles ?? place.Folder.PackageFiles())
        {
            if (name[0] is '.' or '_')
            {
                continue;
            }
            switch (Path.GetExtension(name))
            {
                case ".go":
                    ReadGoFile(package, name, names, withTests);
                    break;
                case ".s" or ".h" when place.OnlyFiles is null:
                    ReadOtherFile(package, name);
                    break;
                case ".f" or ".F" or ".for" or ".f90" when place.OnlyFiles is null && !place.IsStandard
                    && Selected(package, name) is not null:
                    package.Sink.Report(new Diagnostic(Catalogue.FortranFile, default,
                        $"package {place.FullPath}: Fortran source files not allowed when not using cgo or SWIG: {name}",
                            FilePath: place.Folder.PathOf(name)));
                    break;
                case ".syso" when place.OnlyFiles is null && !place.IsStandard && tags.MatchesFileName(name):
                    package.SystemObjectFiles.Add(place.Folder.PathOf(name));
                    break;
            }
        }
        CheckNameCollisions(package);
        ResolveEmbeds(package);
        foreach (ReadPackage? tests in (ReadOnlySpan<ReadPackage?>)[package.InPackageTests, package.ExternalTests])
        {
            if (tests is not null)
            {
                ResolveEmbeds(tests);
            }
        }
        return package;
    }

    private void ReadOtherFile(ReadPackage package, string name)
    {
        if (Selected(package, name) is { } content)
        {
            (name.EndsWith(".s", StringComparison.Ordinal) ? package.AssemblyFiles : package.HeaderFiles)
                .Add(Register(package.Place, name, content));
        }
        else
        {
            package.IgnoredOtherFiles.Add(name);
        }
    }

    private SourceFile Register(PackagePlace place, string name, byte[] content)
    {
        string path = place.Folder.PathOf(name);
        // Of an archive there is no folder on any machine: its files are called the same either way, and their packages are compiled once.
        bool isInFolder = Path.IsPathRooted(path) || !place.IsStandard;
        return files.Add(path, trimPath || !isInFolder ? TrimmedPath(place, name) : path, content);
    }

    /// <summary>Registers a file that is written by the loader itself.</summary>
    public SourceFile AddGenerated(string name, byte[] content) => files.Add(name, name, content);

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
        if (isForced || BuildConstraint.IsSatisfied(content, tags, out string? error, out int line))
        {
            return content;
        }
        if (error is not null)
        {
            string path = package.Place.Folder.PathOf(name);
            package.Sink.Report(new Diagnostic(Catalogue.InvalidBuildConstraint, default, error, FilePath: path, FileLine: line,
                FileColumn: 1));
        }
        return null;
    }

    private void ReadGoFile(ReadPackage package, string name, NameTable names, bool withTests)
    {
        bool isTest = GoFileName.IsTest(name);
        package.TestCount += isTest ? 1 : 0;
        if (isTest && !withTests)
        {
            return;
        }
        if (Selected(package, name) is not { } content)
        {
            package.ExcludedCount += isTest ? 0 : 1;
            package.IgnoredGoFiles.Add(name);
            return;
        }
        SourceFile source = Register(package.Place, name, content);
        var headSink = new DiagnosticSink();
        SyntaxFile head = Parser.ParseImports(source, names, headSink);
        if (LoaderSyntax.HasNulInHead(headSink))
        {
            string path = package.Place.Folder.PathOf(name);
            package.Sink.Report(new Diagnostic(Catalogue.UnreadableFile, default, $"read {path}: unexpected NUL in input", FilePath: path));
            package.ExcludedCount++;
            package.InvalidGoFiles.Add(name);
            return;
        }
        if (headSink.All.Any(f => f.Descriptor.Severity == Severity.Error && LoaderSyntax.IsOfLoader(f, source)))
        {
            // Once there is an error, all of the file's errors are worth having.
            int nextId = 1;
            var all = new DiagnosticSink();
            Parser.ParseFile(source, names, ref nextId, all);
            foreach (Diagnostic finding in all.All.Where(f => LoaderSyntax.IsOfLoader(f, source)))
            {
                package.Sink.Report(LoaderSyntax.Of(finding, source, head, headSink));
            }
            package.ExcludedCount++;
            package.InvalidGoFiles.Add(name);
            return;
        }
        if (head.PackageName.Value == "documentation")
        {
            package.ExcludedCount++;
            package.IgnoredGoFiles.Add(name);
            return;
        }
        List<(string Path, Pos Pos)> imports = ImportsOf(head);
        if (imports.Find(i => i.Path == "C") is { Path: not null } cgo)
        {
            LeaveOut(package, name, cgo.Pos);
            return;
        }
        var file = new GoFile(name, source) { Imports = imports };
        if (isTest)
        {
            AddTestFile(package, file, head, names);
        }
        else
        {
            CheckPackageName(package, name, head.PackageName.Value, head.PackageName.Pos);
            AddGoFile(package, file, head);
        }
    }

    private static List<(string Path, Pos Pos)> ImportsOf(SyntaxFile head)
    {
        List<(string Path, Pos Pos)> imports = [];
        foreach (DeclarationSyntax declaration in head.Declarations)
        {
            if (declaration is ImportSyntax import)
            {
                imports.Add((Unquote(import.Path.Text), import.Pos));
            }
        }
        return imports;
    }

    private static void LeaveOut(ReadPackage package, string name, Pos pos)
    {
        package.CgoFile ??= name;
        package.IgnoredGoFiles.Add(name);
        package.ExcludedCount++;
        if (!package.Place.IsStandard)
        {
            package.Sink.Report(Catalogue.CgoFileSkipped, pos, $"{name} imports \"C\" and is left out: cgo is not supported");
        }
    }

    private static void CheckPackageName(ReadPackage package, string file, string name, Pos pos)
    {
        if (package.Name.Length == 0)
        {
            package.Name = name;
            package.FirstFile = file;
        }
        else if (package.Name != name)
        {
            package.InvalidGoFiles.Add(file);
            package.Sink.Report(Catalogue.MixedPackages, pos,
                $"found packages {package.Name} ({package.FirstFile}) and {name} ({file}) in {package.Place.Folder.Location}");
        }
    }

    /// <summary>A test file belongs to the package, or to the one beside it whose name ends in <c>_test</c>.</summary>
    private static void AddTestFile(ReadPackage package, GoFile file, SyntaxFile head, NameTable names)
    {
        const string Suffix = "_test";
        string packageName = head.PackageName.Value;
        bool isExternal = packageName.EndsWith(Suffix, StringComparison.Ordinal) && packageName != package.Name;
        CheckPackageName(package, file.Name, isExternal ? packageName[..^Suffix.Length] : packageName, head.PackageName.Pos);
        ReadPackage tests = isExternal ? package.ExternalTests ??= new ReadPackage(package.Place)
            : package.InPackageTests ??= new ReadPackage(package.Place);
        tests.Name = packageName;
        var findings = new DiagnosticSink();
        var reader = new TestFileReader(file.Source, findings);
        reader.Read(names);
        foreach (Diagnostic finding in findings.All)
        {
            tests.Sink.Report(LoaderSyntax.Of(finding, file.Source));
        }
        tests.TestFunctions.AddRange(reader.Functions);
        AddGoFile(tests, file, head, areSettingsTaken: true);
    }

    /// <param name="areSettingsTaken">Of test files <c>//go:debug</c> lines count in any package.</param>
    private static void AddGoFile(ReadPackage package, GoFile file, SyntaxFile head, bool areSettingsTaken = false)
    {
        package.GoFiles.Add(file);
        bool importsEmbed = file.Imports.Any(i => i.Path == "embed");
        foreach (Directive directive in head.Directives)
        {
            if (directive.Name == "go:embed" && importsEmbed)
            {
                AddEmbeds(package, directive);
            }
            else if (directive.Name == "go:debug" && (areSettingsTaken || head.PackageName.Value == "main")
                && directive.Pos < head.PackageName.Pos)
            {
                if (GodebugDefaults.ParseDirective(directive.Arguments, out string? problem) is { } setting)
                {
                    if (package.GodebugSettings.Exists(s => s.Key == setting.Key) && !areSettingsTaken)
                    {
                        package.Sink.Report(Catalogue.InvalidGodebug, directive.Pos, $"repeated //go:debug for {setting.Key}");
                    }
                    package.GodebugSettings.Add(setting);
                }
                else
                {
                    package.Sink.Report(Catalogue.InvalidGodebug, directive.Pos, "invalid //go:debug: " + problem);
                }
            }
        }
    }

    private static void AddEmbeds(ReadPackage package, Directive directive)
    {
        foreach ((string pattern, int offset) in EmbedArguments.Split(directive.Arguments, out _) ?? [])
        {
            Pos start = directive.ArgumentsPos;
            package.Embeds.TryAdd(pattern, new Pos(start.File, start.Line, start.Column + offset));
        }
    }

    private void ResolveEmbeds(ReadPackage package)
    {
        if (package.Embeds.Count == 0 || IgnoresEmbeds)
        {
            return;
        }
        SourceFolder folder = EmbedView is not null && package.Place.Folder is DiskFolder disk
            ? new DiskFolder(disk.Location, EmbedView) : package.Place.Folder;
        var resolver = new EmbedResolver(folder, OutputFolders, EmbedItems);
        foreach ((string pattern, Pos pos) in package.Embeds)
        {
            if (resolver.Resolve(pattern, out string? problem) is { } resolved)
            {
                package.EmbedPatterns.Add(resolved);
            }
            else
            {
                package.Sink.Report(resolver.FoundOutput ? Catalogue.EmbedsOutputFolder : Catalogue.InvalidEmbedPattern, pos,
                    $"pattern {pattern}: {problem}");
                return; // the first in the order of the patterns' texts, as Go
            }
        }
    }

    /// <summary>Some file systems take names that differ only in case for the same file, so nobody may rely on the difference.</summary>
    private static void CheckNameCollisions(ReadPackage package)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        IEnumerable<string> names = package.GoFiles.Select(f => f.Name)
            .Concat(package.AssemblyFiles.Concat(package.HeaderFiles).Select(f => Path.GetFileName(f.Path)));
        foreach (string name in names)
        {
            if (!seen.TryAdd(name, name))
            {
                package.Sink.Report(new Diagnostic(Catalogue.CaseCollision, default,
                    $"case-insensitive file name collision: \"{seen[name]}\" and \"{name}\"", FilePath: package.Place.Folder.PathOf(name)));
            }
        }
    }

    /// <summary>The value of an import path's literal; what is none has been reported.</summary>
    private static string Unquote(string literal) => GoText.Unquote(literal) ?? (literal.Length >= 2 ? literal[1..^1] : "");
}

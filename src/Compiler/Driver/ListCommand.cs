using System.Security.Cryptography;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.Driver.Templates;
using Go.Compiler.FileSystem;
using Go.Compiler.Packages;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>
/// <c>dotnet go list</c>: the import paths of packages, with <c>-deps</c> those of all they need, dependencies first, with <c>-test</c>
/// those of their test programs; <c>-json</c> and <c>-f</c> tell more of each. Errors of the packages listed end it, or with <c>-e</c> are
/// part of what is told.
/// </summary>
internal sealed class ListCommand
{
    private readonly BuildFlags _flags = new(Locations.Environment());
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private string[]? _fields;
    private bool _deps, _json, _takesErrors, _exports, _tests, _finds, _compiled, _retracted;
    private string _formatText = "";
    private IReadOnlyList<string> _patterns = [];

    private ListCommand(TextWriter output, TextWriter error) => (_output, _error) = (output, error);

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        Refuse(arguments.Contains(""), "go: invalid package: \"\"");
        if (arguments.TakeWhile(a => a != "--").Any(a => a is "-m" or "--m" or "-m=true" or "--m=true"))
        {
            return Modules.ListModulesCommand.Run(arguments, output, error);
        }
        var command = new ListCommand(output, error);
        command.Parse(arguments);
        return command.List() ? 0 : 1;
    }

    private void Parse(IReadOnlyList<string> arguments)
    {
        _patterns = _flags.Define(new GoFlags()).Switch("deps", v => _deps = v)
            .OptionalValue("json", v =>
            {
                // As a switch, or with the names of the fields that are wanted.
                _json = v != "false";
                _fields = v is "true" or "false" ? null : v.Split(',', StringSplitOptions.RemoveEmptyEntries);
            })
            .Switch("e", v => _takesErrors = v)
            .Value("f", v => _formatText = v)
            .Switch("find", v => _finds = v)
            .Switch("export", v => _exports = v)
            .Switch("compiled", v => _compiled = v)
            .Switch("test", v => _tests = v)
            .Switch("u", v => Refuse(v, "go list -u can only be used with -m"))
            .Switch("versions", v => Refuse(v, "go list -versions can only be used with -m"))
            .Switch("retracted", v => _retracted = v)
            .Value("reuse", v => Refuse(v.Length > 0, "go list -reuse cannot be used without -m"))
            .Switch("m", _ => { })
            .ApplyDefaults(_flags.Environment).Parse(arguments);
        Refuse(_formatText.Length > 0 && _json, "go list -f cannot be used with -json");
        Refuse(_finds && _deps, "go list -deps cannot be used with -find");
        Refuse(_finds && _tests, "go list -test cannot be used with -find");
        Refuse(_finds && _exports, "go list -export cannot be used with -find");
        _flags.ReadEnvironment();
        Refuse(_retracted && _flags.Modules.Gopath is not null, "go list -retracted can only be used in module-aware mode");
    }

    private static void Refuse(bool isSet, string message) => _ = isSet ? throw UsageException.Plain(message) : isSet;

    private bool Needs(params ReadOnlySpan<string> fields)
    {
        bool needs = _json && _fields is null;
        foreach (string field in fields)
        {
            needs |= (_json && _fields?.Contains(field) == true) || _formatText.Contains("." + field, StringComparison.Ordinal);
        }
        return needs;
    }

    /// <summary>Files that are not there are nobody's concern where no field tells of them.</summary>
    private bool IgnoresEmbeds
        => _json && !_exports && _fields is not null && !_fields.Any(f => f.EndsWith("EmbedFiles", StringComparison.Ordinal));

    private bool List()
    {
        PackageListing? listing = null;
        TemplateLines? format = _formatText.Length > 0
            ? new(_formatText, ListFunctions.With(path => listing?.FindModule?.Invoke(path))) : null;
        var sources = new SourceFileTable();
        var sink = new DiagnosticSink();
        TextWriter notes = TextWriter.Synchronized(_error);
        using IStandardLibrary library = Builder.OpenStandardLibrary(Locations.StandardLibrary(_flags.Environment));
        LoadOptions options = _flags.ToLoadOptions(_patterns, library, notes) with
        {
            Tests = _tests, IgnoresImports = _finds, IgnoresEmbeds = IgnoresEmbeds, TellsRetractions = _retracted,
            Trace = _flags.Trace ? notes.WriteLine : null,
        };
        listing = PackageLoader.List(options, sources, sink);
        IReadOnlyList<ListedPackage> packages = (_deps ? listing?.Packages : listing?.Roots) ?? [];
        bool isGood = WriteProblems(listing?.Problems ?? sink.All, sources);
        if (listing is null || !(CheckRoots(listing) && (isGood || _takesErrors)))
        {
            return false;
        }
        bool hasErrors = !_takesErrors && TellsDependencies(listing) && WriteErrors(listing.Packages);
        IReadOnlyDictionary<string, string> files = _exports ? Export(packages) : new Dictionary<string, string>();
        if (_exports && files.Count == 0 && _hasBuildErrors && !_takesErrors)
        {
            return false;
        }
        IReadOnlyDictionary<string, string> stale = Needs("Stale", "StaleReason") ? Stale(listing.Roots) : new Dictionary<string, string>();
        bool tellsDoc = Needs("Doc");
        foreach (ListedPackage p in packages)
        {
            string target = InstallTarget.Of(p, _flags.Environment);
            string reason = stale.GetValueOrDefault(p.FullPath, "");
            var facts = new PackageDescription.Facts(files.GetValueOrDefault(p.FullPath, ""), target, reason.Length > 0, reason, _compiled,
                tellsDoc, MainFileOf(p));
            Write(PackageDescription.Of(p, facts), format);
        }
        return !hasErrors;
    }

    /// <summary>
    /// Errors of dependencies are told where the original has to look at them: where tests or profiles may make several copies of a
    /// package.
    /// </summary>
    private bool TellsDependencies(PackageListing listing)
        => !_finds && (_deps || _tests || (listing.Roots.Count > 1 && _flags.LooksForProfiles));

    private bool _hasBuildErrors;

    /// <summary>
    /// Whether the packages that were asked for, and what their tests need, are in order; without <c>-e</c> nothing is told otherwise.
    /// </summary>
    private bool CheckRoots(PackageListing listing)
    {
        if (_takesErrors)
        {
            return true;
        }
        bool IsOfTest(ListedPackage p) => p.ForTest.Length > 0 || p.GeneratedSource is not null;
        if (WriteErrors(listing.Roots.Where(p => !IsOfTest(p))))
        {
            return false;
        }
        foreach (ListedPackage p in listing.Roots.Where(IsOfTest))
        {
            if ((p.Error ?? p.Dependencies().Select(d => d.Error).FirstOrDefault(e => e is not null)) is { } problem)
            {
                _error.WriteLine($"go: can't load test package: {problem}");
                return false;
            }
        }
        return true;
    }

    private bool WriteErrors(IEnumerable<ListedPackage> packages)
    {
        bool hasAny = false;
        foreach (ListedPackage p in packages.Where(p => p.Error is not null))
        {
            _error.WriteLine(p.Error);
            hasAny = true;
        }
        return hasAny;
    }

    private BuildOptions OptionsOfBuild() => _flags.ToOptions(WorkingFolder.Current, _patterns, BuildFlags.HostTarget(_flags.Environment),
        Locations.StandardLibrary(_flags.Environment), Locations.CacheDirectory(_flags.Environment));

    /// <summary>Compiles what is listed, so that there are files to name. Errors become the packages' own, or are told.</summary>
    private IReadOnlyDictionary<string, string> Export(IReadOnlyList<ListedPackage> packages)
    {
        using var cancellation = new CancelOnSignal();
        BuildOptions options = OptionsOfBuild();
        if (_takesErrors && packages.Any(p => p.Error is not null))
        {
            options = options with { Patterns = [.. packages.Where(p => p is { Loaded: not null, ForTest: "", GeneratedSource: null })
                .Select(p => p.FullPath)] };
            if (options.Patterns.Count == 0)
            {
                return new Dictionary<string, string>();
            }
        }
        BuildOutcome outcome = Builder.Build(options with { ExportNamed = true, ExportAll = _deps, Tests = false }, null,
            cancellation.Token);
        _hasBuildErrors = !outcome.Succeeded;
        if (!_takesErrors)
        {
            BuildOutput.WriteText(outcome, WorkingFolder.Current, _error);
            return outcome.Succeeded ? outcome.ExportFiles : new Dictionary<string, string>();
        }
        foreach ((string? path, string text) in BuildOutput.TextByPackage(outcome, WorkingFolder.Current))
        {
            if (packages.FirstOrDefault(p => p.FullPath == path) is { Error: null } package)
            {
                package.Error = new ListedError([], "", text) { Text = text };
            }
        }
        return outcome.ExportFiles;
    }

    /// <summary>Why a build would have something to do for packages, by package.</summary>
    private IReadOnlyDictionary<string, string> Stale(IReadOnlyList<ListedPackage> roots)
    {
        using var cancellation = new CancelOnSignal();
        string[] targets = [.. roots.Where(p => p.Name == "main")
            .SelectMany(p => (string[])[p.FullPath, InstallTarget.Of(p, _flags.Environment)])];
        BuildOptions options = OptionsOfBuild() with { DryRun = true, Trace = false, TellsStale = true, StaleTargets = targets,
            Stamp = _flags.Stamp ?? StampMode.Auto };
        BuildOutcome outcome = Builder.Build(options, null, cancellation.Token);
        return outcome.Stale;
    }

    /// <summary>The source of a test program's main package, which lies in the cache for those who ask; empty for other packages.</summary>
    private string MainFileOf(ListedPackage package)
    {
        if (package.GeneratedSource is not { } source)
        {
            return "";
        }
        string file = Path.Combine(ExportFiles.Folder(Locations.CacheDirectory(_flags.Environment)),
            Convert.ToHexStringLower(SHA256.HashData(source)) + ".go");
        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(source))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicWrite(file, source);
        }
        return file;
    }

    private static void AtomicWrite(string file, byte[] content)
    {
        string temporary = AbandonedFiles.NameFor(file);
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, file, overwrite: true);
    }

    /// <summary>False if there were errors.</summary>
    private bool WriteProblems(IReadOnlyList<Diagnostic> problems, SourceFileTable sources)
    {
        // Files that are left out are told as data.
        foreach (Diagnostic d in DiagnosticReport.Arrange([.. problems.Where(p => p.Descriptor != Catalogue.CgoFileSkipped)],
            sources).Diagnostics)
        {
            _error.WriteLine(new PathText(WorkingFolder.Current).OfLoader(d, sources));
        }
        return problems.All(d => d.Descriptor.Severity != Severity.Error);
    }

    private void Write(TemplateRecord package, TemplateLines? format)
    {
        if (format is not null)
        {
            format.Write(package, ListTypes.Package, _output);
            return;
        }
        _output.Write((_json ? PackageDescription.ToJson(package, _fields) : package.ToString()) + "\n");
    }
}

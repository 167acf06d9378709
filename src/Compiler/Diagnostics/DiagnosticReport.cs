using Go.Compiler.Text;

namespace Go.Compiler.Diagnostics;

/// <summary>What is shown of the diagnostics of a build: in order, without repetitions, and not too many.</summary>
/// <param name="Diagnostics">Package by package, each in the order of its compiler; findings without a place come first.</param>
/// <param name="Truncated">For each package (the empty one stands for what belongs to none) of which errors were left out: the last error
/// before.</param>
public sealed record DiagnosticReport(IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<Diagnostic> Truncated)
{
    /// <summary>Errors were left out because of the limit.</summary>
    public bool IsTruncated => Truncated.Count > 0;

    /// <summary>As many errors as Go's own compiler shows before it gives up.</summary>
    public const int DefaultErrorLimit = 10;

    /// <summary>
    /// Puts diagnostics, given in the order of their reporting, in the order in which Go's compiler prints them: it gives up after so many
    /// errors of a package, and sorts what it has by file or line directive (in the order of their first errors) and place. Of the syntax
    /// errors of one line only the first is kept (the rest mostly follows from it), and of equal messages on one line only one.
    /// </summary>
    /// <param name="unlimited">Packages of which all errors are shown.</param>
    public static DiagnosticReport Arrange(
        IEnumerable<Diagnostic> reported, SourceFileTable files, int errorLimit = DefaultErrorLimit, IReadOnlySet<string>? unlimited = null)
    {
        var packages = new Dictionary<string, PackageFindings>(StringComparer.Ordinal);
        foreach (Diagnostic diagnostic in reported)
        {
            string package = diagnostic.Package ?? "";
            if (!packages.TryGetValue(package, out PackageFindings? findings))
            {
                packages.Add(package, findings = new PackageFindings(unlimited?.Contains(package) == true ? int.MaxValue : errorLimit));
            }
            findings.Add(new Finding(PlaceOf(diagnostic, files), files.LineDirectivesBefore(diagnostic.Pos), diagnostic));
        }
        var ordered = new List<Diagnostic>();
        var truncated = new List<Diagnostic>();
        foreach (PackageFindings findings in packages.OrderBy(p => p.Value.FirstPath, StringComparer.Ordinal)
            .ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value))
        {
            findings.AddTo(ordered);
            if (findings.Truncated is { } last)
            {
                truncated.Add(last);
            }
        }
        return new DiagnosticReport(ordered, truncated);
    }

    private static (string Path, int Line, int Column) PlaceOf(Diagnostic diagnostic, SourceFileTable files)
        => files.FileOf(diagnostic.Pos) is { } file
            ? (file.DisplayPath, diagnostic.Pos.Line, diagnostic.Pos.Column)
            : (diagnostic.FilePath ?? "", diagnostic.FileLine, diagnostic.FileColumn);

    /// <param name="Directives">How many line directives stand before it: what one of them is about Go's compiler sorts like a file of its
    /// own.</param>
    private readonly record struct Finding((string Path, int Line, int Column) Place, int Directives, Diagnostic Diagnostic)
    {
        public bool IsOnLineOf(Finding other) => Place.Line == other.Place.Line && Place.Path == other.Place.Path;
    }

    /// <summary>Of one package.</summary>
    private sealed class PackageFindings(int errorLimit)
    {
        private readonly List<Finding> _kept = [];
        private readonly Dictionary<(string Path, int Directives), int> _ranks = new() { [("", 0)] = 0 };
        private Finding? _lastSyntaxError, _lastOther;
        private int _errors;

        /// <summary>The error after which others were left out.</summary>
        public Diagnostic? Truncated { get; private set; }

        public string FirstPath => _kept.Count == 0 ? "" : _kept.Select(k => k.Place.Path).Min(StringComparer.Ordinal)!;

        public void Add(Finding finding)
        {
            bool isError = finding.Diagnostic.Descriptor.Severity == Severity.Error;
            if (IsRepetition(finding) || (isError && Truncated is not null))
            {
                return;
            }
            if (isError && _errors == errorLimit)
            {
                Truncated = _kept.Last(k => k.Diagnostic.Descriptor.Severity == Severity.Error).Diagnostic;
                return;
            }
            _ranks.TryAdd((finding.Place.Path, finding.Directives), _ranks.Count);
            _kept.Add(finding);
            // Go's compiler looks no further then, whether there are more or not.
            if (isError && ++_errors == errorLimit && errorLimit == DefaultErrorLimit)
            {
                Truncated = finding.Diagnostic;
            }
        }

        private bool IsRepetition(Finding finding)
        {
            if (finding.Place.Line == 0)
            {
                return false;
            }
            if (finding.Diagnostic.Descriptor == Catalogue.SyntaxError)
            {
                bool follows = _lastSyntaxError?.IsOnLineOf(finding) == true;
                _lastSyntaxError = finding;
                return follows;
            }
            bool repeats = _lastOther is { } last && last.IsOnLineOf(finding) && last.Diagnostic.Message == finding.Diagnostic.Message;
            _lastOther = finding;
            return repeats;
        }

        public void AddTo(List<Diagnostic> ordered)
        {
            Finding? before = null;
            // OrderBy is stable: what has no place stays in the order of reporting.
            foreach (Finding finding in _kept.OrderBy(k => _ranks[(k.Place.Path, k.Directives)]).ThenBy(k => k.Place.Line)
                .ThenBy(k => k.Place.Column))
            {
                if (finding.Place.Line == 0 || before?.Place != finding.Place || before?.Diagnostic.Message != finding.Diagnostic.Message)
                {
                    ordered.Add(finding.Diagnostic);
                }
                before = finding;
            }
        }
    }
}

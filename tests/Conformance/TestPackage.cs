using Go.Compiler.Modules;
using System.Globalization;
using System.Text;
using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Conformance;

/// <summary>What the front end says to one package of a test.</summary>
/// <param name="Checked">The package; null after syntax errors.</param>
/// <param name="Messages">As the compiler prints them, without columns and folders.</param>
internal sealed record FrontEndResult(CheckedPackage? Checked, IReadOnlyList<string> Messages, bool HasErrors);

/// <summary>A package of a test: its path, its files, and what the recipe's flags make of it.</summary>
internal sealed class TestPackage(StandardLibrary library, string path, IReadOnlyList<string> files, Recipe recipe)
{
    public string Path => path;

    public IReadOnlyList<string> Files => files;

    /// <summary>
    /// Parses and checks it as <c>go tool compile</c> would; other packages of the test are found by the path <c>test/name</c>.
    /// </summary>
    public FrontEndResult Check(IReadOnlyDictionary<string, Package> others)
    {
        SourceFileTable sources = library.Files; // messages may point into packages checked before
        var sink = new DiagnosticSink();
        var names = new NameTable();
        var parsed = new List<SyntaxFile>();
        int nextId = 1;
        foreach (string file in files)
        {
            string name = System.IO.Path.GetFileName(file);
            parsed.Add(Parser.ParseFile(sources.Add(name, name, File.ReadAllBytes(file)), names, ref nextId, sink));
        }
        CheckedPackage? result = null;
        if (!sink.HasSyntaxErrors)
        {
            string version = recipe.Flag("-lang=") ?? "go1.27";
            var package = new Package(path, parsed[0].PackageName.Value) { GoVersion = version,
                IsRuntimePackage = recipe.Flags.Contains("-+") };
            var options = new CheckOptions
            {
                Target = TestedTarget.Target,
                Importer = p => Import(p, others),
                GoVersion = version,
                IsStandardLibrary = recipe.Flags.Contains("-std") || recipe.Flags.Contains("-+"),
                HasAssembly = !recipe.Flags.Contains("-complete"),
            };
            ReportMissingImports(parsed, others, sink);
            result = Checker.Check(package, parsed, nextId, options, sink);
        }
        bool isLimited = recipe.Flags.Contains("-e=0");
        DiagnosticReport report = DiagnosticReport.Arrange(sink.All, sources,
            isLimited ? DiagnosticReport.DefaultErrorLimit : int.MaxValue);
        List<string> messages = [.. report.Diagnostics.Select(d => Render(d, sources))];
        if (report.IsTruncated)
        {
            messages.Add(Render(report.Truncated[0] with { Message = "too many errors", Related = null }, sources));
        }
        return new FrontEndResult(result, messages, sink.HasErrors);
    }

    private Package? Import(string imported, IReadOnlyDictionary<string, Package> others)
    {
        string full = imported.StartsWith("./", StringComparison.Ordinal) ? "test/" + imported[2..] : imported;
        if (others.TryGetValue(full, out Package? local))
        {
            return local;
        }
        lock (library)
        {
            return library.Import(imported);
        }
    }

    /// <summary>The package loader says so in builds; here nothing has loaded anything.</summary>
    private void ReportMissingImports(List<SyntaxFile> parsed, IReadOnlyDictionary<string, Package> others, DiagnosticSink sink)
    {
        foreach (SyntaxFile file in parsed)
        {
            foreach (ImportSyntax import in file.Declarations.OfType<ImportSyntax>())
            {
                if (ConstantLiterals.Unquote(import.Path.Text) is { Length: > 0 } bytes && Encoding.UTF8.GetString(bytes) is var name
                    && name is not ("C" or "unsafe") && !name.Any(IsInvalidInPath) && ReasonAgainst(name, others) is { } reason)
                {
                    sink.Report(Catalogue.BrokenImport, import.Path.Pos, $"could not import {name} ({reason})");
                }
            }
        }
    }

    /// <summary>The checker itself refuses paths with such characters.</summary>
    private static bool IsInvalidInPath(char c)
        => c is <= ' ' or '\x7F' or '\uFFFD' || "!\"#$%&'()*,:;<=>?[\\]^{|}`".Contains(c, StringComparison.Ordinal);

    private string? ReasonAgainst(string name, IReadOnlyDictionary<string, Package> others)
    {
        if (name[0] == '/')
        {
            return "import path cannot be absolute path";
        }
        string clean = string.Join('/', name.Split('/', StringSplitOptions.RemoveEmptyEntries));
        if (clean != name)
        {
            return $"non-canonical import path \"{name}\" (should be \"{clean}\")";
        }
        return Import(name, others) is null ? "file not found" : null;
    }

    private static string Render(Diagnostic diagnostic, SourceFileTable sources)
    {
        (string file, int line, _) = DiagnosticRenderer.PlaceOf(diagnostic, sources);
        string text = DiagnosticRenderer.Gc(diagnostic with { Pos = default, FilePath = null }, sources);
        return string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileName(file)}:{line}: {text}");
    }
}

using Go.Compiler.Modules;
using System.Text;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Platforms;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

/// <summary>A package checked from source text alone; it may import packages given with it.</summary>
internal sealed class Checked
{
    private readonly SourceFileTable _sources = new();
    private readonly DiagnosticSink _sink = new();

    public CheckedPackage Result { get; }
    public TypeInfo Info => Result.Info;
    public Package Package => Result.Package;
    public IReadOnlyList<SyntaxFile> Files => Result.Files;

    private Checked(string path, IReadOnlyList<string> sources, CheckOptions options, bool isRuntime)
    {
        int next = 1;
        var names = new NameTable();
        var files = new List<SyntaxFile>();
        for (int i = 0; i < sources.Count; i++)
        {
            string name = sources.Count == 1 ? "p.go" : $"p{i + 1}.go";
            files.Add(Parser.ParseFile(_sources.Add(name, name, Encoding.UTF8.GetBytes(sources[i])), names, ref next, _sink));
        }
        Assert.False(_sink.HasErrors, string.Join('\n', _sink.All.Select(d => d.Message)));
        Result = Checker.Check(new Package(path, "") { IsRuntimePackage = isRuntime }, files, next, options, _sink);
    }

    private static readonly CheckOptions s_options = new() { Target = SupportedPlatforms.LinuxAmd64, Importer = _ => null,
        GoVersion = "go1.27" };

    /// <summary>A whole file.</summary>
    public static Checked Source(string text, string version = "go1.27") => new("p", [text], s_options with { GoVersion = version }, false);

    /// <summary>Declarations behind <c>package p</c>, on the same line so that positions count from 1.</summary>
    public static Checked Body(string text) => Source("package p;" + text);

    public static Checked Sources(params string[] texts) => new("p", texts, s_options, false);

    public static Checked Importing(Checked imported, string text)
        => new("p", [text], s_options with { Importer = path => path == imported.Package.Path ? imported.Package : null }, false);

    public static Checked Named(string path, string text) => new(path, [text], s_options, false);

    public static Checked Runtime(string text) => new("runtime", [text], s_options with { IsStandardLibrary = true }, true);

    /// <summary>Errors as <c>line:column: text</c> in source order, related places on lines of their own.</summary>
    public string[] Errors => [.. _sink.All.OrderBy(d => d.Pos).Select(d => $"{d.Pos.Line}:{d.Pos.Column}: {d.Message}"
        + string.Concat((d.Related ?? []).Select(r => $"\n\t{r.Pos.Line}:{r.Pos.Column}: {r.Message}")))];

    public IReadOnlyList<Diagnostic> Diagnostics => _sink.All;

    /// <summary>Errors of function bodies: the text stands inside <c>func _() { ... }</c>, from line 2.</summary>
    public static string[] ErrorsIn(string body) => Source("package p\n" + "func _() {" + body + "}").Errors;

    public GoObject Object(string name) => Package.Scope.Lookup(name) ?? throw new ArgumentException(name);

    /// <summary>The first expression that prints as the text.</summary>
    public ExpressionSyntax Expression(string text)
    {
        var finder = new Finder(text);
        foreach (SyntaxFile file in Files)
        {
            finder.Visit(file);
        }
        return finder.Found ?? throw new ArgumentException(text);
    }

    /// <summary>Recorded type, and value if constant: <c>int = 3</c>.</summary>
    public string TypeOf(string expression)
    {
        TypeAndValue recorded = Info[Expression(expression)];
        string type = TypePrinter.Print(recorded.Type!, p => ReferenceEquals(p, Package) ? "" : p.Name);
        return recorded.Value is null ? type : $"{type} = {recorded.Value}";
    }

    private sealed class Finder(string text) : SyntaxWalker
    {
        public ExpressionSyntax? Found { get; private set; }

        public override void Visit(SyntaxNode node)
        {
            if (Found is null && node is ExpressionSyntax e && SyntaxPrinter.Short(e) == text)
            {
                Found = e;
            }
            base.Visit(node);
        }
    }
}

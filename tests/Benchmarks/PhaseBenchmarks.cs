using BenchmarkDotNet.Attributes;
using Go.Compiler.Backend;
using Go.Compiler.Build;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Ssa;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Benchmarks;

/// <summary>One package through the phases. Each benchmark does its phase alone, but for the checker, which needs a fresh tree.</summary>
public class PhaseBenchmarks
{
    private PreparedProgram _program = null!;
    private LoadedPackage _package = null!;
    private CheckedPackage _checked = null!;
    private IReadOnlyList<SsaFunction> _functions = [];
    private ICodeGenerator _generator = null!;

    [Params("strconv", "encoding/json", "text/template")]
    public string Path { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _program = PreparedProgram.Load();
        _package = _program.Package(Path);
        _checked = _program.Check(_package);
        _generator = _program.Session.Services.NewCodeGenerator(_program.Session.Layout);
    }

    /// <summary>Tokens.</summary>
    [Benchmark]
    public int Scan()
    {
        int tokens = 0;
        foreach (GoFile file in _package.GoFiles)
        {
            var scanner = new Scanner(file.Source, new DiagnosticSink());
            while (scanner.Next() != Token.EndOfFile)
            {
                tokens++;
            }
        }
        return tokens;
    }

    /// <summary>Scanning and parsing.</summary>
    [Benchmark]
    public int Parse()
    {
        var names = new NameTable();
        int next = 1;
        foreach (GoFile file in _package.GoFiles)
        {
            Parser.ParseFile(file.Source, names, ref next, new DiagnosticSink());
        }
        return next;
    }

    /// <summary>Scanning, parsing and checking.</summary>
    [Benchmark]
    public object ParseAndCheck() => _program.Check(_package);

    /// <summary>Bound tree and SSA with all optimisation.</summary>
    [Benchmark]
    public int Ssa() => MiddleEnd.BuildSsa(_program.Session, _package, _checked).Count;

    [IterationSetup(Target = nameof(Code))]
    public void PrepareCode() => _functions = MiddleEnd.BuildSsa(_program.Session, _package, _checked);

    /// <summary>Machine code of the functions that <see cref="Ssa"/> gives.</summary>
    [Benchmark]
    public int Code()
    {
        int size = 0;
        foreach (SsaFunction f in _functions)
        {
            size += _generator.Generate(f).Code.Length;
        }
        return size;
    }
}

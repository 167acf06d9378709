using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Packages;

/// <summary>
/// Finds the functions of a test file that a test program runs, by name and shape: types are not known yet (<c>go help testfunc</c>).
/// </summary>
internal sealed class TestFileReader(SourceFile source, DiagnosticSink sink)
{
    private readonly List<SourceComment> _comments = [];
    private readonly List<TestFunction> _functions = [];

    /// <summary>What the file declares for package testing, in source order, examples last.</summary>
    public IReadOnlyList<TestFunction> Functions => _functions;

    /// <summary>Parses the whole file; errors go to the sink.</summary>
    public void Read(NameTable names)
    {
        int nextId = 1;
        SyntaxFile file = Parser.ParseFile(source, names, ref nextId, sink, _comments);
        var examples = new List<FuncDeclSyntax>();
        foreach (DeclarationSyntax declaration in file.Declarations)
        {
            if (declaration is FuncDeclSyntax { Receiver: null } function)
            {
                Add(function, examples);
            }
        }
        foreach (FuncDeclSyntax example in examples)
        {
            AddExample(example);
        }
    }

    private void Add(FuncDeclSyntax function, List<FuncDeclSyntax> examples)
    {
        string name = function.Name.Value;
        if (name == "TestMain" && !TakesOne(function, "T"))
        {
            AddChecked(function, TestFunctionKind.Main, "M");
        }
        else if (IsTest(name, "Test"))
        {
            AddChecked(function, TestFunctionKind.Test, "T");
        }
        else if (IsTest(name, "Benchmark"))
        {
            AddChecked(function, TestFunctionKind.Benchmark, "B");
        }
        else if (IsTest(name, "Fuzz"))
        {
            AddChecked(function, TestFunctionKind.FuzzTarget, "F");
        }
        else if (IsTest(name, "Example") && function is { Body: not null, Type: { Parameters.Count: 0, Results.Count: 0 } })
        {
            examples.Add(function);
        }
    }

    private void AddChecked(FuncDeclSyntax function, TestFunctionKind kind, string parameter)
    {
        string name = function.Name.Value;
        string? why = function.TypeParameters.Count > 0 ? "test functions cannot have type parameters"
            : TakesOne(function, parameter) ? null : $"must be: func {name}({parameter.ToLowerInvariant()} *testing.{parameter})";
        if (why is not null)
        {
            // At the keyword, as go test says it: names of functions are on its line.
            sink.Report(Catalogue.WrongTestSignature, new Pos(function.Pos.File, function.Pos.Line, 1),
                $"wrong signature for {name}, {why}");
            return;
        }
        _functions.Add(new TestFunction(kind, name));
    }

    private void AddExample(FuncDeclSyntax example)
    {
        // One without an output comment is compiled but not run.
        BlockSyntax body = example.Body!;
        if (ExampleOutput.Find(source.Content, _comments, OffsetOf(body.Pos), OffsetOf(body.RightBrace)) is { } expected)
        {
            _functions.Add(new TestFunction(TestFunctionKind.Example, example.Name.Value, expected.Text, expected.IsUnordered));
        }
    }

    private int OffsetOf(Pos pos)
    {
        ReadOnlySpan<byte> rest = source.Content;
        int offset = 0;
        for (int line = 1; line < pos.Line; line++)
        {
            int end = rest.IndexOf((byte)'\n') + 1;
            offset += end;
            rest = rest[end..];
        }
        return offset + pos.Column - 1;
    }

    /// <summary>
    /// One parameter of type <c>*T</c> or <c>*anything.T</c>, no result: how the file imports package testing is not known.
    /// </summary>
    private static bool TakesOne(FuncDeclSyntax function, string type)
        => function.Type is { Results.Count: 0, Parameters: [{ Type: OperationSyntax { Op: Operator.Multiply, Y: null } pointer }] }
            && pointer.X switch
            {
                NameSyntax name => name.Value == type,
                SelectorSyntax selector => selector.Selector.Value == type,
                _ => false,
            };

    /// <summary>The prefix alone, or followed by anything but a lower-case letter.</summary>
    private static bool IsTest(string name, string prefix)
        => name.StartsWith(prefix, StringComparison.Ordinal)
            && (name.Length == prefix.Length || (Rune.GetRuneAt(name, prefix.Length) is var next && !Rune.IsLower(next)));
}

using System.Globalization;
using System.Text;

namespace Go.Compiler.Tests.Differential;

/// <summary>
/// Makes a Go program from a seed: valid, terminating, and saying the same with every correct compiler. What keeps it so:
/// expressions change no variable and cannot panic (but may trace), so that the orders of evaluation that the language leaves open do not
/// show; a statement that may panic has one operation that can; functions call only earlier ones and use up fuel; slices are passed on
/// without spare capacity.
/// </summary>
internal sealed partial class ProgramGenerator
{
    private readonly Randomness _random;
    private readonly StringBuilder _text = new();
    private readonly string _prefix;
    private readonly List<GoType> _types = [];
    private readonly List<GoFunction> _functions = [];
    private readonly List<Variable> _scope = [];
    private List<string> _labels = [];
    private int _indent, _names, _notes, _loops, _statements;
    private bool _pure, _quiet, _inMethod;
    private IReadOnlyList<GoType> _results = [];
    private bool _mayReturn;

    private ProgramGenerator(ulong seed)
    {
        _random = new Randomness(seed);
        _prefix = string.Create(CultureInfo.InvariantCulture, $"p{seed}");
    }

    /// <summary>The function that runs the program of that seed.</summary>
    public static string EntryPoint(ulong seed) => string.Create(CultureInfo.InvariantCulture, $"p{seed}main");

    /// <summary>The Go file of a seed: declarations of package main, all with names of their own.</summary>
    public static string Generate(ulong seed, Subject subject = Subject.Language)
    {
        var generator = new ProgramGenerator(seed);
        generator.Line("package main");
        generator.Line("");
        generator.Line("import . \"differential/support\"");
        if (subject == Subject.Closures)
        {
            generator.Line("import (\"maps\"; \"slices\"; \"strings\")");
        }
        switch (subject)
        {
            case Subject.Loops: generator.CountingFile(); break;
            case Subject.Aliasing: generator.AliasingFile(); break;
            case Subject.Closures: generator.ClosuresFile(); break;
            default: generator.LanguageFile(); break;
        }
        return generator._text.ToString();
    }

    private void LanguageFile()
    {
        DeclareTypes();
        int globals = _random.Below(3);
        for (int i = 0; i < globals; i++)
        {
            GoType type = AnyType();
            string name = Name("g");
            Line($"var {name} {type} = {Literal(type)}");
            _scope.Add(new Variable(name, type, Assignable: true, Local: false));
        }
        Constants();
        if (_random.Chance(40))
        {
            Literals();
        }
        int functions = 1 + _random.Below(2);
        for (int i = 0; i < functions; i++)
        {
            switch (_random.Below(10))
            {
                case 0: GenericFunction(); break;
                case 1: RecursiveFunction(); break;
                case 2: DeferringFunction(); break;
                case 3 or 4 or 5: Function(pure: false); break;
                default: Function(pure: true); break;
            }
        }
        Line("");
        Block($"func {_prefix}main()", () =>
        {
            _results = [];
            _statements = 0;
            for (int i = 0; i < 3; i++)
            {
                Declare(AnyType());
            }
            LogLiterals();
            Statements(3 + _random.Below(4), 3);
            foreach (GoFunction f in _functions)
            {
                Block($"Guard({Note()}, func()", () => CallStatement(f), ")");
            }
            LogEverything(0);
        });
    }

    /// <summary>Typed and untyped constants from exact arithmetic.</summary>
    private void Constants()
    {
        for (int i = _random.Below(3); i > 0; i--)
        {
            string name = Name("c");
            string value = _random.Below(4) switch
            {
                0 => $"({_random.Below(1000)} << {_random.Below(90)}) % {_random.Below(126) + 1}",
                1 => $"-(1 << 200) / {_random.Below(1000) + 3} >> 193 & 0x3f",
                2 => $"len(\"{new string('é', _random.Below(9))}\") + {_random.Below(99)}/3*2",
                _ => $"int({_random.Below(100)}.5 * 2) - 1 ^ 3 &^ 1 & 127",
            };
            Line($"const {name} = {value}");
            _scope.Add(new Variable($"V({name})", GoType.Int, Assignable: false, Local: false));
        }
    }

    private string Name(string stem) => string.Create(CultureInfo.InvariantCulture, $"{(_indent == 0 ? _prefix : "")}{stem}{++_names}");

    private string Note() => (++_notes).ToString(CultureInfo.InvariantCulture);

    private void Line(string text)
    {
        _text.Append('\t', text.Length == 0 ? 0 : _indent).Append(text).Append('\n');
        _statements++;
    }

    /// <summary>Lines in braces; what they declare is gone after them.</summary>
    private void Block(string header, Action body, string after = "")
    {
        Line(header.Length == 0 ? "{" : header + " {");
        int count = _scope.Count;
        _indent++;
        body();
        _indent--;
        _scope.RemoveRange(count, _scope.Count - count);
        Line("}" + after);
    }

    private Variable Declare(GoType type, string? value = null)
    {
        string name = Name("v");
        value ??= Expression(type, 3);
        Line(_random.Below(3) switch
        {
            0 => $"var {name} {type} = {value}",
            1 => $"var {name} = {Converted(type, value)}",
            _ => $"{name} := {Converted(type, value)}",
        });
        Line($"_ = {name}");
        var variable = new Variable(name, type, Assignable: true, Local: true);
        _scope.Add(variable);
        return variable;
    }

    /// <summary>An interface needs its type said where none is declared.</summary>
    private static string Converted(GoType type, string value) => type.Kind is GoKind.Any or GoKind.Interface ? $"{type}({value})" : value;

    /// <summary>Traces what is in scope and can be printed.</summary>
    private void LogEverything(int from)
    {
        for (int i = from; i < _scope.Count; i++)
        {
            LogValue(_scope[i].Type, _scope[i].Name);
        }
    }

    private void LogValue(GoType type, string value)
    {
        if (type.IsPrintable)
        {
            Line($"Log({Note()}, {(type.Kind == GoKind.Integer && !type.IsParameter && _random.Chance(50) ? $"{(type.Signed ? "int64" : "uint64")}({value})" : value)})");
        }
        else if (type.Kind == GoKind.Pointer && type.Element!.IsPrintable)
        {
            Line($"Log({Note()}, *{value})");
        }
        else if (type.Kind == GoKind.Interface && !_inMethod)
        {
            Line($"Log({Note()}, {value}.{type.Methods[0].Name}({Expression(type.Methods[0].Parameter, 1)}))");
        }
    }
}

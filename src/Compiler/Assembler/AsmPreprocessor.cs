using System.Globalization;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Assembler;

/// <summary>
/// The token stream of one assembly file after <c>#include</c>, <c>#define</c> and <c>#ifdef</c> (contract 9.2). Sources are a stack:
/// files, and expansions of macros on top of them. Every error here is fatal for the file, because what follows would be guesswork.
/// </summary>
internal sealed class AsmPreprocessor
{
    private const int MaxDepth = 100;

    private readonly AssemblerOptions _options;
    private readonly Dictionary<string, AsmMacro> _macros = [];
    private readonly List<AsmScanner> _files = [];
    private readonly List<Expansion> _expansions = [];
    private readonly List<bool> _conditions = [];
    private bool _lineStart = true;

    /// <summary>A macro body being read. It belongs to the file on top of the stack when it was pushed.</summary>
    private sealed class Expansion(AsmToken[] tokens, AsmPosition position, int fileDepth)
    {
        public AsmToken[] Tokens { get; } = tokens;
        public AsmPosition Position { get; } = position;
        public int FileDepth { get; } = fileDepth;
        public int Next { get; set; }
    }

    public AsmPreprocessor(SourceFile file, AssemblerOptions options)
    {
        _options = options;
        _files.Add(new AsmScanner(file));
        foreach (string define in options.Defines)
        {
            int equals = define.IndexOf('=');
            string name = equals > 0 ? define[..equals] : define;
            _macros[name] = new AsmMacro(name, null, Tokens(equals > 0 ? define[(equals + 1)..] : "1"));
        }
    }

    /// <summary>Position of the token last returned by <see cref="Next"/>.</summary>
    public AsmPosition Position
    {
        get
        {
            if (_expansions.Count > 0 && _expansions[^1].FileDepth == _files.Count)
            {
                return _expansions[^1].Position;
            }
            AsmScanner top = _files[^1];
            return new AsmPosition(new Pos(top.File.Index, top.Line, 1), top.DisplayPath, top.Line + top.LineShift);
        }
    }

    private bool Enabled => _conditions.Count == 0 || _conditions[^1];

    public AsmToken Next()
    {
        for (int invocations = 0; invocations < MaxDepth;)
        {
            AsmToken token = Raw();
            if (token.Is('#'))
            {
                if (!_lineStart)
                {
                    throw Error("'#' must be first item on line");
                }
                Directive();
                continue;
            }
            if (Enabled && token.Kind == AsmTokenKind.Identifier && !token.Protected
                && _macros.TryGetValue(token.Text, out AsmMacro? macro))
            {
                invocations++;
                Invoke(macro);
                continue;
            }
            if (token.Kind == AsmTokenKind.EndOfFile && _conditions.Count > 0)
            {
                throw Error("unclosed #ifdef or #ifndef");
            }
            _lineStart = token.Kind == AsmTokenKind.Newline;
            if (Enabled)
            {
                return token;
            }
        }
        throw Error("recursive macro invocation");
    }

    /// <summary>The next token without expansion; finished sources are popped, except the file itself.</summary>
    private AsmToken Raw()
    {
        while (true)
        {
            if (_expansions.Count > 0 && _expansions[^1].FileDepth == _files.Count)
            {
                Expansion top = _expansions[^1];
                if (top.Next < top.Tokens.Length)
                {
                    return top.Tokens[top.Next++];
                }
                _expansions.RemoveAt(_expansions.Count - 1);
                continue;
            }
            AsmToken token = _files[^1].Next();
            if (token.Kind != AsmTokenKind.EndOfFile || _files.Count == 1)
            {
                return token;
            }
            _files.RemoveAt(_files.Count - 1);
        }
    }

    private void Directive()
    {
        AsmToken word = Raw();
        if (word.Kind != AsmTokenKind.Identifier)
        {
            throw Error($"expected identifier after '#'; got \"{word}\"");
        }
        if (!Enabled && word.Text is not ("else" or "endif" or "ifdef" or "ifndef" or "line"))
        {
            _lineStart = false;
            return;
        }
        switch (word.Text)
        {
            case "define": Define(); break;
            case "undef": Undefine(); break;
            case "ifdef": If(true); break;
            case "ifndef": If(false); break;
            case "else": Else(); break;
            case "endif": EndIf(); break;
            case "include": Include(); break;
            case "line": Line(); break;
            default: throw Error("unexpected token after '#': " + word.Text);
        }
        _lineStart = true;
    }

    private string MacroName()
    {
        AsmToken token = Raw();
        return token.Kind == AsmTokenKind.Identifier ? token.Text : throw Error($"expected identifier after # directive; got \"{token}\"");
    }

    private void ExpectNewline(string directive)
    {
        AsmToken token = Raw();
        if (token.Kind != AsmTokenKind.Newline)
        {
            throw Error($"expected newline after {directive}; got \"{token}\"");
        }
    }

    private void Define()
    {
        string name = MacroName();
        bool touches = _files[^1].NextTouches;
        AsmToken token = Raw();
        string[]? parameters = null;
        if (touches && token.Is('('))
        {
            parameters = Parameters(name);
            token = Raw();
        }
        var body = new List<AsmToken>();
        while (token.Kind is not (AsmTokenKind.Newline or AsmTokenKind.EndOfFile))
        {
            if (token.Is('\\'))
            {
                token = Raw();
                if (token.Kind != AsmTokenKind.Newline && !token.Is('\\'))
                {
                    throw Error($"can only escape \\ or \\n in definition for macro: {name}");
                }
            }
            body.Add(token);
            token = Raw();
        }
        if (!_macros.TryAdd(name, new AsmMacro(name, parameters, [.. body])))
        {
            throw Error("redefinition of macro: " + name);
        }
    }

    private string[] Parameters(string name)
    {
        var all = new List<string>();
        bool expectName = true;
        while (true)
        {
            AsmToken token = Raw();
            if (token.Is(')'))
            {
                return [.. all];
            }
            if (token.Is(',') && !expectName)
            {
                expectName = true;
            }
            else if (token.Kind == AsmTokenKind.Identifier && expectName)
            {
                if (all.Contains(token.Text))
                {
                    throw Error($"duplicate argument {token.Text} in definition for macro: {name}");
                }
                all.Add(token.Text);
                expectName = false;
            }
            else
            {
                throw Error("bad syntax in definition for macro: " + name);
            }
        }
    }

    private void Undefine()
    {
        string name = MacroName();
        if (!_macros.Remove(name))
        {
            throw Error("#undef for undefined macro: " + name);
        }
        ExpectNewline("#undef");
    }

    private void If(bool whenDefined)
    {
        string name = MacroName();
        ExpectNewline("#if[n]def");
        _conditions.Add(Enabled && _macros.ContainsKey(name) == whenDefined);
    }

    private void Else()
    {
        ExpectNewline("#else");
        if (_conditions.Count == 0)
        {
            throw Error("unmatched #else");
        }
        if (_conditions.Count == 1 || _conditions[^2])
        {
            _conditions[^1] = !_conditions[^1];
        }
    }

    private void EndIf()
    {
        ExpectNewline("#endif");
        if (_conditions.Count == 0)
        {
            throw Error("unmatched #endif");
        }
        _conditions.RemoveAt(_conditions.Count - 1);
    }

    private void Include()
    {
        AsmToken token = Raw();
        if (token.Kind != AsmTokenKind.String)
        {
            throw Error($"expected string after #include; got \"{token}\"");
        }
        string name = AsmLiterals.Unquote(token.Text);
        ExpectNewline("#include");
        SourceFile? file = name == "go_asm.h" ? Header() : _options.FindInclude(name);
        if (file is null)
        {
            throw Error($"#include: open {name}: no such file or directory");
        }
        if (_files.Count >= MaxDepth)
        {
            throw Error("input recursion");
        }
        _files.Add(new AsmScanner(file));
    }

    private SourceFile Header() => new(0, "go_asm.h", "go_asm.h", Encoding.UTF8.GetBytes(_options.GoAsmHeader));

    private void Line()
    {
        AsmToken line = Raw();
        if (line.Kind != AsmTokenKind.Integer || !int.TryParse(line.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            throw Error($"expected line number after #line; got \"{line}\"");
        }
        AsmToken path = Raw();
        if (path.Kind != AsmTokenKind.String)
        {
            throw Error($"expected file name in #line; got \"{path}\"");
        }
        ExpectNewline("#line");
        _files[^1].Relocate(AsmLiterals.Unquote(path.Text), number);
    }

    private void Invoke(AsmMacro macro)
    {
        AsmToken[] body = macro.Body;
        if (macro.Parameters is { } parameters)
        {
            AsmPosition here = Position;
            AsmToken open = Raw();
            if (!open.Is('('))
            {
                // The name without its argument list is a plain identifier.
                var name = new AsmToken(AsmTokenKind.Identifier, macro.Name, Protected: true);
                Push(open.Kind == AsmTokenKind.EndOfFile ? [name] : [name, open], here);
                return;
            }
            body = Substitute(macro, parameters, Arguments(macro, parameters));
        }
        Push(body, Position);
    }

    private void Push(AsmToken[] tokens, AsmPosition position)
    {
        if (_files.Count + _expansions.Count > MaxDepth)
        {
            throw Error("recursive macro invocation");
        }
        _expansions.Add(new Expansion(tokens, position, _files.Count));
    }

    private List<AsmToken>[] Arguments(AsmMacro macro, string[] parameters)
    {
        var all = new List<List<AsmToken>>();
        for (bool more = true; more;)
        {
            var argument = new List<AsmToken>();
            more = Argument(macro, argument);
            all.Add(argument);
        }
        if (parameters.Length == 0 && all.Count == 1 && all[0].Count == 0)
        {
            return [];
        }
        return all.Count == parameters.Length ? [.. all] : throw Error("wrong arg count for macro " + macro.Name);
    }

    /// <summary>Reads one argument; true when a comma follows.</summary>
    private bool Argument(AsmMacro macro, List<AsmToken> argument)
    {
        for (int nesting = 0; ;)
        {
            AsmToken token = Raw();
            if (token.Kind is AsmTokenKind.EndOfFile or AsmTokenKind.Newline)
            {
                throw Error("unterminated arg list invoking macro: " + macro.Name);
            }
            if (nesting == 0 && (token.Is(')') || token.Is(',')))
            {
                return token.Is(',');
            }
            nesting += token.Is('(') ? 1 : token.Is(')') ? -1 : 0;
            argument.Add(token);
        }
    }

    private static AsmToken[] Substitute(AsmMacro macro, string[] parameters, List<AsmToken>[] arguments)
    {
        var result = new List<AsmToken>();
        foreach (AsmToken token in macro.Body)
        {
            int index = token.Kind == AsmTokenKind.Identifier ? Array.IndexOf(parameters, token.Text) : -1;
            // An empty argument leaves the parameter's name, as the original does.
            if (index >= 0 && arguments[index].Count > 0)
            {
                result.AddRange(arguments[index]);
            }
            else
            {
                result.Add(token);
            }
        }
        return [.. result];
    }

    private static AsmToken[] Tokens(string text)
    {
        var scanner = new AsmScanner(new SourceFile(0, "-D", "-D", Encoding.UTF8.GetBytes(text)));
        var all = new List<AsmToken>();
        for (AsmToken token = scanner.Next(); token.Kind != AsmTokenKind.EndOfFile; token = scanner.Next())
        {
            all.Add(token);
        }
        return [.. all];
    }

    private static AsmErrorException Error(string message) => new(Catalogue.AssemblyPreprocessor, message, fatal: true);
}

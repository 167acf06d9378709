using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Modules;

/// <summary>Reads the lines of a go.mod file: <c>verb arguments</c>, or <c>verb ( lines )</c>.</summary>
internal sealed class GoModParser(string filePath, string text, DiagnosticSink sink)
{
    /// <summary>One word of a line; strings are unquoted.</summary>
    private readonly record struct Word(string Text, int Column, bool IsQuoted);

    private int _line;
    private string _modulePath = "";
    private bool _hasModule;
    private bool _hasErrors;
    private GoVersion? _go;
    private (int Line, int Column) _goPlace;
    private string? _toolchain;
    private readonly List<RequiredModule> _requirements = [];
    private readonly List<ReplacedModule> _replacements = [];
    private readonly List<(string, string)> _godebugs = [];
    private readonly List<string> _ignored = [];
    private readonly List<string> _tools = [];

    public GoModFile Parse()
    {
        string block = "";
        int blockLine = 0;
        foreach (string line in text.Split('\n'))
        {
            _line++;
            if (Words(line, out bool isIndirect) is not { Count: > 0 } words)
            {
                continue;
            }
            if (block.Length > 0)
            {
                if (words is [{ Text: ")", IsQuoted: false }])
                {
                    block = "";
                }
                else
                {
                    Directive(new Word(block, words[0].Column, false), words, isIndirect);
                }
            }
            else if (words is [var verb, { Text: "(", IsQuoted: false }])
            {
                if (!CanBeBlock(verb.Text))
                {
                    Error(Catalogue.ModFileDirective, verb.Column, $"unknown block type: {verb.Text}");
                }
                (block, blockLine) = (verb.Text, _line);
            }
            else
            {
                Directive(words[0], words[1..], isIndirect);
            }
        }
        if (block.Length > 0)
        {
            Error(Catalogue.ModFileSyntax, 1, $"syntax error (unterminated block started at {filePath}:{blockLine}:1)");
        }
        if (!_hasModule && !_hasErrors)
        {
            _line = 1;
            Error(Catalogue.MissingModulePath, 1, "missing module declaration");
        }
        return new GoModFile
        {
            FilePath = filePath,
            ModulePath = _modulePath,
            Go = _go,
            GoPlace = _goPlace,
            Toolchain = _toolchain,
            Requirements = _requirements,
            Replacements = _replacements,
            Godebugs = _godebugs,
            Ignored = _ignored,
            Tools = _tools,
        };
    }

    private static bool CanBeBlock(string verb) => verb is "module" or "godebug" or "require" or "exclude" or "replace" or "retract" or "tool" or "ignore";

    private void Error(DiagnosticDescriptor descriptor, int column, string message)
    {
        _hasErrors = true;
        sink.Report(new Diagnostic(descriptor, default, message, FilePath: filePath, FileLine: _line, FileColumn: column));
    }

    /// <summary>Splits a line; null after a lexical error.</summary>
    private List<Word>? Words(string line, out bool isIndirect)
    {
        var words = new List<Word>();
        isIndirect = false;
        for (int i = 0; i < line.Length;)
        {
            char c = line[i];
            int column = Encoding.UTF8.GetByteCount(line.AsSpan(0, i)) + 1;
            if (c is ' ' or '\t' or '\r')
            {
                i++;
            }
            else if (line.AsSpan(i).StartsWith("//"))
            {
                string comment = line[(i + 2)..].Trim();
                isIndirect = comment == "indirect" || comment.StartsWith("indirect;", StringComparison.Ordinal);
                return words;
            }
            else if (c is '(' or ')' or ',' or '[' or ']')
            {
                words.Add(new Word(c.ToString(), column, false));
                i++;
            }
            else if (c is '"' or '`')
            {
                if (Quoted(line, ref i) is not { } value)
                {
                    Error(Catalogue.ModFileSyntax, column, "unexpected newline in string");
                    return null;
                }
                words.Add(new Word(value, column, true));
            }
            else
            {
                int start = i;
                while (i < line.Length && line[i] is not (' ' or '\t' or '\r' or '(' or ')' or '[' or ']' or '{' or '}' or ',') && !line.AsSpan(i).StartsWith("//"))
                {
                    if (line.AsSpan(i).StartsWith("/*"))
                    {
                        Error(Catalogue.ModFileSyntax, column, "mod files must use // comments (not /* */ comments)");
                        return null;
                    }
                    i++;
                }
                if (i == start)
                {
                    Error(Catalogue.ModFileSyntax, column, $"unexpected input character {c}");
                    return null;
                }
                words.Add(new Word(line[start..i], column, false));
            }
        }
        return words;
    }

    private static string? Quoted(string line, ref int i)
    {
        char quote = line[i++];
        var value = new StringBuilder();
        while (i < line.Length && line[i] != quote)
        {
            if (quote == '"' && line[i] == '\\' && i + 1 < line.Length)
            {
                i++;
            }
            value.Append(line[i++]);
        }
        return i++ < line.Length ? value.ToString() : null;
    }

    private void Directive(Word verb, List<Word> arguments, bool isIndirect)
    {
        switch (verb.Text)
        {
            case "module":
                Module(verb, arguments);
                break;
            case "go":
                Go(verb, arguments);
                break;
            case "toolchain":
                Toolchain(verb, arguments);
                break;
            case "require":
                Require(verb, arguments, isIndirect);
                break;
            case "exclude":
                if (arguments.Count != 2)
                {
                    Error(Catalogue.ModFileDirective, verb.Column, "usage: exclude module/path v1.2.3");
                }
                break;
            case "replace":
                Replace(verb, arguments);
                break;
            case "godebug":
                Godebug(verb, arguments);
                break;
            case "tool" or "ignore":
                if (arguments.Count != 1)
                {
                    Error(Catalogue.ModFileDirective, verb.Column, verb.Text == "tool" ? "tool directive expects exactly one argument" : "ignore directive expects exactly one argument");
                    break;
                }
                (verb.Text == "tool" ? _tools : _ignored).Add(arguments[0].Text);
                break;
            case "retract":
                break; // says something about published versions only
            default:
                if (!CanBeBlock(verb.Text))
                {
                    Error(Catalogue.ModFileDirective, verb.Column, $"unknown directive: {verb.Text}");
                }
                break;
        }
    }

    private void Module(Word verb, List<Word> arguments)
    {
        if (_hasModule)
        {
            Error(Catalogue.ModFileDirective, verb.Column, "repeated module statement");
            return;
        }
        _hasModule = true;
        if (arguments.Count != 1)
        {
            Error(Catalogue.ModFileDirective, verb.Column, "usage: module module/path");
            return;
        }
        string path = arguments[0].Text;
        if (ImportPaths.Problem(path, isModule: true) is { } problem)
        {
            Error(Catalogue.InvalidModulePath, arguments[0].Column, $"malformed module path \"{path}\": {problem}");
            return;
        }
        _modulePath = path;
    }

    private void Go(Word verb, List<Word> arguments)
    {
        if (_go is not null)
        {
            Error(Catalogue.ModFileDirective, verb.Column, "repeated go statement");
        }
        else if (arguments.Count != 1)
        {
            Error(Catalogue.ModFileDirective, verb.Column, "go directive expects exactly one argument");
        }
        else if (GoVersion.Parse(arguments[0].Text) is not { } version)
        {
            Error(Catalogue.InvalidGoVersion, arguments[0].Column, $"invalid go version '{arguments[0].Text}': must match format 1.23.0");
        }
        else
        {
            _go = version;
            _goPlace = (_line, arguments[0].Column);
        }
    }

    private void Toolchain(Word verb, List<Word> arguments)
    {
        if (_toolchain is not null)
        {
            Error(Catalogue.ModFileDirective, verb.Column, "repeated toolchain statement");
        }
        else if (arguments.Count != 1)
        {
            Error(Catalogue.ModFileDirective, verb.Column, "toolchain directive expects exactly one argument");
        }
        else
        {
            _toolchain = arguments[0].Text;
            string version = _toolchain.Split('-')[0];
            if (_toolchain != "default" && (!version.StartsWith("go", StringComparison.Ordinal) || GoVersion.Parse(version[2..]) is null))
            {
                Error(Catalogue.InvalidGoVersion, arguments[0].Column, $"invalid toolchain version '{_toolchain}': must match format go1.23.0 or default");
            }
        }
    }

    private void Require(Word verb, List<Word> arguments, bool isIndirect)
    {
        if (arguments.Count != 2)
        {
            Error(Catalogue.ModFileDirective, verb.Column, "usage: require module/path v1.2.3");
            return;
        }
        if (CheckVersion("require", arguments[0].Text, arguments[1]))
        {
            _requirements.Add(new RequiredModule(new ModuleVersion(arguments[0].Text, arguments[1].Text), isIndirect, _line));
        }
    }

    private void Replace(Word verb, List<Word> arguments)
    {
        int arrow = arguments.FindIndex(w => w is { Text: "=>", IsQuoted: false });
        if (arrow is not (1 or 2) || arguments.Count - arrow is not (2 or 3))
        {
            Error(Catalogue.ModFileDirective, verb.Column, "usage: replace module/path [v1.2.3] => other/module v1.4\n\t or replace module/path [v1.2.3] => ../local/directory");
            return;
        }
        string oldVersion = arrow == 2 ? arguments[1].Text : "";
        if (arrow == 2 && !CheckVersion("replace", arguments[0].Text, arguments[1]))
        {
            return;
        }
        Word target = arguments[arrow + 1];
        bool isFolder = target.Text is "." or ".." || target.Text.StartsWith("./", StringComparison.Ordinal) || target.Text.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(target.Text);
        string newVersion = "";
        if (arguments.Count - arrow == 3)
        {
            newVersion = arguments[arrow + 2].Text;
            if (isFolder)
            {
                Error(Catalogue.ModFileDirective, target.Column, $"replacement module directory path \"{target.Text}\" cannot have version");
                return;
            }
        }
        else if (!isFolder)
        {
            Error(Catalogue.ModFileDirective, target.Column, "replacement module without version must be directory path (rooted or starting with . or ..)");
            return;
        }
        _replacements.Add(new ReplacedModule(new ModuleVersion(arguments[0].Text, oldVersion), new ModuleVersion(target.Text, newVersion), _line));
    }

    private void Godebug(Word verb, List<Word> arguments)
    {
        int equals = arguments.Count == 1 ? arguments[0].Text.IndexOf('=') : -1;
        if (equals < 0)
        {
            Error(Catalogue.ModFileDirective, verb.Column, "usage: godebug key=value");
            return;
        }
        (string key, string value) = (arguments[0].Text[..equals], arguments[0].Text[(equals + 1)..]);
        if (GodebugDefaults.Problem("godebug", key, value) is { } problem)
        {
            Error(Catalogue.InvalidGodebug, arguments[0].Column, problem);
            return;
        }
        _godebugs.Add((key, value));
    }

    private bool CheckVersion(string verb, string path, Word version)
    {
        string? problem = ModuleVersions.Problem(path, version.Text);
        if (problem is not null)
        {
            Error(Catalogue.InvalidModuleVersion, version.Column, $"{verb} {path}: version \"{version.Text}\" invalid: {problem}");
        }
        return problem is null;
    }
}

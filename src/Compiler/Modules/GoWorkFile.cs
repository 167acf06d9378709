using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Files;

namespace Go.Compiler.Modules;

/// <summary>
/// A go.work file: the modules that are worked on together. As with <see cref="GoModFile"/>, only the methods that say so change it.
/// </summary>
internal sealed class GoWorkFile
{
    private readonly List<ModPathLine> _uses = [];
    private readonly List<ReplacedModule> _replacements = [];
    private readonly List<ModGodebugLine> _godebugs = [];
    private ModLine? _goLine, _toolchainLine;

    private GoWorkFile(string filePath, ModSyntaxFile syntax)
    {
        FilePath = filePath;
        Syntax = syntax;
    }

    public string FilePath { get; }

    public ModSyntaxFile Syntax { get; }

    public string Directory => Path.GetDirectoryName(FilePath)!;

    public GoVersion? Go { get; private set; }

    /// <summary>The <c>go</c> line's version, or what a file without one means.</summary>
    public string GoText => Go?.Text ?? "1.18";

    public string? Toolchain { get; private set; }

    /// <summary>Folders of <c>use</c> lines, as written.</summary>
    public IReadOnlyList<ModPathLine> Uses => _uses;

    public IReadOnlyList<ReplacedModule> Replacements => _replacements;

    public IReadOnlyList<ModGodebugLine> Godebugs => _godebugs;

    public byte[] Format() => ModSyntaxPrinter.Format(Syntax);

    public static GoWorkFile New(string filePath) => new(filePath, new ModSyntaxFile { FilePath = filePath });

    /// <exception cref="ModFileException">With all errors.</exception>
    public static GoWorkFile Parse(string filePath, string text)
    {
        ModSyntaxFile syntax;
        try
        {
            syntax = ModSyntaxParser.Parse(filePath, text);
        }
        catch (ModSyntaxException e)
        {
            throw new ModFileException(filePath, [new ModFileError(Catalogue.ModFileSyntax, e.Position, e.Message) { IsSyntax = true }]);
        }
        var file = new GoWorkFile(filePath, syntax);
        var lines = new ModLineReader(fix: null);
        foreach (ModNode statement in syntax.Statements)
        {
            if (statement is ModLine line)
            {
                file.Read(lines, line, line.Tokens[0], [.. Enumerable.Range(1, line.Tokens.Count - 1)]);
            }
            else if (statement is ModBlock block)
            {
                if (block.Tokens.Count > 1 || block.Verb is not ("godebug" or "use" or "replace"))
                {
                    lines.Error(Catalogue.ModFileDirective, block.Start, $"unknown block type: {string.Join(' ', block.Tokens)}");
                    continue;
                }
                foreach (ModLine inner in block.Lines)
                {
                    file.Read(lines, inner, block.Verb, [.. Enumerable.Range(0, inner.Tokens.Count)]);
                }
            }
        }
        return lines.Errors.Count == 0 ? file : throw new ModFileException(filePath, lines.Errors);
    }

    private void Read(ModLineReader lines, ModLine line, string verb, int[] at)
    {
        switch (verb)
        {
            case "go" when _goLine is not null:
            case "toolchain" when _toolchainLine is not null:
                lines.Error(Catalogue.ModFileDirective, line.Start, $"repeated {verb} statement");
                break;
            case "go" when lines.GoVersion(line, at, isStrict: true) is { } version:
                (_goLine, Go) = (line, version);
                break;
            case "toolchain" when lines.ToolchainName(line, at) is { } name:
                (_toolchainLine, Toolchain) = (line, name);
                break;
            case "go" or "toolchain":
                break;
            case "godebug":
                if (lines.Godebug(line, at) is { } setting)
                {
                    _godebugs.Add(setting);
                }
                break;
            case "use":
                if (lines.Path(line, at, "usage: use local/dir") is { } use)
                {
                    _uses.Add(use);
                }
                break;
            case "replace":
                if (lines.Replacement(line, at) is { } replacement)
                {
                    _replacements.Add(replacement);
                }
                break;
            default:
                lines.Error(Catalogue.ModFileDirective, line.Start, $"unknown directive: {verb}");
                break;
        }
    }

    /// <summary>Sets the <c>go</c> line; a new one goes to the top, below the comments there.</summary>
    public void SetGo(string version)
    {
        Go = GoVersion.Parse(version) ?? throw new ModuleException(Catalogue.InvalidGoVersion,
            $"invalid language version {Modules.GoText.Quote(version)}");
        if (_goLine is not null)
        {
            ModSyntaxFile.Update(_goLine, "go", version);
            return;
        }
        _goLine = new ModLine { Tokens = ["go", version] };
        Syntax.Statements.Insert(FirstStatement, _goLine);
    }

    private int FirstStatement
        => Syntax.Statements.FindIndex(s => s is not ModCommentBlock) is >= 0 and int i ? i : Syntax.Statements.Count;

    public void DropGo()
    {
        _goLine?.Remove();
        (_goLine, Go) = (null, null);
    }

    public void SetToolchain(string name)
    {
        if (!ModWords.IsToolchainName(name))
        {
            throw new ModuleException(Catalogue.InvalidGoVersion, $"invalid toolchain name {Modules.GoText.Quote(name)}");
        }
        Toolchain = name;
        if (_toolchainLine is not null)
        {
            ModSyntaxFile.Update(_toolchainLine, "toolchain", name);
            return;
        }
        _toolchainLine = new ModLine { Tokens = ["toolchain", name] };
        int go = Syntax.Statements.FindIndex(s => s is ModLine { IsRemoved: false } line && line.Tokens[0] == "go");
        Syntax.Statements.Insert(go >= 0 ? go + 1 : FirstStatement, _toolchainLine);
    }

    public void DropToolchain()
    {
        _toolchainLine?.Remove();
        (_toolchainLine, Toolchain) = (null, null);
    }

    public void SetGodebug(string key, string value) => GoModFile.SetGodebug(Syntax, _godebugs, key, value);

    public void DropGodebug(string key) => RemoveAll(_godebugs, g => g.Key == key, g => g.Line);

    public void AddUse(string path)
    {
        if (!_uses.Exists(u => u.Path == path))
        {
            _uses.Add(new ModPathLine(path, Syntax.AddLine(null, "use", ModWords.Quote(path))));
        }
    }

    public void DropUse(string path) => RemoveAll(_uses, u => u.Path == path, u => u.Line);

    public void Replace(ModuleVersion old, ModuleVersion target) => GoModFile.Replace(Syntax, _replacements, old, target);

    public void DropReplacement(ModuleVersion old) => RemoveAll(_replacements, r => r.Old == old, r => r.Line);

    private static void RemoveAll<T>(List<T> list, Predicate<T> matches, Func<T, ModLine> lineOf)
    {
        foreach (T item in list.FindAll(matches))
        {
            lineOf(item).Remove();
            list.Remove(item);
        }
    }

    /// <summary>Sorts the lines of every block.</summary>
    public void SortBlocks()
    {
        var dropped = new HashSet<ModLine>();
        GoModFile.KeepLast(_replacements, dropped);
        Syntax.Drop(dropped);
        foreach (ModBlock block in Syntax.Statements.OfType<ModBlock>())
        {
            ModLineOrder.Sort(block, isSemantic: false);
        }
    }

    public void CleanUp() => Syntax.CleanUp();
}

using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Files;

namespace Go.Compiler.Modules;

public sealed partial class GoModFile
{
    /// <summary>Says what the lines of a go.mod file mean.</summary>
    private sealed class Reader(string filePath, string text, Func<string, string, string>? fix, bool isStrict)
    {
        private readonly ModLineReader _lines = new(fix);
        private GoModFile _file = null!;

        public GoModFile Read()
        {
            try
            {
                _file = new GoModFile(filePath, ModSyntaxParser.Parse(filePath, text));
            }
            catch (ModSyntaxException e)
            {
                throw new ModFileException(filePath, [new ModFileError(Catalogue.ModFileSyntax, e.Position,
                    e.Message) { IsSyntax = true }]);
            }
            foreach (ModNode statement in _file.Syntax.Statements)
            {
                if (statement is ModLine line)
                {
                    Line(null, line, line.Tokens[0], line.Tokens.Count == 1 ? [] : Enumerable.Range(1, line.Tokens.Count - 1));
                }
                else if (statement is ModBlock block)
                {
                    Block(block);
                }
            }
            FixRetractions();
            return _lines.Errors.Count == 0 ? _file : throw new ModFileException(filePath, _lines.Errors);
        }

        private void Block(ModBlock block)
        {
            bool isKnown = block.Tokens.Count == 1 && block.Verb is "module" or "godebug" or "require" or "exclude" or "replace"
                or "retract" or "tool" or "ignore";
            if (!isKnown || block.Tokens.Count > 1)
            {
                if (isStrict)
                {
                    _lines.Error(Catalogue.ModFileDirective, block.Start, $"unknown block type: {string.Join(' ', block.Tokens)}");
                }
                return;
            }
            foreach (ModLine line in block.Lines)
            {
                Line(block, line, block.Verb, Enumerable.Range(0, line.Tokens.Count));
            }
        }

        private void Line(ModBlock? block, ModLine line, string verb, IEnumerable<int> arguments)
        {
            if (!isStrict && verb is not ("go" or "module" or "retract" or "require" or "ignore"))
            {
                return;
            }
            int[] at = [.. arguments];
            switch (verb)
            {
                case "module":
                    Module(block, line, at);
                    break;
                case "go":
                    Go(line, at);
                    break;
                case "toolchain":
                    Toolchain(line, at);
                    break;
                case "require":
                    if (_lines.Module(line, verb, at) is { } required)
                    {
                        _file._requirements.Add(new RequiredModule(required, line.IsIndirect) { Line = line });
                    }
                    break;
                case "exclude":
                    if (_lines.Module(line, verb, at) is { } excluded)
                    {
                        _file._exclusions.Add(new ExcludedModule(excluded) { Line = line });
                    }
                    break;
                case "replace":
                    if (_lines.Replacement(line, at) is { } replacement)
                    {
                        _file._replacements.Add(replacement);
                    }
                    break;
                case "retract":
                    Retract(block, line, at);
                    break;
                case "godebug":
                    if (_lines.Godebug(line, at) is { } setting)
                    {
                        _file._godebugs.Add(setting);
                    }
                    break;
                case "tool" or "ignore":
                    if (_lines.Path(line, at, $"{verb} directive expects exactly one argument") is { } path)
                    {
                        (verb == "tool" ? _file._tools : _file._ignored).Add(path);
                    }
                    break;
                default:
                    _lines.Error(Catalogue.ModFileDirective, line.Start, $"unknown directive: {verb}");
                    break;
            }
        }

        private void Module(ModBlock? block, ModLine line, int[] at)
        {
            if (_file._moduleLine is not null)
            {
                _lines.Error(Catalogue.ModFileDirective, line.Start, "repeated module statement");
                return;
            }
            _file._moduleLine = line;
            _file.Deprecated = ModWords.Deprecation(ModWords.Comments(block, line));
            if (_lines.Path(line, at, "usage: module module/path") is { } path)
            {
                _file.ModulePath = path.Path;
            }
        }

        private void Go(ModLine line, int[] at)
        {
            if (_file._goLine is not null)
            {
                _lines.Error(Catalogue.ModFileDirective, line.Start, "repeated go statement");
            }
            else if (_lines.GoVersion(line, at, isStrict) is { } version)
            {
                (_file._goLine, _file.Go) = (line, version);
            }
        }

        private void Toolchain(ModLine line, int[] at)
        {
            if (_file._toolchainLine is not null)
            {
                _lines.Error(Catalogue.ModFileDirective, line.Start, "repeated toolchain statement");
            }
            else if (_lines.ToolchainName(line, at) is { } name)
            {
                (_file._toolchainLine, _file.Toolchain) = (line, name);
            }
        }

        private void Retract(ModBlock? block, ModLine line, int[] at)
        {
            string? problem = _lines.Interval(line, at, null, "", out string low, out string high);
            if (problem is null)
            {
                _file._retractions.Add(new RetractedVersions(low, high, ModWords.Comments(block, line)) { Line = line });
            }
            else if (isStrict)
            {
                _lines.Error(Catalogue.ModFileDirective, line.Start, problem);
            }
        }

        /// <summary>Versions of retractions can be completed when the module's path is known, which may stand at the end.</summary>
        private void FixRetractions()
        {
            for (int i = 0; fix is not null && i < _file._retractions.Count; i++)
            {
                RetractedVersions retracted = _file._retractions[i];
                ModLine line = retracted.Line;
                if (_file.ModulePath.Length == 0)
                {
                    _lines.Error(Catalogue.ModFileDirective, line.Start, "no module directive found, so retract cannot be used");
                    return;
                }
                int first = line.IsInBlock ? 0 : 1;
                if (_lines.Interval(line, [.. Enumerable.Range(first, line.Tokens.Count - first)], fix, _file.ModulePath, out string low,
                    out string high) is { } problem)
                {
                    _lines.Error(Catalogue.InvalidModuleVersion, line.Start, problem);
                }
                _file._retractions[i] = retracted with { Low = low, High = high };
            }
        }
    }
}

using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Files;

namespace Go.Compiler.Modules;

// Changes to a file. Lines keep their comments and their place; CleanUp drops what was removed.
public sealed partial class GoModFile
{
    private static void Drop<T>(List<T> list, Predicate<T> matches, Func<T, ModLine> lineOf)
    {
        list.RemoveAll(item =>
        {
            bool isMatch = matches(item);
            if (isMatch)
            {
                lineOf(item).Remove();
            }
            return isMatch;
        });
    }

    internal void SetModule(string path)
    {
        ModulePath = path;
        if (_moduleLine is null)
        {
            _moduleLine = Syntax.AddLine(null, "module", ModWords.Quote(path));
        }
        else
        {
            ModSyntaxFile.Update(_moduleLine, "module", ModWords.Quote(path));
        }
    }

    /// <summary>Adds a comment at the end.</summary>
    internal void AddComment(string text) => Syntax.Statements.Add(new ModCommentBlock { Before = [new ModComment(text, default, false)] });

    internal void SetGo(string version)
    {
        Go = GoVersion.Parse(version) ?? throw new ModuleException(Catalogue.InvalidGoVersion,
            $"invalid language version {Modules.GoText.Quote(version)}");
        if (_goLine is null)
        {
            _goLine = Syntax.AddLine(_moduleLine, "go", version);
        }
        else
        {
            ModSyntaxFile.Update(_goLine, "go", version);
        }
    }

    internal void DropGo()
    {
        _goLine?.Remove();
        (_goLine, Go) = (null, null);
    }

    internal void SetToolchain(string name)
    {
        if (!ModWords.IsToolchainName(name))
        {
            throw new ModuleException(Catalogue.InvalidGoVersion, $"invalid toolchain name {Modules.GoText.Quote(name)}");
        }
        Toolchain = name;
        if (_toolchainLine is null)
        {
            _toolchainLine = Syntax.AddLine(_goLine ?? _moduleLine, "toolchain", name);
        }
        else
        {
            ModSyntaxFile.Update(_toolchainLine, "toolchain", name);
        }
    }

    internal void DropToolchain()
    {
        _toolchainLine?.Remove();
        (_toolchainLine, Toolchain) = (null, null);
    }

    internal void SetGodebug(string key, string value) => SetGodebug(Syntax, _godebugs, key, value);

    internal static void SetGodebug(ModSyntaxFile syntax, List<ModGodebugLine> settings, string key, string value)
    {
        int first = settings.FindIndex(g => g.Key == key);
        if (first < 0)
        {
            settings.Add(new ModGodebugLine(key, value, syntax.AddLine(null, "godebug", $"{key}={value}")));
            return;
        }
        ModLine kept = settings[first].Line;
        settings[first] = settings[first] with { Value = value };
        ModSyntaxFile.Update(kept, "godebug", $"{key}={value}");
        Drop(settings, g => g.Key == key && g.Line != kept, g => g.Line);
    }

    internal void DropGodebug(string key) => Drop(_godebugs, g => g.Key == key, g => g.Line);

    /// <summary>Requires a version; the first line for the module is changed and others go.</summary>
    internal void Require(ModuleVersion module)
    {
        int first = _requirements.FindIndex(r => r.Module.Path == module.Path);
        if (first < 0)
        {
            AddRequirement(module, isIndirect: false);
            return;
        }
        ModLine kept = _requirements[first].Line;
        _requirements[first] = _requirements[first] with { Module = module };
        ModSyntaxFile.Update(kept, "require", ModWords.Quote(module.Path), module.Version);
        Drop(_requirements, r => r.Module.Path == module.Path && r.Line != kept, r => r.Line);
    }

    private void AddRequirement(ModuleVersion module, bool isIndirect)
    {
        ModLine line = Syntax.AddLine(null, "require", ModWords.Quote(module.Path), module.Version);
        line.SetIndirect(isIndirect);
        _requirements.Add(new RequiredModule(module, isIndirect) { Line = line });
    }

    internal void DropRequirement(string path) => Drop(_requirements, r => r.Module.Path == path, r => r.Line);

    internal void Exclude(ModuleVersion module)
    {
        CheckCanonical(module.Path, module.Version);
        if (!_exclusions.Any(x => x.Module == module))
        {
            ModLine? hint = _exclusions.FindLast(x => x.Module.Path == module.Path)?.Line;
            _exclusions.Add(new ExcludedModule(module) { Line = Syntax.AddLine(hint, "exclude", ModWords.Quote(module.Path),
                module.Version) });
        }
    }

    internal void DropExclusion(ModuleVersion module) => Drop(_exclusions, x => x.Module == module, x => x.Line);

    internal void Replace(ModuleVersion old, ModuleVersion target) => Replace(Syntax, _replacements, old, target);

    internal static void Replace(ModSyntaxFile syntax, List<ReplacedModule> replacements, ModuleVersion old, ModuleVersion target)
    {
        var tokens = new List<string> { "replace", ModWords.Quote(old.Path), "=>", ModWords.Quote(target.Path) };
        if (old.Version.Length > 0)
        {
            tokens.Insert(2, old.Version);
        }
        if (target.Version.Length > 0)
        {
            tokens.Add(target.Version);
        }
        bool Matches(ReplacedModule r) => r.Old.Path == old.Path && (old.Version.Length == 0 || r.Old.Version == old.Version);
        int first = replacements.FindIndex(Matches);
        if (first < 0)
        {
            ModLine? hint = replacements.FindLast(r => r.Old.Path == old.Path)?.Line;
            replacements.Add(new ReplacedModule(old, target) { Line = syntax.AddLine(hint, [.. tokens]) });
            return;
        }
        ModLine kept = replacements[first].Line;
        replacements[first] = replacements[first] with { New = target };
        ModSyntaxFile.Update(kept, [.. tokens]);
        Drop(replacements, r => Matches(r) && r.Line != kept, r => r.Line);
    }

    internal void DropReplacement(ModuleVersion old) => Drop(_replacements, r => r.Old == old, r => r.Line);

    internal void Retract(string low, string high, string rationale)
    {
        CheckCanonical(ModulePath, high);
        CheckCanonical(ModulePath, low);
        ModLine line = low == high ? Syntax.AddLine(null, "retract", ModWords.Quote(low))
            : Syntax.AddLine(null, "retract", "[", ModWords.Quote(low), ",", ModWords.Quote(high), "]");
        if (rationale.Length > 0)
        {
            line.Before.AddRange(rationale.Split('\n').Select(l => new ModComment("// " + l, default, false)));
        }
        _retractions.Add(new RetractedVersions(low, high, rationale) { Line = line });
    }

    internal void DropRetraction(string low, string high) => Drop(_retractions, r => r.Low == low && r.High == high, r => r.Line);

    internal void AddTool(string path) => AddPath(_tools, "tool", path);

    internal void DropTool(string path) => Drop(_tools, t => t.Path == path, t => t.Line);

    internal void AddIgnored(string path) => AddPath(_ignored, "ignore", path);

    internal void DropIgnored(string path) => Drop(_ignored, i => i.Path == path, i => i.Line);

    private void AddPath(List<ModPathLine> list, string verb, string path)
    {
        if (list.Exists(i => i.Path == path))
        {
            return;
        }
        list.Add(new ModPathLine(path, Syntax.AddLine(null, verb, path)));
        SortBlocks();
    }

    /// <exception cref="ModuleException">The version is not in full form, or of another major than the path says.</exception>
    private static void CheckCanonical(string path, string version)
    {
        string major = ModulePaths.SplitMajor(path)?.Major ?? "";
        string? problem = null;
        if (version.Length == 0 || SemanticVersion.CanonicalModule(version) != version)
        {
            problem = $"must be of the form {(major.Length == 0 ? "v1" : ModulePaths.MajorPrefix(major))}.2.3";
        }
        else if (ModulePaths.SplitMajor(path) is not null && ModuleVersions.MajorProblem(version, major) is { } wrong)
        {
            // Who writes v2.3.4 of a path without v2 most likely means the incompatible one.
            problem = major.Length == 0 ? $"should be {version}+incompatible (or module {path}/{SemanticVersion.Major(version)})" : wrong;
        }
        if (problem is not null)
        {
            throw new ModuleException(Catalogue.InvalidModuleVersion, $"version {Modules.GoText.Quote(version)} invalid: {problem}");
        }
    }

    /// <summary>Drops removed lines, empty blocks, and the parentheses of blocks of one line.</summary>
    internal void CleanUp() => Syntax.CleanUp();

    /// <summary>Sorts the lines of every block, after dropping those that repeat or override others.</summary>
    internal void SortBlocks()
    {
        var dropped = new HashSet<ModLine>();
        KeepFirst(_exclusions, x => x.Module, x => x.Line, dropped);
        KeepLast(_replacements, dropped);
        KeepFirst(_tools, t => t.Path, t => t.Line, dropped);
        KeepFirst(_ignored, i => i.Path, i => i.Line, dropped);
        Syntax.Drop(dropped);
        bool isSemantic = Go is { } version && SemanticVersion.Compare("v" + version.Text, "v1.21") >= 0;
        foreach (ModBlock block in Syntax.Statements.OfType<ModBlock>())
        {
            ModLineOrder.Sort(block, isSemantic);
        }
    }

    private static void KeepFirst<T, TKey>(List<T> list, Func<T, TKey> keyOf, Func<T, ModLine> lineOf, HashSet<ModLine> dropped)
    {
        var seen = new HashSet<TKey>();
        list.RemoveAll(item => !seen.Add(keyOf(item)) && (dropped.Add(lineOf(item)) || true));
    }

    /// <summary>Of replacements of the same, the last counts.</summary>
    internal static void KeepLast(List<ReplacedModule> replacements, HashSet<ModLine> dropped)
    {
        replacements.Reverse();
        KeepFirst(replacements, r => r.Old, r => r.Line, dropped);
        replacements.Reverse();
    }
}

using System.Globalization;
using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private void CollectImport(ImportSyntax s, Scope fileScope)
    {
        if (s.Path.IsBad || ConstantLiterals.Unquote(s.Path.Text) is not { } bytes)
        {
            return; // reported by the parser
        }
        string path = Encoding.UTF8.GetString(bytes);
        if (InvalidPathReason(path) is { } reason)
        {
            Error(s.Path, Catalogue.BadImportPath, $"invalid import path ({reason})");
            return;
        }
        Package imported = ImportPackage(path);
        if (_options.IsCheckerTest && path != "C" && _fakePackages.Contains(imported))
        {
            Error(s.Path, Catalogue.BrokenImport, $"could not import {path} (not found)"); // no loader has reported it
        }
        string name = s.LocalName?.Value ?? imported.Name;
        if (s.LocalName is not null && path == "C")
        {
            Error(s.LocalName, Catalogue.ImportCRenamed, "cannot rename import \"C\"");
            return;
        }
        if (name == "init")
        {
            Error(s, Catalogue.InvalidInitDecl, "cannot import package as init - init must be a func");
            return;
        }
        if (!ReferenceEquals(imported, Universe.Unsafe) && !_fakePackages.Contains(imported) && !_package.Imports.Contains(imported))
        {
            _package.Imports.Add(imported);
        }
        var packageName = new PackageName(s.Pos, _package, name, imported) { IsUsed = _fakePackages.Contains(imported) };
        if (s.LocalName is not null)
        {
            RecordObject(s.LocalName, packageName);
        }
        else
        {
            _info.SetImplicit(s, packageName);
        }
        _imports.Add(packageName);
        if (name == ".")
        {
            DotImport(s, packageName, fileScope);
        }
        else
        {
            Declare(fileScope, null, packageName);
        }
    }

    private void DotImport(ImportSyntax s, PackageName packageName, Scope fileScope)
    {
        _dotImports ??= [];
        Scope exports = packageName.Imported.Scope;
        foreach (string name in exports.SortedNames())
        {
            if (!GoObject.IsExportedName(name))
            {
                continue;
            }
            if (fileScope.Lookup(name) is { } other)
            {
                ErrorWithOther(s.LocalName!.Pos, Catalogue.DuplicateDecl, $"{name} redeclared in this block", other);
                continue;
            }
            fileScope.Insert(exports.Lookup(name)!);
            _dotImports[(fileScope, name)] = packageName;
        }
    }

    /// <summary>The package at a path; an empty stand-in if it cannot be had (the importer has reported that).</summary>
    private Package ImportPackage(string path)
    {
        if (path == "unsafe")
        {
            return Universe.Unsafe;
        }
        if (_importsByPath.TryGetValue(path, out Package? known))
        {
            return known!;
        }
        Package? imported = path == "C" ? null : _options.Importer(path);
        if (imported is null)
        {
            string name = path.TrimEnd('/');
            imported = new Package(path, name[(name.LastIndexOf('/') + 1)..]);
            _fakePackages.Add(imported);
            _hasErrors |= path != "C";
        }
        _importsByPath.Add(path, imported);
        return imported;
    }

    private static string? InvalidPathReason(string path)
    {
        const string Illegal = "!\"#$%&'()*,:;<=>?[\\]^{|}`\uFFFD";
        if (path.Length == 0)
        {
            return "empty string";
        }
        foreach (Rune rune in path.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            bool graphic = category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (!graphic || Rune.IsWhiteSpace(rune) || (rune.IsBmp && Illegal.Contains((char)rune.Value)))
            {
                return graphic ? $"invalid character U+{rune.Value:X4} '{rune}'" : $"invalid character U+{rune.Value:X4}";
            }
        }
        return null;
    }

    private void ReportUnusedImports()
    {
        if (_options.IgnoreFunctionBodies)
        {
            return; // uses in bodies were not seen
        }
        foreach (PackageName import in _imports)
        {
            if (import.Name == "_" || import.IsUsed)
            {
                continue;
            }
            string path = import.Imported.Path;
            string last = path[(path.LastIndexOf('/') + 1)..];
            SoftError(import.Pos, Catalogue.UnusedImport, import.Name is "" or "." || import.Name == last
                ? $"\"{path}\" imported and not used"
                : $"\"{path}\" imported as {import.Name} and not used");
        }
    }
}

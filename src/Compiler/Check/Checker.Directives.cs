using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private const FunctionPragmas RuntimePragmas =
        FunctionPragmas.Systemstack | FunctionPragmas.NoWriteBarrier | FunctionPragmas.NoWriteBarrierRec
            | FunctionPragmas.YesWriteBarrierRec;

    private void CheckDirectives()
    {
        foreach (SyntaxFile file in _files)
        {
            foreach (Directive directive in file.Directives)
            {
                CheckDirective(file, directive);
            }
        }
    }

    /// <summary>
    /// Puts <c>//go:</c> directives on the functions and variables they are about (contract section 2.5). As Go's compiler, after type
    /// checking.
    /// </summary>
    private void ApplyDirectives()
    {
        bool report = !_hasErrors;
        foreach (SyntaxFile file in _files)
        {
            foreach (Directive directive in file.Directives)
            {
                if (report && directive.Name == "go:embed" && ParseVersion(_options.GoVersion) is > 0 and <= 16)
                {
                    Error(PosOf(directive), Catalogue.UnsupportedFeature, "go:embed requires go1.16 or later");
                }
                if (report && directive.Name is "go:linkname" or "go:linknamestd")
                {
                    ApplyLinkName(file, directive);
                }
            }
        }
        for (int i = 1; i < _objects.Count; i++)
        {
            if (_objects[i] is Function function)
            {
                ApplyFunctionDirectives(function, _declarations[i]!.FuncDecl!, report);
            }
        }
        if (report)
        {
            CheckLinkNamedDefinitions();
        }
    }

    /// <summary>
    /// Two functions with bodies must not be one symbol: the linker refuses such among packages, this among those of one package.
    /// </summary>
    private void CheckLinkNamedDefinitions()
    {
        Dictionary<string, Function>? defined = null;
        for (int pass = 0; pass < 2; pass++) // link names first: few packages have any on a function with a body
        {
            for (int i = 1; i < _objects.Count && (pass == 0 || defined is not null); i++)
            {
                if (_objects[i] is not Function function || _declarations[i]!.FuncDecl! is not { Body: not null, Receiver: null }
                    || function.Name is "_" or "init"
                    || (function.LinkName is not null) != (pass == 0))
                {
                    continue;
                }
                string symbol = function.LinkName ?? TypePrinter.EscapePath(_package.Path) + "." + function.Name;
                defined ??= [];
                if (!defined.TryAdd(symbol, function) && defined[symbol].LinkName is not null)
                {
                    Error(function.Pos, Catalogue.DuplicateSymbol, $"symbol {symbol} redeclared", defined[symbol].Pos,
                        $"other declaration of symbol {symbol}");
                }
            }
        }
    }

    /// <summary>Directives are reported behind their slashes.</summary>
    private static Pos PosOf(Directive directive) => new(directive.Pos.File, directive.Pos.Line, directive.Pos.Column + 2);

    private static FunctionPragmas PragmasOf(string directive) => directive switch // table
    {
        "go:nosplit" => FunctionPragmas.Nosplit | FunctionPragmas.Nocheckptr,
        "go:noinline" => FunctionPragmas.Noinline,
        "go:noescape" => FunctionPragmas.Noescape,
        "go:systemstack" => FunctionPragmas.Systemstack,
        "go:nowritebarrier" => FunctionPragmas.NoWriteBarrier,
        "go:nowritebarrierrec" => FunctionPragmas.NoWriteBarrierRec | FunctionPragmas.NoWriteBarrier,
        "go:yeswritebarrierrec" => FunctionPragmas.YesWriteBarrierRec,
        "go:uintptrkeepalive" => FunctionPragmas.UintptrKeepAlive,
        "go:uintptrescapes" => FunctionPragmas.UintptrEscapes | FunctionPragmas.UintptrKeepAlive,
        "go:cgo_unsafe_args" => FunctionPragmas.CgoUnsafeArgs | FunctionPragmas.Nocheckptr,
        "go:norace" => FunctionPragmas.Norace,
        "go:nocheckptr" => FunctionPragmas.Nocheckptr,
        _ => FunctionPragmas.None,
    };

    /// <summary>Refuses directives that only some packages may use.</summary>
    private void CheckDirective(SyntaxFile file, Directive directive)
    {
        FunctionPragmas pragmas = PragmasOf(directive.Name);
        if ((pragmas & RuntimePragmas) != 0 && !_package.IsRuntimePackage)
        {
            Error(PosOf(directive), Catalogue.InvalidDirective, $"//{directive.Name} only allowed in runtime");
        }
        if (pragmas == FunctionPragmas.UintptrKeepAlive && !_options.IsStandardLibrary)
        {
            Error(PosOf(directive), Catalogue.InvalidDirective, $"//{directive.Name} is only allowed in the standard library");
        }
        if (pragmas == FunctionPragmas.None && _options.IsStandardLibrary && !IsKnownInStandardLibrary(directive.Name))
        {
            Error(PosOf(directive), Catalogue.InvalidDirective, $"//{directive.Name} is not allowed in the standard library");
        }
        if (directive.Name == DynamicImportDirective)
        {
            CheckDynamicImport(file, directive);
        }
        else if (directive.Name.StartsWith("go:cgo_", StringComparison.Ordinal))
        {
            CheckIsGenerated(file, directive);
        }
    }

    /// <summary>Refuses what may only stand in files that cgo made, or in the standard library.</summary>
    private void CheckIsGenerated(SyntaxFile file, Directive directive)
    {
        if (!_options.IsStandardLibrary && !Path.GetFileName(file.Source.DisplayPath).StartsWith("_cgo_", StringComparison.Ordinal))
        {
            string text = directive.Arguments.Length == 0 ? directive.Name : directive.Name + " " + directive.Arguments;
            Error(PosOf(directive), Catalogue.InvalidDirective, $"//{text} only allowed in cgo-generated code");
        }
    }

    private static bool IsKnownInStandardLibrary(string name)
        => name is "go:build" or "go:embed" or "go:fix" or "go:generate" or "go:linkname" or "go:linknamestd"
        or "go:registerparams" or "go:wasmimport" or "go:wasmexport" or "go:debug" or "go:cgo_export_static" or "go:cgo_export_dynamic"
        or "go:cgo_import_static"
        or "go:cgo_import_dynamic" or "go:cgo_ldflag" or "go:cgo_dynamic_linker";

    private void ApplyLinkName(SyntaxFile file, Directive directive)
    {
        Pos pos = PosOf(directive);
        string[] fields = directive.Arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is 0 or > 2)
        {
            Error(pos, Catalogue.InvalidLinkName, $"usage: //{directive.Name} localname [linkname]");
            return;
        }
        if (!ImportsUnsafe(file))
        {
            Error(pos, Catalogue.InvalidLinkName, $"//{directive.Name} only allowed in Go files that import \"unsafe\"");
            return;
        }
        // With one argument the own symbol name: it only says that others may refer to it.
        string symbol = fields.Length == 2 ? fields[1] : TypePrinter.EscapePath(_package.Path) + "." + fields[0];
        if (symbol.Contains('[', StringComparison.Ordinal) && symbol.Contains(']', StringComparison.Ordinal))
        {
            Error(pos, Catalogue.InvalidLinkName, $"//{directive.Name} reference of an instantiation is not allowed");
            return;
        }
        GoObject? o = _package.Scope.Lookup(fields[0]);
        string? known = o is Function f ? f.LinkName : (o as Variable)?.LinkName;
        if (known is not null)
        {
            Error(pos, Catalogue.InvalidLinkName, $"duplicate //{directive.Name} for {fields[0]}");
            return;
        }
        switch (o)
        {
            case Function function:
                function.LinkName = symbol;
                function.IsLinkNameStandard = directive.Name == "go:linknamestd";
                function.Pragmas |= FunctionPragmas.LinkNamed;
                break;
            case Variable variable:
                variable.LinkName = symbol;
                variable.IsLinkNameStandard = directive.Name == "go:linknamestd";
                break;
            case not null when !AllowsVersion(18):
            case null when !AllowsVersion(18):
                break; // accepted silently then
            default:
                Error(pos, Catalogue.InvalidLinkName, $"//{directive.Name} must refer to declared function or variable");
                break;
        }
    }

    private static bool ImportsUnsafe(SyntaxFile file)
    {
        foreach (DeclarationSyntax declaration in file.Declarations)
        {
            if (declaration is ImportSyntax { Path.Text: "\"unsafe\"" or "`unsafe`" })
            {
                return true;
            }
        }
        return false;
    }

    private void ApplyFunctionDirectives(Function function, FuncDeclSyntax syntax, bool report)
    {
        foreach (Directive directive in syntax.Directives)
        {
            function.Pragmas |= PragmasOf(directive.Name);
        }
        if (!report)
        {
            return;
        }
        FunctionPragmas pragmas = function.Pragmas;
        if ((pragmas & (FunctionPragmas.Systemstack | FunctionPragmas.Nosplit)) == (FunctionPragmas.Systemstack | FunctionPragmas.Nosplit))
        {
            Error(syntax.Pos, Catalogue.InvalidDirective, "go:nosplit and go:systemstack cannot be combined");
        }
        if (syntax.Body is not null)
        {
            if ((pragmas & FunctionPragmas.Noescape) != 0)
            {
                Error(syntax.Pos, Catalogue.InvalidDirective, "can only use //go:noescape with external func implementations");
            }
            if ((pragmas & (FunctionPragmas.UintptrKeepAlive | FunctionPragmas.UintptrEscapes)) == FunctionPragmas.UintptrKeepAlive
                && (pragmas & FunctionPragmas.Nosplit) == 0)
            {
                Error(syntax.Pos, Catalogue.InvalidDirective, "go:uintptrkeepalive requires go:nosplit");
            }
        }
        else if (!_options.IsStandardLibrary && !_options.HasAssembly && !_options.IsCheckerTest && function.LinkName is null
            && function.Name != "init")
        {
            Error(syntax.Pos, Catalogue.MissingFunctionBody, "missing function body");
        }
    }
}

using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

public sealed partial class Parser
{
    private enum DirectivePlace : byte { Nowhere, PackageClause, Declaration, Variable, Function }

    /// <summary>Directives from here on in the scanner's list stand before what is parsed next.</summary>
    private int _firstPendingDirective;

    /// <summary>The directives before the declaration that starts now, after complaining about those that mean nothing there.</summary>
    private IReadOnlyList<Directive> TakeDirectives(DirectivePlace place)
    {
        List<Directive> all = _scanner.Directives;
        if (_firstPendingDirective == all.Count)
        {
            return [];
        }
        Directive[] taken = all[_firstPendingDirective..].ToArray();
        _firstPendingDirective = all.Count;
        if (_isHeadOnly)
        {
            return taken; // what is wrong with them is the compiler's affair
        }
        foreach (Directive directive in taken)
        {
            if (directive.Name == "go:embed" && !HasPatterns(directive, report: true))
            {
                continue;
            }
            if (PlaceOf(directive.Name) is var right and not DirectivePlace.Nowhere && right != place)
            {
                _scanner.ReportDirective(Catalogue.MisplacedDirective, BehindSlashes(directive),
                    directive.Name == "go:embed" ? "misplaced go:embed directive" : "misplaced compiler directive");
            }
        }
        return taken;
    }

    /// <summary>Called where pending directives stand before something that takes none.</summary>
    private void DropDirectives()
    {
        if (_firstPendingDirective != _scanner.Directives.Count)
        {
            TakeDirectives(DirectivePlace.Nowhere);
        }
    }

    /// <summary>Whether the file imports package embed; imports come first, so this is known when it matters.</summary>
    private bool _importsEmbed;

    private static bool IsEmbed(BasicLiteralSyntax path) => path.Text is "\"embed\"" or "`embed`";

    private static Pos BehindSlashes(Directive directive) => new(directive.Pos.File, directive.Pos.Line, directive.Pos.Column + 2);

    /// <summary>Complains about a <c>//go:embed</c> line before a variable that cannot hold files.</summary>
    private void CheckEmbed(VarSyntax declaration)
    {
        foreach (Directive directive in declaration.Directives)
        {
            if (directive.Name != "go:embed" || !HasPatterns(directive, report: false))
            {
                continue;
            }
            if (!_importsEmbed)
            {
                _scanner.ReportDirective(Catalogue.EmbedWithoutImport, BehindSlashes(directive),
                    "go:embed requires import \"embed\" (or import _ \"embed\", if package is not used)");
                return;
            }
            string? problem = declaration switch
            {
                { Names.Count: > 1 } => "multiple vars",
                { Values: not null } => "var with initializer",
                _ => _functionDepth > 0 ? "var inside func" : null,
            };
            if (problem is not null)
            {
                _scanner.ReportDirective(Catalogue.InvalidEmbedVariable, BehindSlashes(directive), "go:embed cannot apply to " + problem);
            }
            return;
        }
    }

    private bool HasPatterns(Directive directive, bool report)
    {
        if (EmbedArguments.Split(directive.Arguments, out string? problem) is { Count: > 0 })
        {
            return true;
        }
        if (report && problem is not null)
        {
            _scanner.ReportDirective(Catalogue.InvalidEmbedPattern, BehindSlashes(directive), problem);
        }
        if (report)
        {
            _scanner.ReportDirective(Catalogue.InvalidEmbedPattern, BehindSlashes(directive), "usage: //go:embed pattern...");
        }
        return false;
    }

    /// <summary>
    /// What a directive must stand before; Nowhere for those that may stand anywhere (also unknown ones, which tools may use).
    /// </summary>
    private static DirectivePlace PlaceOf(string name) => name switch
    {
        "go:build" => DirectivePlace.PackageClause,
        "go:embed" => DirectivePlace.Variable,
        "go:noescape" or "go:norace" or "go:nosplit" or "go:noinline" or "go:nocheckptr" or "go:systemstack" or "go:nowritebarrier"
            or "go:nowritebarrierrec" or "go:yeswritebarrierrec" or "go:cgo_unsafe_args" or "go:uintptrkeepalive" or "go:uintptrescapes"
            or "go:registerparams" => DirectivePlace.Function,
        _ => DirectivePlace.Nowhere,
    };
}

using Go.Compiler.Diagnostics;

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
        foreach (Directive directive in taken)
        {
            if (PlaceOf(directive.Name) is var right and not DirectivePlace.Nowhere && right != place)
            {
                var pos = new Text.Pos(directive.Pos.File, directive.Pos.Line, directive.Pos.Column + 2);
                Error(Catalogue.MisplacedDirective, pos, directive.Name == "go:embed" ? "misplaced go:embed directive" : "misplaced compiler directive");
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

    /// <summary>What a directive must stand before; Nowhere for those that may stand anywhere (also unknown ones, which tools may use).</summary>
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

using Go.Compiler.Diagnostics;

namespace Go.Compiler.Build;

/// <summary>
/// Says of a link variable that is none what it is: the linker knows symbols, and constants, functions and types have none that it could
/// set.
/// </summary>
internal static class LinkVariableAdvice
{
    /// <summary>The finding itself, or one that says more.</summary>
    public static Diagnostic For(Diagnostic finding, IReadOnlyList<Link.LinkVariable> variables, IReadOnlyList<CompiledPackage> packages)
    {
        if (finding.Descriptor != Catalogue.UnknownLinkVariable && finding.Descriptor != Catalogue.LinkVariableIgnored)
        {
            return finding;
        }
        foreach (Link.LinkVariable variable in variables)
        {
            int dot = variable.Name.LastIndexOf('.');
            if (dot <= 0 || !finding.Message.StartsWith($"no variable {variable.Name} to set", StringComparison.Ordinal))
            {
                continue;
            }
            string path = variable.Name[..dot], name = variable.Name[(dot + 1)..];
            foreach (CompiledPackage package in packages)
            {
                if (package.Loaded.ImportPath == path && KindOf(package, name) is { } kind)
                {
                    DiagnosticDescriptor descriptor = variable.IsOptional ? finding.Descriptor : Catalogue.LinkVariableNotString;
                    return finding with { Descriptor = descriptor,
                        Message = $"{variable.Name} is a {kind}, which cannot be set: only variables of type string can" };
                }
            }
        }
        return finding;
    }

    private static string? KindOf(CompiledPackage package, string name)
    {
        foreach (TopLevelNames.TopLevelName declared in TopLevelNames.Of(package.Loaded))
        {
            // A variable without a symbol is one that nothing uses.
            if (declared.Name == name)
            {
                return declared.Kind == "variable" ? null : declared.Kind;
            }
        }
        return null;
    }
}

namespace Go.Compiler.Modules.Fetching;

/// <summary>Adds to a failure for which module and version it is, in the form of the original go command.</summary>
internal static class ModuleErrors
{
    /// <summary><c>path@version: problem</c>, <c>path@query: invalid version: problem</c>, or <c>module path: problem</c>.</summary>
    public static ModuleException Of(string path, string version, ModuleException problem)
    {
        string text;
        if (version.Length == 0)
        {
            text = $"module {path}: {problem.Message}";
        }
        else if (SemanticVersion.CanonicalModule(version) == version)
        {
            text = $"{path}@{version}: {problem.Message}";
        }
        else
        {
            text = $"{path}@{version}: invalid {(PseudoVersion.IsPseudo(version) ? "pseudo-version" : "version")}: {problem.Message}";
        }
        return new ModuleException(problem.Descriptor, text, problem) { IsNotFound = problem.IsNotFound };
    }
}

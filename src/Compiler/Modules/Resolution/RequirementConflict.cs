using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// Why a version that is asked for cannot be had: a chain of requirements from it, or from what is asked for with it, to something that
/// rules it out.
/// </summary>
/// <param name="Path">At least one version.</param>
/// <param name="Constraint">What the end of the path is above of.</param>
/// <param name="Failure">Or why the go.mod file at the end of the path cannot be had.</param>
internal sealed record RequirementConflict(IReadOnlyList<ModuleVersion> Path, ModuleVersion? Constraint, ModuleException? Failure)
{
    public string FailureText
        => Failure!.Message is var m && m.StartsWith(Path[^1] + ": ", StringComparison.Ordinal) ? m[(Path[^1].ToString().Length + 2)..] : m;

    /// <summary>The whole path, a line each.</summary>
    public string FullText
        => Path[0] + (Path.Count == 1 ? " found" : string.Concat(Path.Skip(1).Select(m => $" requires\n\t{m}")))
            + (Constraint is null ? "" : $", but {Constraint.Version} is requested") + (Failure is null ? "" : $": {FailureText}");

    /// <summary>The first and last of the path.</summary>
    public string Summary
    {
        get
        {
            if (Path.Count == 1)
            {
                return Failure is null ? $"{Path[0]} is above {Constraint!.Version}" : $"{Path[0]}: {FailureText}";
            }
            string requires = $"{Path[0]} {(Path.Count > 2 ? "indirectly " : "")}requires {Path[^1]}";
            return Failure is null ? $"{requires}, but {Constraint!.Version} is requested" : $"{requires}: {FailureText}";
        }
    }
}

/// <summary>Versions that are asked for rule each other out.</summary>
internal sealed class RequirementConflictException(IReadOnlyList<RequirementConflict> conflicts)
    : ModuleException(Catalogue.NoMatchingVersion,
        "version constraints conflict:" + string.Concat(conflicts.Select(c => "\n\t" + c.Summary)))
{
    public IReadOnlyList<RequirementConflict> Conflicts { get; } = conflicts;
}

using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Resolution;

/// <summary>A version is excluded by the main module or retracted by its author.</summary>
internal sealed class DisallowedVersionException(string message, bool isRetracted) : ModuleException(Catalogue.NoMatchingVersion, message)
{
    public bool IsRetracted { get; } = isRetracted;

    public IReadOnlyList<string> Rationale { get; init; } = [];
}

/// <summary>No version answers a query.</summary>
internal sealed class NoMatchingVersionException(string query, string current)
    : ModuleException(Catalogue.NoMatchingVersion, $"no matching versions for query {GoText.Quote(query)}"
        + (query is "upgrade" or "patch" && current is not ("" or ModuleVersions.None) ? $" (current version is {current})" : ""));

/// <summary>A module was found that has not the package asked for.</summary>
internal sealed class PackageNotInModuleException(string message) : ModuleException(Catalogue.ModuleNotRequired, message);

/// <summary>A module needs a newer Go than this one.</summary>
/// <param name="what">The module or file.</param>
/// <param name="version">The one it needs.</param>
/// <param name="local">This one.</param>
/// <param name="toolchain">GOTOOLCHAIN, which Go names unless it is what it is for everybody.</param>
internal sealed class GoTooOldException(string what, string version, string local, string toolchain)
    : ModuleException(Catalogue.GoVersionTooNew,
        $"{what} requires go >= {version} (running go {local}{(toolchain is "" or "auto" ? "" : "; GOTOOLCHAIN=" + toolchain)})")
{
    public string Version { get; } = version;

    /// <summary>Where a main module says so; no file for others.</summary>
    public (string File, int Line, int Column) Place { get; init; } = ("", 0, 0);
}

/// <summary>go.sum has no line for a module that is needed.</summary>
internal sealed class MissingSumException(string message) : ModuleException(Catalogue.MissingGoSum, message);

/// <summary>go.mod would have to change and may not.</summary>
internal sealed class GoModDirtyException(string message) : ModuleException(Catalogue.GoModNeedsUpdate, message);

/// <summary>The module graph is incomplete: the go.mod file of a module in it could not be had.</summary>
internal sealed class ModuleGraphException(ModuleVersion module, ModuleException cause, string message) : ModuleException(cause.Descriptor,
    message, cause)
{
    public ModuleVersion Module { get; } = module;

    public ModuleException Reason { get; } = cause;
}

/// <summary>A package is in no module of the build.</summary>
internal sealed class ImportMissingException(DiagnosticDescriptor descriptor, string message) : ModuleException(descriptor, message)
{
    /// <summary>Its path is one of the standard library's.</summary>
    public bool IsStandard { get; init; }
}

/// <summary>A package is in several modules of the build.</summary>
internal sealed class AmbiguousImportException(string message) : ModuleException(Catalogue.AmbiguousImport, message)
{
    /// <summary>The modules that have it.</summary>
    public IReadOnlyList<ModuleVersion> Modules { get; init; } = [];
}

/// <summary>A package may be in modules whose sums are missing.</summary>
internal sealed class ImportMissingSumException(string path, bool isFound,
    IReadOnlyList<ModuleVersion> modules) : ModuleException(Catalogue.MissingGoSum, Text(path, isFound, modules, null))
{
    public static string Text(string path, bool isFound, IReadOnlyList<ModuleVersion> modules,
        (string Path, string Version, bool IsTest)? importer)
    {
        string by = importer is { } i ? $" (imported by {i.Path})" : "";
        string message = isFound ? $"missing go.sum entry needed to verify package {path}{by} is provided by exactly one module"
            : $"missing go.sum entry for module providing package {path}{by}";
        if (importer is { } known)
        {
            return $"{message}; to add:\n\tgo get{(known.IsTest ? " -t" : "")} {known.Path}{(known.Version.Length > 0 ? "@" + known.Version : "")}";
        }
        return modules.Count == 0 ? message : $"{message}; to add:\n\tgo mod download {string.Join(' ', modules.Select(m => m.Path))}";
    }

    /// <summary>The message with what imports the package, for whom another command helps.</summary>
    public string For(string importer, string version, bool isTest) => Text(path, isFound, modules, (importer, version, isTest));
}

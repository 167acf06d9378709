using System.Globalization;
using Go.Compiler.ExportData;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Build;

/// <summary>What tells this compiler from all others whose results may be in the same cache.</summary>
internal static class CompilerIdentity
{
    /// <summary>
    /// Builds are deterministic: the module's id is a hash of the compiler's sources, and of the assemblies that it was compiled against.
    /// What it asks of the .NET runtime (which letters there are, say) is part of it too.
    /// </summary>
    public static string Text { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{typeof(CompilerIdentity).Assembly.ManifestModule.ModuleVersionId:N} .NET {Environment.Version} go{GoRelease.Language} entry {CacheEntry.Version} interface {ExportFormat.Version} object {ObjectFormat.Version}");
}

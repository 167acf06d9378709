using Go.Compiler.Arch.Amd64;
using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;
using Go.Compiler.Targets;

namespace Go.Compiler.Platforms;

/// <summary>The assembly language of each architecture. Dialects are immutable and shared.</summary>
public static class AssemblyPlatform
{
    private static readonly Lazy<Amd64AsmDialect> s_amd64 = new(() => new Amd64AsmDialect());

    public static IAsmDialect DialectOf(Target target) => target.Arch switch
    {
        "amd64" => s_amd64.Value,
        _ => throw Unexpected.Value(target),
    };

    /// <summary>Macros that every assembly file of the target may test (contract 9.1); those of enabled experiments come on top.</summary>
    public static IReadOnlyList<string> DefinesOf(Target target) => target.Arch switch
    {
        "amd64" => ["GOOS_" + target.Os, "GOARCH_" + target.Arch, "GOAMD64_v1"],
        _ => throw Unexpected.Value(target),
    };
}

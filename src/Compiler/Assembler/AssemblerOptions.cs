using Go.Compiler.Text;

namespace Go.Compiler.Assembler;

/// <summary>What the driver decides about one package's assembly files.</summary>
public sealed class AssemblerOptions
{
    /// <summary>Import path as in symbol names (escaped, contract 7.5); "main" for main packages.</summary>
    public required string PackagePath { get; init; }

    /// <summary><c>-D</c> definitions, "NAME" or "NAME=value": GOOS_x, GOARCH_x, GOAMD64_v1, GOEXPERIMENT_x and the user's.</summary>
    public IReadOnlyList<string> Defines { get; init; } = [];

    /// <summary>Contents of <c>go_asm.h</c>; empty for the scan that precedes compilation.</summary>
    public string GoAsmHeader { get; init; } = "";

    /// <summary>
    /// Finds an included file other than go_asm.h: in the package's folder, then in each include folder. Null when there is none.
    /// </summary>
    public required Func<string, SourceFile?> FindInclude { get; init; }

    /// <summary>
    /// <c>-dynlink</c>: other symbols than the file's own are reached through words that hold their addresses, for they may be another
    /// library's.
    /// </summary>
    public bool IsDynamicLink { get; init; }

    /// <summary><c>&lt;ABIInternal&gt;</c> is allowed (the packages of contract 1.6).</summary>
    public bool AllowAbiSelectors { get; init; }

    /// <summary>
    /// Names of stack-map symbols (<c>f.args_stackmap</c>, <c>f.arginfo0</c>) that the compiler defines for body-less Go declarations of
    /// this package (contract 5.2).
    /// </summary>
    public IReadOnlySet<string> CompilerStackMaps { get; init; } = new HashSet<string>();
}

using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;

namespace Go.Compiler.Build;

/// <summary>Checked package to object: bound tree, SSA, machine code, data, assembly.</summary>
internal static class MiddleEnd
{
    public static CompiledPackage? Run(CompileSession session, LoadedPackage loaded, CheckedPackage checkedPackage, AssemblyUnit? assembly, DiagnosticSink sink, CancellationToken cancellation)
        => throw new UnsupportedFeatureException(default, "code generation is not connected yet; only checking (CheckOnly) works");
}

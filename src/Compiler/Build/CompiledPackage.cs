using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.Packages;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>A package after compilation: what importers need of it, and its code (null when the build only checks).</summary>
internal sealed record CompiledPackage(LoadedPackage Loaded, Package Package, IrPackage? Ir, ObjectFile? Object);

using Go.Compiler.Ssa;

namespace Go.Compiler.Backend;

/// <summary>Turns optimised SSA into machine code. One instance per worker: it owns reusable buffers and is not thread-safe.</summary>
public interface ICodeGenerator
{
    /// <summary>Lowers, allocates registers, lays the frame out and encodes.</summary>
    CompiledFunction Generate(SsaFunction function);
}

using Go.Compiler.Ssa;

namespace Go.Compiler.Backend;

/// <summary>Turns optimised SSA into machine code. One instance per worker: it owns reusable buffers and is not thread-safe.</summary>
public interface ICodeGenerator
{
    /// <summary>Proves every register allocation and the liveness of frame variables right; slow.</summary>
    bool Verify { get; set; }

    /// <summary>Lowers, allocates registers, lays the frame out and encodes.</summary>
    CompiledFunction Generate(SsaFunction function);
}

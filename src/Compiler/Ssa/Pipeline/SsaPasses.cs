using Go.Compiler.Passes;
using Go.Compiler.Ssa.Barriers;
using Go.Compiler.Ssa.Passes;

namespace Go.Compiler.Ssa.Pipeline;

/// <summary>The optimiser, as data: what runs before the escape analysis, and what after allocations are lowered.</summary>
public static class SsaPasses
{
    /// <summary>On code as built: allocations are still <see cref="Op.Allocate"/>.</summary>
    public static readonly PassList<SsaFunction> Early = new("ssa", SsaVerifier.Verify, SsaPrinter.Print)
    {
        { "early_deadcode", DeadCode.Run, true },
        { "mem2reg", Promotion.Run },
        { "early_phielim", DeadCode.Run },
        { "opt", Simplify.Run },
        { "generic_cse", CommonSubexpressions.Run },
        { "early_memcombine", MemoryCombining.Run }, // makes functions small enough to be inlined
        { "generic_deadcode", DeadCode.Run },
    };

    /// <summary>After inlining, in functions where something was inlined.</summary>
    public static readonly PassList<SsaFunction> Inlined = new("ssa", SsaVerifier.Verify, SsaPrinter.Print)
    {
        { "fuse", BlockFusion.Run },
        { "inlined_opt", Simplify.Run },
        { "inlined_mem2reg", Promotion.Run },
        { "inlined_cse", CommonSubexpressions.Run },
        { "inlined_deadcode", DeadCode.Run, true },
    };

    /// <summary>On code with frame slots and runtime calls.</summary>
    public static readonly PassList<SsaFunction> Late = new("ssa", SsaVerifier.Verify, SsaPrinter.Print)
    {
        { "late_fuse", BlockFusion.Run },
        { "lowered_opt", Simplify.Run },
        { "memory", MemoryForwarding.Run },  // before cse: values computed from one load are equal
        { "cse", CommonSubexpressions.Run },
        { "prove", Prove.Run },              // needs one name for equal values
        { "late_opt", Simplify.RunLate },    // conditions and shifts that became constants
        { "late_cse", CommonSubexpressions.Run }, // the quotient that x/c and x%c share
        { "memcombine", MemoryCombining.Run },
        { "deadcode", DeadCode.Run },
        { "assertions", AssertionCaches.Run }, // once nothing is known of the type any more
    };

    /// <summary>What the code generator relies on.</summary>
    public static readonly PassList<SsaFunction> Last = new("ssa", SsaVerifier.Verify, SsaPrinter.Print)
    {
        { "tailcall", TailCalls.Run },
        { "late_deadcode", DeadCode.Run, true },
        { "critical", ControlFlow.SplitCriticalEdges, true },
    };

    /// <summary>Everything after the lowering of allocations.</summary>
    internal static void Finish(FunctionUnit unit, PassSwitches switches)
    {
        Late.Run(unit.Function, switches);
        WriteBarriers.Run(unit.Function);
        Last.Run(unit.Function, switches);
    }
}

using Go.Compiler.Passes;
using Go.Compiler.Ssa.Barriers;
using Go.Compiler.Ssa.Passes;

namespace Go.Compiler.Ssa.Pipeline;

/// <summary>The optimiser, as data: everything that happens to SSA, from the builder's hands to the code generator's, in order.</summary>
public static class SsaPasses
{
    private static readonly Pipeline<SsaFunction> s_pipeline = new("ssa", SsaVerifier.Verify, SsaPrinter.Print);

    /// <summary>All of them; numbers of dumps are places here.</summary>
    public static IReadOnlyList<Pass<SsaFunction>> All => s_pipeline.Passes;

    /// <summary>On code as built: allocations are still <see cref="Op.Allocate"/>.</summary>
    public static readonly PassList<SsaFunction> Early = new(s_pipeline)
    {
        { "early_deadcode", DeadCode.Run, "", "what follows looks at blocks that are reached only", true },
        { "mem2reg", Promotion.Run, "early_deadcode", "a variable of which only loads and stores are left is a value" },
        { "early_phielim", DeadCode.Run, "mem2reg", "promotion leaves phis that stand for one value" },
        { "opt", Simplify.Run, "mem2reg", "constants meet once variables are values" },
        { "generic_cse", CommonSubexpressions.Run, "opt", "equal values look equal in their simplest form" },
        { "early_memcombine", MemoryCombining.Run, "generic_cse", "makes functions small enough to be inlined" },
        { "generic_deadcode", DeadCode.Run, "early_memcombine", "the inliner counts what is there" },
    };

    /// <summary>Calls of small functions become their bodies, callees first: needs other functions.</summary>
    internal static readonly Pass<SsaFunction> Inline
        = s_pipeline.Step("inline", false, "generic_deadcode", "bodies are taken over as they are");

    /// <summary>Calls through what is known. Runs in every round of the inliner, which makes more of it known.</summary>
    internal static readonly Pass<SsaFunction> Devirtualize
        = s_pipeline.Step("devirtualize", false, "inline", "part of its rounds, before a body is looked for");

    /// <summary>After inlining, in functions where something was inlined.</summary>
    public static readonly PassList<SsaFunction> Inlined = new(s_pipeline)
    {
        { "fuse", BlockFusion.Run, "inline", "the blocks around a body that was taken in are one" },
        { "inlined_opt", Simplify.Run, "fuse", "arguments may be constants" },
        { "inlined_mem2reg", Promotion.Run, "inlined_opt", "captured variables may have become local" },
        { "inlined_cse", CommonSubexpressions.Run, "inlined_mem2reg", "equal values look equal in their simplest form" },
        { "inlined_deadcode", DeadCode.Run, "inlined_cse", "escape analysis believes every store it sees", true },
    };

    /// <summary>Which allocations may be in the frame: of all functions that call each other at once.</summary>
    internal static readonly Pass<SsaFunction> Escape
        = s_pipeline.Step("escape", true, "inlined_deadcode", "what was inlined does not let arguments go");

    /// <summary>Allocations become slots of the frame or calls of the runtime.</summary>
    internal static readonly Pass<SsaFunction> Allocations
        = s_pipeline.Step("allocations", true, "escape", "it says which");

    /// <summary>On code with frame slots and runtime calls.</summary>
    public static readonly PassList<SsaFunction> Late = new(s_pipeline)
    {
        { "late_fuse", BlockFusion.Run, "allocations", "allocations that became one thing leave jumps" },
        { "lowered_opt", Simplify.Run, "allocations", "addresses of slots have become known" },
        { "thread", JumpThreading.Run, "lowered_opt", "conditions of inlined bodies end in constants" },
        { "memory", MemoryForwarding.Run, "lowered_opt", "places are compared in their simplest form" },
        { "cse", CommonSubexpressions.Run, "memory", "values computed from one load are equal" },
        { "prove", Prove.Run, "cse", "needs one name for equal values" },
        { "late_opt", Simplify.RunLate, "prove", "conditions and shifts that became constants" },
        { "late_cse", CommonSubexpressions.Run, "late_opt", "the quotient that x/c and x%c share" },
        { "late_thread", JumpThreading.Run, "memory late_cse", "values are equal that were loaded twice, and comparisons have one form" },
        { "memcombine", MemoryCombining.Run, "prove", "accesses between which a check stands are kept apart" },
        { "deadcode", DeadCode.Run, "memcombine", "loads that were combined" },
        { "rangetests", RangeTests.Run, "prove", "two bounds tell it more than their difference" },
        { "branchelim", BranchElimination.Run, "rangetests memcombine", "a range is one condition, and loads have their last addresses" },
        { "assertions", AssertionCaches.Run, "deadcode", "nothing is known of the type any more, and nobody else understands the loop" },
    };

    /// <summary>For targets that round products and sums once.</summary>
    internal static readonly Pass<SsaFunction> Fuse
        = s_pipeline.Step("fusefloats", false, "late_cse branchelim",
        "equal products and sums are one before, and what is a product is known");

    /// <summary>Of loops.</summary>
    internal static readonly PassList<SsaFunction> Loops = new(s_pipeline)
    {
        { "loopinvariants", LoopInvariants.Run, "fusefloats assertions", "a product is still rounded with its sum" },
    };

    /// <summary>Write barriers around stores of pointers.</summary>
    internal static readonly Pass<SsaFunction> WriteBarrier
        = s_pipeline.Step("writebarrier", true, "allocations memory memcombine",
        "stores are final: nothing may move into or out of a window");

    /// <summary>What the code generator relies on.</summary>
    public static readonly PassList<SsaFunction> Last = new(s_pipeline)
    {
        { "tailcall", TailCalls.Run, "writebarrier", "a barrier is work after the call" },
        { "late_deadcode", DeadCode.Run, "tailcall", "results that nobody returns any more", true },
        { "joins", JoinBypass.Run, "late_deadcode", "nobody looks at loops any more, whose ways back become many" },
        { "critical", ControlFlow.SplitCriticalEdges, "late_deadcode joins", "every edge has a place for moves", true },
    };

    /// <summary>A step that needs more than the function, with what is asked of it.</summary>
    internal static void Run(Pass<SsaFunction> step, SsaFunction function, PassSwitches switches, Action<SsaFunction> run)
        => s_pipeline.Run(step, function, switches, run);

    /// <inheritdoc cref="Run(Pass{SsaFunction}, SsaFunction, PassSwitches, Action{SsaFunction})"/>
    internal static void Run(Pass<SsaFunction> step, List<FunctionUnit> units, PassSwitches switches, Action run)
        => s_pipeline.Run(step, units.ConvertAll(u => u.Function), switches, run);

    /// <summary>Everything after the lowering of allocations.</summary>
    internal static void Finish(FunctionUnit unit, bool fusesFloats, PassSwitches switches)
    {
        Late.Run(unit.Function, switches);
        if (fusesFloats)
        {
            Run(Fuse, unit.Function, switches, FloatFusion.Run);
        }
        Loops.Run(unit.Function, switches);
        Run(WriteBarrier, unit.Function, switches, WriteBarriers.Run);
        Last.Run(unit.Function, switches);
    }
}

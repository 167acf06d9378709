using Go.Compiler.Ssa;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    /// <summary>
    /// An integer comparison, ready to be attached: registers (0: none), or a constant. Condition and form are the architecture's.
    /// </summary>
    private protected readonly record struct MachineComparison(int A, int B, long Constant, int Size, byte Condition, byte Form)
    {
        /// <summary>Of the forms with memory.</summary>
        public PendingMemory Memory { get; init; }
    }

    /// <summary>Adds the operands after any others; a constant is in the immediate.</summary>
    private protected void AddCompare(in MachineComparison c)
    {
        if (c.A != 0)
        {
            AddUse(c.A);
        }
        if (c.Memory.Memory.Kind != MemoryKind.None)
        {
            AddMemory(c.Memory);
        }
        if (c.B != 0)
        {
            AddUse(c.B);
        }
        _next.Variant = c.Form;
        _next.Immediate = c.Constant;
        _next.Condition = c.Condition;
    }

    private void LowerComparison(ValueId v)
    {
        MachineComparison c = CompareOperands(v);
        Begin(MachineOp.SetCompare, c.Size);
        AddCompare(c);
        AddDef(Definition(v));
        Emit();
    }

    /// <summary>Behind negations that were folded; <paramref name="negate"/> turns with each.</summary>
    private protected ValueId WithoutNegations(ValueId condition, ref bool negate)
    {
        while (_f[condition].Op == Op.NotB && _isFolded[condition.Index])
        {
            negate = !negate;
            condition = _f.Argument(condition, 0);
        }
        return condition;
    }
}

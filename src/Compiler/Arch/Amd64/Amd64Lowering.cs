using Go.Compiler.Backend.Machine;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Lowers the operations to amd64's instructions. Partials by topic: Operations, Arithmetic, Comparisons, Floats, Memory, MemoryOperands,
/// Blocks.
/// </summary>
internal sealed partial class Amd64Lowering : MachineLowering
{
    private Amd64Lowering(SsaFunction function, Layout layout)
        : base(function, layout, Amd64Registers.Roles)
    {
    }

    /// <summary>Lowers a function. Splits its critical edges.</summary>
    public static MachineFunction Run(SsaFunction function, Layout layout)
    {
        ControlFlow.SplitCriticalEdges(function);
        return new Amd64Lowering(function, layout).Run();
    }

    private protected override bool HasBitInstructions => true;

    private protected override bool RemakesInPlace => true;

    private protected override bool HasFloatsInData => true;

    /// <summary>An integer constant of the value's kind that fits a sign-extended 32-bit immediate.</summary>
    private bool IsImmediate(ValueId v, out int value)
    {
        value = 0;
        if (!IsConstant(v, out long full))
        {
            return false;
        }
        full = SignExtended(full, _f[v].Kind);
        value = (int)full;
        return value == full;
    }

    private protected override bool IsBoundsConstant(ValueId v, out int value) => IsImmediate(v, out value);

    private protected override bool TryStoreConstant(int size, PendingMemory memory, long constant)
    {
        if (constant != (int)constant)
        {
            return false;
        }
        Begin(Amd64Op.StoreConstant, size);
        AddMemory(memory);
        _next.Immediate = constant;
        Emit();
        return true;
    }

    private void Begin(Amd64Op op, int size = 8) => Begin((ushort)op, size);

    // Common shapes.

    private void EmitUnary(Amd64Op op, int size, int a, int d, byte variant = 0, long immediate = 0)
    {
        Begin(op, size);
        AddUse(a);
        AddDef(d);
        _next.Variant = variant;
        _next.Immediate = immediate;
        Emit();
    }

    private void EmitTied(Amd64Op op, int size, int a, int d, byte variant = 0, long immediate = 0)
    {
        Begin(op, size);
        AddUse(a);
        AddTiedDef(d);
        _next.Variant = variant;
        _next.Immediate = immediate;
        Emit();
    }

    private void EmitTiedPair(Amd64Op op, int size, int a, int b, int d, byte variant = 0)
    {
        Begin(op, size);
        AddUse(a);
        AddUse(b);
        AddTiedDef(d);
        _next.Variant = variant;
        Emit();
    }
}

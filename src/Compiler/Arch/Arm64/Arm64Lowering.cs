using Go.Compiler.Backend.Machine;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Lowers the operations to arm64's instructions. Narrow integers are computed in 32 bits and extended where their upper bits matter:
/// comparisons, divisions, shifts to the right. Partials by topic: Arithmetic, Shifts, Comparisons, Floats, Memory, Atomics.
/// </summary>
internal sealed partial class Arm64Lowering : MachineLowering
{
    private Arm64Lowering(SsaFunction function, Layout layout)
        : base(function, layout, Arm64Registers.Roles)
    {
    }

    /// <summary>Lowers a function. Splits its critical edges.</summary>
    public static MachineFunction Run(SsaFunction function, Layout layout)
    {
        ControlFlow.SplitCriticalEdges(function);
        return new Arm64Lowering(function, layout).Run();
    }

    private protected override bool RemakesInPlace => true;

    private protected override bool HasFullAddresses => false;

    /// <summary>Addition takes any shift; this is what a byte holds as a factor.</summary>
    private protected override int MaxScale => 6;

    private protected override bool IsBoundsConstant(ValueId v, out int value)
    {
        bool fits = IsConstant(v, out long full) && Arm64Immediates.IsAdd(full);
        value = fits ? (int)full : 0;
        return fits;
    }

    private protected override bool TryStoreConstant(int size, PendingMemory memory, long constant)
    {
        if (constant != 0)
        {
            return false;
        }
        Begin(Arm64Op.StoreConstant, size);
        AddMemory(memory);
        Emit();
        return true;
    }

    private void Begin(Arm64Op op, int size = 8) => Begin((ushort)op, size);

    private void EmitUnary(Arm64Op op, int size, int a, int d, byte variant = 0, long immediate = 0, byte condition = 0)
    {
        Begin(op, size);
        AddUse(a);
        AddDef(d);
        _next.Variant = variant;
        _next.Immediate = immediate;
        _next.Condition = condition;
        Emit();
    }

    private void EmitBinary(Arm64Op op, int size, int a, int b, int d, byte variant = 0, byte condition = 0)
    {
        Begin(op, size);
        AddUse(a);
        AddUse(b);
        AddDef(d);
        _next.Variant = variant;
        _next.Condition = condition;
        Emit();
    }

    /// <summary>Operand size for arithmetic: narrow integers are computed in 32 bits.</summary>
    private static int WideSize(ValueKind kind) => Math.Max(4, SizeOf(kind));

    /// <summary>A constant of a narrow kind as its extension.</summary>
    private static long Extension(long value, ValueKind kind, bool signed)
        => signed || SizeOf(kind) == 8 ? SignExtended(value, kind) : value & ((1L << (SizeOf(kind) * 8)) - 1);

    /// <summary>A value's register with the upper bits of narrow kinds defined, up to 32.</summary>
    private int Extended(ValueId v, bool signed)
    {
        ValueKind kind = _f[v].Kind;
        if (SizeOf(kind) >= 4)
        {
            return Register(v);
        }
        if (IsConstant(v, out long value))
        {
            return ConstantRegister(Extension(value, kind, signed), 4);
        }
        if (!signed && IsZeroExtended(Root(v), kind))
        {
            return Register(v);
        }
        int d = NewInteger();
        EmitUnary(signed ? Arm64Op.SignExtend : Arm64Op.ZeroExtend, SizeOf(kind), Register(v), d, 4);
        return d;
    }

    /// <summary>Its instruction, or those of all that a phi may be, leave zeros above the value.</summary>
    private bool IsZeroExtended(ValueId v, ValueKind kind)
    {
        if (_f[v].Op != Op.Phi)
        {
            return LeavesZeros(v, kind);
        }
        var phis = new EntityList<ValueId> { v };
        for (int i = 0; i < phis.Count; i++)
        {
            for (int j = 0; j < _f.ArgumentCount(phis[i]); j++)
            {
                ValueId input = Root(_f.Argument(phis[i], j));
                if (_f[input].Op == Op.Phi && _f[input].Kind == kind)
                {
                    if (!phis.Contains(input))
                    {
                        phis.Add(input);
                    }
                }
                else if (phis.Count > MaxPhis || !LeavesZeros(input, kind))
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>As many phis are looked through.</summary>
    private const int MaxPhis = 16;

    private bool LeavesZeros(ValueId v, ValueKind kind)
        => _f[v].Kind == kind && (_f[v].Op is Op.Load or Op.AtomicLoad or Op.MemoryEqual or Op.AtomicCompareExchange
            || OpFacts.IsComparison(_f[v].Op) || (IsConstant(v, out long value) && SignExtended(value, kind) >= 0));

    private protected override void LowerInversion(ValueId v)
    {
        if (TryCombined(v, out ValueId part))
        {
            LowerCombined(v, part, Arm64Alu.Xor);
            return;
        }
        int a = Register(_f.Argument(v, 0)), d = Definition(v);
        if (_f[v].Op == Op.NotB)
        {
            EmitUnary(Arm64Op.AluConstant, 4, a, d, (byte)Arm64Alu.Xor, 1);
        }
        else
        {
            EmitUnary(_f[v].Op == Op.Neg ? Arm64Op.Negate : Arm64Op.Not, WideSize(_f[v].Kind), a, d);
        }
    }

    private protected override void LowerByteSwap(ValueId v)
        => EmitUnary(Arm64Op.SwapBytes, SizeOf(_f[v].Kind), Register(_f.Argument(v, 0)), Definition(v));
}

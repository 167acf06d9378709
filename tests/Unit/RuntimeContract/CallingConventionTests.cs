using Go.Compiler.RuntimeContract;
using Go.Compiler.Tests.Types;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Contract;

public sealed class CallingConventionTests
{
    private static readonly Layout s_layout = new(Amd64);

    private static string Print(AbiParameter p)
        => p.InRegisters ? string.Join(' ', p.Scalars.Select(s => (s.IsFloat ? "X" : "I") + s.Register + "@" + s.Offset))
            + (p.SpillOffset >= 0 ? " spill " + p.SpillOffset : "")
            : "stack " + p.StackOffset;

    [Fact]
    public void The_contract_s_worked_example()
    {
        StructType s = Struct(Field("a", Int), Field("_", Int), Field("b", Pointer(Int)), Field("z", Struct()),
            Field("f", Basic(BasicKind.Float64)));
        StructType a2 = Struct(Field("x", Array(2, Int)), Field("p", Pointer(Int)));
        StructType a1 = Struct(Field("x", Array(1, Pointer(Int))));
        AbiAssignment a = CallingConvention.Assign(
            s_layout, FunctionAbi.Internal,
            [s, Universe.Bool, Struct(), a2, Basic(BasicKind.Int8), a1, Basic(BasicKind.Int64)],
            [Str, Array(2, Int), Basic(BasicKind.Float32)]);
        Assert.Equal(
            ["I0@0 I1@8 I2@16 X0@24 spill 40", "I3@0 spill 72", "stack 0", "stack 0", "I4@0 spill 73", "I5@0 spill 80", "I6@0 spill 88"],
            a.Parameters.Select(Print));
        Assert.Equal(["I0@0 I1@8", "stack 24", "X0@0"], a.Results.Select(Print));
        Assert.Equal(40, a.StackSize);
        Assert.Equal(96, a.ArgumentWidth);
    }

    [Fact]
    public void Registers_are_taken_whole_or_not_at_all()
    {
        StructType nine = Struct([.. Enumerable.Range(0, 9).Select(i => Field("f" + i, Int))]);
        StructType ten = Struct([.. Enumerable.Range(0, 10).Select(i => Field("f" + i, Int))]);
        AbiAssignment a = CallingConvention.Assign(s_layout, FunctionAbi.Internal, [ten, Int, nine, Str], []);
        Assert.Equal(["stack 0", "I0@0 spill 152", "stack 80", "I1@0 I2@8 spill 160"], a.Parameters.Select(Print));
        Assert.Equal(152, a.StackSize);
        Assert.Equal(176, a.ArgumentWidth);
        Assert.True(CallingConvention.Assign(s_layout, FunctionAbi.Internal, [nine], []).Parameters[0].InRegisters);
    }

    [Fact]
    public void Abi0_puts_everything_on_the_stack()
    {
        AbiAssignment a = CallingConvention.Assign(
            s_layout, FunctionAbi.Abi0, [Universe.Bool, Int, Basic(BasicKind.Int32)], [Universe.Bool, Basic(BasicKind.Float64)]);
        Assert.Equal(["stack 0", "stack 8", "stack 16"], a.Parameters.Select(Print));
        Assert.Equal(["stack 24", "stack 32"], a.Results.Select(Print));
        Assert.Equal(40, a.ArgumentWidth);
    }

    [Fact]
    public void Receivers_come_first_and_complex_takes_two_floats()
    {
        NamedType t = Named("CC1", Struct(Field("A", Int)));
        Function m = AddMethod(t, "M", true, [Basic(BasicKind.Complex128), Universe.Any], Universe.Error);
        AbiAssignment a = CallingConvention.Assign(s_layout, FunctionAbi.Internal, m.Signature, withReceiver: true);
        Assert.Equal(["I0@0 spill 0", "X0@0 X1@8 spill 8", "I1@0 I2@8 spill 24"], a.Parameters.Select(Print));
        Assert.Equal(["I0@0 I1@8"], a.Results.Select(Print));
    }

    [Fact]
    public void Runtime_package_lists()
    {
        Assert.True(RuntimePackages.IsRuntime("internal/runtime/maps"));
        Assert.False(RuntimePackages.IsRuntime("sync/atomic"));
        Assert.True(RuntimePackages.AllowsInternalAbiAssembly("reflect"));
        Assert.False(RuntimePackages.AllowsInternalAbiAssembly("math/big"));
    }
}

using Go.Compiler.Arch.Amd64;
using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Tests.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Backend;

/// <summary>A function built by hand: parameters of given kinds in registers, one block at first.</summary>
internal sealed class SsaSketch
{
    public SsaSketch(ReadOnlySpan<ValueKind> parameters, ReadOnlySpan<ValueKind> results, string name = "p.f")
    {
        AbiAssignment abi = CallingConvention.Assign(BuiltPackage.Layout, FunctionAbi.Internal, Types(parameters), Types(results));
        F = new SsaFunction { Symbol = new FunctionSymbol(name, FunctionAbi.Internal), Package = new Package("p", "p"), Abi = abi };
        Block = F.NewBlock();
        for (int i = 0; i < parameters.Length; i++)
        {
            F.ParameterScalars.Add((i, abi.Parameters[i].Scalars[0]));
            Parameters.Add(F.Append(Block, Op.Param, parameters[i], default, default, i));
        }
    }

    public SsaFunction F { get; }
    public Block Block { get; set; }
    public EntityList<ValueId> Parameters { get; } = [];

    private static GoType[] Types(ReadOnlySpan<ValueKind> kinds)
    {
        var types = new GoType[kinds.Length];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = SsaEnvironment.TypeOf(Enum.Parse<ScalarKind>(kinds[i].ToString()));
        }
        return types;
    }

    public ValueId Emit(Op op, ValueKind kind, params ReadOnlySpan<ValueId> arguments)
        => F.Append(Block, op, kind, default(Pos), arguments);

    public ValueId Emit(Op op, ValueKind kind, long imm, params ReadOnlySpan<ValueId> arguments)
        => F.Append(Block, op, kind, default(Pos), arguments, imm);

    public ValueId Const(ValueKind kind, long value) => F.Append(Block, Op.Const, kind, default(Pos), default, value);

    public void Return(params ReadOnlySpan<ValueId> values)
    {
        Block.Kind = BlockKind.Return;
        foreach (ValueId v in values)
        {
            Block.Arguments.Add(v);
        }
    }

    public Block Branch(BlockKind kind, ValueId control, params ReadOnlySpan<Block> successors)
    {
        Block.Kind = kind;
        Block.Control = control;
        foreach (Block s in successors)
        {
            SsaFunction.AddEdge(Block, s);
        }
        return successors[0];
    }

    public NativeCode Compile()
    {
        SsaVerifier.Verify(F);
        var code = new NativeCode();
        code.Add(Amd64Machine.New(BuiltPackage.Layout, Amd64ThreadLocal.InFs, verify: true).Generate(F));
        code.Link();
        return code;
    }
}

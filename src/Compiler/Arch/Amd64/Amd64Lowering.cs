using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Turns SSA into machine instructions. Constants and addresses of variables and symbols are made again at each use; pointer arithmetic that only
/// serves accesses becomes part of their memory operands; a comparison that only decides a branch or selection becomes part of it.
/// Partials by topic: Values, Arithmetic, Floats, Memory, Calls, Checks, Blocks.
/// </summary>
internal sealed partial class Amd64Lowering
{
    private readonly SsaFunction _f;
    private readonly Layout _layout;
    private readonly MachineFunction _m;
    private readonly AllocationProblem _problem;

    // The instruction under construction.
    private readonly List<Operand> _operands = [];
    private MachineInstruction _next;
    private ulong _clobbers;
    private bool _isSafepoint;
    private Text.Pos _pos;
    private int _inline;

    private Amd64Lowering(SsaFunction function, Layout layout)
    {
        _f = function;
        _layout = layout;
        _m = new MachineFunction(function) { Liveness = SlotLiveness.Run(function, layout) };
        _problem = _m.Problem;
        _problem.Allocatable[(int)RegisterClass.Integer] = Amd64Registers.AllIntegers;
        _problem.Allocatable[(int)RegisterClass.Float] = Amd64Registers.AllFloats;
        _problem.PreferredOrder[(int)RegisterClass.Integer] =
            [Amd64Registers.Ax, Amd64Registers.Cx, Amd64Registers.Dx, Amd64Registers.Bx, Amd64Registers.Si, Amd64Registers.Di, Amd64Registers.R8, Amd64Registers.R9, Amd64Registers.R10,
                Amd64Registers.R11, Amd64Registers.R12, Amd64Registers.R15];
        byte[] floats = new byte[15];
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = (byte)(Amd64Registers.X0 + i);
        }
        _problem.PreferredOrder[(int)RegisterClass.Float] = floats;
        _vregs = new int[function.ValueLimit];
        _results = new int[function.ValueLimit][];
        _uses = new int[function.ValueLimit];
        _isFolded = new bool[function.ValueLimit];
    }

    /// <summary>Lowers a function. Splits its critical edges.</summary>
    public static MachineFunction Run(SsaFunction function, Layout layout)
    {
        ControlFlow.SplitCriticalEdges(function);
        var lowering = new Amd64Lowering(function, layout);
        var flow = new ControlFlow(function);
        lowering.CountUses(flow);
        lowering.LowerBlocks(flow);
        return lowering._m;
    }

    // Instructions: operands are added, then Emit.

    private void Begin(Amd64Op op, int size = 8)
    {
        _operands.Clear();
        _next = new MachineInstruction { Opcode = (ushort)op, Size = (byte)size, Pos = _pos, InlineIndex = _inline };
        _clobbers = 0;
        _isSafepoint = false;
    }

    private void Emit()
    {
        _problem.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_operands), _clobbers, _isSafepoint);
        _m.Instructions.Add(_next);
    }

    private int AddUse(int vreg, OperandRole role = OperandRole.Use)
    {
        _operands.Add(new Operand(vreg, role, OperandConstraint.Register));
        return _operands.Count - 1;
    }

    private void AddFixedUse(int vreg, int register) => _operands.Add(new Operand(vreg, OperandRole.Use, OperandConstraint.Fixed, (byte)register));

    private void AddDef(int vreg) => _operands.Add(new Operand(vreg, OperandRole.Def, OperandConstraint.Register));

    private void AddEarlyDef(int vreg) => _operands.Add(new Operand(vreg, OperandRole.EarlyDef, OperandConstraint.Register));

    private void AddTiedDef(int vreg, int input = 0) => _operands.Add(new Operand(vreg, OperandRole.Def, OperandConstraint.Reuse, (byte)input));

    private void AddFixedDef(int vreg, int register, bool early = false)
        => _operands.Add(new Operand(vreg, early ? OperandRole.EarlyDef : OperandRole.Def, OperandConstraint.Fixed, (byte)register));

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

    private static CodeTarget FunctionTarget(FunctionSymbol symbol)
        => new(new SymbolKey(symbol.Name, symbol.Abi == FunctionAbi.Internal ? SymbolAbi.Internal : SymbolAbi.Abi0), null);

    private static CodeTarget RuntimeTarget(string name, SymbolAbi abi = SymbolAbi.Internal) => new(new SymbolKey(name, abi), null);

    private static CodeTarget DataTarget(object? aux) => aux switch
    {
        DataSymbol data => new CodeTarget(default, data),
        string name => new CodeTarget(default, new NamedSymbol(name)),
        _ => throw Unexpected.Value(aux),
    };
}

using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Liveness;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Machine;

/// <summary>
/// Turns SSA into machine instructions: what is the same everywhere. Constants and addresses of variables and symbols are made again at
/// each use; pointer arithmetic that only serves accesses becomes part of their memory operands; a comparison that only decides a branch or
/// selection becomes part of it. An architecture lowers one operation at a time. Partials by topic: Blocks, Endings, Values, Folding,
/// Loads, Indices, Addresses, Memory, Calls.
/// </summary>
internal abstract partial class MachineLowering
{
    private protected readonly SsaFunction _f;
    private protected readonly Layout _layout;
    private protected readonly MachineFunction _m;
    private protected readonly MachineRegisters _registers;
    private protected readonly AllocationProblem _problem;

    // The instruction under construction.
    private protected readonly EntityList<Operand> _operands = [];
    private protected MachineInstruction _next;
    private protected ulong _clobbers;
    private protected bool _isSafepoint;
    private protected Text.Pos _pos;
    private protected int _inline;

    private protected MachineLowering(SsaFunction function, Layout layout, MachineRegisters registers)
    {
        _f = function;
        _layout = layout;
        _registers = registers;
        _m = new MachineFunction(function) { Liveness = SlotLiveness.Run(function, layout) };
        _problem = _m.Problem;
        _problem.Allocatable[(int)RegisterClass.Integer] = registers.Integers;
        _problem.Allocatable[(int)RegisterClass.Float] = registers.Floats;
        _problem.PreferredOrder[(int)RegisterClass.Integer] = registers.IntegerOrder;
        _problem.PreferredOrder[(int)RegisterClass.Float] = registers.FloatOrder;
        int values = function.ValueLimit;
        _vregs = Scratch<int>.Rent(values);
        _results = new int[values][];
        _uses = Scratch<int>.Rent(values);
        _isFolded = Scratch<bool>.Rent(values);
        _writtenIn = Scratch<BlockId>.Rent(values);
        _writtenAt = Scratch<int>.Rent(values);
        _isScattered = Scratch<bool>.Rent(values);
        _putBackBy = Scratch<ValueId>.Rent(values);
        _isCombined = Scratch<bool>.Rent(values);
        _accesses = Scratch<int>.Rent(values);
        _indexedAccesses = Scratch<int>.Rent(values);
        _isKept = Scratch<bool>.Rent(values);
    }

    /// <summary>Lowers the function. Splits its critical edges.</summary>
    public MachineFunction Run()
    {
        var flow = new ControlFlow(_f);
        CountUses(flow);
        LowerBlocks(flow);
        ReturnTables();
        return _m;
    }

    private void ReturnTables()
    {
        _vregs.Dispose();
        _uses.Dispose();
        _isFolded.Dispose();
        _writtenIn.Dispose();
        _writtenAt.Dispose();
        _isScattered.Dispose();
        _putBackBy.Dispose();
        _isCombined.Dispose();
        _accesses.Dispose();
        _indexedAccesses.Dispose();
        _isKept.Dispose();
    }

    // What an architecture answers; what it is asked for operations is in MachineLowering.Architecture.cs.

    /// <summary>
    /// Ends a block with a decision; <paramref name="negate"/>: its first successor is where the condition fails. Takes over what
    /// <see cref="CanFold"/> allows.
    /// </summary>
    private protected abstract void LowerBranch(ValueId condition, bool negate);

    /// <summary>Copies between two places without partial overlap; the size is not 0.</summary>
    private protected abstract void EmitMove(PendingMemory to, PendingMemory from, long size);

    /// <summary>Stores a constant without a register, if there is an instruction for it.</summary>
    private protected abstract bool TryStoreConstant(int size, PendingMemory memory, long constant);

    /// <summary>The bound can be an operand of the comparison in a bounds check.</summary>
    private protected abstract bool IsBoundsConstant(ValueId v, out int value);

    /// <summary>
    /// Makes a memory operand one that an access of <paramref name="size"/> bytes can have; 0: as an address. Emits what that needs.
    /// </summary>
    private protected virtual PendingMemory Reachable(PendingMemory memory, int size) => memory;

    /// <summary>Constants and addresses that are passed are made in their registers right before the call.</summary>
    private protected virtual bool RemakesInPlace => false;

    /// <summary>Floating-point constants are operands in the program's data rather than made in registers.</summary>
    private protected virtual bool HasFloatsInData => false;

    /// <summary>There are instructions that set, flip and test the bit of a number in a register.</summary>
    private protected virtual bool HasBitInstructions => false;

    // Instructions: operands are added, then Emit.

    private protected void Begin(MachineOp op, int size = 8) => Begin((ushort)op, size);

    private protected void Begin(ushort op, int size)
    {
        _operands.Clear();
        _next = new MachineInstruction { Opcode = op, Size = (byte)size, Pos = _pos, InlineIndex = _inline };
        _clobbers = 0;
        _isSafepoint = false;
    }

    private protected void Emit()
    {
        _problem.Add(_operands.AsSpan(), _clobbers, _isSafepoint);
        _m.Instructions.Add(_next);
    }

    private protected int AddUse(int vreg, OperandRole role = OperandRole.Use)
    {
        _operands.Add(new Operand(vreg, role, OperandConstraint.Register));
        return _operands.Count - 1;
    }

    private protected void AddFixedUse(int vreg, int register)
        => _operands.Add(new Operand(vreg, OperandRole.Use, OperandConstraint.Fixed, (byte)register));

    private protected void AddDef(int vreg) => _operands.Add(new Operand(vreg, OperandRole.Def, OperandConstraint.Register));

    private protected void AddEarlyDef(int vreg) => _operands.Add(new Operand(vreg, OperandRole.EarlyDef, OperandConstraint.Register));

    private protected void AddTiedDef(int vreg, int input = 0)
        => _operands.Add(new Operand(vreg, OperandRole.Def, OperandConstraint.Reuse, (byte)input));

    private protected void AddFixedDef(int vreg, int register, bool early = false)
        => _operands.Add(new Operand(vreg, early ? OperandRole.EarlyDef : OperandRole.Def, OperandConstraint.Fixed, (byte)register));

    private protected void EmitUnary(MachineOp op, int size, int a, int d)
    {
        Begin(op, size);
        AddUse(a);
        AddDef(d);
        Emit();
    }

    private protected static CodeTarget FunctionTarget(FunctionSymbol symbol)
        => new(new SymbolKey(symbol.Name, symbol.Abi == FunctionAbi.Internal ? SymbolAbi.Internal : SymbolAbi.Abi0), null);

    private protected static CodeTarget RuntimeTarget(string name, SymbolAbi abi = SymbolAbi.Internal)
        => new(new SymbolKey(name, abi), null);

    private protected static CodeTarget DataTarget(object? aux) => aux switch
    {
        DataSymbol data => new CodeTarget(default, data),
        string name => new CodeTarget(default, new NamedSymbol(name)),
        _ => throw Unexpected.Value(aux),
    };
}

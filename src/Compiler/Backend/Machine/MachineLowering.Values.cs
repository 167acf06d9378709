using System.Buffers.Binary;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineLowering
{
    // By value id: its virtual register, made on demand (a use may be lowered before the definition); registers of a tuple's parts; number
    // of uses.
    private protected readonly Scratch<int> _vregs;
    private protected readonly int[][] _results;
    private protected readonly Scratch<int> _uses;

    // By value id: has no instruction of its own, because all its uses take it over.
    private protected readonly Scratch<bool> _isFolded;

    private protected static int SizeOf(ValueKind kind) => OpFacts.SizeOf(kind);

    private protected int NewVreg(ValueKind kind)
        => _problem.NewVreg(new VirtualRegister(OpFacts.IsFloat(kind) ? RegisterClass.Float : RegisterClass.Integer,
            IsTracked: kind == ValueKind.Pointer));

    private protected int NewInteger() => _problem.NewVreg(new VirtualRegister(RegisterClass.Integer));

    private protected int NewFloat() => _problem.NewVreg(new VirtualRegister(RegisterClass.Float));

    /// <summary>The value whose register this one shares.</summary>
    private protected ValueId Root(ValueId v)
    {
        while (_f[v].Op is Op.Copy or Op.Truncate or Op.NilCheck && !IsKindChange(v))
        {
            v = _f.Argument(v, 0);
        }
        return v;
    }

    private protected bool IsKindChange(ValueId v)
        => (_f[v].Kind == ValueKind.Pointer) != (_f[_f.Argument(v, 0)].Kind == ValueKind.Pointer);

    private protected bool IsConstant(ValueId v, out long value)
    {
        v = Root(v);
        value = _f[v].AuxInt;
        return _f[v].Op == Op.Const && !OpFacts.IsFloat(_f[v].Kind);
    }

    private protected static long SignExtended(long value, ValueKind kind) => kind switch
    {
        ValueKind.I8 => (sbyte)value,
        ValueKind.I16 => (short)value,
        ValueKind.I32 or ValueKind.F32 => (int)value,
        _ => value,
    };

    /// <summary>Made again at each use instead of being kept in a register.</summary>
    private protected bool IsRemade(ValueId v) => _f[v].Op switch
    {
        Op.Const or Op.LocalAddress or Op.GlobalAddress or Op.FunctionAddress => true,
        Op.OffsetPointer => IsRemade(Root(_f.Argument(v, 0))) && _f[Root(_f.Argument(v, 0))].Op != Op.Const,
        _ => false,
    };

    /// <summary>A register that holds the value at the current place.</summary>
    private protected int Register(ValueId v)
    {
        v = Root(v);
        if (IsRemade(v) || _isFolded[v.Index])
        {
            return Remake(v);
        }
        return Definition(v);
    }

    /// <summary>The value's own register, for its definition and uses.</summary>
    private protected int Definition(ValueId v)
    {
        if (_f[v].Op == Op.Extract)
        {
            return _results[_f.Argument(v, 0).Index][_f[v].AuxInt] is > 0 and int part ? part
                : throw Unexpected.State($"{v} has no register");
        }
        ref int vreg = ref _vregs[v.Index];
        if (vreg == 0)
        {
            vreg = NewVreg(_f[v].Kind);
        }
        return vreg;
    }

    /// <param name="register">Where it is wanted, or -1.</param>
    private protected int Remake(ValueId v, int register = -1)
    {
        ValueKind kind = _f[v].Kind;
        int d = NewVreg(kind == ValueKind.Pointer && _f[v].Op is Op.Const or Op.GlobalAddress ? ValueKind.I64 : kind);
        switch (_f[v].Op)
        {
            case Op.Const when IsFloatInData(v):
                Begin(MachineOp.LoadFloat, SizeOf(kind));
                AddMemory(FloatInData(v));
                break;
            case Op.Const when OpFacts.IsFloat(kind):
                Begin(MachineOp.FloatConstant, SizeOf(kind));
                _next.Immediate = _f[v].AuxInt;
                break;
            case Op.Const:
                Begin(MachineOp.Constant, SizeOf(kind));
                _next.Immediate = SignExtended(_f[v].AuxInt, kind);
                break;
            case Op.Load:
                EmitLoad(kind, TakenMemory(v), d);
                return d;
            case Op.FunctionAddress:
                Begin(MachineOp.Address);
                _next.Memory = SymbolMemory(FunctionTarget((FunctionSymbol)_f[v].Aux!), 0);
                break;
            default:
                PendingMemory address = Reachable(AddressOf(v, 0, noFold: _f[v].Op is not (Op.LocalAddress or Op.GlobalAddress)), 0);
                Begin(MachineOp.Address);
                AddMemory(address);
                break;
        }
        if (register < 0)
        {
            AddDef(d);
        }
        else
        {
            AddFixedDef(d, register);
        }
        Emit();
        return d;
    }

    /// <summary>A floating-point constant that is read from the program's data: zero is made without.</summary>
    private protected bool IsFloatInData(ValueId v)
        => HasFloatsInData && _f[v].Op == Op.Const && OpFacts.IsFloat(_f[v].Kind) && _f[v].AuxInt != 0;

    private protected PendingMemory FloatInData(ValueId v)
    {
        bool isDouble = _f[v].Kind == ValueKind.F64;
        byte[] bytes = new byte[isDouble ? 8 : 4];
        if (isDouble)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, _f[v].AuxInt);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)_f[v].AuxInt);
        }
        GoType type = Universe.Basic(isDouble ? BasicKind.Float64 : BasicKind.Float32);
        return new PendingMemory { Memory = SymbolMemory(DataTarget(new ConstantDataSymbol(type, bytes)), 0) };
    }

    private protected int ConstantRegister(long value, int size = 8)
    {
        int d = NewInteger();
        Begin(MachineOp.Constant, size);
        _next.Immediate = value;
        AddDef(d);
        Emit();
        return d;
    }
}

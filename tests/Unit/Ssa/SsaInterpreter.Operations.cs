using System.Numerics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Ssa;

internal sealed unsafe partial class SsaInterpreter
{
    private static long Narrow(long value, ValueKind kind) => kind switch
    {
        ValueKind.I8 => (sbyte)value,
        ValueKind.I16 => (short)value,
        ValueKind.I32 => (int)value,
        _ => value,
    };

    private static ulong Unsigned(long value, ValueKind kind) => kind switch
    {
        ValueKind.I8 => (byte)value,
        ValueKind.I16 => (ushort)value,
        ValueKind.I32 => (uint)value,
        _ => (ulong)value,
    };

    private static double Float(long bits, ValueKind kind)
        => kind == ValueKind.F32 ? BitConverter.Int32BitsToSingle((int)bits) : BitConverter.Int64BitsToDouble(bits);

    private static long Bits(double value, ValueKind kind)
        => kind == ValueKind.F32 ? BitConverter.SingleToInt32Bits((float)value) : BitConverter.DoubleToInt64Bits(value);

    private void Execute(Frame frame, SsaFunction f, ValueId id, long[] registers, long context)
    {
        ref Value v = ref f[id];
        long[] r = frame.Values;
        ValueKind kind = v.Kind;
        long a = f.ArgumentCount(id) > 0 ? r[f.Argument(id, 0).Index] : 0, b = f.ArgumentCount(id) > 1
            ? r[f.Argument(id, 1).Index] : 0, c = f.ArgumentCount(id) > 2 ? r[f.Argument(id, 2).Index] : 0;
        ValueKind ka = f.ArgumentCount(id) > 0 ? f[f.Argument(id, 0)].Kind : ValueKind.None;
        switch (v.Op)
        {
            case Op.Const:
                r[id.Index] = v.AuxInt;
                break;
            case Op.Param:
                r[id.Index] = Narrow(registers[v.AuxInt], kind);
                break;
            case Op.ClosureContext:
                r[id.Index] = context;
                break;
            case Op.Copy or Op.Bitcast:
                r[id.Index] = a;
                break;
            case Op.Extract:
                r[id.Index] = Narrow(frame.Tuples[f.Argument(id, 0).Index]![v.AuxInt], kind);
                break;
            case var integer when OpFacts.HasSameKinds(integer) || integer is Op.Neg or Op.Not:
                r[id.Index] = Narrow(Integer(v.Op, a, b, kind), kind);
                break;
            case Op.Shl or Op.ShrU or Op.ShrS:
                r[id.Index] = Narrow(Shift(v.Op, a, Unsigned(b, f[f.Argument(id, 1)].Kind), kind), kind);
                break;
            case Op.RotateLeft:
                int width = OpFacts.SizeOf(kind) * 8, by = (int)(((b % width) + width) % width);
                ulong u = Unsigned(a, kind);
                r[id.Index] = by == 0 ? a : Narrow((long)((u << by) | (u >> (width - by))), kind);
                break;
            case Op.MulWideU:
                UInt128 product = (UInt128)(ulong)a * (ulong)b;
                frame.Tuples[id.Index] = [(long)(ulong)(product >> 64), (long)(ulong)product];
                break;
            case Op.MulHighU:
                r[id.Index] = (long)Math.BigMul((ulong)a, (ulong)b, out _);
                break;
            case Op.MulHighS:
                r[id.Index] = Math.BigMul(a, b, out _);
                break;
            case Op.AddCarry:
                UInt128 sum = (UInt128)(ulong)a + (ulong)b + (c != 0 ? 1u : 0u);
                frame.Tuples[id.Index] = [(long)(ulong)sum, (long)(ulong)(sum >> 64)];
                break;
            case Op.SubBorrow:
                frame.Tuples[id.Index] = [a - b - (c != 0 ? 1 : 0), (UInt128)(ulong)a < (UInt128)(ulong)b + (c != 0 ? 1u : 0u) ? 1 : 0];
                break;
            case Op.TrailingZeros:
                r[id.Index] = Unsigned(a, ka) == 0 ? OpFacts.SizeOf(ka) * 8 : BitOperations.TrailingZeroCount(Unsigned(a, ka));
                break;
            case Op.BitLength:
                r[id.Index] = 64 - BitOperations.LeadingZeroCount(Unsigned(a, ka));
                break;
            case Op.PopulationCount:
                r[id.Index] = BitOperations.PopCount(Unsigned(a, ka));
                break;
            case Op.ByteSwap:
                r[id.Index] =
                    Narrow((long)(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ulong)a) >> (64 - OpFacts.SizeOf(kind) * 8)),
                        kind);
                break;
            case var op when OpFacts.IsComparison(op):
                r[id.Index] = Compare(v.Op, a, b, ka) ? 1 : 0;
                break;
            case Op.NotB:
                r[id.Index] = (byte)a == 0 ? 1 : 0;
                break;
            case Op.Select:
                r[id.Index] = (byte)a != 0 ? b : c;
                break;
            case Op.SignExtend or Op.Truncate:
                r[id.Index] = Narrow(a, kind);
                break;
            case Op.ZeroExtend:
                r[id.Index] = (long)Unsigned(a, ka);
                break;
            case Op.IntToFloatS:
                r[id.Index] = kind == ValueKind.F32 ? BitConverter.SingleToInt32Bits(a) : BitConverter.DoubleToInt64Bits(a);
                break;
            case Op.IntToFloatU:
                r[id.Index] = kind == ValueKind.F32 ? BitConverter.SingleToInt32Bits((ulong)a) : BitConverter.DoubleToInt64Bits((ulong)a);
                break;
            case Op.FloatToIntS:
                r[id.Index] = (long)Float(a, ka);
                break;
            case Op.FloatToIntU:
                r[id.Index] = (long)(ulong)Float(a, ka);
                break;
            case Op.FloatToFloat:
                r[id.Index] = Bits(Float(a, ka), kind);
                break;
            case var op when OpFacts.GroupOf(op) == OpGroup.Float:
                r[id.Index] = Bits(FloatOperation(v.Op, Float(a, kind), Float(b, kind), Float(c, kind), v.AuxInt), kind);
                break;
            case Op.LocalAddress:
                r[id.Index] = frame.Slots[((StackSlot)v.Aux!).Index];
                break;
            case Op.GlobalAddress:
                r[id.Index] = SymbolAddress(v.Aux!) + v.AuxInt;
                break;
            case Op.FunctionAddress:
                r[id.Index] = CodeOf(((FunctionSymbol)v.Aux!).Name);
                break;
            case Op.OffsetPointer:
                r[id.Index] = a + v.AuxInt;
                break;
            case Op.AddPointer:
                r[id.Index] = a + b;
                break;
            case Op.Allocate:
                var site = (AllocationSite)v.Aux!;
                r[id.Index] = Allocate(layout.SizeOf(site.Type) * site.Count);
                break;
            default:
                ExecuteMemory(frame, f, id, a, b, c);
                break;
        }
    }

    private void ExecuteMemory(Frame frame, SsaFunction f, ValueId id, long a, long b, long c)
    {
        ref Value v = ref f[id];
        long[] r = frame.Values;
        switch (v.Op)
        {
            case Op.Load or Op.AtomicLoad:
                r[id.Index] = Read(a + v.AuxInt, v.Kind);
                break;
            case Op.Store or Op.AtomicStore:
                Write(a + v.AuxInt, f[f.Argument(id, 1)].Kind, b);
                break;
            case Op.Zero:
                CheckAddress(a);
                new Span<byte>((void*)a, (int)v.AuxInt).Clear();
                break;
            case Op.Move:
                CheckAddress(a);
                CheckAddress(b);
                Buffer.MemoryCopy((void*)b, (void*)a, v.AuxInt, v.AuxInt);
                break;
            case Op.MemoryEqual:
                r[id.Index] = new Span<byte>((void*)a, (int)v.AuxInt).SequenceEqual(new Span<byte>((void*)b, (int)v.AuxInt)) ? 1 : 0;
                break;
            case Op.NilCheck:
                CheckAddress(a);
                r[id.Index] = a;
                break;
            case Op.BoundsCheck:
                bool ok = v.AuxInt == (long)BoundsCode.Index ? (ulong)a < (ulong)b : (ulong)a <= (ulong)b;
                if (!ok)
                {
                    throw new GoPanic(0, 0, $"bounds {(BoundsCode)v.AuxInt} {a} {b}");
                }
                break;
            case Op.VariableStart or Op.KeepAlive or Op.WriteBarrierEnd or Op.Prefetch:
                break;
            case Op.WriteBarrierFlag:
                r[id.Index] = 0;
                break;
            case Op.AtomicAdd:
                r[id.Index] = Narrow(Read(a, v.Kind) + b, v.Kind);
                Write(a, v.Kind, r[id.Index]);
                break;
            case Op.AtomicExchange:
                r[id.Index] = Read(a, v.Kind);
                Write(a, v.Kind, b);
                break;
            case Op.AtomicCompareExchange:
                ValueKind kind = f[f.Argument(id, 1)].Kind;
                bool swapped = Read(a, kind) == b;
                if (swapped)
                {
                    Write(a, kind, c);
                }
                r[id.Index] = swapped ? 1 : 0;
                break;
            case Op.CallStatic or Op.CallClosure or Op.CallInterface:
                ExecuteCall(frame, f, id);
                break;
            default:
                throw new InvalidOperationException("not interpreted: " + v.Op);
        }
    }

    private void ExecuteCall(Frame frame, SsaFunction f, ValueId id)
    {
        var info = (CallInfo)f[id].Aux!;
        Op op = f[id].Op;
        int first = OpFacts.FixedCallOperands(op);
        var arguments = new List<long>();
        var memory = new List<long>();
        for (int i = first; i < f.ArgumentCount(id); i++)
        {
            long value = frame.Values[f.Argument(id, i).Index];
            bool isResult = false;
            foreach (MemoryOperand m in info.MemoryOperands)
            {
                isResult |= m.IsResult && m.ArgumentIndex == i - first;
            }
            (isResult ? memory : arguments).Add(value);
        }
        if (info.Runtime is { } runtime)
        {
            frame.Tuples[id.Index] = Runtime(frame, runtime.Name, [.. arguments]);
            return;
        }
        string target = op == Op.CallStatic ? info.Target!.Name : _codeNames[(int)frame.Values[f.Argument(id, 0).Index]];
        long context = op == Op.CallClosure ? frame.Values[f.Argument(id, 1).Index] : 0;
        frame.Tuples[id.Index] = Call(target, [.. arguments], context, frame.Function.IsWrapper ? frame.DeferredBy : null, [.. memory]);
    }

    private static long Integer(Op op, long a, long b, ValueKind kind)
    {
        ulong ua = Unsigned(a, kind), ub = Unsigned(b, kind);
        a = Narrow(a, kind);
        b = Narrow(b, kind);
        return op switch
        {
            Op.Add => a + b,
            Op.Sub => a - b,
            Op.Mul => a * b,
            Op.DivS => b == -1 ? -a : a / b,
            Op.DivU => (long)(ua / ub),
            Op.RemS => b == -1 ? 0 : a % b,
            Op.RemU => (long)(ua % ub),
            Op.And => a & b,
            Op.Or => a | b,
            Op.Xor => a ^ b,
            Op.Neg => -a,
            Op.Not => ~a,
            _ => throw new InvalidOperationException(op.ToString()),
        };
    }

    private static long Shift(Op op, long a, ulong by, ValueKind kind)
    {
        int width = OpFacts.SizeOf(kind) * 8;
        if (by >= (ulong)width)
        {
            return op == Op.ShrS && Narrow(a, kind) < 0 ? -1 : 0;
        }
        return op switch { Op.Shl => a << (int)by, Op.ShrU => (long)(Unsigned(a, kind) >> (int)by), _ => Narrow(a, kind) >> (int)by };
    }

    private static bool Compare(Op op, long a, long b, ValueKind kind)
    {
        if (OpFacts.GroupOf(op) == OpGroup.FloatComparison)
        {
            double x = Float(a, kind), y = Float(b, kind);
            return op switch { Op.EqF => x == y, Op.NeF => x != y, Op.LtF => x < y, _ => x <= y };
        }
        ulong ua = Unsigned(a, kind), ub = Unsigned(b, kind);
        a = Narrow(a, kind);
        b = Narrow(b, kind);
        return op switch { Op.Eq => a == b, Op.Ne => a != b, Op.LtS => a < b, Op.LeS => a <= b, Op.LtU => ua < ub, _ => ua <= ub };
    }

    private static double FloatOperation(Op op, double a, double b, double c, long imm) => op switch
    {
        Op.AddF => a + b,
        Op.SubF => a - b,
        Op.MulF => a * b,
        Op.DivF => a / b,
        Op.NegF => -a,
        Op.SqrtF => Math.Sqrt(a),
        Op.AbsF => Math.Abs(a),
        Op.CopySignF => Math.CopySign(a, b),
        Op.FloorF => Math.Floor(a),
        Op.CeilF => Math.Ceiling(a),
        Op.TruncF => Math.Truncate(a),
        Op.FmaF => Math.FusedMultiplyAdd((imm & Fma.NegatesProduct) != 0 ? -a : a, b, (imm & Fma.NegatesAddend) != 0 ? -c : c),
        Op.MinF => Math.Min(a, b),
        Op.MaxF => Math.Max(a, b),
        _ => throw new InvalidOperationException(op.ToString()),
    };
}

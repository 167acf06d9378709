using Go.Compiler.Diagnostics;
using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    private protected override void LowerFloatOperation(ValueId v)
    {
        Op op = _f[v].Op;
        int size = SizeOf(_f[v].Kind);
        if (op is (Op.AddF or Op.SubF or Op.MulF or Op.DivF) && TryWithMemory(Amd64Op.FloatMemory, size, v, (byte)FloatOf(op)))
        {
            return;
        }
        if (op is Op.AddF or Op.MulF)
        {
            (ValueId first, ValueId second) = InTiedOrder(v);
            int x = Register(first);
            EmitTiedPair(Amd64Op.Float, size, x, Register(second), Definition(v), (byte)FloatOf(op));
            return;
        }
        int a = Register(_f.Argument(v, 0));
        switch (op)
        {
            case Op.SubF or Op.DivF:
                EmitTiedPair(Amd64Op.Float, size, a, Register(_f.Argument(v, 1)), Definition(v), (byte)FloatOf(op));
                break;
            case Op.NegF:
                EmitTied(Amd64Op.FloatNegate, size, a, Definition(v));
                break;
            case Op.AbsF:
                EmitTied(Amd64Op.FloatAbsolute, size, a, Definition(v));
                break;
            case Op.SqrtF:
                EmitUnary(Amd64Op.SquareRoot, size, a, Definition(v));
                break;
            case Op.CopySignF:
                int sign = Register(_f.Argument(v, 1));
                Begin(Amd64Op.CopySign, size);
                AddUse(a);
                AddUse(sign);
                AddDef(Definition(v));
                AddEarlyDef(NewInteger());
                Emit();
                break;
            case Op.FloorF or Op.CeilF or Op.TruncF or Op.RoundToEvenF:
                Begin(Amd64Op.Round, size);
                AddUse(a);
                AddDef(Definition(v));
                _next.Variant = op switch { Op.RoundToEvenF => 0, Op.FloorF => 1, Op.CeilF => 2, _ => 3 };
                Emit();
                break;
            case Op.FmaF:
                int b = Register(_f.Argument(v, 1)), c = Register(_f.Argument(v, 2));
                Begin(Amd64Op.FusedMultiplyAdd, size);
                AddUse(a);
                AddUse(b);
                AddUse(c);
                AddTiedDef(Definition(v), 2);
                Emit();
                break;
            case Op.MinF or Op.MaxF:
                EmitTiedPair(op == Op.MinF ? Amd64Op.FloatMinimum : Amd64Op.FloatMaximum, size, a, Register(_f.Argument(v, 1)),
                    Definition(v));
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    /// <summary>Less is above with the operands swapped: only so are unordered operands false.</summary>
    private void BeginFloatComparison(Amd64Op op, ValueId v)
    {
        ValueId a = _f.Argument(v, 0), b = _f.Argument(v, 1);
        Amd64FloatTest test;
        switch (_f[v].Op)
        {
            case Op.EqF or Op.NeF:
                test = _f[v].Op == Op.EqF ? Amd64FloatTest.Equal : Amd64FloatTest.NotEqual;
                (a, b) = IsFloatInData(a) ? (b, a) : (a, b);
                break;
            case Op.LtF or Op.LeF:
                test = _f[v].Op == Op.LtF ? Amd64FloatTest.Above : Amd64FloatTest.AboveOrEqual;
                (a, b) = (b, a);
                break;
            default:
                throw Unexpected.Value(_f[v].Op);
        }
        bool isInData = IsFloatInData(b);
        int x = Register(a), y = isInData ? 0 : Register(b);
        Begin(op, SizeOf(_f[a].Kind));
        AddUse(x);
        if (isInData)
        {
            AddMemory(FloatInData(b));
        }
        else
        {
            AddUse(y);
        }
        _next.Variant = (byte)test;
    }

    private protected override void LowerFloatComparison(ValueId v)
    {
        BeginFloatComparison(Amd64Op.SetFloat, v);
        AddDef(Definition(v));
        Emit();
    }

    private static Amd64Float FloatOf(Op op) => op switch
    {
        Op.AddF => Amd64Float.Add,
        Op.SubF => Amd64Float.Sub,
        Op.MulF => Amd64Float.Mul,
        Op.DivF => Amd64Float.Div,
        _ => throw Unexpected.Value(op),
    };

    private protected override void LowerConversion(ValueId v)
    {
        Op op = _f[v].Op;
        ValueId a = _f.Argument(v, 0);
        ValueKind from = _f[a].Kind, to = _f[v].Kind;
        int d = Definition(v);
        switch (op)
        {
            case Op.SignExtend or Op.ZeroExtend when IsFoldedLoad(a):
                PendingMemory memory = TakenMemory(a);
                Begin(op == Op.SignExtend ? Amd64Op.SignExtendMemory : Amd64Op.ZeroExtendMemory, SizeOf(from));
                AddMemory(memory);
                AddDef(d);
                _next.Variant = (byte)WideSize(to);
                Emit();
                break;
            case Op.SignExtend or Op.ZeroExtend:
                LowerExtension(a, d, SizeOf(from), SizeOf(to), op == Op.SignExtend);
                break;
            case Op.IntToFloatS:
                EmitUnary(Amd64Op.IntegerToFloat, SizeOf(to), Extended(a, signed: true), d, (byte)WideSize(from));
                break;
            case Op.IntToFloatU when SizeOf(from) == 8:
                EmitUnary(Amd64Op.Unsigned64ToFloat, SizeOf(to), Register(a), d);
                break;
            case Op.IntToFloatU:
                int wide = NewInteger();
                EmitUnary(Amd64Op.ZeroExtend, SizeOf(from), Register(a), wide, 8);
                EmitUnary(Amd64Op.IntegerToFloat, SizeOf(to), wide, d, 8);
                break;
            case Op.FloatToIntS:
                EmitUnary(Amd64Op.FloatToInteger, SizeOf(from), Register(a), d, (byte)WideSize(to));
                break;
            case Op.FloatToIntU when SizeOf(to) == 8:
                int wanted = Register(a); // before Begin: a constant is an instruction of its own
                Begin(Amd64Op.FloatToUnsigned64, SizeOf(from));
                AddUse(wanted);
                AddDef(d);
                Emit();
                break;
            case Op.FloatToIntU:
                EmitUnary(Amd64Op.FloatToInteger, SizeOf(from), Register(a), d, 8);
                break;
            case Op.FloatToFloat:
                EmitUnary(from == to ? Amd64Op.FloatCopy : Amd64Op.FloatToFloat, SizeOf(from), Register(a), d);
                break;
            case Op.Bitcast:
                LowerBitcast(a, d, from, to);
                break;
            default:
                throw Unexpected.Value(op);
        }
    }

    private void LowerExtension(ValueId a, int d, int from, int to, bool signed)
    {
        if (from >= to)
        {
            EmitUnary(Amd64Op.Copy, 8, Register(a), d);
        }
        else
        {
            EmitUnary(signed ? Amd64Op.SignExtend : Amd64Op.ZeroExtend, from, Register(a), d, (byte)Math.Max(4, to));
        }
    }

    /// <summary>Always a register of its own: pointers are tracked by the collector, words are not.</summary>
    private void LowerBitcast(ValueId a, int d, ValueKind from, ValueKind to)
    {
        bool fromFloat = OpFacts.IsFloat(from), toFloat = OpFacts.IsFloat(to);
        Amd64Op op = (fromFloat, toFloat) switch
        {
            (false, false) => Amd64Op.Copy,
            (true, true) => Amd64Op.FloatCopy,
            (false, true) => Amd64Op.ToVector,
            _ => Amd64Op.FromVector,
        };
        EmitUnary(op, Math.Max(4, Math.Min(SizeOf(from), SizeOf(to))), Register(a), d);
    }
}

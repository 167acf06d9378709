using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private void Switch(IrSwitch s)
    {
        Region region = BeginRegion();
        Block end = NewBlock();
        _targets[s.Target] = new Targets(end, null);
        var bodies = new Block[s.Clauses.Count];
        int defaultIndex = -1;
        for (int i = 0; i < bodies.Length; i++)
        {
            bodies[i] = NewBlock();
            if (s.Clauses[i].IsDefault)
            {
                defaultIndex = i;
            }
        }
        Block otherwise = defaultIndex >= 0 ? bodies[defaultIndex] : WithoutClause(end);
        if (!IntegerSwitch(s, bodies, otherwise) && !StringSwitch(s, bodies, otherwise))
        {
            LinearSwitch(s, bodies, otherwise);
        }
        for (int i = 0; i < bodies.Length; i++)
        {
            // A clause that falls through has jumped here already: seal once its predecessor's body is done.
            SealAndStart(bodies[i]);
            OnEdge(s.Clauses[i].Body);
            JumpTo(s.Clauses[i].FallsThrough && i + 1 < bodies.Length ? bodies[i + 1] : end);
        }
        if (defaultIndex < 0)
        {
            FinishWithoutClause(otherwise, end);
        }
        EndRegion(end, region);
    }

    private void LinearSwitch(IrSwitch s, Block[] bodies, Block otherwise)
    {
        for (int i = 0; i < bodies.Length; i++)
        {
            foreach (IrCase c in s.Clauses[i].Cases)
            {
                Block next = NewBlock();
                Condition(c.Condition, bodies[i], next);
                SealAndStart(next);
            }
        }
        JumpTo(otherwise);
    }

    /// <summary>A constant of a switch, where that leads, and the place that its comparison has: that of the case.</summary>
    private readonly record struct SwitchCase(long Value, Block Body, Pos Pos);

    /// <summary>Binary search or a jump table when the tag is an integer and every case a constant.</summary>
    private bool IntegerSwitch(IrSwitch s, Block[] bodies, Block otherwise)
    {
        if (s.Tag is null || !IsIntegerType(T(s.Tag.Type)))
        {
            return false;
        }
        GoType type = T(s.Tag.Type);
        bool signed = IsSigned(type);
        ValueKind kind = KindOf(type);
        var cases = new EntityList<SwitchCase>();
        for (int i = 0; i < bodies.Length; i++)
        {
            foreach (IrCase c in s.Clauses[i].Cases)
            {
                if (c.Constant is null || ConstantArithmetic.ToInt(c.Constant) is not IntConstant)
                {
                    return false;
                }
                cases.Add(new SwitchCase(IntegerBits(c.Constant, kind), bodies[i], c.Condition.Pos));
            }
        }
        if (cases.Count < 5)
        {
            return false;
        }
        EntityList<SwitchCase> unique = Sorted(cases, kind, signed);
        ValueId tag = Read(PlaceOf(s.Tag))[0];
        if (TryJumpTable(tag, kind, signed, unique, otherwise))
        {
            return true;
        }
        BinarySearch(tag, kind, signed, unique, 0, unique.Count, otherwise);
        return true;
    }

    /// <summary>Each value once, in order. Of equal values (possible in instances only) the first in the source wins.</summary>
    private static EntityList<SwitchCase> Sorted(EntityList<SwitchCase> cases, ValueKind kind, bool signed)
    {
        var unique = new EntityList<SwitchCase>(cases.Count);
        foreach (SwitchCase c in cases.OrderBy(c => signed ? c.Value : ScalarBits.ZeroExtended(c.Value, kind) ^ long.MinValue)) // stable
        {
            if (unique.Count == 0 || unique[^1].Value != c.Value)
            {
                unique.Add(c);
            }
        }
        return unique;
    }

    private const int JumpTableCases = 8;

    private bool TryJumpTable(ValueId tag, ValueKind kind, bool signed, EntityList<SwitchCase> cases, Block otherwise)
    {
        if (cases.Count < JumpTableCases || IsDead)
        {
            return false;
        }
        long low = signed ? cases[0].Value : ScalarBits.ZeroExtended(cases[0].Value, kind), high = signed
            ? cases[^1].Value : ScalarBits.ZeroExtended(cases[^1].Value, kind);
        ulong span = (ulong)high - (ulong)low;
        if (span > 1024 || span >= (ulong)cases.Count * 10 / 5)
        {
            return false;
        }
        ValueId index = Emit(Op.Sub, ValueKind.I64, Widen(tag, signed), ConstInt(low));
        Block table = NewBlock();
        Branch(Emit(Op.LeU, ValueKind.I8, index, ConstInt((long)span)), table, otherwise, 1);
        SealAndStart(table);
        table.Kind = BlockKind.JumpTable;
        table.Control = index;
        table.Pos = _pos;
        int next = 0;
        for (long v = low; ; v++)
        {
            bool hit = next < cases.Count && (signed ? cases[next].Value : ScalarBits.ZeroExtended(cases[next].Value, kind)) == v;
            SsaFunction.AddEdge(table, hit ? cases[next++].Body : otherwise);
            if (v == high)
            {
                break;
            }
        }
        _block = null;
        return true;
    }

    private void BinarySearch(ValueId tag, ValueKind kind, bool signed, EntityList<SwitchCase> cases, int from, int to, Block otherwise)
    {
        if (to - from <= 3)
        {
            for (int i = from; i < to; i++)
            {
                Block next = i == to - 1 ? otherwise : NewBlock();
                _pos = cases[i].Pos;
                Branch(Emit(Op.Eq, ValueKind.I8, tag, Const(kind, cases[i].Value)), cases[i].Body, next);
                if (next != otherwise)
                {
                    SealAndStart(next);
                }
            }
            return;
        }
        int middle = (from + to) / 2;
        Block left = NewBlock(), right = NewBlock();
        _pos = cases[middle].Pos;
        Branch(Emit(signed ? Op.LtS : Op.LtU, ValueKind.I8, tag, Const(kind, cases[middle].Value)), left, right);
        SealAndStart(left);
        BinarySearch(tag, kind, signed, cases, from, middle, otherwise);
        SealAndStart(right);
        BinarySearch(tag, kind, signed, cases, middle, to, otherwise);
    }
}

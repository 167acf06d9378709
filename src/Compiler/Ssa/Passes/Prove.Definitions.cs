using Go.Compiler.Diagnostics;

namespace Go.Compiler.Ssa.Passes;

public sealed partial class Prove
{
    /// <summary>More bytes than an address space holds: what lengths stay below (<see cref="ValueFlags.Length"/>).</summary>
    private const long MaxLength = 1L << 48;

    private static long Lowest(ValueKind kind) => kind switch
    {
        ValueKind.I8 => sbyte.MinValue,
        ValueKind.I16 => short.MinValue,
        ValueKind.I32 => int.MinValue,
        ValueKind.I64 => long.MinValue,
        _ => throw Unexpected.Value(kind),
    };

    private static long Highest(ValueKind kind) => ~Lowest(kind);

    private ValueId A(ValueId v, int i) => _f.Argument(v, i);

    private bool IsConst(ValueId v, out long value)
    {
        value = _f[v].AuxInt;
        return _f[v].Op == Op.Const;
    }

    /// <summary>
    /// The range of a value and its order to its operands. Holds wherever the value is used, for what is known here was known when it was
    /// made.
    /// </summary>
    private void Define(ValueId v)
    {
        ValueKind kind = _f[v].Kind;
        long lowest = Lowest(kind), highest = Highest(kind);
        if ((_f[v].Flags & ValueFlags.Length) != 0)
        {
            (lowest, highest) = (0, MaxLength);
        }
        switch (_f[v].Op)
        {
            case Op.Const:
                _facts.Define(v, _f[v].AuxInt, _f[v].AuxInt);
                break;
            case Op.Add:
                DefineSum(v, A(v, 0), A(v, 1), lowest, highest);
                break;
            case Op.Sub:
                DefineDifference(v, A(v, 0), A(v, 1), lowest, highest);
                break;
            case Op.Mul or Op.Shl:
                DefineProduct(v, lowest, highest);
                break;
            case Op.And or Op.Or or Op.Xor:
                DefineBits(v, lowest, highest);
                break;
            case Op.ShrU or Op.ShrS:
                DefineRightShift(v, lowest, highest);
                break;
            case Op.DivS or Op.DivU or Op.RemS or Op.RemU:
                DefineDivision(v, lowest, highest);
                break;
            case Op.SignExtend:
                _facts.Define(v, _facts.LowerBound(A(v, 0)), _facts.UpperBound(A(v, 0)));
                _facts.StateEqual(v, A(v, 0), 0);
                break;
            case Op.ZeroExtend:
                DefineZeroExtension(v);
                break;
            case Op.Truncate:
                DefineTruncation(v, lowest, highest);
                break;
            case Op.Eq or Op.Ne or Op.LtS or Op.LeS or Op.LtU or Op.LeU:
                DefineComparison(v);
                break;
            case Op.EqF or Op.NeF or Op.LtF or Op.LeF or Op.NotB:
                _facts.Define(v, 0, 1);
                break;
            case Op.TrailingZeros or Op.BitLength or Op.PopulationCount:
                _facts.Define(v, 0, OpFacts.SizeOf(_f[A(v, 0)].Kind) * 8);
                break;
            case Op.Select:
                _facts.Define(v, Math.Min(_facts.LowerBound(A(v, 1)), _facts.LowerBound(A(v, 2))),
                    Math.Max(_facts.UpperBound(A(v, 1)), _facts.UpperBound(A(v, 2))));
                break;
            case Op.Copy:
                _facts.Define(v, _facts.LowerBound(A(v, 0)), _facts.UpperBound(A(v, 0)));
                _facts.StateEqual(v, A(v, 0), 0);
                break;
            case Op.Phi:
                DefinePhi(v, lowest, highest);
                break;
            default:
                _facts.Define(v, lowest, highest);
                break;
        }
    }

    private void DefineSum(ValueId v, ValueId x, ValueId y, long lowest, long highest)
    {
        Int128 low = (Int128)_facts.LowerBound(x) + _facts.LowerBound(y), high = (Int128)_facts.UpperBound(x) + _facts.UpperBound(y);
        if (low < lowest || high > highest)
        {
            _facts.Define(v, lowest, highest);
            return;
        }
        _facts.Define(v, (long)low, (long)high);
        if (IsConst(y, out long c))
        {
            _facts.StateEqual(v, x, c);
            return;
        }
        // x + y lies at least as far above x as y's least, at most as far as y's greatest value.
        _facts.StateAtMost(v, x, _facts.UpperBound(y));
        _facts.StateAtMost(x, v, Negated(_facts.LowerBound(y)));
        _facts.StateAtMost(v, y, _facts.UpperBound(x));
        _facts.StateAtMost(y, v, Negated(_facts.LowerBound(x)));
    }

    private void DefineDifference(ValueId v, ValueId x, ValueId y, long lowest, long highest)
    {
        Int128 low = (Int128)_facts.LowerBound(x) - _facts.UpperBound(y), high = (Int128)_facts.UpperBound(x) - _facts.LowerBound(y);
        bool isOrdered = _facts.IsAtMost(y, x, 0);
        if (isOrdered && low < 0)
        {
            low = 0;
        }
        if (low < lowest || high > highest)
        {
            _facts.Define(v, lowest, highest);
            return;
        }
        _facts.Define(v, (long)low, (long)high);
        _facts.StateAtMost(v, x, Negated(_facts.LowerBound(y)));
        _facts.StateAtMost(x, v, _facts.UpperBound(y));
    }

    private static long Negated(long n) => n == long.MinValue ? long.MaxValue : -n;

    private void DefineProduct(ValueId v, long lowest, long highest)
    {
        Int128 factorLow = _facts.LowerBound(A(v, 1)), factorHigh = _facts.UpperBound(A(v, 1));
        if (_f[v].Op == Op.Shl)
        {
            if (factorLow < 0 || factorHigh > 62)
            {
                _facts.Define(v, lowest, highest);
                return;
            }
            (factorLow, factorHigh) = ((Int128)1 << (int)factorLow, (Int128)1 << (int)factorHigh);
        }
        Int128 low = _facts.LowerBound(A(v, 0)), high = _facts.UpperBound(A(v, 0));
        Int128 a = low * factorLow, b = low * factorHigh, c = high * factorLow, d = high * factorHigh;
        Int128 least = Int128.Min(Int128.Min(a, b), Int128.Min(c, d)), most = Int128.Max(Int128.Max(a, b), Int128.Max(c, d));
        if (least < lowest || most > highest)
        {
            _facts.Define(v, lowest, highest);
            return;
        }
        _facts.Define(v, (long)least, (long)most);
        if (low >= 0 && factorLow >= 1)
        {
            _facts.StateAtMost(A(v, 0), v, 0);
        }
    }

    private void DefineBits(ValueId v, long lowest, long highest)
    {
        ValueId x = A(v, 0), y = A(v, 1);
        long lowX = _facts.LowerBound(x), lowY = _facts.LowerBound(y);
        if (_f[v].Op == Op.And && (lowX >= 0 || lowY >= 0))
        {
            long high = Math.Min(lowX >= 0 ? _facts.UpperBound(x) : highest, lowY >= 0 ? _facts.UpperBound(y) : highest);
            _facts.Define(v, 0, high);
            if (lowX >= 0)
            {
                _facts.StateAtMost(v, x, 0);
            }
            if (lowY >= 0)
            {
                _facts.StateAtMost(v, y, 0);
            }
            return;
        }
        if (_f[v].Op != Op.And && lowX >= 0 && lowY >= 0)
        {
            // No bit above the highest of either.
            long most = _facts.UpperBound(x) | _facts.UpperBound(y);
            int zeros = System.Numerics.BitOperations.LeadingZeroCount((ulong)most);
            _facts.Define(v, 0, zeros == 0 ? highest : Math.Min(highest, (long)(ulong.MaxValue >> zeros)));
            if (_f[v].Op == Op.Or)
            {
                _facts.StateAtMost(x, v, 0);
                _facts.StateAtMost(y, v, 0);
            }
            return;
        }
        _facts.Define(v, lowest, highest);
    }

    private void DefineRightShift(ValueId v, long lowest, long highest)
    {
        ValueId x = A(v, 0);
        int bits = OpFacts.SizeOf(_f[v].Kind) * 8;
        long low = _facts.LowerBound(x), countLow = _facts.LowerBound(A(v, 1)), countHigh = _facts.UpperBound(A(v, 1));
        int least = countLow is >= 0 and < 64 ? (int)countLow : 0, most = countLow >= 0 && countHigh < 64 ? (int)countHigh : 63;
        if (low >= 0)
        {
            _facts.Define(v, low >> most, _facts.UpperBound(x) >> least);
            _facts.StateAtMost(v, x, 0);
        }
        else if (_f[v].Op == Op.ShrU)
        {
            _facts.Define(v, least > 0 ? 0 : lowest, least > 0 ? (long)(ulong.MaxValue >> (64 - bits) >> least) : highest);
            StateMidpoint(v, x);
        }
        else
        {
            _facts.Define(v, low >> least, Math.Max(_facts.UpperBound(x) >> least, -1));
        }
        if (low >= 0)
        {
            StateMidpoint(v, x);
        }
    }

    /// <summary>(i + j) &gt;&gt; 1, the sum read without sign: between i and j when neither is negative.</summary>
    private void StateMidpoint(ValueId v, ValueId sum)
    {
        if (_f[sum].Op != Op.Add || !IsConst(A(v, 1), out long by) || by != 1)
        {
            return;
        }
        ValueId i = A(sum, 0), j = A(sum, 1);
        if (_facts.LowerBound(i) < 0 || _facts.LowerBound(j) < 0)
        {
            return;
        }
        if (_facts.IsAtMost(j, i, 0))
        {
            (i, j) = (j, i);
        }
        if (_facts.IsAtMost(i, j, 0))
        {
            _facts.StateAtMost(i, v, 0);
            _facts.StateAtMost(v, j, _facts.IsAtMost(i, j, -1) ? -1 : 0);
        }
    }

    private void DefineDivision(ValueId v, long lowest, long highest)
    {
        ValueId x = A(v, 0), y = A(v, 1);
        long lowX = _facts.LowerBound(x), highX = _facts.UpperBound(x), lowY = _facts.LowerBound(y), highY = _facts.UpperBound(y);
        bool isRemainder = _f[v].Op is Op.RemS or Op.RemU;
        if (isRemainder && lowY > 0 && (lowX >= 0 || _f[v].Op == Op.RemU))
        {
            _facts.Define(v, 0, Math.Min(lowX >= 0 ? highX : highest, highY - 1));
            _facts.StateAtMost(v, y, -1);
        }
        else if (isRemainder && lowY > 0)
        {
            _facts.Define(v, Math.Max(lowX, -(highY - 1)), Math.Min(Math.Max(highX, 0), highY - 1));
            _facts.StateAtMost(v, y, -1);
        }
        else if (!isRemainder && lowX >= 0 && lowY > 0)
        {
            _facts.Define(v, lowX / highY, highX / lowY);
        }
        else
        {
            _facts.Define(v, lowest, highest);
            return;
        }
        if (lowX >= 0)
        {
            _facts.StateAtMost(v, x, 0);
        }
    }

    private void DefineZeroExtension(ValueId v)
    {
        ValueId x = A(v, 0);
        if (_facts.LowerBound(x) >= 0)
        {
            _facts.Define(v, _facts.LowerBound(x), _facts.UpperBound(x));
            _facts.StateEqual(v, x, 0);
        }
        else
        {
            _facts.Define(v, 0, (long)(ulong.MaxValue >> (64 - OpFacts.SizeOf(_f[x].Kind) * 8)));
        }
    }

    private void DefineTruncation(ValueId v, long lowest, long highest)
    {
        ValueId x = A(v, 0);
        long low = _facts.LowerBound(x), high = _facts.UpperBound(x);
        if (low >= lowest && high <= highest)
        {
            _facts.Define(v, low, high);
            _facts.StateEqual(v, x, 0);
        }
        else
        {
            _facts.Define(v, lowest, highest);
        }
    }

    private void DefineComparison(ValueId v)
    {
        ValueId x = A(v, 0), y = A(v, 1);
        bool? outcome = OpFacts.IsInteger(_f[x].Kind) ? Outcome(_f[v].Op, x, y) : null;
        _facts.Define(v, outcome == true ? 1 : 0, outcome == false ? 0 : 1);
    }

    private bool? Outcome(Op op, ValueId x, ValueId y)
    {
        switch (op)
        {
            case Op.Eq or Op.Ne:
                if (_facts.IsAtMost(x, y, -1) || _facts.IsAtMost(y, x, -1))
                {
                    return op == Op.Ne;
                }
                return _facts.IsAtMost(x, y, 0) && _facts.IsAtMost(y, x, 0) ? op == Op.Eq : null;
            case Op.LtU or Op.LeU when _facts.LowerBound(x) < 0 || _facts.LowerBound(y) < 0:
                return null;
            default:
                bool isStrict = op is Op.LtS or Op.LtU;
                return _facts.IsAtMost(x, y, isStrict ? -1 : 0) ? true : _facts.IsAtMost(y, x, isStrict ? 0 : -1) ? false : null;
        }
    }

    /// <summary>The union of what comes in; counters of loops have been stated already (<see cref="StateCounters"/>).</summary>
    private void DefinePhi(ValueId v, long lowest, long highest)
    {
        Block block = _f[_f[v].Block];
        if (_counters.Contains(v))
        {
            return;
        }
        long low = long.MaxValue, high = long.MinValue;
        for (int i = 0; i < block.Predecessors.Count; i++)
        {
            if (_flow.NumberOf(block.Predecessors[i]) >= _flow.NumberOf(block.Id))
            {
                (low, high) = (lowest, highest);
                break;
            }
            ValueId a = A(v, i);
            low = Math.Min(low, _facts.Low(a));
            high = Math.Max(high, _facts.High(a));
        }
        _facts.Define(v, Math.Max(low, lowest), Math.Min(high, highest));
    }
}

using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private GoValue Unary(IrUnary u)
    {
        GoType type = T(u.Type);
        if (u.Op == IrUnaryOp.Not)
        {
            return GoValue.Of(type, Not(Evaluate(u.X)[0]));
        }
        GoValue x = Evaluate(u.X);
        _pos = u.Pos;
        if (IsComplexType(type))
        {
            return GoValue.Of(type, Emit(Op.NegF, _f[x[0]].Kind, x[0]), Emit(Op.NegF, _f[x[1]].Kind, x[1]));
        }
        ValueKind kind = _f[x[0]].Kind;
        Op op = u.Op == IrUnaryOp.Complement ? Op.Not : OpFacts.IsFloat(kind) ? Op.NegF : Op.Neg;
        return GoValue.Of(type, Emit(op, kind, x[0]));
    }

    private ValueId Not(ValueId condition)
        => IsConst(condition, out long value) ? Const(ValueKind.I8, value == 0 ? 1 : 0) : Emit(Op.NotB, ValueKind.I8, condition);

    private GoValue Binary(IrBinary b)
    {
        switch (b.Op)
        {
            case IrBinaryOp.AndAlso or IrBinaryOp.OrElse:
                return GoValue.Of(T(b.Type), ShortCircuit(b));
            case >= IrBinaryOp.Equal and <= IrBinaryOp.GreaterEqual:
                return GoValue.Of(T(b.Type), Comparison(b));
            case IrBinaryOp.Add when IsString(T(b.Type)):
                return Concatenate(b);
            default:
                if (b.Op is IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight)
                {
                    return GoValue.Of(T(b.Type), ShiftBy(b.Op, Evaluate(b.X)[0], IsSigned(T(b.Type)), b.Y, b.Pos));
                }
                GoValue x = Evaluate(b.X), y = Evaluate(b.Y);
                _pos = b.Pos;
                return Arithmetic(b.Op, x, y, T(b.Type));
        }
    }

    private ValueId ShortCircuit(IrBinary b)
    {
        if (ConstantCondition(b) is { } known)
        {
            return Const(ValueKind.I8, known ? 1 : 0);
        }
        Region region = BeginRegion();
        Block then = NewBlock(), otherwise = NewBlock(), join = NewBlock();
        int result = NewVariable(ValueKind.I8);
        Condition(b, then, otherwise);
        SealAndStart(then);
        WriteVariable(result, Const(ValueKind.I8, 1));
        JumpTo(join);
        SealAndStart(otherwise);
        WriteVariable(result, Const(ValueKind.I8, 0));
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(result);
    }

    /// <summary>Evaluates a condition and jumps. The caller seals both targets.</summary>
    private void Condition(IrExpression x, Block then, Block otherwise, sbyte likely = 0)
    {
        if (ConstantCondition(x) is { } known)
        {
            JumpTo(known ? then : otherwise);
            return;
        }
        switch (x)
        {
            case IrBinary { Op: IrBinaryOp.AndAlso } b:
                Block right = NewBlock();
                Condition(b.X, right, otherwise);
                SealAndStart(right);
                CountEdge();
                Condition(b.Y, then, otherwise, likely);
                return;
            case IrBinary { Op: IrBinaryOp.OrElse } b:
                Block second = NewBlock();
                Condition(b.X, then, second);
                SealAndStart(second);
                CountEdge();
                Condition(b.Y, then, otherwise, likely);
                return;
            case IrUnary { Op: IrUnaryOp.Not } u:
                Condition(u.X, otherwise, then, (sbyte)-likely);
                return;
            default:
                ValueId c = Evaluate(x)[0];
                _pos = x.Pos;
                Branch(c, then, otherwise, likely);
                return;
        }
    }

    /// <summary>The value of a condition that is decided when compiling (its operands have no effects then), else null.</summary>
    private bool? ConstantCondition(IrExpression x)
    {
        switch (x)
        {
            case IrConstant { Value: BoolConstant b }:
                return b.Value;
            case IrUnary { Op: IrUnaryOp.Not } u:
                return ConstantCondition(u.X) is { } v ? !v : null;
            case IrBinary { Op: IrBinaryOp.AndAlso or IrBinaryOp.OrElse } b:
                // Asked again for every operand of a chain, which would take the square of its length.
                if (!_constantConditions.TryGetValue(b, out bool? value))
                {
                    bool? left = ConstantCondition(b.X);
                    value = left == (b.Op == IrBinaryOp.AndAlso) ? ConstantCondition(b.Y) : left;
                    _constantConditions.Add(b, value);
                }
                return value;
            case IrConvert c:
                return ConstantCondition(c.X);
            default:
                return null;
        }
    }

    private readonly Dictionary<IrBinary, bool?> _constantConditions = new(ReferenceEqualityComparer.Instance);

    // Arithmetic

    private GoValue Arithmetic(IrBinaryOp op, GoValue x, GoValue y, GoType type)
    {
        if (IsComplexType(type))
        {
            return ComplexArithmetic(op, x, y, type);
        }
        ValueKind kind = _f[x[0]].Kind;
        if (OpFacts.IsFloat(kind))
        {
            Op f = op switch
            {
                IrBinaryOp.Add => Op.AddF,
                IrBinaryOp.Subtract => Op.SubF,
                IrBinaryOp.Multiply => Op.MulF,
                IrBinaryOp.Divide => Op.DivF,
                _ => throw Unexpected.Value(op),
            };
            return GoValue.Of(type, Emit(f, kind, x[0], y[0]));
        }
        switch (op)
        {
            case IrBinaryOp.AndNot:
                return GoValue.Of(type, Emit(Op.And, kind, x[0], Emit(Op.Not, kind, y[0])));
            case IrBinaryOp.Divide or IrBinaryOp.Remainder:
                return GoValue.Of(type, Division(op, x[0], y[0], IsSigned(type)));
            default:
                Op o = op switch
                {
                    IrBinaryOp.Add => Op.Add,
                    IrBinaryOp.Subtract => Op.Sub,
                    IrBinaryOp.Multiply => Op.Mul,
                    IrBinaryOp.And => Op.And,
                    IrBinaryOp.Or => Op.Or,
                    IrBinaryOp.Xor => Op.Xor,
                    _ => throw Unexpected.Value(op),
                };
                return GoValue.Of(type, Emit(o, kind, x[0], y[0]));
        }
    }

    private ValueId Division(IrBinaryOp op, ValueId x, ValueId y, bool signed)
    {
        ValueKind kind = _f[x].Kind;
        if (!IsConst(y, out long divisor) || divisor == 0)
        {
            Block ok = NewBlock(), zero = NewBlock();
            Branch(Emit(Op.Ne, ValueKind.I8, y, Const(kind, 0)), ok, zero, 1);
            SealAndStart(zero);
            CallRuntime("panicdivide");
            SealAndStart(ok);
        }
        Op o = op == IrBinaryOp.Divide ? signed ? Op.DivS : Op.DivU : signed ? Op.RemS : Op.RemU;
        return Emit(o, kind, x, y);
    }

    private ValueId ShiftBy(IrBinaryOp op, ValueId x, bool signed, IrExpression count, Text.Pos pos)
    {
        ValueKind kind = _f[x].Kind;
        int width = OpFacts.SizeOf(kind) * 8;
        Op o = op == IrBinaryOp.ShiftLeft ? Op.Shl : signed ? Op.ShrS : Op.ShrU;
        if (count is IrConstant c && ConstantArithmetic.ToInt(c.Value) is IntConstant n)
        {
            long by = n.Value >= width ? width : (long)n.Value;
            if (by < width)
            {
                return Emit(o, kind, x, ConstInt(by), 1);
            }
            return o == Op.ShrS ? Emit(o, kind, x, ConstInt(width - 1), 1) : Const(kind, 0);
        }
        GoType countType = T(count.Type);
        ValueId y = (Evaluate(count))[0];
        _pos = pos;
        if (IsConst(y, out long folded) && folded >= 0 && folded < width)
        {
            return Emit(o, kind, x, y, 1);
        }
        if (IsSigned(countType))
        {
            Block ok = NewBlock(), negative = NewBlock();
            Branch(Emit(Op.LeS, ValueKind.I8, Const(_f[y].Kind, 0), y), ok, negative, 1);
            SealAndStart(negative);
            CallRuntime("panicshift");
            SealAndStart(ok);
        }
        return Emit(o, kind, x, y);
    }

    private GoValue ComplexArithmetic(IrBinaryOp op, GoValue x, GoValue y, GoType type)
    {
        ValueKind kind = _f[x[0]].Kind;
        switch (op)
        {
            case IrBinaryOp.Add or IrBinaryOp.Subtract:
                Op f = op == IrBinaryOp.Add ? Op.AddF : Op.SubF;
                return GoValue.Of(type, Emit(f, kind, x[0], y[0]), Emit(f, kind, x[1], y[1]));
            case IrBinaryOp.Multiply:
                // complex64 products are computed in float64 and rounded once, as gc does.
                ValueId a = ToDouble(x[0]), b = ToDouble(x[1]), c = ToDouble(y[0]), d = ToDouble(y[1]);
                ValueId real = Emit(Op.SubF, ValueKind.F64, Emit(Op.MulF, ValueKind.F64, a, c), Emit(Op.MulF, ValueKind.F64, b, d));
                ValueId imaginary = Emit(Op.AddF, ValueKind.F64, Emit(Op.MulF, ValueKind.F64, a, d), Emit(Op.MulF, ValueKind.F64, b, c));
                return GoValue.Of(type, FromDouble(real, kind), FromDouble(imaginary, kind));
            case IrBinaryOp.Divide:
                ValueId[] quotient = CallRuntimeResults("complex128div", ToDouble(x[0]), ToDouble(x[1]), ToDouble(y[0]), ToDouble(y[1]));
                return GoValue.Of(type, FromDouble(quotient[0], kind), FromDouble(quotient[1], kind));
            default:
                throw Unexpected.Value(op);
        }
    }

    private ValueId ToDouble(ValueId x) => _f[x].Kind == ValueKind.F64 ? x : Emit(Op.FloatToFloat, ValueKind.F64, x);
    private ValueId FromDouble(ValueId x, ValueKind kind) => kind == ValueKind.F64 ? x : Emit(Op.FloatToFloat, kind, x);

    // Comparisons

    private ValueId Comparison(IrBinary b)
    {
        GoType type = T(b.X.Type);
        GoType other = T(b.Y.Type);
        if (b.Op is IrBinaryOp.Equal or IrBinaryOp.NotEqual)
        {
            ValueId equal = NilOrEqual(b, type, other);
            _pos = b.Pos;
            return b.Op == IrBinaryOp.Equal ? equal : Not(equal);
        }
        if (IsString(type))
        {
            return StringOrder(b);
        }
        GoValue left = Evaluate(b.X), right = Evaluate(b.Y);
        (ValueId x, ValueId y) = (left[0], right[0]);
        _pos = b.Pos;
        bool swap = b.Op is IrBinaryOp.Greater or IrBinaryOp.GreaterEqual;
        bool strict = b.Op is IrBinaryOp.Less or IrBinaryOp.Greater;
        Op op = IsFloatType(type) ? strict ? Op.LtF : Op.LeF : IsSigned(type) ? strict ? Op.LtS : Op.LeS : strict ? Op.LtU : Op.LeU;
        return swap ? Emit(op, ValueKind.I8, y, x) : Emit(op, ValueKind.I8, x, y);
    }

    private ValueId NilOrEqual(IrBinary b, GoType type, GoType other)
    {
        bool xNil = b.X is IrZero, yNil = b.Y is IrZero;
        if ((xNil || yNil) && Under(xNil ? other : type) is SliceType or MapType or SignatureType or PointerType or ChanType
            or InterfaceType or BasicType { Kind: BasicKind.UnsafePointer })
        {
            // Only the first word decides.
            ValueId word = Evaluate(xNil ? b.Y : b.X)[0];
            _pos = b.Pos;
            return Emit(Op.Eq, ValueKind.I8, word, Const(_f[word].Kind, 0));
        }
        if (IsString(type))
        {
            GoValue s = EvaluateTemporaryString(b.X), t = EvaluateTemporaryString(b.Y);
            _pos = b.Pos;
            return StringsEqual(s, t);
        }
        GoValue x = Evaluate(b.X), y = Evaluate(b.Y);
        _pos = b.Pos;
        return Equal(x, y);
    }

    private ValueId StringOrder(IrBinary b)
    {
        GoValue s = EvaluateTemporaryString(b.X), t = EvaluateTemporaryString(b.Y);
        _pos = b.Pos;
        ValueId order = CallRuntimeResults("cmpstring", s[0], s[1], t[0], t[1])[0];
        ValueId zero = ConstInt(0);
        return b.Op switch
        {
            IrBinaryOp.Less => Emit(Op.LtS, ValueKind.I8, order, zero),
            IrBinaryOp.LessEqual => Emit(Op.LeS, ValueKind.I8, order, zero),
            IrBinaryOp.Greater => Emit(Op.LtS, ValueKind.I8, zero, order),
            IrBinaryOp.GreaterEqual => Emit(Op.LeS, ValueKind.I8, zero, order),
            _ => throw Unexpected.Value(b.Op),
        };
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Go.Compiler.Ssa;

namespace Go.Compiler.Tests.Backend;

/// <summary>Every operation on chosen operands, in registers and as constants, against this process's own arithmetic.</summary>
public sealed class OperationTests
{
    private static readonly long[] s_integers =
    [
        0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, 1L << 31,
        uint.MaxValue, 1L << 32, 0x123456789ABCDEF0,
        long.MaxValue, long.MinValue, -1, -2, -3, -7, -8, -128, -129, -32768, int.MinValue, int.MinValue - 1L, 0x5555555555555555,
    ];

    private static readonly double[] s_floats =
    [
        0, -0.0, 0.3, 0.5, -0.5, 1, 1.5, 2.5, -1.5, -2.5, 3.7, -3.7, 1e10, -1e10, 4503599627370495.5, 9007199254740993, 9.2e18, 1.8e19,
        1e300, -1e300, double.Epsilon, double.NaN,
        double.PositiveInfinity, double.NegativeInfinity, 2147483647.5, -2147483648.7, 8388607.5, -8388608.5,
    ];

    private static readonly ValueKind[] s_integerKinds = [ValueKind.I8, ValueKind.I16, ValueKind.I32, ValueKind.I64];

    private static int Width(ValueKind kind) => OpFacts.SizeOf(kind) * 8;

    private static long Signed(long value, ValueKind kind)
        => kind switch { ValueKind.I8 => (sbyte)value, ValueKind.I16 => (short)value, ValueKind.I32 => (int)value, _ => value };

    private static ulong Unsigned(long value, ValueKind kind)
        => kind switch { ValueKind.I8 => (byte)value, ValueKind.I16 => (ushort)value, ValueKind.I32 => (uint)value, _ => (ulong)value };

    private static long Binary(Op op, ValueKind kind, long a, long b)
    {
        long x = Signed(a, kind), y = Signed(b, kind);
        ulong u = Unsigned(a, kind), w = Unsigned(b, kind);
        int width = Width(kind);
        return op switch
        {
            Op.Add => x + y,
            Op.Sub => x - y,
            Op.Mul => x * y,
            Op.DivS => y == -1 ? -x : x / y,
            Op.RemS => y == -1 ? 0 : x % y,
            Op.DivU => (long)(u / w),
            Op.RemU => (long)(u % w),
            Op.And => x & y,
            Op.Or => x | y,
            Op.Xor => x ^ y,
            Op.Shl => w >= (ulong)width ? 0 : x << (int)w,
            Op.ShrU => w >= (ulong)width ? 0 : (long)(u >> (int)w),
            Op.ShrS => w >= (ulong)width ? x < 0 ? -1 : 0 : x >> (int)w,
            Op.RotateLeft
                => (long)((u << (int)(w % (ulong)width)) | (w % (ulong)width == 0 ? 0 : u >> (int)((ulong)width - w % (ulong)width))),
            Op.MulHighU => (long)(ulong)((UInt128)u * w >> width),
            Op.MulHighS => (long)((Int128)x * y >> width),
            Op.Eq => x == y ? 1 : 0,
            Op.Ne => x != y ? 1 : 0,
            Op.LtS => x < y ? 1 : 0,
            Op.LeS => x <= y ? 1 : 0,
            Op.LtU => u < w ? 1 : 0,
            Op.LeU => u <= w ? 1 : 0,
            _ => throw new ArgumentOutOfRangeException(nameof(op)),
        };
    }

    private static ValueKind ResultKind(Op op, ValueKind kind) => OpFacts.GroupOf(op) == OpGroup.Comparison ? ValueKind.I8 : kind;

    public static TheoryData<Op> BinaryOperations =>
    [
        Op.Add, Op.Sub, Op.Mul, Op.DivS, Op.DivU, Op.RemS, Op.RemU, Op.And, Op.Or, Op.Xor, Op.Shl, Op.ShrU, Op.ShrS, Op.RotateLeft,
        Op.MulHighU, Op.MulHighS,
        Op.Eq, Op.Ne, Op.LtS, Op.LeS, Op.LtU, Op.LeU,
    ];

    private static bool IsDefined(Op op, ValueKind kind, long b)
        => !(op is Op.DivS or Op.DivU or Op.RemS or Op.RemU && Signed(b, kind) == 0)
            && !(op is Op.MulHighU or Op.MulHighS && Width(kind) < 32);

    /// <summary>Registers hold garbage above narrow operands.</summary>
    private static long Dirty(long value, ValueKind kind)
        => Width(kind) == 64 ? value : (value & ((1L << Width(kind)) - 1)) | (0x5A5A5A5A5A5A5A5A << Width(kind));

    [Theory]
    [MemberData(nameof(BinaryOperations))]
    public void BinaryInRegisters(Op op)
    {
        foreach (ValueKind kind in s_integerKinds)
        {
            var sketch = new SsaSketch([kind, kind], [ResultKind(op, kind)]);
            if (!IsDefined(op, kind, 1))
            {
                continue;
            }
            sketch.Return(sketch.Emit(op, ResultKind(op, kind), sketch.Parameters[0], sketch.Parameters[1]));
            using NativeCode code = sketch.Compile();
            foreach (long a in s_integers)
            {
                foreach (long b in s_integers)
                {
                    if (IsDefined(op, kind, b))
                    {
                        long got = code.Run("f", Dirty(a, kind), Dirty(b, kind)), wanted = Binary(op, kind, a, b);
                        Assert.True(Signed(got, ResultKind(op, kind)) == Signed(wanted, ResultKind(op, kind)),
                            $"{op} {kind} {a} {b}: {got}, not {wanted}");
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(BinaryOperations))]
    public void BinaryWithConstants(Op op)
    {
        foreach (ValueKind kind in s_integerKinds)
        {
            foreach (long constant in s_integers)
            {
                foreach (bool isLeft in new[] { false, true })
                {
                    if (!IsDefined(op, kind, isLeft ? 1 : constant))
                    {
                        continue;
                    }
                    var sketch = new SsaSketch([kind], [ResultKind(op, kind)]);
                    ValueId c = sketch.Const(kind, Signed(constant, kind));
                    sketch.Return(isLeft ? sketch.Emit(op, ResultKind(op, kind), c, sketch.Parameters[0])
                        : sketch.Emit(op, ResultKind(op, kind), sketch.Parameters[0], c));
                    using NativeCode code = sketch.Compile();
                    foreach (long x in s_integers)
                    {
                        (long a, long b) = isLeft ? (constant, x) : (x, constant);
                        if (IsDefined(op, kind, b))
                        {
                            long got = code.Run("f", Dirty(x, kind)), wanted = Binary(op, kind, a, b);
                            Assert.True(Signed(got, ResultKind(op, kind)) == Signed(wanted, ResultKind(op, kind)),
                                $"{op} {kind} {a} {b}: {got}, not {wanted}");
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(Op.Shl)]
    [InlineData(Op.ShrU)]
    [InlineData(Op.ShrS)]
    public void ShiftCountsOfOtherKinds(Op op)
    {
        foreach (ValueKind kind in s_integerKinds)
        {
            foreach (ValueKind countKind in s_integerKinds)
            {
                var sketch = new SsaSketch([kind, countKind], [kind]);
                sketch.Return(sketch.Emit(op, kind, sketch.Parameters[0], sketch.Parameters[1]));
                using NativeCode code = sketch.Compile();
                foreach (long a in s_integers)
                {
                    foreach (long b in s_integers)
                    {
                        ulong count = Unsigned(b, countKind);
                        long wanted = Binary(op, kind, a, count >= 64 ? 64 : (long)count);
                        if (Width(kind) == 8 && count >= 64)
                        {
                            wanted = Binary(op, kind, a, 64);
                        }
                        long got = code.Run("f", Dirty(a, kind), Dirty(b, countKind));
                        Assert.True(Signed(got, kind) == Signed(wanted, kind),
                            $"{op} {kind} by {countKind} {a} {count}: {got}, not {wanted}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Unary()
    {
        foreach (ValueKind kind in s_integerKinds)
        {
            Check(Op.Neg, kind, kind, x => -x);
            Check(Op.Not, kind, kind, x => ~x);
            Check(Op.TrailingZeros, kind, ValueKind.I64,
                x => Unsigned(x, kind) == 0 ? Width(kind) : BitOperations.TrailingZeroCount(Unsigned(x, kind)));
            Check(Op.BitLength, kind, ValueKind.I64, x => 64 - BitOperations.LeadingZeroCount(Unsigned(x, kind)));
            Check(Op.PopulationCount, kind, ValueKind.I64, x => BitOperations.PopCount(Unsigned(x, kind)));
            foreach (ValueKind to in s_integerKinds)
            {
                if (Width(to) >= Width(kind))
                {
                    Check(Op.SignExtend, kind, to, x => Signed(x, kind));
                    Check(Op.ZeroExtend, kind, to, x => (long)Unsigned(x, kind));
                }
                else
                {
                    Check(Op.Truncate, kind, to, x => x);
                }
            }
        }
        Check(Op.ByteSwap, ValueKind.I64, ValueKind.I64, System.Buffers.Binary.BinaryPrimitives.ReverseEndianness);
        Check(Op.ByteSwap, ValueKind.I32, ValueKind.I32, x => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((int)x));
        Check(Op.ByteSwap, ValueKind.I16, ValueKind.I16, x => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((short)x));
        Check(Op.Bitcast, ValueKind.I64, ValueKind.Pointer, x => x);
        Check(Op.Bitcast, ValueKind.Pointer, ValueKind.I64, x => x);
        Check(Op.Copy, ValueKind.I64, ValueKind.I64, x => x);
    }

    private static void Check(Op op, ValueKind from, ValueKind to, Func<long, long> expected)
    {
        var sketch = new SsaSketch([from], [to]);
        sketch.Return(sketch.Emit(op, to, sketch.Parameters[0]));
        using NativeCode code = sketch.Compile();
        foreach (long x in s_integers)
        {
            long got = code.Run("f", Dirty(x, from));
            Assert.True(Signed(got, to) == Signed(expected(x), to), $"{op} {from} to {to} of {x}: {got}, not {expected(x)}");
        }
    }

    [Fact]
    public void Booleans()
    {
        var not = new SsaSketch([ValueKind.I8], [ValueKind.I8]);
        not.Return(not.Emit(Op.NotB, ValueKind.I8, not.Parameters[0]));
        using NativeCode code = not.Compile();
        Assert.Equal(1, (byte)code.Run("f", 0x5A00));
        Assert.Equal(0, (byte)code.Run("f", 0x5A01));
    }

    [Fact]
    public void Selections()
    {
        foreach (ValueKind kind in s_integerKinds)
        {
            var sketch = new SsaSketch([ValueKind.I8, kind, kind], [kind]);
            sketch.Return(sketch.Emit(Op.Select, kind, sketch.Parameters[0], sketch.Parameters[1], sketch.Parameters[2]));
            using NativeCode code = sketch.Compile();
            Assert.Equal(Signed(11, kind), Signed(code.Run("f", 1, 11, 22), kind));
            Assert.Equal(Signed(22, kind), Signed(code.Run("f", 0x7700, 11, 22), kind));
            var least = new SsaSketch([kind, kind], [kind]);
            ValueId isLess = least.Emit(Op.LtS, ValueKind.I8, least.Parameters[0], least.Parameters[1]);
            least.Return(least.Emit(Op.Select, kind, isLess, least.Parameters[0], least.Parameters[1]));
            using NativeCode minimum = least.Compile();
            foreach (long a in s_integers)
            {
                Assert.Equal(Math.Min(Signed(a, kind), Signed(5, kind)), Signed(minimum.Run("f", Dirty(a, kind), Dirty(5, kind)), kind));
            }
        }
        var floats = new SsaSketch([ValueKind.I8, ValueKind.F64, ValueKind.F64], [ValueKind.F64]);
        floats.Return(floats.Emit(Op.Select, ValueKind.F64, floats.Parameters[0], floats.Parameters[1], floats.Parameters[2]));
        using NativeCode f = floats.Compile();
        Assert.Equal(1.5, f.Call("p.f", [1], [1.5, 2.5]).Floats[0]);
        Assert.Equal(2.5, f.Call("p.f", [0], [1.5, 2.5]).Floats[0]);
    }

    [Fact]
    public void WideArithmetic()
    {
        var multiply = new SsaSketch([ValueKind.I64, ValueKind.I64], [ValueKind.I64, ValueKind.I64]);
        ValueId product = multiply.Emit(Op.MulWideU, ValueKind.Tuple, multiply.Parameters[0], multiply.Parameters[1]);
        multiply.Return(multiply.Emit(Op.Extract, ValueKind.I64, 0, product), multiply.Emit(Op.Extract, ValueKind.I64, 1, product));
        using NativeCode m = multiply.Compile();
        foreach (long a in s_integers)
        {
            foreach (long b in s_integers)
            {
                UInt128 wide = (UInt128)(ulong)a * (ulong)b;
                Assert.Equal([(long)(ulong)(wide >> 64), (long)(ulong)wide], m.Call("p.f", [a, b]).Integers[..2]);
            }
        }
    }

    [Theory]
    [InlineData(Op.AddCarry, false)]
    [InlineData(Op.AddCarry, true)]
    [InlineData(Op.SubBorrow, false)]
    [InlineData(Op.SubBorrow, true)]
    public void Carries(Op op, bool withoutCarry)
    {
        var sketch = new SsaSketch([ValueKind.I64, ValueKind.I64, ValueKind.I64], [ValueKind.I64, ValueKind.I64]);
        ValueId sum = sketch.Emit(op, ValueKind.Tuple, sketch.Parameters[0], sketch.Parameters[1],
            withoutCarry ? sketch.Const(ValueKind.I64, 0) : sketch.Parameters[2]);
        sketch.Return(sketch.Emit(Op.Extract, ValueKind.I64, 0, sum), sketch.Emit(Op.Extract, ValueKind.I64, 1, sum));
        using NativeCode code = sketch.Compile();
        foreach (long a in s_integers)
        {
            foreach (long b in s_integers)
            {
                for (long carry = 0; carry <= 1; carry++)
                {
                    long c = withoutCarry ? 0 : carry;
                    Int128 exact = op == Op.AddCarry ? (Int128)(ulong)a + (ulong)b + c : (Int128)(ulong)a - (ulong)b - c;
                    Assert.Equal([unchecked((long)(ulong)(UInt128)exact), exact < 0 || exact > ulong.MaxValue ? 1L : 0L],
                        code.Call("p.f", [a, b, carry]).Integers[..2]);
                }
            }
        }
    }

    // Floats

    private static double FromSingle(float x)
    {
        double d = 0;
        MemoryMarshal.Write(MemoryMarshal.AsBytes(new Span<double>(ref d)), x);
        return d;
    }

    private static float ToSingle(double x) => MemoryMarshal.Read<float>(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in x)));

    private static void CheckFloat(Op op, Func<double, double> wide, Func<float, float> narrow)
    {
        foreach (ValueKind kind in new[] { ValueKind.F64, ValueKind.F32 })
        {
            var sketch = new SsaSketch([kind], [kind]);
            sketch.Return(sketch.Emit(op, kind, sketch.Parameters[0]));
            using NativeCode code = sketch.Compile();
            foreach (double x in s_floats)
            {
                if (kind == ValueKind.F64)
                {
                    Same(wide(x), code.RunFloat("f", x), $"{op} of {x}");
                }
                else
                {
                    Same(narrow((float)x), ToSingle(code.RunFloat("f", FromSingle((float)x))), $"{op} of {(float)x}f");
                }
            }
        }
    }

    private static void Same(double wanted, double got, string what)
        => Assert.True(double.IsNaN(wanted) ? double.IsNaN(got)
            : BitConverter.DoubleToInt64Bits(wanted) == BitConverter.DoubleToInt64Bits(got), $"{what}: {got}, not {wanted}");

    [Fact]
    public void FloatFunctions()
    {
        CheckFloat(Op.NegF, x => -x, x => -x);
        CheckFloat(Op.AbsF, Math.Abs, Math.Abs);
        CheckFloat(Op.SqrtF, Math.Sqrt, MathF.Sqrt);
        CheckFloat(Op.FloorF, Math.Floor, MathF.Floor);
        CheckFloat(Op.CeilF, Math.Ceiling, MathF.Ceiling);
        CheckFloat(Op.TruncF, Math.Truncate, MathF.Truncate);
        CheckFloat(Op.RoundToEvenF, x => Math.Round(x, MidpointRounding.ToEven), x => MathF.Round(x, MidpointRounding.ToEven));
    }

    [Fact]
    public void FloatOperations()
    {
        Check(Op.AddF, (a, b) => a + b, (a, b) => a + b);
        Check(Op.SubF, (a, b) => a - b, (a, b) => a - b);
        Check(Op.MulF, (a, b) => a * b, (a, b) => a * b);
        Check(Op.DivF, (a, b) => a / b, (a, b) => a / b);
        Check(Op.MinF, Math.Min, MathF.Min);
        Check(Op.MaxF, Math.Max, MathF.Max);
        Check(Op.CopySignF, Math.CopySign, MathF.CopySign);

        static void Check(Op op, Func<double, double, double> wide, Func<float, float, float> narrow)
        {
            foreach (ValueKind kind in new[] { ValueKind.F64, ValueKind.F32 })
            {
                var sketch = new SsaSketch([kind, kind], [kind]);
                sketch.Return(sketch.Emit(op, kind, sketch.Parameters[0], sketch.Parameters[1]));
                using NativeCode code = sketch.Compile();
                foreach (double a in s_floats)
                {
                    foreach (double b in s_floats)
                    {
                        if (kind == ValueKind.F64)
                        {
                            Same(wide(a, b), code.RunFloat("f", a, b), $"{op} of {a}, {b}");
                        }
                        else
                        {
                            Same(narrow((float)a, (float)b), ToSingle(code.RunFloat("f", FromSingle((float)a), FromSingle((float)b))),
                                $"{op} of {(float)a}f, {(float)b}f");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void FusedMultiplyAdd()
    {
        var sketch = new SsaSketch([ValueKind.F64, ValueKind.F64, ValueKind.F64], [ValueKind.F64]);
        sketch.Return(sketch.Emit(Op.FmaF, ValueKind.F64, sketch.Parameters[0], sketch.Parameters[1], sketch.Parameters[2]));
        using NativeCode code = sketch.Compile();
        if (System.Runtime.Intrinsics.X86.Fma.IsSupported)
        {
            Assert.Equal(Math.FusedMultiplyAdd(0.1, 10, -1), code.RunFloat("f", 0.1, 10, -1));
        }
    }

    [Theory]
    [InlineData(Op.EqF)]
    [InlineData(Op.NeF)]
    [InlineData(Op.LtF)]
    [InlineData(Op.LeF)]
    public void FloatComparisons(Op op)
    {
        foreach (ValueKind kind in new[] { ValueKind.F64, ValueKind.F32 })
        {
            var value = new SsaSketch([kind, kind], [ValueKind.I8]);
            value.Return(value.Emit(op, ValueKind.I8, value.Parameters[0], value.Parameters[1]));
            var branch = new SsaSketch([kind, kind], [ValueKind.I64]);
            ValueId condition = branch.Emit(op, ValueKind.I8, branch.Parameters[0], branch.Parameters[1]);
            Block yes = branch.F.NewBlock(), no = branch.F.NewBlock();
            branch.Branch(BlockKind.If, condition, yes, no);
            branch.Block = yes;
            branch.Return(branch.Const(ValueKind.I64, 1));
            branch.Block = no;
            branch.Return(branch.Const(ValueKind.I64, 0));
            using NativeCode asValue = value.Compile(), asBranch = branch.Compile();
            foreach (double a in s_floats)
            {
                foreach (double b in s_floats)
                {
                    (double x, double y) = kind == ValueKind.F64 ? (a, b) : ((float)a, (float)b);
                    double[] arguments = kind == ValueKind.F64 ? [a, b] : [FromSingle((float)a), FromSingle((float)b)];
                    bool wanted = op switch { Op.EqF => x == y, Op.NeF => x != y, Op.LtF => x < y, _ => x <= y };
                    Assert.True(wanted == ((byte)asValue.Call("p.f", [], arguments).Integers[0] != 0), $"{op} {x} {y}");
                    Assert.True(wanted == (asBranch.Call("p.f", [], arguments).Integers[0] != 0), $"branch on {op} {x} {y}");
                }
            }
        }
    }

    [Fact]
    public void FloatConversions()
    {
        foreach (ValueKind kind in s_integerKinds)
        {
            foreach (bool signed in new[] { true, false })
            {
                Op toFloat = signed ? Op.IntToFloatS : Op.IntToFloatU, toInteger = signed ? Op.FloatToIntS : Op.FloatToIntU;
                var up = new SsaSketch([kind], [ValueKind.F64, ValueKind.F32]);
                up.Return(up.Emit(toFloat, ValueKind.F64, up.Parameters[0]), up.Emit(toFloat, ValueKind.F32, up.Parameters[0]));
                var down = new SsaSketch([ValueKind.F64, ValueKind.F32], [kind, kind]);
                down.Return(down.Emit(toInteger, kind, down.Parameters[0]), down.Emit(toInteger, kind, down.Parameters[1]));
                using NativeCode toFloats = up.Compile(), toIntegers = down.Compile();
                foreach (long x in s_integers)
                {
                    double[] got = toFloats.Call("p.f", [Dirty(x, kind)]).Floats;
                    Same(signed ? Signed(x, kind) : Unsigned(x, kind), got[0], $"{toFloat} {kind} {x}");
                    Same(signed ? (float)Signed(x, kind) : Unsigned(x, kind), ToSingle(got[1]), $"{toFloat} {kind} {x} single");
                }
                foreach (double x in s_floats)
                {
                    double limit = Math.ScaleB(1, signed ? Width(kind) - 1 : Width(kind));
                    if (!(Math.Truncate(x) < limit && Math.Truncate(x) >= (signed ? -limit : 0)) || (float)x >= limit)
                    {
                        continue;
                    }
                    long[] got = toIntegers.Call("p.f", [], [x, FromSingle((float)x)]).Integers;
                    long wanted = signed ? (long)x : (long)(ulong)x, wantedSingle = signed ? (long)(float)x : (long)(ulong)(float)x;
                    Assert.True(Signed(wanted, kind) == Signed(got[0], kind), $"{toInteger} {kind} {x}: {got[0]}, not {wanted}");
                    Assert.True(Signed(wantedSingle, kind) == Signed(got[1], kind),
                        $"{toInteger} {kind} {(float)x}f: {got[1]}, not {wantedSingle}");
                }
            }
        }
        var round = new SsaSketch([ValueKind.F64, ValueKind.F32],
            [ValueKind.F32, ValueKind.F64, ValueKind.I64, ValueKind.I32, ValueKind.F64]);
        ValueId bits = round.Emit(Op.Bitcast, ValueKind.I64, round.Parameters[0]);
        round.Return(round.Emit(Op.FloatToFloat, ValueKind.F32, round.Parameters[0]),
            round.Emit(Op.FloatToFloat, ValueKind.F64, round.Parameters[1]), bits,
            round.Emit(Op.Bitcast, ValueKind.I32, round.Parameters[1]), round.Emit(Op.Bitcast, ValueKind.F64, bits));
        using NativeCode code = round.Compile();
        foreach (double x in s_floats)
        {
            (long[] integers, double[] floats) = code.Call("p.f", [], [x, FromSingle((float)x)]);
            Same((float)x, ToSingle(floats[0]), "to single");
            Same((float)x, floats[1], "to double");
            Assert.Equal(BitConverter.DoubleToInt64Bits(x), integers[0]);
            Assert.Equal(BitConverter.SingleToInt32Bits((float)x), (int)integers[1]);
            Same(x, floats[2], "bits and back");
        }
    }
}

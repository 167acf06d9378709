using System.Numerics;
using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir.Interpretation;

internal sealed partial class Interpreter
{
    private static BasicKind KindOf(GoType type) => ((BasicType)type.Underlying).Kind;

    private static bool IsUnsigned(GoType type) => TypePredicates.Is(type, BasicInfo.Unsigned);

    private static object? Zero(GoType type)
    {
        switch (type.Underlying)
        {
            case BasicType b:
                return (b.Info & (BasicInfo.Boolean | BasicInfo.Integer | BasicInfo.Float | BasicInfo.Complex | BasicInfo.String)) switch
                {
                    BasicInfo.Boolean => false,
                    BasicInfo.Float => 0.0,
                    BasicInfo.Complex => Complex.Zero,
                    BasicInfo.String => "",
                    BasicInfo.None => null,
                    _ => 0L,
                };
            case StructType s:
                return new Aggregate([.. s.Fields.Select(f => new Cell(Zero(f.Type!)))]);
            case ArrayType { Length: > 1_000_000 }:
                throw new NotModelledException("big array");
            case ArrayType a:
                return new Aggregate([.. Enumerable.Range(0, (int)a.Length).Select(_ => new Cell(Zero(a.Element)))]);
            default:
                return null;
        }
    }

    private static object Constant(ConstantValue value, GoType type)
    {
        switch (value)
        {
            case BoolConstant b:
                return b.Value;
            case StringConstant s:
                return Encoding.Latin1.GetString(s.Bytes);
        }
        if (TypePredicates.Is(type, BasicInfo.Integer))
        {
            var i = (IntConstant)ConstantArithmetic.ToInt(value);
            return Wrapped((long)(ulong)(i.Value & ulong.MaxValue), type);
        }
        if (TypePredicates.Is(type, BasicInfo.Float))
        {
            return Rounded(ConstantFloats.ToDouble(ConstantArithmetic.ToFloat(value)), type);
        }
        return new Complex(
            ConstantFloats.ToDouble(ConstantArithmetic.ToFloat(ConstantArithmetic.Real(value))),
            ConstantFloats.ToDouble(ConstantArithmetic.ToFloat(ConstantArithmetic.Imaginary(value))));
    }

    private static object Wrapped(long value, GoType type) => KindOf(type) switch
    {
        BasicKind.Int8 => (long)(sbyte)value,
        BasicKind.Int16 => (long)(short)value,
        BasicKind.Int32 => (long)(int)value,
        BasicKind.Uint8 => (long)(byte)value,
        BasicKind.Uint16 => (long)(ushort)value,
        BasicKind.Uint32 => (long)(uint)value,
        _ => value,
    };

    private static int BitsOf(GoType type) => KindOf(type) switch
    {
        BasicKind.Int8 or BasicKind.Uint8 => 8,
        BasicKind.Int16 or BasicKind.Uint16 => 16,
        BasicKind.Int32 or BasicKind.Uint32 => 32,
        _ => 64,
    };

    private static double Rounded(double value, GoType type)
        => KindOf(type) is BasicKind.Float32 or BasicKind.Complex64 ? (float)value : value;

    private object Operate(IrBinaryOp op, object? x, object? y, GoType type, GoType countType) => (op, x, y) switch
    {
        (IrBinaryOp.Equal, _, _) => AreEqual(x, y, type),
        (IrBinaryOp.NotEqual, _, _) => !AreEqual(x, y, type),
        (IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight, long a, long n) => Shifted(op, a, n, type, IsUnsigned(countType)),
        (IrBinaryOp.Add, string a, string b) => a + b,
        (_, string a, string b) => Ordered(op, string.CompareOrdinal(a, b)),
        (_, double a, double b) => Arithmetic(op, a, b, type),
        (_, Complex a, Complex b) => Arithmetic(op, a, b, type),
        (_, long a, long b) => Arithmetic(op, a, b, type),
        _ => throw Unexpected.Value(op),
    };

    private static bool Ordered(IrBinaryOp op, int comparison) => op switch
    {
        IrBinaryOp.Less => comparison < 0,
        IrBinaryOp.LessEqual => comparison <= 0,
        IrBinaryOp.Greater => comparison > 0,
        IrBinaryOp.GreaterEqual => comparison >= 0,
        _ => throw Unexpected.Value(op),
    };

    private static object Shifted(IrBinaryOp op, long x, long count, GoType type, bool isUnsignedCount)
    {
        if (count < 0 && !isUnsignedCount)
        {
            throw PanicException.Runtime("negative shift amount");
        }
        bool isLarge = count < 0 || count >= BitsOf(type);
        if (op == IrBinaryOp.ShiftLeft)
        {
            return isLarge ? 0L : Wrapped(x << (int)count, type);
        }
        return IsUnsigned(type) ? isLarge ? 0L : (long)((ulong)x >> (int)count) : x >> (isLarge ? 63 : (int)count);
    }

    private static object Arithmetic(IrBinaryOp op, double x, double y, GoType type) => op switch
    {
        IrBinaryOp.Add => Rounded(x + y, type),
        IrBinaryOp.Subtract => Rounded(x - y, type),
        IrBinaryOp.Multiply => Rounded(x * y, type),
        IrBinaryOp.Divide => Rounded(x / y, type),
        IrBinaryOp.Less => x < y,
        IrBinaryOp.LessEqual => x <= y,
        IrBinaryOp.Greater => x > y,
        IrBinaryOp.GreaterEqual => x >= y,
        _ => throw Unexpected.Value(op),
    };

    private static object Arithmetic(IrBinaryOp op, Complex x, Complex y, GoType type)
    {
        Complex result = op switch
        {
            IrBinaryOp.Add => x + y,
            IrBinaryOp.Subtract => x - y,
            IrBinaryOp.Multiply => x * y,
            IrBinaryOp.Divide => x / y,
            _ => throw Unexpected.Value(op),
        };
        return new Complex(Rounded(result.Real, type), Rounded(result.Imaginary, type));
    }

    private static object Arithmetic(IrBinaryOp op, long x, long y, GoType type)
    {
        bool isUnsigned = IsUnsigned(type);
        if (op is IrBinaryOp.Divide or IrBinaryOp.Remainder && y == 0)
        {
            throw PanicException.Runtime("integer divide by zero");
        }
        return op switch
        {
            IrBinaryOp.Add => Wrapped(x + y, type),
            IrBinaryOp.Subtract => Wrapped(x - y, type),
            IrBinaryOp.Multiply => Wrapped(x * y, type),
            IrBinaryOp.Divide => Wrapped(isUnsigned ? (long)((ulong)x / (ulong)y) : y == -1 ? -x : x / y, type),
            IrBinaryOp.Remainder => Wrapped(isUnsigned ? (long)((ulong)x % (ulong)y) : y == -1 ? 0 : x % y, type),
            IrBinaryOp.And => x & y,
            IrBinaryOp.Or => x | y,
            IrBinaryOp.Xor => Wrapped(x ^ y, type),
            IrBinaryOp.AndNot => x & ~y,
            _ => Ordered(op, isUnsigned ? ((ulong)x).CompareTo((ulong)y) : x.CompareTo(y)),
        };
    }

    // ---- Equality and map keys ----

    private bool AreEqual(object? x, object? y, GoType type)
    {
        switch (type.Underlying)
        {
            case InterfaceType when x is InterfaceValue a && y is InterfaceValue b:
                if (a.Type is null || b.Type is null || !TypeIdentity.Identical(a.Type, b.Type))
                {
                    return ReferenceEquals(a.Value, b.Value);
                }
                return TypePredicates.IsComparable(a.Type) ? AreEqual(a.Value, b.Value, a.Type)
                    : throw PanicException.Runtime($"comparing uncomparable type {a.Type}");
            case StructType s:
                return Enumerable.Range(0, s.Fields.Count).All(i => s.Fields[i].Name == "_"
                    || AreEqual(((Aggregate)x!).Cells[i].Value, ((Aggregate)y!).Cells[i].Value, s.Fields[i].Type!));
            case ArrayType array:
                return Enumerable.Range(0, (int)array.Length)
                    .All(i => AreEqual(((Aggregate)x!).Cells[i].Value, ((Aggregate)y!).Cells[i].Value, array.Element));
            case BasicType when x is double d:
                return d == (double)y!;
            case BasicType:
                return Equals(x, y);
            default:
                return ReferenceEquals(x, y);
        }
    }

    /// <summary>An object that is equal exactly for equal keys.</summary>
    private static object HashOf(object? key, GoType type)
    {
        switch (type.Underlying)
        {
            case InterfaceType when key is InterfaceValue { Type: { } dynamic } i:
                return TypePredicates.IsComparable(dynamic) ? (TypePrinter.LinkString(dynamic), HashOf(i.Value, dynamic))
                    : throw PanicException.Runtime($"hash of unhashable type {dynamic}");
            case StructType s:
                object fields = "struct";
                for (int i = 0; i < s.Fields.Count; i++)
                {
                    fields = s.Fields[i].Name == "_" ? fields : (fields, HashOf(((Aggregate)key!).Cells[i].Value, s.Fields[i].Type!));
                }
                return fields;
            case ArrayType array:
                object items = "array";
                foreach (Cell cell in ((Aggregate)key!).Cells)
                {
                    items = (items, HashOf(cell.Value, array.Element));
                }
                return items;
            case BasicType when key is double.NaN:
                return new object();
            case BasicType:
                return key is 0.0 ? 0.0 : key ?? "nil";
            default:
                return key is null ? "nil" : new Identity(key);
        }
    }

    private sealed class Identity(object o)
    {
        private readonly object _o = o;
        public override bool Equals(object? obj) => obj is Identity other && ReferenceEquals(_o, other._o);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_o);
    }

    private static object? Entry(MapValue? map, object? key, MapType type, out bool found)
    {
        object hash = HashOf(key, type.Key);
        (object? Key, Cell Value) entry = default;
        found = map is not null && map.TryGet(hash, out entry);
        return found ? entry.Value!.Value : Zero(type.Element);
    }

    private static void SetEntry(MapValue? map, object? key, object? value, MapType type)
    {
        object hash = HashOf(key, type.Key);
        (map ?? throw PanicException.Plain("assignment to entry in nil map")).Set(hash, key, value);
    }

    // ---- Conversions ----

    private static object? Converted(object? x, GoType from, GoType to)
    {
        if (TypePredicates.IsInterface(to))
        {
            return TypePredicates.IsInterface(from) ? x : new InterfaceValue(from, Cell.Copied(x));
        }
        switch (from.Underlying, to.Underlying)
        {
            case (BasicType { Kind: BasicKind.UnsafePointer }, _) or (_, BasicType { Kind: BasicKind.UnsafePointer }):
                throw new NotModelledException("unsafe pointer");
            case (_, BasicType { Kind: BasicKind.String }):
                return ToText(x, from);
            case (_, BasicType basic):
                return ToNumber(x, from, to, basic);
            case (BasicType, SliceType slice):
                var text = (string)x!;
                Cell[] cells = KindOf(slice.Element) == BasicKind.Uint8
                    ? [.. text.Select(c => new Cell((long)c))] : [.. GoText.Runes(text).Select(r => new Cell(r.Value))];
                return new SliceValue(cells, 0, cells.Length, cells.Length);
            case (SliceType, ArrayType array):
                return new Aggregate([.. Front((SliceValue?)x, array).Select(c => new Cell(Cell.Copied(c.Value)))]);
            case (SliceType, PointerType { Element.Underlying: ArrayType array }):
                Cell[] shared = Front((SliceValue?)x, array);
                return x is null ? null : new Cell(new Aggregate(shared));
            default:
                return x;
        }
    }

    private static Cell[] Front(SliceValue? slice, ArrayType array)
    {
        int length = slice?.Length ?? 0;
        if (length < array.Length)
        {
            throw PanicException.Runtime($"cannot convert slice with length {length} to array or pointer to array with length {array.Length}");
        }
        return slice is null ? [] : slice.Array[slice.Offset..(slice.Offset + (int)array.Length)];
    }

    private static string ToText(object? x, GoType from) => x switch
    {
        string s => s,
        long rune => GoText.OfRune(IsUnsigned(from) && rune < 0 ? -1 : rune),
        SliceValue slice when KindOf(((SliceType)from.Underlying).Element) == BasicKind.Uint8
            => string.Concat(slice.Items.Select(i => (char)(long)i!)),
        SliceValue slice => string.Concat(slice.Items.Select(i => GoText.OfRune((long)i!))),
        null => "",
        _ => throw Unexpected.Value(x),
    };

    private static object? ToNumber(object? x, GoType from, GoType to, BasicType basic) => x switch
    {
        long l when (basic.Info & BasicInfo.Integer) != 0 => Wrapped(l, to),
        long l when basic.Kind == BasicKind.Float32 => (double)(IsUnsigned(from) ? (float)(ulong)l : l),
        long l => IsUnsigned(from) ? (double)(ulong)l : (double)l,
        double d when (basic.Info & BasicInfo.Integer) != 0 => Wrapped(d >= 9223372036854775808.0 ? (long)(ulong)d : (long)d, to),
        double d => Rounded(d, to),
        Complex c => new Complex(Rounded(c.Real, to), Rounded(c.Imaginary, to)),
        _ => x,
    };
}

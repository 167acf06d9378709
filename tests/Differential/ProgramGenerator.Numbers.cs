using System.Globalization;
using System.Numerics;

namespace Go.Compiler.Tests.Differential;

/// <summary>Arithmetic, conversions and literals.</summary>
internal sealed partial class ProgramGenerator
{
    private static readonly string[] s_texts = ["\"\"", "\"a\"", "\"hello\"", "\"Zwölf日本\"", "\"\\xff\\x00z\"", "`raw\\n`",
        "\"hello, world; the longer one\"", "\"b\""];

    private string IntegerExpression(GoType type, int depth)
    {
        switch (_random.Below(14))
        {
            case 0: return $"({_random.Pick("-", "^", "+")}{Dynamic(type, depth)})";
            case 1: return $"({Dynamic(type, depth)} {_random.Pick("/", "%")} ({Expression(type, depth)}|1))";
            case 2: return $"({Dynamic(type, depth)} {_random.Pick("/", "%")} {NonZero(type)})";
            case 3: return $"({Dynamic(type, depth)} {_random.Pick("<<", ">>")} {Count(type, depth)})";
            case 4: return $"({Dynamic(type, depth)} {_random.Pick("<<", ">>")} {_random.Below(type.IsParameter ? 8 : type.Bits + 2)})";
            case 5 or 6: return Conversion(type, depth);
            case 7: return type.Is(GoType.Int) ? Length(depth) : $"{type}({Length(depth)})";
            case 8: return $"{_random.Pick("min", "max")}({Dynamic(type, depth)}, {Expression(type, depth)})";
            case 9 when type.Is(GoType.Byte): return $"Byte({Dynamic(GoType.Text, depth)}, {Small()})";
            default: return $"({Dynamic(type, depth)} {_random.Pick("+", "-", "*", "&", "|", "^", "&^", "+", "-", "*")} {Expression(type, depth)})";
        }
    }

    /// <summary>A shift count that is never negative, of any type.</summary>
    private string Count(GoType type, int depth)
    {
        GoType by = IntegerType();
        int mask = type.IsParameter ? 7 : _random.Pick(type.Bits - 1, type.Bits - 1, 127);
        mask = by.Bits == 8 ? Math.Min(mask, 63) : mask;
        return by.Signed || _random.Chance(60) || by.IsParameter ? $"({Dynamic(by, depth)} & {mask})" : Dynamic(by, depth);
    }

    private string Conversion(GoType type, int depth)
    {
        if (_random.Chance(25) && type.Bits >= 32 && !type.IsParameter)
        {
            GoType from = _random.Pick(_types.Where(t => t.Kind == GoKind.Float).ToArray());
            string clamped = $"Clamp(float64({Dynamic(from, depth)}))";
            return type.Signed ? $"{type}({clamped})" : $"{type}(Abs({clamped}))";
        }
        return $"{type}({Dynamic(IntegerType(), depth)})";
    }

    private string Length(int depth)
    {
        Variable[] measured = [.. _scope.Where(v => v.Type.Kind is GoKind.Slice or GoKind.Map or GoKind.Text)];
        return measured.Length == 0 || _random.Chance(30) ? $"len({Dynamic(GoType.Text, depth)})" : $"len({_random.Pick(measured).Name})";
    }

    private string FloatExpression(GoType type, int depth)
    {
        switch (_random.Below(9))
        {
            case 0: return $"({_random.Pick("-", "+")}{Dynamic(type, depth)})";
            case 1 or 2: return $"{type}({Dynamic(IntegerType(), depth)})";
            case 3: return $"{type}({_random.Pick("Sqrt", "Floor", "Trunc", "Abs")}(float64({Dynamic(_random.Chance(50) ? GoType.Float64 : type, depth)})))";
            case 4: return $"{_random.Pick("min", "max")}({Dynamic(type, depth)}, {Expression(type, depth)})";
            case 5: return $"{type}({Dynamic(_types.Last(t => t.Kind == GoKind.Float), depth)})";
            // An explicit conversion rounds: no fusing of product and sum, whatever the machine.
            default: return $"{type}({Dynamic(type, depth)} {_random.Pick("+", "-", "*", "/")} {Expression(type, depth)})";
        }
    }

    private string ComplexExpression(int depth) => _random.Below(4) switch
    {
        0 => $"complex({Dynamic(GoType.Float64, depth)}, {Expression(GoType.Float64, depth)})",
        1 => $"complex(imag({Leaf(GoType.Complex)}), real({Leaf(GoType.Complex)}))",
        2 => $"({Dynamic(GoType.Complex, depth)} {_random.Pick("+", "-")} {Expression(GoType.Complex, depth)})",
        _ => Leaf(GoType.Complex),
    };

    private string NonZero(GoType type)
    {
        for (; ; )
        {
            BigInteger value = IntegerValue(type);
            if (!value.IsZero)
            {
                return $"{type}({value})";
            }
        }
    }

    private BigInteger IntegerValue(GoType type)
    {
        if (type.IsParameter)
        {
            return _random.Below(128);
        }
        BigInteger low = type.Signed ? -(BigInteger.One << (type.Bits - 1)) : 0;
        BigInteger high = low + (BigInteger.One << type.Bits) - 1;
        BigInteger value = _random.Below(8) switch
        {
            0 => low,
            1 => high,
            2 or 3 => _random.Below(20) - 5,
            4 => (BigInteger.One << _random.Below(type.Bits)) - _random.Below(2),
            5 => -(BigInteger.One << _random.Below(type.Bits)),
            6 => _random.Bits() & 0xffff,
            _ => _random.Bits(),
        };
        while (value < low || value > high)
        {
            value = value < low ? value + (BigInteger.One << type.Bits)
                : value - (BigInteger.One << type.Bits) * BigInteger.Max(1, (value - high) >> type.Bits);
        }
        return value;
    }

    private string Literal(GoType type)
    {
        switch (type.Kind)
        {
            case GoKind.Integer: return $"{type}({IntegerValue(type)})";
            case GoKind.Float: return $"{type}({_random.Pick("0", "1", "-1", "0.5", "3.25", "1e9", "-2.5e-3", "0.1", "16777217", "1e-30", "123456.789", "0x1p-20", "7")})";
            case GoKind.Complex: return $"complex({Literal(GoType.Float64)}, {Literal(GoType.Float64)})";
            case GoKind.Bool: return _random.Pick("true", "false");
            case GoKind.Text: return _random.Pick(s_texts);
            case GoKind.Any: return _random.Chance(15)
                ? "any(nil)" : $"any({Literal(_random.Pick(GoType.Int, GoType.Text, GoType.Float64, GoType.Byte, GoType.Bool))})";
            case GoKind.Pointer: return $"new({Converted(type.Element!, Literal(type.Element!))})";
            case GoKind.Slice when _random.Chance(20) && !type.Element!.IsParameter: return $"{type}(nil)";
            case GoKind.Slice: return $"{type}{{{string.Join(", ", Enumerable.Range(0, _random.Below(4)).Select(_ => Literal(type.Element!)))}}}";
            case GoKind.Map: return MapLiteral(type, 0);
            case GoKind.Array: return $"{type}{{{string.Join(", ", Enumerable.Range(0, type.Length).Select(_ => Literal(type.Element!)))}}}";
            case GoKind.Struct: return $"{type}{{{string.Join(", ", type.Fields.Where(f => f.Name != "_").Select(f => $"{f.Name}: {Literal(f.Type)}"))}}}";
            default:
                GoType holder = _types.First(t => t.Methods.Count > 0 && t.Kind == GoKind.Integer);
                return $"{_interface}({Literal(holder)})";
        }
    }

    /// <summary>Keys are constants, and different.</summary>
    private string MapLiteral(GoType type, int depth)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (int i = _random.Below(4); i > 0; i--)
        {
            keys.Add(type.Key!.Kind == GoKind.Text ? _random.Pick(s_texts)
                : string.Create(CultureInfo.InvariantCulture, $"{_random.Below(20)}"));
        }
        return $"{type}{{{string.Join(", ", keys.Select(k => $"{k}: {(depth > 0 ? Expression(type.Element!, depth - 1) : Literal(type.Element!))}"))}}}";
    }
}

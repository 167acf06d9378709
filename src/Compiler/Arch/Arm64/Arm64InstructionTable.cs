using System.Globalization;
using Go.Compiler.Collections;

namespace Go.Compiler.Arch.Arm64;

/// <summary>The instructions that are a word with fields, by mnemonic. Immutable; made of the rows on first use.</summary>
internal static partial class Arm64InstructionTable
{
    private static readonly Dictionary<string, Arm64Form[]> s_forms = Build();

    /// <summary>The forms of a mnemonic in order of preference; empty when it is none of the table's.</summary>
    public static Arm64Form[] Find(string mnemonic) => s_forms.GetValueOrDefault(mnemonic) ?? [];

    private static Dictionary<string, Arm64Form[]> Build()
    {
        var all = new Dictionary<string, Arm64Form[]>(StringComparer.Ordinal);
        foreach (string rows in (string[])[General, Floats, System, Atomics, Vectors])
        {
            Read(rows, all);
        }
        Arm64Form[] pattern = [Parse("R16 M5 R0", 0, "")];
        foreach ((string name, uint bits) in ReadModifyWrite)
        {
            foreach ((string order, uint orderBits) in (ReadOnlySpan<(string, uint)>)[("", 0), ("A", 1u << 23), ("L", 1u << 22),
                ("AL", 3u << 22)])
            {
                for (int size = 0; size < 4; size++)
                {
                    all.Add(name + order + "BHWD"[size], [pattern[0] with { Bits = bits | orderBits | ((uint)size << 30) }]);
                }
            }
        }
        return all;
    }

    private static void Read(string rows, Dictionary<string, Arm64Form[]> all)
    {
        string[] patterns = [];
        string set = "";
        foreach (string line in rows.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '=')
            {
                string[] parts = line[1..].Split('|', StringSplitOptions.TrimEntries);
                patterns = parts[0].Split(';', StringSplitOptions.TrimEntries);
                set = parts.Length > 1 ? parts[1] : "";
                continue;
            }
            string[] words = line.Split(' ');
            for (int i = 0; i < words.Length; i += 2)
            {
                uint bits = Hex(words[i + 1]);
                var forms = new List<Arm64Form>(all.GetValueOrDefault(words[i]) ?? []);
                foreach (string pattern in patterns)
                {
                    forms.Add(Parse(pattern, bits, set));
                }
                all[words[i]] = [.. forms];
            }
        }
    }

    private static Arm64Form Parse(string pattern, uint bits, string set)
    {
        var operands = new EntityList<Arm64Operand>();
        int arranged = 0;
        bool shifts = false;
        foreach (string token in pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (token[0] == '+')
            {
                bits |= Hex(token[1..]);
                continue;
            }
            Arm64Operand operand = Operand(token);
            arranged += operand.Kind == Arm64OperandKind.Arranged ? 1 : 0;
            shifts |= operand.Kind is Arm64OperandKind.LeftShift or Arm64OperandKind.RightShift;
            operands.Add(operand);
        }
        return new Arm64Form(bits, [.. operands], set.Length > 0 ? Arm64ArrangementSet.Find(set, arranged, shifts) : null);
    }

    private static Arm64Operand Operand(string token)
    {
        Arm64OperandKind kind = token[0] switch
        {
            'R' => Arm64OperandKind.Register,
            'r' => Arm64OperandKind.RegisterOrZero,
            'F' => Arm64OperandKind.Float,
            'V' => Arm64OperandKind.Vector,
            'A' => Arm64OperandKind.Arranged,
            'M' => Arm64OperandKind.Memory,
            'P' => Arm64OperandKind.Pair,
            'E' => Arm64OperandKind.EvenPair,
            'K' => Arm64OperandKind.Constant,
            'k' => Arm64OperandKind.Truncated,
            'Z' => Arm64OperandKind.Zero,
            'C' => Arm64OperandKind.Condition,
            'c' => Arm64OperandKind.InverseCondition,
            'l' => Arm64OperandKind.LeftShift,
            'h' => Arm64OperandKind.RightShift,
            _ => throw Diagnostics.Unexpected.Value(token),
        };
        if (kind is Arm64OperandKind.LeftShift or Arm64OperandKind.RightShift)
        {
            return new Arm64Operand(kind, 16, -1, 7);
        }
        string[] parts = token[1..].Split('@', '.');
        bool isConstant = token.Contains('@', StringComparison.Ordinal);
        int first = parts[0].Length == 0 ? 0 : Number(parts[0]), second = parts.Length > 1 ? Number(parts[1]) : -1;
        return isConstant ? new Arm64Operand(kind, second, -1, first) : new Arm64Operand(kind, first, second, 5);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static uint Hex(string text) => uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

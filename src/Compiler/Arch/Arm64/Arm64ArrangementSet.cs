namespace Go.Compiler.Arch.Arm64;

/// <summary>The arrangements that an instruction's vectors may have together, the bits they set, and what is said of others.</summary>
/// <param name="Rows">Arrangements of the operands (as <see cref="Arm64Modifiers"/> numbers them) and the bits.</param>
/// <param name="UnequalIsMismatch">Operands that do not fit each other are told from arrangements that do not exist.</param>
/// <param name="OtherIsMismatch">Whatever does not fit is such a mismatch.</param>
/// <param name="Doubled">Of widening operations: the sources are half (0) or full (1) vectors and the result is twice as wide; -1 = other
/// operations.</param>
internal sealed record Arm64ArrangementSet((int[] Arrangements, uint Bits, int ElementBits)[] Rows, bool UnequalIsMismatch,
    bool OtherIsMismatch, int Doubled)
{
    private enum Bits { None, Full, FullAndSize, FullAndDouble, FullAndHigh }

    private static readonly string[] s_noMismatch = ["revnarrow", "revbytes", "revhalves", "shift", "sixteen", "four", "two", "extract",
        "shorten", "shorten2", "floatshorten", "floatshorten2",
        "shortenshift", "shortenshift2", "wide", "across", "words"];

    private static readonly string[] s_onlyMismatch = ["lengthen", "lengthen2", "floatlengthen", "floatlengthen2", "wide2"];

    private const string Halves = "B8.B8.H8 H4.H4.S4 S2.S2.D2", Fulls = "B16.B16.H8 H8.H8.S4 S4.S4.D2";

    // table: the sets; of a row the operand whose element and fullness the bits tell
    private static readonly (string Name, string Rows, Bits Bits, int Key)[] s_sets =
    [
        ("all", "B8 B16 H4 H8 S2 S4 D2", Bits.FullAndSize, 0), ("narrow", "B8 B16 H4 H8 S2 S4", Bits.FullAndSize, 0),
        ("revnarrow", "B8 B16 H4 H8 S2 S4", Bits.FullAndSize, 0), ("bytes", "B8 B16", Bits.Full, 0), ("revbytes", "B8 B16", Bits.Full, 0),
        ("extract", "B8 B16", Bits.Full, 0), ("revhalves", "B8 B16 H4 H8", Bits.FullAndSize, 0),
        ("floats", "S2 S4 D2", Bits.FullAndDouble, 0), ("across", "B8 B16 H4 H8 S4", Bits.FullAndSize, 0), ("words", "S4", Bits.None, 0),
        ("long", Halves, Bits.FullAndSize, 0), ("long2", Fulls, Bits.FullAndSize, 0),
        ("polynomial", "B8.B8.H8 D1.D1.Q1", Bits.FullAndSize, 0), ("polynomial2", "B16.B16.H8 D2.D2.Q1", Bits.FullAndSize, 0),
        ("wide", "B8.H8.H8 H4.S4.S4 S2.D2.D2", Bits.FullAndSize, 0), ("wide2", "B16.H8.H8 H8.S4.S4 S4.D2.D2", Bits.FullAndSize, 0),
        ("lengthen", "B8.H8 H4.S4 S2.D2", Bits.FullAndHigh, 0), ("lengthen2", "B16.H8 H8.S4 S4.D2", Bits.FullAndHigh, 0),
        ("shorten", "H8.B8 S4.H4 D2.S2", Bits.FullAndSize, 1), ("shorten2", "H8.B16 S4.H8 D2.S4", Bits.FullAndSize, 1),
        ("shortenshift", "H8.B8 S4.H4 D2.S2", Bits.Full, 1), ("shortenshift2", "H8.B16 S4.H8 D2.S4", Bits.Full, 1),
        ("floatshorten", "D2.S2", Bits.None, 1), ("floatshorten2", "D2.S4", Bits.None, 1), ("floatlengthen", "S2.D2", Bits.None, 0),
        ("floatlengthen2", "S4.D2", Bits.None, 0), ("shift", "B8 B16 H4 H8 S2 S4 D2", Bits.Full, 0), ("sixteen", "B16", Bits.None, 0),
        ("four", "S4", Bits.None, 0), ("two", "D2", Bits.None, 0),
    ];

    /// <summary>
    /// The set of this name; rows that name one arrangement give it to all <paramref name="count"/> operands. With a shift the constant
    /// sets the high bits.
    /// </summary>
    public static Arm64ArrangementSet Find(string name, int count, bool shifts)
    {
        foreach ((string setName, string rows, Bits bits, int key) in s_sets)
        {
            if (setName != name)
            {
                continue;
            }
            string[] texts = rows.Split(' ');
            var parsed = new (int[], uint, int)[texts.Length];
            for (int i = 0; i < texts.Length; i++)
            {
                string[] names = texts[i].Split('.');
                var arrangements = new int[count];
                for (int k = 0; k < count; k++)
                {
                    arrangements[k] = Arm64Modifiers.FindArrangement(names[Math.Min(k, names.Length - 1)]);
                }
                parsed[i] = (arrangements,
                    BitsOf(arrangements[Math.Min(key, count - 1)] - Arm64Modifiers.Arrangement, shifts ? Bits.Full : bits),
                    8 << ((arrangements[Math.Min(key, count - 1)] - Arm64Modifiers.Arrangement) >> 1));
            }
            return new Arm64ArrangementSet(parsed, Array.IndexOf(s_noMismatch, name) < 0, Array.IndexOf(s_onlyMismatch, name) >= 0,
                name is "long" or "polynomial" ? 0 : name is "long2" or "polynomial2" ? 1 : -1);
        }
        throw Diagnostics.Unexpected.Value(name);
    }

    private static uint BitsOf(int arrangement, Bits bits)
    {
        uint full = (uint)(arrangement & 1) << 30, size = (uint)arrangement >> 1;
        return bits switch
        {
            Bits.None => 0,
            Bits.Full => full,
            Bits.FullAndSize => full | (size << 22),
            Bits.FullAndDouble => full | (size == 3 ? 1u << 22 : 0),
            _ => full | (8u << (int)size << 16),
        };
    }

    /// <summary>The row that fits, or -1 and what is wrong.</summary>
    public int Choose(ReadOnlySpan<int> arrangements, out string error)
    {
        for (int i = 0; i < Rows.Length; i++)
        {
            if (arrangements.SequenceEqual(Rows[i].Arrangements))
            {
                error = "";
                return i;
            }
        }
        bool equal = true;
        foreach (int arrangement in arrangements)
        {
            equal &= arrangement == arrangements[0];
        }
        bool mismatch = Doubled >= 0
            ? arrangements[0] == arrangements[1] && !((arrangements[0] & 1) == Doubled && arrangements[2] == (arrangements[0] | 1) + 2)
            : OtherIsMismatch || (UnequalIsMismatch && !equal);
        error = mismatch ? "operand mismatch" : "invalid arrangement";
        return -1;
    }
}

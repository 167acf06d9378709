namespace Go.Compiler.Arch.Arm64;

/// <summary>Words that are operands: conditions, hints of prefetches, fields of the processor's state, targets of branches.</summary>
internal static class Arm64SpecialOperands
{
    private static readonly string[] s_conditions = ["EQ", "NE", "HS", "LO", "MI", "PL", "VS", "VC", "HI", "LS", "GE", "LT", "GT", "LE",
        "AL", "NV"];

    // table: PRFM
    private static readonly Dictionary<string, uint> s_prefetches = new(StringComparer.Ordinal)
    {
        ["PLDL1KEEP"] = 0, ["PLDL1STRM"] = 1, ["PLDL2KEEP"] = 2, ["PLDL2STRM"] = 3, ["PLDL3KEEP"] = 4, ["PLDL3STRM"] = 5,
        ["PLIL1KEEP"] = 8, ["PLIL1STRM"] = 9, ["PLIL2KEEP"] = 10, ["PLIL2STRM"] = 11, ["PLIL3KEEP"] = 12, ["PLIL3STRM"] = 13,
        ["PSTL1KEEP"] = 16, ["PSTL1STRM"] = 17, ["PSTL2KEEP"] = 18, ["PSTL2STRM"] = 19, ["PSTL3KEEP"] = 20, ["PSTL3STRM"] = 21,
    };

    // table: RPRFM
    private static readonly Dictionary<string, uint> s_rangePrefetches
        = new(StringComparer.Ordinal) { ["PLDKEEP"] = 0, ["PSTKEEP"] = 1, ["PLDSTRM"] = 4, ["PSTSTRM"] = 5 };

    // table: MSR of a constant, with op1 and op2 at their places
    private static readonly Dictionary<string, uint> s_states
        = new(StringComparer.Ordinal) { ["DAIFSet"] = (3u << 16) | (6 << 5), ["DAIFClr"] = (3u << 16) | (7 << 5) };

    // table: BTI
    private static readonly Dictionary<string, uint> s_targets = new(StringComparer.Ordinal) { ["C"] = 2u << 5, ["J"] = 4u << 5,
        ["JC"] = 6u << 5 };

    public static bool IsKnown(string word)
        => TryCondition(word, out _) || s_prefetches.ContainsKey(word) || s_rangePrefetches.ContainsKey(word) || s_states.ContainsKey(word)
            || s_targets.ContainsKey(word)
            || Arm64SystemOperations.TryFind(word, out _);

    public static bool TryCondition(string word, out uint condition)
    {
        int index = Array.IndexOf(s_conditions, word switch { "CS" => "HS", "CC" => "LO", _ => word });
        condition = (uint)index;
        return index >= 0;
    }

    public static bool TryPrefetch(string word, out uint operation) => s_prefetches.TryGetValue(word, out operation);

    public static bool TryRangePrefetch(string word, out uint operation) => s_rangePrefetches.TryGetValue(word, out operation);

    public static bool TryState(string word, out uint bits) => s_states.TryGetValue(word, out bits);

    public static bool TryTarget(string word, out uint bits) => s_targets.TryGetValue(word, out bits);
}

namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Comparisons as the sets of the ways in which two values can lie to each other: below, equal, above, and for floats unordered.
/// </summary>
internal static class Outcomes
{
    private const int Below = 1, Equal = 2, Above = 4, Unordered = 8;

    /// <summary>What one comparison of two values says of another one of the same values; null when it leaves that open.</summary>
    /// <param name="known">The comparison whose result is known.</param>
    /// <param name="holds">That result.</param>
    /// <param name="wanted">The other one.</param>
    /// <param name="isSwapped">The other one has the operands the other way round.</param>
    public static bool? Decide(Op known, bool holds, Op wanted, bool isSwapped)
    {
        bool areFloats = IsFloat(known);
        if (areFloats != IsFloat(wanted))
        {
            return null;
        }
        int all = areFloats ? Below | Equal | Above | Unordered : Below | Equal | Above;
        int possible = holds ? Of(known) : all & ~Of(known), asked = Of(wanted);
        if (isSwapped)
        {
            asked = (asked & ~(Below | Above)) | ((asked & Below) != 0 ? Above : 0) | ((asked & Above) != 0 ? Below : 0);
        }
        if (Sign(known) != Sign(wanted) && (possible & (Below | Above)) != 0)
        {
            // What is below with a sign may be above without one.
            possible |= Below | Above;
        }
        return (possible & ~asked) == 0 ? true : (possible & asked) == 0 ? false : null;
    }

    private static bool IsFloat(Op op) => OpFacts.GroupOf(op) == OpGroup.FloatComparison;

    /// <summary>How values are ordered; comparisons without an order are as good in either.</summary>
    private static bool? Sign(Op op) => op switch
    {
        Op.LtS or Op.LeS => true,
        Op.LtU or Op.LeU => false,
        _ => null,
    };

    private static int Of(Op op) => op switch
    {
        Op.Eq or Op.EqF => Equal,
        Op.Ne => Below | Above,
        Op.NeF => Below | Above | Unordered,
        Op.LtS or Op.LtU or Op.LtF => Below,
        Op.LeS or Op.LeU or Op.LeF => Below | Equal,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, null),
    };
}

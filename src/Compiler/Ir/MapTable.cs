namespace Go.Compiler.Ir;

/// <summary>Neighbouring entries of a map literal as data: a loop assigns them.</summary>
/// <param name="Before">Index of the entry of the literal that comes after them.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="Keys">An array of keys.</param>
/// <param name="Values">The array of their values.</param>
public sealed record MapTable(int Before, int Count, StaticValue Keys, StaticValue Values)
{
    /// <summary>Fewer entries of an initialiser are assigned one by one.</summary>
    public const int MinimumCount = 9;

    /// <summary>The same where the literal may be made more than once: GO: as the original.</summary>
    public const int MinimumCountInFunctions = 26;
}

namespace Go.Compiler.Ssa;

/// <summary>What <see cref="Op.FmaF"/> has in its immediate.</summary>
internal static class Fma
{
    /// <summary>Minus the product.</summary>
    public const long NegatesProduct = 1;

    /// <summary>Minus the addend.</summary>
    public const long NegatesAddend = 2;
}

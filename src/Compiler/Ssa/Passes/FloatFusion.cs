namespace Go.Compiler.Ssa.Passes;

/// <summary>
/// Sums and differences of floats in which a product stands are rounded once (spec, Floating-point operators), for targets on which Go's
/// compiler does so too. A conversion to the type that a value has already, which is <see cref="Op.FloatToFloat"/> here, stands between a
/// product and its sum and keeps them apart.
/// </summary>
internal static class FloatFusion
{
    /// <summary>
    /// Of two products the second one is taken in, as Go's compiler does unless one of them is used elsewhere too; then it may be either
    /// there. What is left of products is dead code.
    /// </summary>
    public static void Run(SsaFunction f)
    {
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (f[v].Op is Op.AddF or Op.SubF)
                {
                    ValueId x = f.Argument(v, 0), y = f.Argument(v, 1);
                    bool isDifference = f[v].Op == Op.SubF;
                    _ = TakeIn(f, v, y, x, isDifference, false) || TakeIn(f, v, x, y, false, isDifference);
                }
            }
        }
    }

    private static bool TakeIn(SsaFunction f, ValueId sum, ValueId product, ValueId addend, bool negatesProduct, bool negatesAddend)
    {
        if (f[product].Op == Op.NegF)
        {
            negatesProduct = !negatesProduct;
            product = f.Argument(product, 0);
        }
        if (f[product].Op != Op.MulF)
        {
            return false;
        }
        ValueId a = Positive(f, f.Argument(product, 0), ref negatesProduct), b = Positive(f, f.Argument(product, 1), ref negatesProduct);
        f[sum].Op = Op.FmaF;
        f[sum].AuxInt = (negatesProduct ? Fma.NegatesProduct : 0) | (negatesAddend ? Fma.NegatesAddend : 0);
        f.SetArguments(sum, [a, b, addend]);
        return true;
    }

    /// <summary>The sign of a factor is that of the product: exact, whatever is rounded later.</summary>
    private static ValueId Positive(SsaFunction f, ValueId factor, ref bool isNegative)
    {
        if (f[factor].Op != Op.NegF)
        {
            return factor;
        }
        isNegative = !isNegative;
        return f.Argument(factor, 0);
    }
}

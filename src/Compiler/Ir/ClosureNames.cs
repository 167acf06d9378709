using System.Globalization;

namespace Go.Compiler.Ir;

/// <summary>
/// What a closure's symbol adds to that of its function: <c>.funcN</c> for a literal in a declared function, <c>.N</c> in another closure,
/// and for loop bodies, go and defer wrappers a word of their own (contract 7.5).
/// </summary>
internal static class ClosureNames
{
    private const string InFunction = ".func", InClosure = ".";

    /// <summary>Of the function literal number <paramref name="number"/>, counted from 1.</summary>
    public static string Literal(int number, bool isInFunction)
        => (isInFunction ? InFunction : InClosure) + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Of a closure that is made anew where its function was inlined: the literal keeps its number, and what stands before it is the word
    /// for the function that took its own in.
    /// </summary>
    /// <param name="closure">A closure.</param>
    /// <param name="isInFunction">A declared function took the closure's function in; else a closure.</param>
    public static string Inlined(IrFunction closure, bool isInFunction)
    {
        string own = closure.NameSuffix[closure.Outer!.NameSuffix.Length..];
        string number = own.StartsWith(InFunction, StringComparison.Ordinal) ? own[InFunction.Length..] : own[InClosure.Length..];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? Literal(n, isInFunction) : own;
    }
}

namespace Go.Compiler.Tests.Growth;

/// <summary>
/// All shapes. Every one is a program that compiles; what it does is of no interest, except that nothing of it may be left out as unused.
/// </summary>
public static partial class Shapes
{
    public static IReadOnlyList<Shape> All { get; } =
        [.. Literals(), .. Statements(), .. Expressions(), .. Declarations(), .. Packages(), .. Further()];

    /// <summary>Stores that the compiler cannot drop.</summary>
    private static SourceTree WithSinks(this SourceTree tree)
        => tree.Add("var sinkInt int").Add("var sinkString string").Add("var sinkAny any").Add("var sinkFunc func()").Add("var truth bool");

    private static SourceTree Program() => new SourceTree().WithSinks();
}

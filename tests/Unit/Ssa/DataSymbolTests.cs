using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Descriptions of data are equal exactly when the symbols made from them are, whichever objects describe them.</summary>
public sealed class DataSymbolTests
{
    private static PointerType Pointer => new(Universe.Int);
    private static StructType Struct => new([new Variable(default, null, "F", new SliceType(Universe.String), VariableKind.Field)], []);

    public static TheoryData<string, DataSymbol, DataSymbol> Equal => new()
    {
        { "descriptor", new DescriptorSymbol(Pointer), new DescriptorSymbol(Pointer) },
        { "descriptor of a struct", new DescriptorSymbol(Struct), new DescriptorSymbol(Struct) },
        { "itab", new ItabSymbol(Pointer, Universe.Error), new ItabSymbol(Pointer, Universe.Error) },
        { "string", new StringSymbol([1, 2]), new StringSymbol([1, 2]) },
        { "string header", new StringHeaderSymbol([1, 2]), new StringHeaderSymbol([1, 2]) },
        { "constant", new ConstantDataSymbol(Struct, [1, 2]), new ConstantDataSymbol(Struct, [1, 2]) },
        {
            "function value", new FuncValueSymbol(new FunctionSymbol("p.f", FunctionAbi.Internal)) { Declared = new Function(default, null,
                "f", null) },
            new FuncValueSymbol(new FunctionSymbol("p.f", FunctionAbi.Internal)) { Declared = new Function(default, null, "f", null) }
        },
    };

    public static TheoryData<string, DataSymbol, DataSymbol> Different => new()
    {
        { "descriptor", new DescriptorSymbol(Pointer), new DescriptorSymbol(new PointerType(Universe.String)) },
        { "itab", new ItabSymbol(Pointer, Universe.Error), new ItabSymbol(Universe.Int, Universe.Error) },
        { "string", new StringSymbol([1, 2]), new StringSymbol([1, 3]) },
        { "string and header", new StringSymbol([1, 2]), new StringHeaderSymbol([1, 2]) },
        { "constants of types", new ConstantDataSymbol(Universe.Int, [1, 2]), new ConstantDataSymbol(Universe.String, [1, 2]) },
        { "counters, one set per function", new EdgeCountersSymbol { Count = 1 }, new EdgeCountersSymbol { Count = 1 } },
        { "caches, one per use", new TypeCacheSymbol([Universe.Error], false, false), new TypeCacheSymbol([Universe.Error], false, false) },
    };

    [Theory]
    [MemberData(nameof(Equal))]
    public void Same_symbol(string what, DataSymbol a, DataSymbol b)
    {
        Assert.True(a.Equals(b), what);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void Another_symbol(string what, DataSymbol a, DataSymbol b) => Assert.False(a.Equals(b), what);
}

using Go.Compiler.Types;

namespace Go.Compiler.Tests.Types;

public sealed class UniverseTests
{
    [Fact]
    public void Has_exactly_the_predeclared_identifiers()
    {
        string expected =
            "any append bool byte cap clear close comparable complex complex128 complex64 copy delete error false float32 float64 imag int int16 int32 "
            + "int64 int8 iota len make max min new nil panic print println real recover rune string true uint uint16 uint32 uint64 uint8 uintptr";
        Assert.Equal(expected, string.Join(' ', Universe.Scope.SortedNames()));
        Assert.Equal("Add Alignof Offsetof Pointer Sizeof Slice SliceData String StringData",
            string.Join(' ', Universe.Unsafe.Scope.SortedNames()));
    }

    [Fact]
    public void Builtin_kinds_match_names()
    {
        Assert.Equal(BuiltinKind.Recover, ((BuiltinObject)Universe.Scope.Lookup("recover")!).Builtin);
        Assert.Equal(BuiltinKind.Max, ((BuiltinObject)Universe.Scope.Lookup("max")!).Builtin);
        Assert.Equal(BuiltinKind.UnsafeStringData, ((BuiltinObject)Universe.Unsafe.Scope.Lookup("StringData")!).Builtin);
        Assert.Equal(BuiltinKind.UnsafeAdd, ((BuiltinObject)Universe.Unsafe.Scope.Lookup("Add")!).Builtin);
    }

    [Fact]
    public void Byte_and_rune_are_aliases_with_their_own_names()
    {
        Assert.True(TypeIdentity.Identical(Universe.Byte, Universe.Basic(BasicKind.Uint8)));
        Assert.Equal("[]byte", TypePrinter.Print(new SliceType(Universe.Byte)));
        Assert.Equal("rune", TypePrinter.Print(TypePredicates.Default(Universe.Basic(BasicKind.UntypedRune))));
        Assert.Same(Universe.Basic(BasicKind.Int32), Universe.Rune.Underlying);
        Assert.True(TypeIdentity.Identical(Universe.Any, Universe.EmptyInterface));
    }

    [Fact]
    public void Comparable_and_error()
    {
        Assert.True(TypeSets.Of((InterfaceType)Universe.Comparable.Underlying).IsComparable);
        Assert.Equal("Error", Assert.Single(TypeSets.Of((InterfaceType)Universe.Error.Underlying).Methods).Name);
    }
}

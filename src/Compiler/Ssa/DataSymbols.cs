using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>
/// What an <see cref="Op.GlobalAddress"/> is the address of. Functions compile in parallel, so they only *describe* data; the package's
/// emitter makes the symbols afterwards, in function order, once per distinct description.
/// </summary>
public abstract record DataSymbol;

/// <summary>A variable or runtime table by symbol name.</summary>
public sealed record NamedSymbol(string Name) : DataSymbol;

/// <summary>The descriptor of a type (compare by <see cref="TypePrinter.LinkString"/>).</summary>
public sealed record DescriptorSymbol(GoType Type) : DataSymbol;

/// <summary>The interface table of a concrete type for a non-empty interface.</summary>
public sealed record ItabSymbol(GoType Concrete, GoType Interface) : DataSymbol;

/// <summary>Read-only bytes of a string constant.</summary>
public sealed record StringSymbol(byte[] Bytes) : DataSymbol;

/// <summary>Read-only string header (pointer, length) of a string constant: the data word of a constant string in an interface.</summary>
public sealed record StringHeaderSymbol(byte[] Bytes) : DataSymbol;

/// <summary>Read-only static function value (<c>f·f</c>): one word that holds the code address.</summary>
public sealed record FuncValueSymbol(FunctionSymbol Function) : DataSymbol
{
    /// <summary>The declared function, for escape tags and inlining; null for closures.</summary>
    public Function? Declared { get; init; }
}

/// <summary>A writable, pointerful runtime cache descriptor (TypeAssert or InterfaceSwitch, contract 4.5); one symbol per use.</summary>
/// <param name="Interfaces">TypeAssert: one; InterfaceSwitch: the cases.</param>
/// <param name="IsSwitch">InterfaceSwitch, else TypeAssert.</param>
/// <param name="CanFail">TypeAssert only.</param>
public sealed record TypeCacheSymbol(IReadOnlyList<GoType> Interfaces, bool IsSwitch, bool CanFail) : DataSymbol;

/// <summary>Read-only or writable constant data of a type, from a static value (large literals).</summary>
public sealed record ConstantDataSymbol(GoType Type, byte[] Bytes, bool IsWritable) : DataSymbol;

/// <summary>Read-only data of a literal, which may point to other static data. Every literal has its own, whatever is in it.</summary>
public sealed record StaticDataSymbol(StaticValue Value) : DataSymbol
{
    public bool Equals(StaticDataSymbol? other) => other is not null && ReferenceEquals(Value, other.Value);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Value);
}

using System.Runtime.CompilerServices;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>
/// What an <see cref="Op.GlobalAddress"/> is the address of. Functions compile in parallel, so they only *describe* data; the package's
/// emitter makes the symbols afterwards, in function order, once per distinct description. Descriptions are equal exactly when their
/// symbols are: never by the identity of a type or array object, which depends on whether a package was compiled in this build or came from
/// the cache.
/// </summary>
public abstract record DataSymbol;

/// <summary>A variable or runtime table by symbol name.</summary>
public sealed record NamedSymbol(string Name) : DataSymbol;

/// <summary>The descriptor of a type.</summary>
public sealed record DescriptorSymbol(GoType Type) : DataSymbol
{
    public bool Equals(DescriptorSymbol? other) => other is not null && TypeIdentity.Identical(Type, other.Type);
    public override int GetHashCode() => TypeIdentity.Comparer.GetHashCode(Type);
}

/// <summary>The interface table of a concrete type for a non-empty interface.</summary>
public sealed record ItabSymbol(GoType Concrete, GoType Interface) : DataSymbol
{
    public bool Equals(ItabSymbol? other)
        => other is not null && TypeIdentity.Identical(Concrete, other.Concrete) && TypeIdentity.Identical(Interface, other.Interface);

    public override int GetHashCode() => TypeIdentity.Comparer.GetHashCode(Concrete) * 31 + TypeIdentity.Comparer.GetHashCode(Interface);
}

/// <summary>Read-only bytes of a string constant.</summary>
public sealed record StringSymbol(byte[] Bytes) : DataSymbol
{
    private readonly int _hash = ContentHash.Of(Bytes);

    public bool Equals(StringSymbol? other) => other is not null && _hash == other._hash && Bytes.AsSpan().SequenceEqual(other.Bytes);
    public override int GetHashCode() => _hash;
}

/// <summary>Read-only string header (pointer, length) of a string constant: the data word of a constant string in an interface.</summary>
public sealed record StringHeaderSymbol(byte[] Bytes) : DataSymbol
{
    private readonly int _hash = ContentHash.Of(Bytes);

    public bool Equals(StringHeaderSymbol? other) => other is not null && _hash == other._hash && Bytes.AsSpan().SequenceEqual(other.Bytes);
    public override int GetHashCode() => _hash;
}

/// <summary>Read-only static function value (<c>f·f</c>): one word that holds the code address.</summary>
public sealed record FuncValueSymbol(FunctionSymbol Function) : DataSymbol
{
    /// <summary>The declared function, for escape tags and inlining; null for closures.</summary>
    public Function? Declared { get; init; }

    public bool Equals(FuncValueSymbol? other) => other is not null && Function == other.Function;
    public override int GetHashCode() => Function.GetHashCode();
}

/// <summary>
/// A writable, pointerful runtime cache descriptor (TypeAssert or InterfaceSwitch, contract 4.5); one per place in the source, so equal
/// only to itself.
/// </summary>
/// <param name="Interfaces">TypeAssert: one; InterfaceSwitch: the cases.</param>
/// <param name="IsSwitch">InterfaceSwitch, else TypeAssert.</param>
/// <param name="CanFail">TypeAssert only.</param>
public sealed record TypeCacheSymbol(IReadOnlyList<GoType> Interfaces, bool IsSwitch, bool CanFail) : DataSymbol
{
    public bool Equals(TypeCacheSymbol? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}

/// <summary>
/// The counters of the edges of one function, a byte each (contract 7.6); where it is inlined the copies count with them. Equal only to
/// itself.
/// </summary>
public sealed record EdgeCountersSymbol : DataSymbol
{
    /// <summary>How many there are, once the function has been built.</summary>
    public int Count { get; set; }

    public bool Equals(EdgeCountersSymbol? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}

/// <summary>Read-only bytes of a value without pointers.</summary>
public sealed record ConstantDataSymbol(GoType Type, byte[] Bytes) : DataSymbol
{
    private readonly int _hash = ContentHash.Of(Bytes);

    public bool Equals(ConstantDataSymbol? other)
        => ReferenceEquals(this, other) || (other is not null && _hash == other._hash
            && Bytes.AsSpan().SequenceEqual(other.Bytes) && TypeIdentity.Identical(Type, other.Type));

    public override int GetHashCode() => _hash;
}

/// <summary>Read-only data of a literal, which may point to other static data. Every literal has its own, whatever is in it.</summary>
public sealed record StaticDataSymbol(StaticValue Value) : DataSymbol
{
    public bool Equals(StaticDataSymbol? other) => other is not null && ReferenceEquals(Value, other.Value);
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(Value);
}

/// <summary>Hash of bytes for dictionary keys of one process.</summary>
file static class ContentHash
{
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}

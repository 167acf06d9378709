using Go.Compiler.Collections;
using Go.Compiler.Syntax;

namespace Go.Compiler.Types;

/// <summary><c>*Element</c>.</summary>
public sealed class PointerType(GoType element) : GoType
{
    public GoType Element { get; } = element;
    public override GoType Underlying => this;
}

/// <summary><c>[]Element</c>.</summary>
public sealed class SliceType(GoType element) : GoType
{
    public GoType Element { get; } = element;
    public override GoType Underlying => this;
}

/// <summary><c>[Length]Element</c>; a negative length marks an erroneous one.</summary>
public sealed class ArrayType(GoType element, long length) : GoType
{
    public GoType Element { get; } = element;
    public long Length { get; } = length;
    public override GoType Underlying => this;
}

/// <summary><c>map[Key]Element</c>.</summary>
public sealed class MapType(GoType key, GoType element) : GoType
{
    public GoType Key { get; } = key;
    public GoType Element { get; } = element;
    public override GoType Underlying => this;
}

/// <summary>A channel type.</summary>
public sealed class ChanType(ChannelDirection direction, GoType element) : GoType
{
    public ChannelDirection Direction { get; } = direction;
    public bool CanSend => Direction != ChannelDirection.ReceiveOnly;
    public bool CanReceive => Direction != ChannelDirection.SendOnly;
    public GoType Element { get; } = element;
    public override GoType Underlying => this;
}

/// <summary>A struct type. Field objects carry names, embeddedness and packages.</summary>
public sealed class StructType(IReadOnlyList<Variable> fields, IReadOnlyList<string?> tags) : GoType
{
    public IReadOnlyList<Variable> Fields { get; } = fields;

    /// <summary>Parallel to <see cref="Fields"/> or empty; unquoted tag text.</summary>
    public IReadOnlyList<string?> Tags { get; } = tags;

    private NameIndex? _index;
    private int[]? _embedded;

    /// <summary>Positions of the embedded fields.</summary>
    internal ReadOnlySpan<int> EmbeddedFields => _embedded ??= ListEmbedded();

    /// <summary>Position of a field, or -1.</summary>
    internal int IndexOfField(Package? package, string name, bool foldCase = false)
        => NameIndex.Find(ref _index, Fields, package, name, foldCase);

    private int[] ListEmbedded()
    {
        var found = new EntityList<int>();
        for (int i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].IsEmbedded)
            {
                found.Add(i);
            }
        }
        return [.. found];
    }

    public string? TagOf(int field) => field < Tags.Count ? Tags[field] : null;
    public override GoType Underlying => this;
}

/// <summary>Parameters or results; also the type of a multi-value call.</summary>
public sealed class TupleType(IReadOnlyList<Variable> variables) : GoType
{
    public static readonly TupleType Empty = new([]);
    public IReadOnlyList<Variable> Variables { get; } = variables;
    public int Count => Variables.Count;
    public override GoType Underlying => this;
}

/// <summary>
/// A function type. Receiver and type parameters do not take part in identity of function *types* beyond what the spec says.
/// </summary>
public sealed class SignatureType : GoType
{
    public Variable? Receiver { get; init; }

    /// <summary>Type parameters of a generic receiver type, as renamed by the method's receiver; empty otherwise.</summary>
    public IReadOnlyList<TypeParameter> ReceiverTypeParameters { get; init; } = [];

    /// <summary>Type parameters of the function or (since 1.27) of the method itself.</summary>
    public IReadOnlyList<TypeParameter> TypeParameters { get; init; } = [];
    public required TupleType Parameters { get; init; }
    public required TupleType Results { get; init; }

    /// <summary>The last parameter is variadic: its type is a slice (or string for append's special case).</summary>
    public bool IsVariadic { get; init; }
    public override GoType Underlying => this;
}

/// <summary>A term of a union: <c>T</c> or <c>~T</c>.</summary>
public readonly record struct UnionTerm(bool Tilde, GoType Type);

/// <summary>A union of terms, only inside constraint interfaces.</summary>
public sealed class UnionType(IReadOnlyList<UnionTerm> terms) : GoType
{
    public IReadOnlyList<UnionTerm> Terms { get; } = terms;
    public override GoType Underlying => this;
}

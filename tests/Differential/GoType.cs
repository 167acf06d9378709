using System.Globalization;

namespace Go.Compiler.Tests.Differential;

/// <summary>A field; the name <c>_</c> is a blank field, an embedded field is named after its type.</summary>
internal sealed record GoField(string Name, GoType Type, bool Embedded = false);

/// <summary>A method of a named type, without parameters but the receiver's.</summary>
internal sealed record GoMethod(string Name, GoType Parameter, GoType Result);

/// <summary>A type; two are the same when their names are.</summary>
internal sealed class GoType
{
    public static readonly GoType Int = Integer("int", 64, true);
    public static readonly GoType Byte = Integer("uint8", 8, false);
    public static readonly GoType Rune = Integer("int32", 32, true);
    public static readonly GoType Bool = new() { Name = "bool", Kind = GoKind.Bool };
    public static readonly GoType Text = new() { Name = "string", Kind = GoKind.Text };
    public static readonly GoType Float64 = new() { Name = "float64", Kind = GoKind.Float, Bits = 64 };
    public static readonly GoType Float32 = new() { Name = "float32", Kind = GoKind.Float, Bits = 32 };
    public static readonly GoType Complex = new() { Name = "complex128", Kind = GoKind.Complex };
    public static readonly GoType Any = new() { Name = "any", Kind = GoKind.Any };

    public static readonly IReadOnlyList<GoType> Integers =
    [
        Int, Byte, Rune, Integer("int8", 8, true), Integer("int16", 16, true), Integer("int64", 64, true), Integer("uint16", 16, false),
        Integer("uint32", 32, false),
        Integer("uint64", 64, false), Integer("uint", 64, false),
    ];

    public required string Name { get; init; }
    public required GoKind Kind { get; init; }

    /// <summary>Width of numbers.</summary>
    public int Bits { get; init; }
    public bool Signed { get; init; }

    /// <summary>A type parameter: an integer of unknown width.</summary>
    public bool IsParameter { get; init; }
    public GoType? Element { get; init; }
    public GoType? Key { get; init; }
    public int Length { get; init; }
    public IReadOnlyList<GoField> Fields { get; init; } = [];
    public List<GoMethod> Methods { get; } = [];

    public bool IsNumber => Kind is GoKind.Integer or GoKind.Float;
    public bool IsScalar => Kind is GoKind.Integer or GoKind.Float or GoKind.Bool or GoKind.Text or GoKind.Complex;

    /// <summary>May be compared with <c>==</c> without a panic.</summary>
    public bool IsComparable => Kind switch
    {
        GoKind.Slice or GoKind.Map or GoKind.Interface => false,
        GoKind.Array => Element!.IsComparable,
        GoKind.Struct => Fields.All(f => f.Type.IsComparable),
        _ => true,
    };

    /// <summary>Prints the same in every run: no addresses in it.</summary>
    public bool IsPrintable => Kind switch
    {
        GoKind.Pointer or GoKind.Interface => false,
        GoKind.Array or GoKind.Slice => Element!.IsPrintable,
        GoKind.Map => Key!.IsPrintable && Element!.IsPrintable,
        GoKind.Struct => Fields.All(f => f.Type.IsPrintable),
        _ => true,
    };

    public static GoType Integer(string name, int bits, bool signed)
        => new() { Name = name, Kind = GoKind.Integer, Bits = bits, Signed = signed };

    public static GoType ArrayOf(GoType element, int length)
        => new() { Name = string.Create(CultureInfo.InvariantCulture, $"[{length}]{element.Name}"), Kind = GoKind.Array, Element = element,
            Length = length };

    public static GoType SliceOf(GoType element) => new() { Name = "[]" + element.Name, Kind = GoKind.Slice, Element = element };

    public static GoType PointerTo(GoType element) => new() { Name = "*" + element.Name, Kind = GoKind.Pointer, Element = element };

    public static GoType MapOf(GoType key, GoType element)
        => new() { Name = $"map[{key.Name}]{element.Name}", Kind = GoKind.Map, Key = key, Element = element };

    public static GoType PairOf(GoType first, GoType second) => new()
    {
        Name = $"Pair[{first.Name}, {second.Name}]", Kind = GoKind.Struct,
        Fields = [new GoField("First", first), new GoField("Second", second)],
    };

    public bool Is(GoType other) => Name == other.Name;

    public override string ToString() => Name;
}

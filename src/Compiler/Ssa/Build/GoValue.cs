using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// A Go value while a function is built: its scalars in memory order, or, when the type lives in memory, the address of storage that holds
/// it. Storage may be a variable's own place ("borrowed"): whoever keeps the value copies it.
/// </summary>
internal readonly struct GoValue
{
    private readonly ValueId _a, _b, _c;
    private readonly ValueId[]? _all;

    private GoValue(GoType type, int count, ValueId a, ValueId b, ValueId c, ValueId[]? all)
    {
        Type = type;
        Count = count;
        _a = a;
        _b = b;
        _c = c;
        _all = all;
    }

    public GoType Type { get; }

    /// <summary>Number of scalars, -1 = in memory.</summary>
    public int Count { get; }
    public bool IsInMemory => Count < 0;

    /// <summary>Address of a value in memory.</summary>
    public ValueId Address => _a;

    public ValueId this[int i]
        => _all is not null ? _all[i] : i switch { 0 => _a, 1 => _b, 2 => _c, _ => throw new ArgumentOutOfRangeException(nameof(i)) };

    public static GoValue Of(GoType type, ValueId a) => new(type, 1, a, default, default, null);
    public static GoValue Of(GoType type, ValueId a, ValueId b) => new(type, 2, a, b, default, null);
    public static GoValue Of(GoType type, ValueId a, ValueId b, ValueId c) => new(type, 3, a, b, c, null);
    public static GoValue InMemory(GoType type, ValueId address) => new(type, -1, address, default, default, null);
    public static GoValue Empty(GoType type) => new(type, 0, default, default, default, null);

    public static GoValue Of(GoType type, ReadOnlySpan<ValueId> scalars) => scalars.Length switch
    {
        0 => Empty(type),
        1 => Of(type, scalars[0]),
        2 => Of(type, scalars[0], scalars[1]),
        3 => Of(type, scalars[0], scalars[1], scalars[2]),
        _ => new GoValue(type, scalars.Length, default, default, default, scalars.ToArray()),
    };

    public GoValue As(GoType type) => new(type, Count, _a, _b, _c, _all);

    /// <summary>The scalars from <paramref name="start"/> on as a value of another type.</summary>
    public GoValue Part(int start, int count, GoType type)
    {
        Span<ValueId> scalars = stackalloc ValueId[Layout.MaxComponents];
        for (int i = 0; i < count; i++)
        {
            scalars[i] = this[start + i];
        }
        return Of(type, scalars[..count]);
    }
}

/// <summary>An addressable place while a function is built: scalars of a variable, or memory.</summary>
internal readonly struct Place
{
    /// <summary>First scalar variable, -1 = in memory.</summary>
    public int Variable { get; init; }
    public ValueId Address { get; init; }
    public long Offset { get; init; }
    public GoType Type { get; init; }
    public bool IsInMemory => Variable < 0;

    public static Place Memory(GoType type, ValueId address, long offset)
        => new() { Variable = -1, Address = address, Offset = offset, Type = type };
    public static Place Scalars(GoType type, int variable) => new() { Variable = variable, Type = type };
}

using Go.Compiler.Types;

namespace Go.Compiler.RuntimeContract;

/// <summary>The runtime's own types behind maps, as the collector sees them (internal/runtime/maps; contract 4.3).</summary>
public static class MapTypes
{
    /// <summary>Control word of a group without entries.</summary>
    public const long EmptyControls = unchecked((long)0x8080808080808080);

    /// <summary>
    /// What a map value points to: used, seed, dirPtr, dirLen, globalDepth, globalShift, writing, tombstonePossible, clearSeq.
    /// </summary>
    public static StructType Header { get; } = Struct(
        Universe.Basic(BasicKind.Uint64), Universe.Uintptr, Universe.UnsafePointer, Universe.Int,
        Universe.Basic(BasicKind.Uint8), Universe.Basic(BasicKind.Uint8), Universe.Basic(BasicKind.Uint8), Universe.Bool,
        Universe.Basic(BasicKind.Uint64));

    /// <summary>Offsets in <see cref="Header"/>.</summary>
    public const int SeedOffset = 8, DirectoryOffset = 16;

    /// <summary>The state of a loop over a map: 96 bytes.</summary>
    public static StructType Iterator { get; } = Struct(
        Universe.UnsafePointer, Universe.UnsafePointer, Universe.UnsafePointer, Universe.UnsafePointer, Universe.Uintptr, Universe.Int,
        Universe.Uintptr,
        Universe.Basic(BasicKind.Uint8), Universe.Int, Universe.UnsafePointer, Universe.UnsafePointer, Universe.Uintptr);

    /// <summary>A slot holds a key and an element, or pointers to large ones.</summary>
    public static StructType SlotOf(MapType map, Layout layout)
        => Struct(("key", Held(map.Key, MapLayout.MaxKeySize, layout)), ("elem", Held(map.Element, MapLayout.MaxElementSize, layout)));

    /// <summary>A group: its control word, then its slots.</summary>
    public static StructType GroupOf(StructType slot)
        => Struct(("ctrl", Universe.Basic(BasicKind.Uint64)), ("slots", new ArrayType(slot, MapLayout.GroupSlots)));

    private static GoType Held(GoType type, int limit, Layout layout) => layout.SizeOf(type) > limit ? new PointerType(type) : type;

    private static StructType Struct(params ReadOnlySpan<GoType> types)
    {
        var fields = new (string, GoType)[types.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = ("f" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), types[i]);
        }
        return Struct(fields);
    }

    private static StructType Struct(params ReadOnlySpan<(string Name, GoType Type)> fields)
    {
        var variables = new Variable[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            variables[i] = new Variable(default, null, fields[i].Name, fields[i].Type, VariableKind.Field);
        }
        return new StructType(variables, []);
    }
}

using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Descriptors;

public sealed partial class TypeDescriptorEmitter
{
    /// <summary>
    /// Map groups exist only for the collector and the map code: eight control bytes, then eight slots of key and element (contract 4.3).
    /// Their parts are compared and found by nobody, and must not be mistaken for users' types of the same shape.
    /// </summary>
    private readonly HashSet<GoType> _groupParts = new(ReferenceEqualityComparer.Instance);

    private void PutMap(DescriptorBuilder d, GoType type, MapType map)
    {
        StructType slot = MapTypes.SlotOf(map, _layout), group = MapTypes.GroupOf(slot);
        _groupParts.Add(slot);
        long slotSize = _layout.SizeOf(slot), elementInSlot = _layout.FieldOffsets(slot)[1], start = _layout.FieldOffsets(group)[1];
        SymbolRef groupSymbol = GroupDescriptor(
            group, "map.group[" + TypePrinter.LinkString(map.Key) + "]" + TypePrinter.LinkString(map.Element),
            "map.group[" + TypePrinter.RuntimeString(map.Key) + "]" + TypePrinter.RuntimeString(map.Element));
        d.PutAddress(TypeDescriptors.MapKey, DescriptorOf(map.Key));
        d.PutAddress(TypeDescriptors.MapElement, DescriptorOf(map.Element));
        d.PutAddress(TypeDescriptors.MapGroup, groupSymbol);
        d.PutAddress(TypeDescriptors.MapHasher, HasherOf(map.Key));
        d.Put64(TypeDescriptors.MapGroupSize, _layout.SizeOf(group));
        d.Put64(TypeDescriptors.MapKeysOffset, start);
        d.Put64(TypeDescriptors.MapKeyStride, slotSize);
        d.Put64(TypeDescriptors.MapElementsOffset, start + elementInSlot);
        d.Put64(TypeDescriptors.MapElementStride, slotSize);
        d.Put64(TypeDescriptors.MapElementOffset, elementInSlot);
        uint flags = NeedsKeyUpdate(map.Key) ? MapLayout.NeedKeyUpdate : 0;
        flags |= HashMightPanic(map.Key) ? MapLayout.HashMightPanic : 0;
        flags |= !ReferenceEquals(slot.Fields[0].Type, map.Key) ? MapLayout.IndirectKey : 0;
        flags |= !ReferenceEquals(slot.Fields[1].Type, map.Element) ? MapLayout.IndirectElement : 0;
        d.Put32(TypeDescriptors.MapFlags, flags);
        if (type is NamedType)
        {
            // Reflection converts between the two, and both must agree on the hash function.
            d.Relocate(0, RelocationKind.Keep, DescriptorOf(map));
        }
    }

    /// <summary>A part of a group: slot struct and slot array are the group's own, everything else an ordinary type.</summary>
    private SymbolRef GroupPartOf(GoType type)
    {
        bool isPart = type is StructType && _groupParts.Contains(type) || type is ArrayType a && _groupParts.Contains(a.Element);
        return isPart ? GroupDescriptor(type, TypePrinter.LinkString(type), TypePrinter.RuntimeString(type)) : DescriptorOf(type);
    }

    private SymbolRef GroupDescriptor(GoType type, string link, string text)
    {
        link = TypeDescriptors.NoAlgorithmPrefix + link;
        if (!_byName.TryGetValue(link, out SymbolRef symbol))
        {
            symbol = _file.Reference(TypeDescriptors.Prefix + link);
            _byName.Add(link, symbol);
            _pending.Enqueue((type, symbol, true, text));
            EmitPending();
        }
        return symbol;
    }

    /// <summary>
    /// Equal keys may differ in bytes (+0 and -0) or in what they keep alive (strings): the stored key follows the last one.
    /// </summary>
    private static bool NeedsKeyUpdate(GoType type) => type.Underlying switch
    {
        BasicType b => (b.Info & (BasicInfo.Float | BasicInfo.Complex | BasicInfo.String)) != 0,
        InterfaceType => true,
        ArrayType a => NeedsKeyUpdate(a.Element),
        StructType s => AnyField(s, NeedsKeyUpdate),
        _ => false,
    };

    private static bool HashMightPanic(GoType type) => type.Underlying switch
    {
        InterfaceType => true,
        ArrayType a => HashMightPanic(a.Element),
        StructType s => AnyField(s, HashMightPanic),
        _ => false,
    };

    private static bool AnyField(StructType s, Func<GoType, bool> holds)
    {
        foreach (Variable f in s.Fields)
        {
            if (holds(f.Type!))
            {
                return true;
            }
        }
        return false;
    }
}

using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Descriptors;

public sealed partial class TypeDescriptorEmitter
{
    /// <summary>
    /// The interface table of a concrete type. Function slots are weak: they keep no method alive, and dead ones lead to a function that
    /// throws (contract 11). Needs the concrete type's descriptor, and so its wrappers, wherever that is emitted.
    /// </summary>
    public SymbolRef ItabOf(GoType concrete, GoType target)
    {
        GoType type = AliasType.Unalias(concrete), inter = AliasType.Unalias(target);
        string name = TypeDescriptors.ItabPrefix + TypePrinter.LinkString(type) + "," + TypePrinter.LinkString(inter);
        SymbolRef symbol = _file.Reference(name);
        if (_defined.Contains(symbol.Index))
        {
            return symbol;
        }
        IReadOnlyList<Function> wanted = TypeSets.Of((InterfaceType)inter.Underlying).Methods;
        if (wanted.Count == 0)
        {
            throw Unexpected.State($"itab for the empty interface {inter}");
        }
        var d = new DescriptorBuilder(TypeDescriptors.ItabFunctions + 8 * wanted.Count);
        d.PutAddress(TypeDescriptors.ItabInterface, DescriptorOf(inter));
        d.PutAddress(TypeDescriptors.ItabType, DescriptorOf(type));
        d.Put32(TypeDescriptors.ItabHash, HashOf(type));
        IReadOnlyList<MethodEntry> methods = MethodsOf(type);
        int at = 0;
        for (int i = 0; i < wanted.Count; i++, at++)
        {
            // Both lists have the same order, so one pass finds all.
            while (at < methods.Count && !MethodOrder.SameName(methods[at].Method, wanted[i].Package, wanted[i].Name))
            {
                at++;
            }
            if (at == methods.Count)
            {
                throw Unexpected.State($"{type} lacks method {wanted[i].Name} of {inter}");
            }
            MethodCode code = WrapperFactory.InterfaceMethod(type, methods[at], _layout);
            d.Relocate(TypeDescriptors.ItabFunctions + 8 * i, RelocationKind.WeakAddress, _file.Reference(code.Symbol, SymbolAbi.Internal));
        }
        return DefineShared(name, SymbolKind.Itab, d.Data, 8, d.Relocations());
    }

    /// <summary>Methods that a descriptor lists: none for interfaces, whose methods are in their kind part.</summary>
    private static IReadOnlyList<MethodEntry> MethodsOf(GoType type) => type.Underlying is InterfaceType ? [] : Lookup.MethodSet(type);

    private void PutUncommon(DescriptorBuilder d, GoType type, int uncommon, int methodTable, IReadOnlyList<MethodEntry> methods)
    {
        Package? own = PackageOf(type);
        int exported = 0;
        foreach (MethodEntry entry in methods)
        {
            exported += entry.Method.IsExported ? 1 : 0;
        }
        d.PutTypeOffset(uncommon, type is BasicType { Kind: BasicKind.UnsafePointer } ? ImportPathSymbol("unsafe") : ImportPathOf(own));
        d.Put16(uncommon + TypeDescriptors.UncommonMethodCount, methods.Count);
        d.Put16(uncommon + TypeDescriptors.UncommonExportedCount, exported);
        d.Put32(uncommon + TypeDescriptors.UncommonMethodsOffset, (uint)(methodTable - uncommon));
        // Pointers outside the heap are boxed, but nothing converts them: they have no code for that.
        bool canReachInterfaces = type is not PointerType || _layout.IsDirectInterface(type);
        foreach (MethodEntry entry in methods)
        {
            MethodCode direct = WrapperFactory.Method(type, entry);
            d.PutTypeOffset(methodTable, MethodName(entry.Method, own));
            d.Relocate(methodTable + 4, RelocationKind.MethodOffset, DescriptorOf(WithoutReceiver(entry.Method.Signature)));
            d.Relocate(methodTable + 8, RelocationKind.MethodOffset, canReachInterfaces
                ? CodeOf(WrapperFactory.InterfaceMethod(type, entry, _layout), entry) : default);
            d.Relocate(methodTable + 12, RelocationKind.MethodOffset, CodeOf(direct, entry));
            methodTable += TypeDescriptors.MethodSize;
        }
    }

    private SymbolRef CodeOf(MethodCode code, MethodEntry entry)
    {
        if (code.Declared is null)
        {
            Request(new GeneratedMethod(code.Symbol, code.Receiver, entry));
        }
        else if (code.TypeArguments.Count != 0)
        {
            Request(new GeneratedInstance(code.Symbol, code.Declared, code.TypeArguments));
        }
        return _file.Reference(code.Symbol, SymbolAbi.Internal);
    }

    /// <summary>Package of the type's name; of an unnamed pointer, slice, array or channel the package of its element's name.</summary>
    private static Package? PackageOf(GoType type)
    {
        GoType? element = type switch
        {
            PointerType p => p.Element,
            SliceType s => s.Element,
            ArrayType a => a.Element,
            ChanType c => c.Element,
            _ => type,
        };
        return (AliasType.Unalias(element) as NamedType)?.Name.Package;
    }
}

using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Descriptors;

public sealed partial class TypeDescriptorEmitter
{
    /// <summary>
    /// One descriptor: kind part, uncommon part (types with a name or methods), variable part, methods. Nothing else, because the runtime
    /// computes its size (contract 6.1).
    /// </summary>
    private void EmitDescriptor(GoType type, SymbolRef self, bool noAlgorithm, string text)
    {
        IReadOnlyList<MethodEntry> methods = noAlgorithm ? [] : MethodsOf(type);
        bool isNamed = type is NamedType or BasicType;
        bool hasUncommon = isNamed || methods.Count != 0;
        int kindSize = KindSize(type), variableSize = VariableSize(type);
        int uncommon = kindSize, variable = kindSize + (hasUncommon ? TypeDescriptors.UncommonSize : 0),
        methodTable = variable + variableSize;
        var d = new DescriptorBuilder(methodTable + methods.Count * TypeDescriptors.MethodSize);
        PutCommon(d, type, noAlgorithm, text, hasUncommon, isNamed);
        PutKindPart(d, type, self, variable, noAlgorithm);
        if (hasUncommon)
        {
            PutUncommon(d, type, uncommon, methodTable, methods);
        }
        bool isTypelink = !isNamed && !noAlgorithm && type is not InterfaceType;
        _file.Symbols.Add(new ObjectSymbol(self, SymbolKind.TypeDescriptor)
        {
            Flags = (IsShared(type) || noAlgorithm ? SymbolFlags.DupOk : 0) | (isTypelink ? SymbolFlags.Typelink : 0),
            Data = d.Data, Size = d.Data.Length, Alignment = 8, Relocations = d.Relocations(), TypeString = isTypelink ? text : null,
        });
    }

    private void PutCommon(DescriptorBuilder d, GoType type, bool noAlgorithm, string text, bool hasUncommon, bool isNamed)
    {
        bool isComparable = !noAlgorithm && TypePredicates.IsComparable(type);
        bool isPointer = text.StartsWith('*');
        var flags = TypeFlags.None;
        flags |= hasUncommon ? TypeFlags.Uncommon : 0;
        flags |= isPointer ? 0 : TypeFlags.ExtraStar;
        flags |= isNamed ? TypeFlags.Named : 0;
        flags |= isComparable && TypeAlgorithms.IsPlainMemory(type, _layout) ? TypeFlags.RegularMemory : 0;
        flags |= _layout.IsDirectInterface(type) ? TypeFlags.DirectInterface : 0;
        SymbolRef mask = MaskOf(type, out bool onDemand);
        flags |= onDemand ? TypeFlags.GcMaskOnDemand : 0;
        d.Put64(TypeDescriptors.Size, _layout.SizeOf(type));
        d.Put64(TypeDescriptors.PtrBytes, _layout.PointerBytes(type));
        d.Put32(TypeDescriptors.Hash, HashOf(type));
        d.PutByte(TypeDescriptors.TFlag, (byte)flags);
        d.PutByte(TypeDescriptors.Align, (byte)_layout.AlignOf(type));
        d.PutByte(TypeDescriptors.FieldAlign, (byte)_layout.AlignOf(type));
        d.PutByte(TypeDescriptors.Kind, (byte)TypeDescriptors.KindOf(type));
        d.PutAddress(TypeDescriptors.Equal, isComparable ? EqualityOf(type) : default);
        d.PutAddress(TypeDescriptors.GcData, mask);
        // T's name is the tail of *T's, so both share the longer text.
        d.PutTypeOffset(TypeDescriptors.Str,
            NameSymbol(isPointer ? text : "*" + text, "", null,
            IsNameExported(isPointer && type is PointerType p ? AliasType.Unalias(p.Element) : type), false));
        if (type is not PointerType && !noAlgorithm && (isNamed || MethodsOf(new PointerType(type)).Count != 0))
        {
            // Unnamed pointer types are found by their string; only a pointer with methods must exist before anybody asks for it.
            d.PutTypeOffset(TypeDescriptors.PtrToThis, DescriptorOf(new PointerType(type)));
        }
    }

    private static bool IsNameExported(GoType type) => type switch
    {
        NamedType named => named.Name.IsExported,
        BasicType { Kind: BasicKind.UnsafePointer } => true,
        _ => false,
    };

    /// <summary>The pointer mask of a type; huge ones are made by the runtime on demand, in a word kept for them (contract 5.3).</summary>
    private SymbolRef MaskOf(GoType type, out bool onDemand)
    {
        onDemand = _layout.PointerBytes(type) / _layout.Abi.PointerSize > TypeDescriptors.MaxMaskBits;
        return onDemand ? DefineShared(TypeDescriptors.OnDemandMaskPrefix + TypePrinter.LinkString(type), SymbolKind.NoPointerBss, [], 8,
            null, 8) : PointerMaskOf(type);
    }

    /// <summary>A read-only mask of the type's pointer words, padded to whole words. Stack objects need it too (contract 5.1).</summary>
    public SymbolRef PointerMaskOf(GoType type)
    {
        var words = new EntityList<long>();
        _layout.PointerWords(type, 0, words);
        byte[] mask = PointerMask.PadToWords(PointerMask.FromWords(words));
        string name = mask.Length <= 64 ? Convert.ToHexStringLower(mask)
            : "sha256." + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(mask));
        return DefineShared(TypeDescriptors.MaskPrefix + name, SymbolKind.GcBits, mask, 8);
    }

    private static int KindSize(GoType type) => type.Underlying switch
    {
        ArrayType => TypeDescriptors.ArraySize,
        ChanType => TypeDescriptors.ChanSize,
        SignatureType => TypeDescriptors.FuncSize,
        InterfaceType => TypeDescriptors.InterfaceSize,
        MapType => TypeDescriptors.MapSize,
        PointerType => TypeDescriptors.PointerSize,
        SliceType => TypeDescriptors.SliceSize,
        StructType => TypeDescriptors.StructSize,
        _ => TypeDescriptors.CommonSize,
    };

    private static int VariableSize(GoType type) => type.Underlying switch
    {
        SignatureType s => 8 * (s.Parameters.Count + s.Results.Count),
        InterfaceType i => TypeDescriptors.InterfaceMethodSize * TypeSets.Of(i).Methods.Count,
        StructType s => TypeDescriptors.StructFieldSize * s.Fields.Count,
        _ => 0,
    };
}

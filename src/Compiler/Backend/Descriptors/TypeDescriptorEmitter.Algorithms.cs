using System.Buffers.Binary;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Descriptors;

public sealed partial class TypeDescriptorEmitter
{
    /// <summary>The static function value of a function: a read-only word with its address (<c>f·f</c>).</summary>
    public SymbolRef FunctionValueOf(string function)
        => DefineShared(function + TypeDescriptors.FunctionValueSuffix, SymbolKind.FuncValue, new byte[8], 8,
            [new Relocation(0, RelocationKind.Address, _file.Reference(function, SymbolAbi.Internal), 0)]);

    /// <summary>The closure of <c>func(p, q unsafe.Pointer) bool</c> for a comparable type (contract 4.9).</summary>
    public SymbolRef EqualityOf(GoType type)
    {
        type = Essence(type);
        if (TypeAlgorithms.IsPlainMemory(type, _layout))
        {
            long size = _layout.SizeOf(type);
            return size is 0 or 1 or 2 or 4 or 8 or 16
                ? FunctionValueOf(RuntimeCalls.Prefix + "memequal" + 8 * size)
                : SizedClosure(TypeDescriptors.EqualityClosurePrefix, RuntimeCalls.Prefix + "memequal_varlen", size);
        }
        if (EqualityHelper(type) is { } helper)
        {
            return FunctionValueOf(RuntimeCalls.Prefix + helper);
        }
        string symbol = WrapperFactory.EqualitySymbol(type);
        Request(new GeneratedEquality(symbol, type));
        return FunctionValueOf(symbol);
    }

    /// <summary>The closure of <c>func(p unsafe.Pointer, h uintptr) uintptr</c> for a map key type.</summary>
    public SymbolRef HasherOf(GoType type)
    {
        type = Essence(type);
        if (TypeAlgorithms.IsPlainMemory(type, _layout))
        {
            long size = _layout.SizeOf(type);
            return size is 0 or 1 or 2 or 4 or 8 or 16
                ? FunctionValueOf(RuntimeCalls.Prefix + "memhash" + 8 * size)
                : SizedClosure(TypeDescriptors.HashClosurePrefix, RuntimeCalls.Prefix + "memhash_varlen", size);
        }
        if (TypeAlgorithms.HashHelper(type) is { } helper)
        {
            return FunctionValueOf(RuntimeCalls.Prefix + helper);
        }
        string symbol = WrapperFactory.HashSymbol(type);
        Request(new GeneratedHash(symbol, type));
        return FunctionValueOf(symbol);
    }

    /// <summary>A struct of one field and an array of one element compare and hash as what they hold.</summary>
    private static GoType Essence(GoType type)
    {
        while (true)
        {
            type = AliasType.Unalias(type);
            switch (type.Underlying)
            {
                case StructType { Fields: [{ Name: not "_" } only] }:
                    type = only.Type!;
                    break;
                case ArrayType { Length: 1 } a:
                    type = a.Element;
                    break;
                default:
                    return type;
            }
        }
    }

    private static string? EqualityHelper(GoType type) => type.Underlying switch
    {
        BasicType { Kind: BasicKind.String } => "strequal",
        BasicType { Kind: BasicKind.Float32 } => "f32equal",
        BasicType { Kind: BasicKind.Float64 } => "f64equal",
        BasicType { Kind: BasicKind.Complex64 } => "c64equal",
        BasicType { Kind: BasicKind.Complex128 } => "c128equal",
        InterfaceType i => TypeSets.Of(i).Methods.Count == 0 ? "nilinterequal" : "interequal",
        StructType or ArrayType => null,
        _ => throw Unexpected.Value(type),
    };

    /// <summary>A closure of a function that reads the number of bytes behind its code address.</summary>
    private SymbolRef SizedClosure(string prefix, string function, long size)
    {
        var data = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(8), size);
        return DefineShared(prefix + "M" + size, SymbolKind.ReadOnly, data, 8,
            [new Relocation(0, RelocationKind.Address, _file.Reference(function, SymbolAbi.Internal), 0)]);
    }
}

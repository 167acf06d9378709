using System.Buffers.Binary;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Emission;

public sealed partial class PackageEmitter
{
    /// <summary>The symbol of described data, made here when it is not there yet.</summary>
    private SymbolRef SymbolOf(DataSymbol data) => data switch
    {
        NamedSymbol n => _file.Reference(n.Name),
        DescriptorSymbol d => _descriptors.DescriptorOf(d.Type),
        ItabSymbol i => _descriptors.ItabOf(i.Concrete, i.Interface),
        StringSymbol s => StringBytes(s.Bytes),
        StringHeaderSymbol h => StringHeader(h.Bytes),
        FuncValueSymbol f => _descriptors.FunctionValueOf(f.Function.Name),
        TypeCacheSymbol c => TypeCache(c),
        EdgeCountersSymbol e => EdgeCounters(e),
        ConstantDataSymbol c => ConstantData(c),
        StaticDataSymbol s => LiteralData(s.Value),
        _ => throw Unexpected.Value(data),
    };

    /// <summary>Read-only bytes of a string; equal strings of the program share them.</summary>
    public SymbolRef StringBytes(byte[] bytes) => Shared($"go:string.{bytes.Length}.{ContentHash(bytes)}", SymbolKind.ReadOnly, bytes, 1);

    private SymbolRef StringHeader(byte[] bytes)
    {
        byte[] header = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), bytes.Length);
        Relocation[] relocations = bytes.Length == 0 ? [] : [new Relocation(0, RelocationKind.Address, StringBytes(bytes), 0)];
        return Shared($"go:stringheader.{bytes.Length}.{ContentHash(bytes)}", SymbolKind.ReadOnly, header, 8, relocations);
    }

    /// <summary>
    /// TypeAssert {Cache, Inter, CanFail} or InterfaceSwitch {Cache, NCases, Cases}: writable, because the runtime replaces the cache,
    /// which starts as the runtime's empty one (contract 4.5).
    /// </summary>
    private SymbolRef TypeCache(TypeCacheSymbol cache)
    {
        if (_typeCaches.TryGetValue(cache, out SymbolRef symbol))
        {
            return symbol; // the code that looks it up and the call that fills it name the same one
        }
        symbol = _file.Reference($"{_symbolPrefix}.{(cache.IsSwitch ? "interfaceSwitch" : "typeAssert")}.{_typeCaches.Count}");
        _typeCaches.Add(cache, symbol);
        byte[] data = new byte[cache.IsSwitch ? 16 + 8 * cache.Interfaces.Count : 24];
        var relocations = new Relocation[1 + cache.Interfaces.Count];
        string empty = cache.IsSwitch ? LinkerSymbols.EmptyInterfaceSwitchCache : LinkerSymbols.EmptyTypeAssertCache;
        relocations[0] = new Relocation(0, RelocationKind.Address, _file.Reference(empty), 0);
        int at = cache.IsSwitch ? 16 : 8;
        for (int i = 0; i < cache.Interfaces.Count; i++)
        {
            relocations[1 + i] = new Relocation(at + 8 * i, RelocationKind.Address, _descriptors.DescriptorOf(cache.Interfaces[i]), 0);
        }
        if (cache.IsSwitch)
        {
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(8), cache.Interfaces.Count);
        }
        else
        {
            data[16] = cache.CanFail ? (byte)1 : (byte)0;
        }
        _defined.Add(symbol.Index);
        // Only the cache points into the heap: descriptors are static or kept alive by reflection.
        _file.Symbols.Add(new ObjectSymbol(symbol, SymbolKind.Data)
        {
            Flags = SymbolFlags.RuntimeCache, Data = data, Size = data.Length, Alignment = 8, Relocations = relocations,
            Pointers = new PointerMap([1], 1, 1),
        });
        return symbol;
    }

    private SymbolRef EdgeCounters(EdgeCountersSymbol counters)
    {
        if (!_edgeCounters.TryGetValue(counters, out SymbolRef symbol))
        {
            symbol = _file.Reference($"{_symbolPrefix}.edges.{_edgeCounters.Count}");
            _edgeCounters.Add(counters, symbol);
            _defined.Add(symbol.Index);
            _file.Symbols.Add(new ObjectSymbol(symbol, SymbolKind.NoPointerBss)
            {
                Flags = SymbolFlags.EdgeCounters, Size = counters.Count, Alignment = 1,
            });
        }
        return symbol;
    }

    /// <summary>The read-only symbol of a literal; copies of code that inlining made share it.</summary>
    private SymbolRef LiteralData(StaticValue value)
    {
        if (!_literals.TryGetValue(value, out SymbolRef symbol))
        {
            symbol = ReadOnlyCopy(value, $"{_symbolPrefix}.literal.{_literals.Count}");
            _literals.Add(value, symbol);
        }
        return symbol;
    }

    private SymbolRef ConstantData(ConstantDataSymbol constant)
    {
        int alignment = Math.Max(1, _layout.AlignOf(constant.Type));
        return Shared($"go:constant.{alignment}.{constant.Bytes.Length}.{ContentHash(constant.Bytes)}", SymbolKind.ReadOnly, constant.Bytes,
            alignment);
    }
}

using System.Globalization;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Assembler;

/// <summary>A relocation of assembled code, before its symbol is interned.</summary>
public readonly record struct AsmRelocation(int Offset, RelocationKind Kind, AsmSymbol Target, long Addend);

/// <summary>
/// What a dialect makes of one function: bytes, and the events from which the runtime's tables are made. Events come in ascending pc order.
/// </summary>
public sealed class AsmCode(Action<DiagnosticDescriptor, AsmPosition, string> report)
{
    private readonly Dictionary<AsmSymbol, byte[]> _pool = [];

    public byte[] Bytes { get; set; } = [];
    public List<AsmRelocation> Relocations { get; } = [];

    /// <summary>From this pc on, instructions come from this place.</summary>
    public List<(int Pc, AsmPosition Position)> Lines { get; } = [];

    /// <summary>From this pc on, SP lies this many bytes below the entry SP.</summary>
    public List<(int Pc, int Depth)> Depths { get; } = [];

    public List<(int Pc, int Table, int Value)> PcData { get; } = [];
    public List<(int Id, AsmSymbol Symbol)> FuncData { get; } = [];
    public SymbolFlags Flags { get; set; }

    /// <summary>Bytes the body's SP lies below the entry SP.</summary>
    public int FrameSize { get; set; }

    /// <summary>Raised by PCALIGN; 0 = the target's default.</summary>
    public int Alignment { get; set; }

    /// <summary>Read-only constants in memory that the code loads, in order of first use.</summary>
    public List<AsmSymbol> PoolOrder { get; } = [];

    /// <summary>Read-only words that the code takes the addresses of global symbols from, in order of first use.</summary>
    public List<(AsmSymbol Slot, AsmSymbol Target)> AddressSlots { get; } = [];

    public byte[] PoolBytes(AsmSymbol symbol) => _pool[symbol];

    public void Error(DiagnosticDescriptor descriptor, AsmPosition position, string message) => report(descriptor, position, message);

    /// <summary>The shared read-only symbol that holds a floating-point constant (contract 7.10).</summary>
    public AsmSymbol FloatConstant(double value, bool single)
    {
        ulong bits = single ? BitConverter.SingleToUInt32Bits((float)value) : BitConverter.DoubleToUInt64Bits(value);
        string name = single ? "$f32." + bits.ToString("x8", CultureInfo.InvariantCulture)
            : "$f64." + bits.ToString("x16", CultureInfo.InvariantCulture);
        return PoolSymbol(name, BitConverter.GetBytes(bits)[..(single ? 4 : 8)]);
    }

    /// <summary>
    /// Whether the symbol may be another library's, so that where addresses are only known when the program is loaded it is reached through
    /// <see cref="AddressSlot"/>. Those of the file alone and constants in memory are not.
    /// </summary>
    public bool IsGlobal(AsmSymbol symbol) => !symbol.IsFileLocal && !_pool.ContainsKey(symbol);

    /// <summary>The read-only word that holds the address of a symbol: what an entry of a global offset table is.</summary>
    public AsmSymbol AddressSlot(AsmSymbol symbol)
    {
        var slot = new AsmSymbol(symbol + "@GOT", SymbolAbi.Abi0, false);
        if (!AddressSlots.Contains((slot, symbol)))
        {
            AddressSlots.Add((slot, symbol));
        }
        return slot;
    }

    /// <summary>A shared read-only symbol with this content; its alignment is its size.</summary>
    public AsmSymbol PoolSymbol(string name, byte[] bytes)
    {
        var symbol = new AsmSymbol(name, SymbolAbi.Abi0, false);
        if (_pool.TryAdd(symbol, bytes))
        {
            PoolOrder.Add(symbol);
        }
        return symbol;
    }
}

using System.Buffers.Binary;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Assembler;

public sealed partial class Assembler
{
    private const long LargestDatum = 1 << 30;

    /// <summary>Bytes and relocations that DATA statements gave one symbol.</summary>
    private sealed class Content
    {
        public byte[] Bytes { get; set; } = [];
        public int Length { get; set; }
        public List<AsmRelocation> Relocations { get; } = [];

        public Span<byte> Reserve(long offset, int width)
        {
            int end = checked((int)offset + width);
            if (end > Bytes.Length)
            {
                byte[] grown = new byte[Math.Max(end, Bytes.Length * 2)];
                Bytes.CopyTo(grown, 0);
                Bytes = grown;
            }
            Length = Math.Max(Length, end);
            return Bytes.AsSpan((int)offset, width);
        }
    }

    /// <summary>
    /// Emits the symbols that GLOBL declares, with the bytes of DATA before or after it. DATA without GLOBL defines nothing, as in the
    /// original.
    /// </summary>
    private void Data(AsmFile file)
    {
        var contents = new Dictionary<AsmSymbol, Content>();
        foreach (AsmDatum datum in file.Data)
        {
            if (!contents.TryGetValue(datum.Symbol, out Content? content))
            {
                contents.Add(datum.Symbol, content = new Content());
            }
            Store(datum, content);
        }
        foreach (AsmGlobal global in file.Globals)
        {
            Declare(global.Symbol, global.Position);
            _output.Symbols.Add(Global(global, contents.GetValueOrDefault(global.Symbol)));
        }
    }

    private void Store(AsmDatum datum, Content content)
    {
        if (datum.Offset < 0 || datum.Offset >= LargestDatum || datum.Width < 0)
        {
            _sink.Report(Catalogue.AssemblySyntax, datum.Position.Pos, $"bad offset {datum.Offset} for DATA of {datum.Symbol.Name}");
            return;
        }
        Span<byte> bytes = content.Reserve(datum.Offset, datum.Width);
        switch (datum.Value.Kind)
        {
            case AsmOperandKind.Constant:
                Integer(bytes, datum.Value.Offset);
                break;
            case AsmOperandKind.Float when datum.Width == 4:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)datum.Value.Float);
                break;
            case AsmOperandKind.Float:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, datum.Value.Float);
                break;
            case AsmOperandKind.String:
                datum.Value.Bytes.CopyTo(bytes);
                break;
            case AsmOperandKind.Address:
                content.Relocations.Add(new AsmRelocation((int)datum.Offset, RelocationKind.Address, datum.Value.Symbol!,
                    datum.Value.Offset));
                break;
            default:
                throw Unexpected.Value(datum.Value.Kind);
        }
    }

    private static void Integer(Span<byte> bytes, long value)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(value >> (8 * i));
        }
    }

    private ObjectSymbol Global(AsmGlobal global, Content? content)
    {
        SymbolFlags flags = (global.Flags & AsmFlags.DupOk) != 0 ? SymbolFlags.DupOk : 0;
        return new ObjectSymbol(Reference(global.Symbol), Kind(global.Flags, content is not null))
        {
            Flags = flags | (global.Symbol.IsFileLocal ? SymbolFlags.FileLocal : 0),
            Size = Math.Max(global.Size, content?.Length ?? 0),
            Data = content?.Bytes[..content.Length] ?? [],
            Relocations = content is null ? [] : Relocations(content.Relocations),
        };
    }

    /// <summary>The order of the tests is the original's: NOPTR beats TLSBSS (contract 9.3).</summary>
    private static SymbolKind Kind(AsmFlags flags, bool hasData)
    {
        if ((flags & AsmFlags.ReadOnly) != 0)
        {
            return SymbolKind.ReadOnly;
        }
        if ((flags & AsmFlags.NoPointers) != 0)
        {
            return hasData ? SymbolKind.NoPointerData : SymbolKind.NoPointerBss;
        }
        return (flags & AsmFlags.TlsBss) != 0 ? SymbolKind.TlsBss : hasData ? SymbolKind.Data : SymbolKind.Bss;
    }
}

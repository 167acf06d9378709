using System.Text;

namespace Go.Compiler.Images.Pe;

/// <summary>
/// The symbol table of COFF and behind it the names that are longer than eight bytes. Values count from the start of their section.
/// </summary>
public sealed partial class PeImageFormat
{
    private const int SymbolSize = 18, ShortName = 8;
    private const ushort FunctionType = 0x20;
    private const byte External = 2, Static = 3;

    private static void AddSymbols(ImageModel model, PeFile file)
    {
        if (model.Symbols.Length == 0)
        {
            return;
        }
        var table = new byte[model.Symbols.Length * SymbolSize];
        using var names = new MemoryStream();
        names.Write([0, 0, 0, 0]);
        for (int i = 0; i < model.Symbols.Length; i++)
        {
            ref readonly ImageSymbol symbol = ref model.Symbols[i];
            Span<byte> row = table.AsSpan(i * SymbolSize, SymbolSize);
            byte[] name = Encoding.UTF8.GetBytes(symbol.Name);
            if (name.Length <= ShortName)
            {
                name.CopyTo(row);
            }
            else
            {
                Put32(row, 4, (uint)names.Length);
                names.Write(name);
                names.WriteByte(0);
            }
            int section = SectionOf(model, file, symbol);
            Put32(row, 8, file.Relative(symbol.Address) - file.Sections[section].Address);
            Put16(row, 12, (ushort)(section + 1));
            Put16(row, 14, symbol.IsFunction ? FunctionType : (ushort)0);
            row[16] = symbol.IsLocal ? Static : External;
        }
        byte[] strings = names.ToArray();
        Put32(strings, 0, (uint)strings.Length);
        (file.SymbolOffset, file.SymbolCount) = (file.NextOffset, (uint)model.Symbols.Length);
        file.Add(".symtab", [.. table, .. strings], Readable | Discardable);
    }

    /// <summary>The number, from 0, of the row of the section table that the symbol's section became part of.</summary>
    private static int SectionOf(ImageModel model, PeFile file, in ImageSymbol symbol)
    {
        string name = s_parts[PartOf(model.Sections[symbol.Section])].Name;
        int i = 0;
        while (i < file.Sections.Count - 1 && file.Sections[i].Name != name)
        {
            i++;
        }
        return i;
    }
}

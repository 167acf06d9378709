using System.Text;

namespace Go.Compiler.Objects;

/// <summary>An object file as text: symbols in order, bytes in hex, relocations and tables by name. For tests and dumps.</summary>
public sealed class ObjectPrinter
{
    private readonly ObjectFile _file;
    private readonly int _quantum;
    private readonly StringBuilder _text = new();

    private ObjectPrinter(ObjectFile file, int quantum)
    {
        _file = file;
        _quantum = quantum;
    }

    /// <summary>
    /// Prints the whole file; pcs of tables are in bytes (<paramref name="quantum"/> is the target's smallest instruction size).
    /// </summary>
    public static string Print(ObjectFile file, int quantum = 1)
    {
        var printer = new ObjectPrinter(file, quantum);
        printer.PrintFile();
        return printer._text.ToString();
    }

    /// <summary>Prints one symbol.</summary>
    public static string Print(ObjectFile file, ObjectSymbol symbol, int quantum = 1)
    {
        var printer = new ObjectPrinter(file, quantum);
        printer.PrintSymbol(symbol);
        return printer._text.ToString();
    }

    private void PrintFile()
    {
        _text.Append("object ").Append(_file.PackagePath).Append('\n');
        foreach (string import in _file.Imports)
        {
            _text.Append("import ").Append(import).Append('\n');
        }
        for (int i = 0; i < _file.Files.Count; i++)
        {
            _text.Append("file ").Append(i).Append(' ').Append(_file.Files[i]).Append('\n');
        }
        foreach (SymbolRef init in _file.InitFunctions)
        {
            _text.Append("init ").Append(NameOf(init)).Append('\n');
        }
        foreach ((SymbolRef symbol, LinkMarks marks) in _file.Marks)
        {
            _text.Append("mark ").Append(NameOf(symbol)).Append(' ').Append(marks).Append('\n');
        }
        foreach ((SymbolRef local, string remote, string library) in _file.DynamicImports)
        {
            _text.Append("dynamic ").Append(NameOf(local)).Append(' ').Append(remote.Length == 0 ? "-" : remote).Append(" \"")
                .Append(library).Append("\"\n");
        }
        foreach (ObjectSymbol symbol in _file.Symbols)
        {
            _text.Append('\n');
            PrintSymbol(symbol);
        }
    }

    private void PrintSymbol(ObjectSymbol s)
    {
        _text.Append(NameOf(s.Name)).Append(' ').Append(s.Kind);
        if (s.Flags != SymbolFlags.None)
        {
            _text.Append(" [").Append(s.Flags).Append(']');
        }
        _text.Append(" size=").Append(s.Size);
        if (s.Alignment != 0)
        {
            _text.Append(" align=").Append(s.Alignment);
        }
        if (s.TypeString is not null)
        {
            _text.Append(" type=").Append(s.TypeString);
        }
        _text.Append('\n');
        PrintBytes(s.Data);
        foreach (Relocation r in s.Relocations)
        {
            _text.Append("  rel ").Append(r.Offset.ToString("x4")).Append(' ').Append(r.Kind).Append(' ').Append(NameOf(r.Target));
            if (r.Addend != 0)
            {
                _text.Append(r.Addend > 0 ? "+" : "").Append(r.Addend);
            }
            _text.Append('\n');
        }
        if (s.Pointers is { } map)
        {
            PrintPointers(map);
        }
        if (s.Function is { } f)
        {
            PrintFunction(f);
        }
    }

    private void PrintBytes(ReadOnlySpan<byte> data)
    {
        for (int i = 0; i < data.Length; i += 16)
        {
            ReadOnlySpan<byte> row = data.Slice(i, Math.Min(16, data.Length - i));
            _text.Append("  ").Append(i.ToString("x4")).Append(' ');
            foreach (byte b in row)
            {
                _text.Append(' ').Append(b.ToString("x2"));
            }
            _text.Append('\n');
        }
    }

    private void PrintPointers(PointerMap map)
    {
        _text.Append("  ptr ");
        for (int i = 0; i < map.Words; i++)
        {
            _text.Append((map.Bits[i >> 3] >> (i & 7)) & 1);
        }
        _text.Append(" x").Append(map.Count).Append('\n');
    }

    private void PrintFunction(FunctionInfo f)
    {
        _text.Append("  func args=").Append(f.Args).Append(" frame=").Append(f.FrameSize).Append(" line=").Append(f.StartLine);
        if (f.DeferReturn != 0)
        {
            _text.Append(" deferreturn=").Append(f.DeferReturn);
        }
        _text.Append('\n');
        PrintTable("pcsp", f.PcSp);
        PrintTable("pcfile", f.PcFile);
        PrintTable("pcline", f.PcLine);
        for (int i = 0; i < f.PcData.Length; i++)
        {
            PrintTable("pcdata" + i, f.PcData[i] ?? []);
        }
        for (int i = 0; i < f.FuncData.Length; i++)
        {
            if (!f.FuncData[i].IsNone)
            {
                _text.Append("  funcdata").Append(i).Append(' ').Append(NameOf(f.FuncData[i])).Append('\n');
            }
        }
        for (int i = 0; i < f.InlineTree.Length; i++)
        {
            InlinedCall call = f.InlineTree[i];
            _text.Append("  inline ").Append(i).Append(' ').Append(call.FunctionName).Append(" at ").Append(call.ParentPc).Append(" line=")
                .Append(call.StartLine)
                .Append(call.IsWrapper ? " wrapper\n" : "\n");
        }
    }

    private void PrintTable(string name, byte[] table)
    {
        if (table.Length == 0)
        {
            return;
        }
        _text.Append("  ").Append(name);
        var reader = new PcValueReader(table, _quantum);
        while (reader.Next())
        {
            _text.Append(' ').Append(reader.Value).Append("->").Append(reader.End);
        }
        _text.Append('\n');
    }

    private string NameOf(SymbolRef reference) => reference.IsNone ? "-" : _file.Names[reference.Index].ToString();
}

namespace Go.Compiler.Objects;

/// <summary>Checks what the linker relies on. Every problem is one line of text; none means the object is well formed.</summary>
public sealed class ObjectVerifier
{
    private readonly ObjectFile _file;
    private readonly int _quantum;
    private readonly List<string> _problems = [];

    private ObjectVerifier(ObjectFile file, int quantum)
    {
        _file = file;
        _quantum = quantum;
    }

    /// <summary>The problems of an object file, in symbol order.</summary>
    public static IReadOnlyList<string> Verify(ObjectFile file, int quantum = 1)
    {
        var verifier = new ObjectVerifier(file, quantum);
        var defined = new bool[file.Names.Count];
        foreach (ObjectSymbol symbol in file.Symbols)
        {
            if (!verifier.IsReference(symbol.Name, allowNone: false))
            {
                verifier._problems.Add("a symbol has no name");
                continue;
            }
            if (defined[symbol.Name.Index])
            {
                verifier.Report(symbol, "is defined twice");
            }
            defined[symbol.Name.Index] = true;
            verifier.CheckSymbol(symbol);
        }
        int last = 0;
        foreach ((SymbolRef symbol, LinkMarks marks) in file.Marks)
        {
            if (symbol.Index <= last || symbol.Index >= file.Names.Count || marks == LinkMarks.None)
            {
                verifier._problems.Add($"mark {marks} of name {symbol.Index} is empty, out of order or of nothing");
            }
            last = symbol.Index;
        }
        verifier.CheckDynamicImports();
        return verifier._problems;
    }

    private void CheckDynamicImports()
    {
        foreach ((SymbolRef local, string remote, string library) in _file.DynamicImports)
        {
            if (!IsReference(local, allowNone: true))
            {
                _problems.Add($"dynamic import of {remote} has a name out of range");
            }
            else if (local.IsNone ? remote.Length != 0 : remote.Length == 0)
            {
                _problems.Add($"dynamic import from \"{library}\" is half one of a symbol");
            }
        }
    }

    private void CheckSymbol(ObjectSymbol s)
    {
        if (s.Size < s.Data.Length)
        {
            Report(s, $"has {s.Data.Length} bytes of data but size {s.Size}");
        }
        if (s.Alignment < 0 || (s.Alignment & (s.Alignment - 1)) != 0)
        {
            Report(s, $"has alignment {s.Alignment}");
        }
        if ((s.Kind == SymbolKind.Text) != (s.Function is not null))
        {
            Report(s, s.Kind == SymbolKind.Text ? "is code without function tables" : "has function tables but is no code");
        }
        if (s.Kind is SymbolKind.Bss or SymbolKind.NoPointerBss or SymbolKind.TlsBss && (s.Data.Length != 0 || HasContentToRelocate(s)))
        {
            Report(s, "is zero data with content");
        }
        if (s.Kind == SymbolKind.ImportSlot)
        {
            Report(s, "is a slot of the linker's");
        }
        if ((s.Flags & SymbolFlags.Typelink) != 0 && (s.Kind != SymbolKind.TypeDescriptor || s.TypeString is null))
        {
            Report(s, "is typelinked but no descriptor with a type string");
        }
        if (s.Kind is SymbolKind.TypeDescriptor or SymbolKind.Itab && (s.Size % 8 != 0 || s.Size < 24))
        {
            Report(s, $"is a descriptor of size {s.Size}");
        }
        CheckPointers(s);
        CheckRelocations(s);
        if (s.Function is { } f)
        {
            CheckFunction(s, f);
        }
    }

    /// <summary>A mere mark, such as of what the symbol keeps alive, is no content.</summary>
    private static bool HasContentToRelocate(ObjectSymbol s)
    {
        foreach (ref readonly Relocation r in s.Relocations.AsSpan())
        {
            if (r.Size != 0)
            {
                return true;
            }
        }
        return false;
    }

    private void CheckPointers(ObjectSymbol s)
    {
        if (s.Pointers is not { } map)
        {
            return;
        }
        if (s.Kind is not (SymbolKind.Data or SymbolKind.Bss))
        {
            Report(s, "has a pointer map but is in no section with pointers");
        }
        if (map.Words <= 0 || map.Count <= 0 || map.Bits.Length < (map.Words + 7) / 8 || map.Words * map.Count * 8 > s.Size + 7)
        {
            Report(s, "has a pointer map that does not fit its size");
        }
    }

    private void CheckRelocations(ObjectSymbol s)
    {
        long end = 0;
        int last = 0;
        for (int i = 0; i < s.Relocations.Length; i++)
        {
            Relocation r = s.Relocations[i];
            if (r.Offset < last || (r.Size != 0 && r.Offset < end))
            {
                Report(s, $"has relocations out of order at {r.Offset}");
            }
            if (r.Offset < 0 || r.Offset + r.Size > Math.Max(s.Data.Length, s.Size))
            {
                Report(s, $"has a relocation outside itself at {r.Offset}");
            }
            if (!IsReference(r.Target, allowNone: r.Kind is RelocationKind.IndirectCall or RelocationKind.TlsOffset))
            {
                Report(s, $"has a relocation without target at {r.Offset}");
            }
            last = r.Offset;
            end = Math.Max(end, r.Offset + r.Size);
            if (r.Kind == RelocationKind.MethodOffset)
            {
                i += CheckMethod(s, i);
                last = s.Relocations[i].Offset;
                end = last + 4;
            }
        }
    }

    /// <summary>
    /// Mtyp, Ifn and Tfn follow each other and the method's name. Returns how many more relocations belong to the method.
    /// </summary>
    private int CheckMethod(ObjectSymbol s, int first)
    {
        Relocation[] all = s.Relocations;
        bool complete = first + 2 < all.Length && all[first + 1].Kind == RelocationKind.MethodOffset
            && all[first + 2].Kind == RelocationKind.MethodOffset
            && all[first + 1].Offset == all[first].Offset + 4 && all[first + 2].Offset == all[first].Offset + 8
            && first > 0 && all[first - 1].Kind == RelocationKind.TypeOffset && all[first - 1].Offset == all[first].Offset - 4;
        if (!complete)
        {
            Report(s, $"has an incomplete method at {all[first].Offset}");
            return 0;
        }
        return 2;
    }

    private void CheckFunction(ObjectSymbol s, FunctionInfo f)
    {
        if (s.Data.Length == 0)
        {
            Report(s, "is empty code");
            return;
        }
        CheckTable(s, "pc-sp", f.PcSp, required: true);
        CheckTable(s, "pc-file", f.PcFile, required: false);
        CheckTable(s, "pc-line", f.PcLine, required: false);
        foreach (byte[]? table in f.PcData)
        {
            CheckTable(s, "pcdata", table ?? [], required: false);
        }
        foreach (SymbolRef data in f.FuncData)
        {
            if (!IsReference(data, allowNone: true))
            {
                Report(s, "has funcdata out of range");
            }
        }
        var files = new PcValueReader(f.PcFile, _quantum);
        while (files.Next())
        {
            if (files.Value >= _file.Files.Count || files.Value < -1)
            {
                Report(s, $"names file {files.Value} of {_file.Files.Count}");
            }
        }
        foreach (InlinedCall call in f.InlineTree)
        {
            // The runtime names the call by the pc behind it, which has to be in the function too.
            if (call.ParentPc < 0 || call.ParentPc + 1 >= s.Data.Length)
            {
                Report(s, $"inlines {call.FunctionName} at {call.ParentPc}, outside itself");
            }
        }
    }

    private void CheckTable(ObjectSymbol s, string name, byte[] table, bool required)
    {
        if (table.Length == 0)
        {
            if (required)
            {
                Report(s, $"has no {name} table");
            }
            return;
        }
        var reader = new PcValueReader(table, _quantum);
        while (reader.Next())
        {
        }
        if (reader.Position != table.Length || reader.End < s.Data.Length)
        {
            Report(s, $"has a {name} table that ends at {reader.End} of {s.Data.Length}");
        }
    }

    private bool IsReference(SymbolRef reference, bool allowNone)
        => reference.IsNone ? allowNone : (uint)reference.Index < (uint)_file.Names.Count;

    private void Report(ObjectSymbol symbol, string what) => _problems.Add($"{_file.Names[symbol.Name.Index]} {what}");
}

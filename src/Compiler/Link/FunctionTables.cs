using System.Buffers.Binary;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// Builds .gopclntab (contract 7.2): header, function names, file tables, pc-value tables, function records, funcdata, and the index by pc.
/// Everything in it is an offset, so it is final before sections have addresses.
/// </summary>
internal sealed partial class FunctionTables
{
    private const uint NoOffset = uint.MaxValue;
    private const int TableAlignment = 8, FuncDataAlignment = 4;

    private readonly LinkSession _session;
    private readonly List<int> _functions;
    private readonly int _quantum;

    // Offset 0 of names and pc tables means "none" to the runtime, so a byte is kept free there.
    private readonly ByteWriter _names = new(1 << 16);
    private readonly Dictionary<string, int> _nameOffsets = [];
    private readonly BytePool _pcTables = new(reserved: 1), _funcData = new(reserved: 0);
    private readonly ByteWriter _records = new(1 << 16), _unitFiles = new(), _files = new();
    private readonly Dictionary<string, int> _fileOffsets = [];
    private readonly int[] _unitStarts;
    private byte[] _scratch = new byte[4096];

    private FunctionTables(LinkSession session)
    {
        _session = session;
        _functions = session[SectionId.Text].Symbols;
        _quantum = session.Options.Target.Abi.PcQuantum;
        _unitStarts = new int[session.Objects.Count];
        Array.Fill(_unitStarts, -1);
        _names.Byte(0);
        _files.Byte(0);
    }

    public static void Run(LinkSession session)
    {
        var tables = new FunctionTables(session);
        tables.PoolFuncData();
        byte[] index = tables.WriteRecords();
        tables.Assemble(index);
    }

    /// <summary>Funcdata without addresses is shared by content; only what needs relocation stays a symbol.</summary>
    private void PoolFuncData()
    {
        LinkSection section = _session[SectionId.FunctionTables];
        var relocated = new List<int>();
        foreach (int id in section.Symbols)
        {
            ObjectSymbol symbol = _session.Definitions[id]!;
            if (symbol.Relocations.Length != 0 || symbol.Size != symbol.Data.Length)
            {
                relocated.Add(id);
            }
            else
            {
                _session.OffsetOf[id] = _funcData.Add(symbol.Data, symbol.Alignment == 0 ? FuncDataAlignment : symbol.Alignment);
            }
        }
        section.Symbols = relocated;
    }

    /// <summary>Writes all function records and returns the table of their entries that precedes them.</summary>
    private byte[] WriteRecords()
    {
        int relocatedStart = Alignment.Up(_funcData.Bytes.Length, TableAlignment);
        PlaceInlineTrees(out int[] inlineTrees, ref relocatedStart);
        PlaceRelocated(relocatedStart);
        var index = new byte[_functions.Count * 8 + 4];
        for (int i = 0; i < _functions.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(i * 8), (uint)_session.OffsetOf[_functions[i]]);
            BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(i * 8 + 4), (uint)(index.Length + _records.Length));
            WriteRecord(_functions[i], inlineTrees[i]);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(_functions.Count * 8), (uint)_session.FunctionTables.TextUsed);
        return index;
    }

    private void PlaceInlineTrees(out int[] offsets, ref int end)
    {
        offsets = new int[_functions.Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            InlinedCall[] calls = _session.Definitions[_functions[i]]!.Function!.InlineTree;
            if (calls.Length == 0)
            {
                offsets[i] = -1;
                continue;
            }
            Span<byte> tree = Scratch(calls.Length * FuncTables.InlineTreeEntrySize);
            tree.Clear();
            for (int c = 0; c < calls.Length; c++)
            {
                Span<byte> row = tree[(c * FuncTables.InlineTreeEntrySize)..];
                row[0] = FuncTables.FuncIdOf(calls[c].FunctionName, calls[c].IsWrapper);
                BinaryPrimitives.WriteInt32LittleEndian(row[4..], NameOffset(calls[c].FunctionName));
                BinaryPrimitives.WriteInt32LittleEndian(row[8..], calls[c].ParentPc);
                BinaryPrimitives.WriteInt32LittleEndian(row[12..], calls[c].StartLine);
            }
            offsets[i] = _funcData.Add(tree, FuncDataAlignment);
        }
        end = Alignment.Up(_funcData.Bytes.Length, TableAlignment);
    }

    private void PlaceRelocated(int at)
    {
        foreach (int id in _session[SectionId.FunctionTables].Symbols)
        {
            ObjectSymbol symbol = _session.Definitions[id]!;
            at = Alignment.Up(at, Math.Max(TableAlignment, symbol.Alignment));
            _session.OffsetOf[id] = at;
            at += (int)symbol.Size;
        }
        _relocatedEnd = at;
    }

    private int _relocatedEnd;

    private void WriteRecord(int id, int inlineTree)
    {
        ObjectSymbol symbol = _session.Definitions[id]!;
        FunctionInfo f = symbol.Function ?? throw Unexpected.State($"code {_session.NameOf(id)} has no tables");
        int pcData = CountPcData(f), funcData = inlineTree >= 0 ? FuncDataId.InlineTree + 1 : 0;
        int[] map = _session.Maps[_session.Owners[id]];
        for (int i = f.FuncData.Length; i > funcData; i--)
        {
            if (IsPresent(map, f.FuncData[i - 1]))
            {
                funcData = i;
                break;
            }
        }
        string name = _session.NameOf(id);
        bool isWrapper = (symbol.Flags & (SymbolFlags.Wrapper | SymbolFlags.AbiWrapper)) != 0;
        int nameOffset = NameOffset(name), pcSp = PcTable(f.PcSp), pcFile = PcTable(f.PcFile), pcLine = LineTable(f);
        Span<byte> row = _records.Reserve(FuncTables.FuncRecordSize + 4 * (pcData + funcData));
        Put(row, 0, (uint)_session.OffsetOf[id]);
        Put(row, 4, (uint)nameOffset);
        Put(row, 8, (uint)f.Args);
        Put(row, 12, (uint)f.DeferReturn);
        Put(row, 16, (uint)pcSp);
        Put(row, 20, (uint)pcFile);
        Put(row, 24, (uint)pcLine);
        Put(row, 28, (uint)pcData);
        Put(row, 32, f.PcFile.Length == 0 ? NoOffset : (uint)UnitStart(_session.Owners[id]));
        Put(row, 36, (uint)f.StartLine);
        row[40] = FuncTables.FuncIdOf(name, isWrapper);
        row[41] = (byte)FlagsOf(symbol.Flags);
        row[42] = 0;
        row[43] = (byte)funcData;
        for (int i = 0; i < pcData; i++)
        {
            Put(row, FuncTables.FuncRecordSize + 4 * i, (uint)PcTable(f.PcData[i] ?? []));
        }
        for (int i = 0; i < funcData; i++)
        {
            uint offset = i == FuncDataId.InlineTree ? inlineTree < 0 ? NoOffset : (uint)inlineTree
                : i < f.FuncData.Length && IsPresent(map, f.FuncData[i]) ? (uint)_session.OffsetOf[map[f.FuncData[i].Index]] : NoOffset;
            Put(row, FuncTables.FuncRecordSize + 4 * (pcData + i), offset);
        }
    }

    private bool IsPresent(int[] map, SymbolRef data) => !data.IsNone && _session.IsReachable(map[data.Index])
        && _session.Definitions[map[data.Index]] is not null;

    private static int CountPcData(FunctionInfo f)
    {
        int count = f.PcData.Length;
        while (count > 0 && f.PcData[count - 1] is null or { Length: 0 })
        {
            count--;
        }
        return count;
    }

    private static FuncFlags FlagsOf(SymbolFlags flags)
        => ((flags & SymbolFlags.TopFrame) != 0 ? FuncFlags.TopFrame : 0) | ((flags & SymbolFlags.SpWrite) != 0 ? FuncFlags.SpWrite : 0)
            | ((flags & SymbolFlags.Assembly) != 0 ? FuncFlags.Assembly : 0);

    private int PcTable(byte[] table) => table.Length == 0 ? 0 : _pcTables.Add(table);

    /// <summary>Makes lines absolute: only the table's first delta changes.</summary>
    private int LineTable(FunctionInfo f)
    {
        byte[] table = f.PcLine;
        if (table.Length == 0)
        {
            return 0;
        }
        int at = 0;
        long delta = Leb128.UnZigZag(Leb128.Read(table, ref at)) + f.StartLine;
        Span<byte> rebased = Scratch(table.Length + Leb128.MaxSize);
        int length = Leb128.Write(rebased, Leb128.ZigZag(delta));
        table.AsSpan(at).CopyTo(rebased[length..]);
        return _pcTables.Add(rebased[..(length + table.Length - at)]);
    }

    private int NameOffset(string name)
    {
        if (!_nameOffsets.TryGetValue(name, out int offset))
        {
            offset = _names.Length;
            _nameOffsets.Add(name, offset);
            _names.TerminatedText(name);
        }
        return offset;
    }

    /// <summary>Index of an object's first file in the unit file table; all its files follow.</summary>
    private int UnitStart(int owner)
    {
        if (_unitStarts[owner] < 0)
        {
            _unitStarts[owner] = _unitFiles.Length / 4;
            foreach (string file in _session.Objects[owner].Files)
            {
                if (!_fileOffsets.TryGetValue(file, out int offset))
                {
                    offset = _files.Length;
                    _fileOffsets.Add(file, offset);
                    _files.TerminatedText(file);
                }
                _unitFiles.Int32(offset);
            }
        }
        return _unitStarts[owner];
    }

    private Span<byte> Scratch(int size)
    {
        if (_scratch.Length < size)
        {
            _scratch = new byte[size * 2];
        }
        return _scratch.AsSpan(0, size);
    }

    private static void Put(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);
}

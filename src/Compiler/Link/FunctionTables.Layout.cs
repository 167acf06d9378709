using System.Buffers.Binary;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

internal sealed partial class FunctionTables
{
    /// <summary>Puts the parts behind each other and tells where they lie.</summary>
    private void Assemble(byte[] index)
    {
        LinkSection section = _session[SectionId.FunctionTables];
        FunctionTableLayout layout = _session.FunctionTables;
        layout.FunctionCount = _functions.Count;
        var header = new byte[FuncTables.PcHeaderSize];
        section.AddBlob(header, TableAlignment);
        (layout.Names, layout.NamesSize) = (section.AddBlob(_names.ToArray(), TableAlignment), _names.Length);
        (layout.UnitFiles, layout.UnitFilesSize) = (section.AddBlob(_unitFiles.ToArray(), TableAlignment), _unitFiles.Length);
        (layout.Files, layout.FilesSize) = (section.AddBlob(_files.ToArray(), TableAlignment), _files.Length);
        (layout.PcTables, layout.PcTablesSize) = (section.AddBlob(_pcTables.Bytes.ToArray(), TableAlignment), _pcTables.Bytes.Length);
        layout.Functions = section.AddBlob(index, TableAlignment);
        section.AddBlob(_records.ToArray(), 1);
        layout.FunctionsSize = index.Length + _records.Length;
        layout.FuncData = section.AddBlob(_funcData.Bytes.ToArray(), TableAlignment);
        section.Reserve(_relocatedEnd - _funcData.Bytes.Length, 1);
        ShiftFuncData(layout.FuncData);
        layout.FindFunc = section.AddBlob(FindFunctionIndex(), FuncDataAlignment);
        section.Reserve(0, TableAlignment);
        WriteHeader(header, layout);
    }

    /// <summary>Funcdata offsets were relative to its start so far.</summary>
    private void ShiftFuncData(long start)
    {
        for (int id = 1; id < _session.SectionOf.Length; id++)
        {
            if (_session.SectionOf[id] == SectionId.FunctionTables)
            {
                _session.OffsetOf[id] += start;
            }
        }
    }

    private void WriteHeader(Span<byte> header, FunctionTableLayout layout)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, FuncTables.PcHeaderMagic);
        header[6] = (byte)_quantum;
        header[7] = (byte)_session.Options.Target.PointerSize;
        ReadOnlySpan<long> words = [layout.FunctionCount, _fileOffsets.Count, 0, layout.Names, layout.UnitFiles, layout.Files,
            layout.PcTables, layout.Functions];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header[(8 + 8 * i)..], words[i]);
        }
    }

    /// <summary>For every 256 bytes of text the first function that touches them, gaps after functions included.</summary>
    private byte[] FindFunctionIndex()
    {
        const int Part = FuncTables.FindFuncPartSize, Bucket = FuncTables.FindFuncBucketSize;
        long used = _session.FunctionTables.TextUsed;
        int parts = (int)((used + Part - 1) / Part), buckets = (int)((used + Bucket - 1) / Bucket);
        var first = new int[buckets * (Bucket / Part)];
        Array.Fill(first, -1);
        for (int i = 0; i < _functions.Count; i++)
        {
            long start = _session.OffsetOf[_functions[i]];
            long end = i + 1 < _functions.Count ? _session.OffsetOf[_functions[i + 1]] : used;
            for (long part = start / Part; part * Part < end; part++)
            {
                if (first[part] < 0)
                {
                    first[part] = i;
                }
            }
        }
        var table = new byte[buckets * FuncTables.FindFuncBucketBytes];
        for (int b = 0; b < buckets; b++)
        {
            Span<byte> row = table.AsSpan(b * FuncTables.FindFuncBucketBytes);
            int baseIndex = first[b * (Bucket / Part)];
            BinaryPrimitives.WriteUInt32LittleEndian(row, (uint)baseIndex);
            for (int p = 0; p < Bucket / Part && b * (Bucket / Part) + p < parts; p++)
            {
                row[4 + p] = (byte)(first[b * (Bucket / Part) + p] - baseIndex);
            }
        }
        return table;
    }
}

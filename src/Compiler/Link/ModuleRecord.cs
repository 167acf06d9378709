using System.Buffers.Binary;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>The record from which the runtime finds all tables (contract 7.1), and the other symbols it expects from the linker.</summary>
internal static class ModuleRecord
{
    private const int WordSize = 8;

    public static void Declare(LinkSession session)
    {
        session.Define(LinkerSymbols.FirstModuleData, SymbolKind.NoPointerData, new byte[ModuleData.Size], [], alignment: 32);
        session.Define(LinkerSymbols.LastModuleDataPointer, SymbolKind.NoPointerData, new byte[WordSize],
            [new Relocation(0, RelocationKind.Address, session.Own.Reference(LinkerSymbols.FirstModuleData), 0)], alignment: WordSize);
        CryptographicModule.Declare(session);
    }

    /// <summary>Fills the record in, once nothing moves any more.</summary>
    public static void Fill(LinkSession session)
    {
        byte[] record = session.Definitions[session.Symbols.Find(LinkerSymbols.FirstModuleData)]!.Data;
        FillFunctionTables(session, record);
        FillSections(session, record);
        FillTypes(session, record);
        FillTextSections(session, record);
        int tasks = session.Symbols.Find(LinkerSymbols.MainInitTasks);
        PutSlice(record, ModuleData.InitTasks, session.AddressOf(tasks), session.Definitions[tasks]!.Size / WordSize);
        record[ModuleData.HasMain] = 1;
        CryptographicModule.Fill(session);
    }

    private static void FillFunctionTables(LinkSession session, byte[] record)
    {
        FunctionTableLayout t = session.FunctionTables;
        ulong start = session[SectionId.FunctionTables].Image.Address, text = session[SectionId.Text].Image.Address;
        Put(record, ModuleData.PcHeader, start);
        PutSlice(record, ModuleData.FuncNameTab, start + (ulong)t.Names, t.NamesSize);
        PutSlice(record, ModuleData.CuTab, start + (ulong)t.UnitFiles, t.UnitFilesSize / 4);
        PutSlice(record, ModuleData.FileTab, start + (ulong)t.Files, t.FilesSize);
        PutSlice(record, ModuleData.PcTab, start + (ulong)t.PcTables, t.PcTablesSize);
        PutSlice(record, ModuleData.PclnTable, start + (ulong)t.Functions, t.FunctionsSize);
        PutSlice(record, ModuleData.FTab, start + (ulong)t.Functions, t.FunctionCount + 1);
        Put(record, ModuleData.FindFuncTab, start + (ulong)t.FindFunc);
        Put(record, ModuleData.MinPc, text);
        Put(record, ModuleData.MaxPc, text + (ulong)t.TextUsed);
        Put(record, ModuleData.GoFunc, start + (ulong)t.FuncData);
        Put(record, ModuleData.EPclnTab, session[SectionId.FunctionTables].Image.End);
    }

    private static void FillSections(LinkSession session, byte[] record)
    {
        PutRange(record, ModuleData.Text, session[SectionId.Text]);
        PutRange(record, ModuleData.NoPtrData, session[SectionId.NoPointerData]);
        PutRange(record, ModuleData.Data, session[SectionId.Data]);
        PutRange(record, ModuleData.Bss, session[SectionId.Bss]);
        PutRange(record, ModuleData.NoPtrBss, session[SectionId.NoPointerBss]);
        ulong end = session[SectionId.NoPointerBss].Image.End;
        Put(record, ModuleData.CovCtrs, end);
        Put(record, ModuleData.ECovCtrs, end);
        Put(record, ModuleData.End, end);
    }

    private static void FillTypes(LinkSession session, byte[] record)
    {
        LinkSection types = session[SectionId.Types], readOnly = session[SectionId.ReadOnly];
        DataLayout layout = session.DataLayout;
        Put(record, ModuleData.Types, types.Image.Address);
        Put(record, ModuleData.TypeDescLen, (ulong)layout.TypelinksEnd);
        Put(record, ModuleData.ETypes, types.Image.End);
        Put(record, ModuleData.ItabOffset, (ulong)layout.ItabStart);
        Put(record, ModuleData.ItabSize, (ulong)layout.ItabSize);
        Put(record, ModuleData.RoData, readOnly.Image.Address);
        Put(record, ModuleData.GcData, readOnly.Image.Address + (ulong)layout.DataProgram);
        Put(record, ModuleData.GcBss, readOnly.Image.Address + (ulong)layout.BssProgram);
    }

    private static void FillTextSections(LinkSession session, byte[] record)
    {
        DataLayout layout = session.DataLayout;
        LinkSection text = session[SectionId.Text];
        Put(layout.TextSectionMapBytes, WordSize, (ulong)text.Image.Size);
        Put(layout.TextSectionMapBytes, 2 * WordSize, text.Image.Address);
        PutSlice(record, ModuleData.TextSectMap, session[SectionId.ReadOnly].Image.Address + (ulong)layout.TextSectionMap, 1);
    }

    private static void PutRange(byte[] record, int offset, LinkSection section)
    {
        Put(record, offset, section.Image.Address);
        Put(record, offset + WordSize, section.Image.End);
    }

    private static void PutSlice(byte[] record, int offset, ulong address, long length)
    {
        Put(record, offset, address);
        Put(record, offset + WordSize, (ulong)length);
        Put(record, offset + 2 * WordSize, (ulong)length);
    }

    private static void Put(byte[] record, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(offset), value);
}

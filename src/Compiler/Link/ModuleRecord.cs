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
        int symbol = session.Symbols.Find(LinkerSymbols.FirstModuleData);
        var record = new RecordWords(session.Definitions[symbol]!.Data, session.AddressOf(symbol), session.Rebases);
        FillFunctionTables(session, record);
        FillSections(session, record);
        FillTypes(session, record);
        FillTextSections(session, record);
        int tasks = session.Symbols.Find(LinkerSymbols.MainInitTasks);
        record.Slice(ModuleData.InitTasks, session.AddressOf(tasks), session.Definitions[tasks]!.Size / WordSize);
        record.Bytes[ModuleData.HasMain] = 1;
        CryptographicModule.Fill(session);
    }

    private static void FillFunctionTables(LinkSession session, RecordWords record)
    {
        FunctionTableLayout t = session.FunctionTables;
        ulong start = session[SectionId.FunctionTables].Image.Address, text = session[SectionId.Text].Image.Address;
        record.Address(ModuleData.PcHeader, start);
        record.Slice(ModuleData.FuncNameTab, start + (ulong)t.Names, t.NamesSize);
        record.Slice(ModuleData.CuTab, start + (ulong)t.UnitFiles, t.UnitFilesSize / 4);
        record.Slice(ModuleData.FileTab, start + (ulong)t.Files, t.FilesSize);
        record.Slice(ModuleData.PcTab, start + (ulong)t.PcTables, t.PcTablesSize);
        record.Slice(ModuleData.PclnTable, start + (ulong)t.Functions, t.FunctionsSize);
        record.Slice(ModuleData.FTab, start + (ulong)t.Functions, t.FunctionCount + 1);
        record.Address(ModuleData.FindFuncTab, start + (ulong)t.FindFunc);
        record.Address(ModuleData.MinPc, text);
        record.Address(ModuleData.MaxPc, text + (ulong)t.TextUsed);
        record.Address(ModuleData.GoFunc, start + (ulong)t.FuncData);
        record.Address(ModuleData.EPclnTab, session[SectionId.FunctionTables].Image.End);
    }

    private static void FillSections(LinkSession session, RecordWords record)
    {
        PutRange(record, ModuleData.Text, session[SectionId.Text]);
        PutRange(record, ModuleData.NoPtrData, session[SectionId.NoPointerData]);
        PutRange(record, ModuleData.Data, session[SectionId.Data]);
        PutRange(record, ModuleData.Bss, session[SectionId.Bss]);
        PutRange(record, ModuleData.NoPtrBss, session[SectionId.NoPointerBss]);
        ulong end = session[SectionId.NoPointerBss].Image.End;
        ulong zero = session[SectionId.NoPointerBss].Image.Address;
        record.Address(ModuleData.CovCtrs, zero + (ulong)session.DataLayout.CountersStart);
        record.Address(ModuleData.ECovCtrs, zero + (ulong)session.DataLayout.CountersEnd);
        record.Address(ModuleData.End, end);
    }

    private static void FillTypes(LinkSession session, RecordWords record)
    {
        LinkSection types = session[SectionId.Types], readOnly = session[SectionId.ReadOnly];
        DataLayout layout = session.DataLayout;
        record.Address(ModuleData.Types, types.Image.Address);
        record.Number(ModuleData.TypeDescLen, (ulong)layout.TypelinksEnd);
        record.Address(ModuleData.ETypes, types.Image.End);
        record.Number(ModuleData.ItabOffset, (ulong)layout.ItabStart);
        record.Number(ModuleData.ItabSize, (ulong)layout.ItabSize);
        record.Address(ModuleData.RoData, readOnly.Image.Address);
        record.Address(ModuleData.GcData, readOnly.Image.Address + (ulong)layout.DataProgram);
        record.Address(ModuleData.GcBss, readOnly.Image.Address + (ulong)layout.BssProgram);
    }

    private static void FillTextSections(LinkSession session, RecordWords record)
    {
        DataLayout layout = session.DataLayout;
        LinkSection text = session[SectionId.Text];
        var map = new RecordWords(layout.TextSectionMapBytes, session[layout.TextSectionMapSection].Image.Address
            + (ulong)layout.TextSectionMap, session.Rebases);
        map.Number(WordSize, (ulong)text.Image.Size);
        map.Address(2 * WordSize, text.Image.Address);
        record.Slice(ModuleData.TextSectMap, session[layout.TextSectionMapSection].Image.Address + (ulong)layout.TextSectionMap, 1);
    }

    private static void PutRange(RecordWords record, int offset, LinkSection section)
    {
        record.Address(offset, section.Image.Address);
        record.Address(offset + WordSize, section.Image.End);
    }
}

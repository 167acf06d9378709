using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>Distributes the reachable symbols to sections, in the order of objects and of symbols within them.</summary>
internal static class CollectSections
{
    public static void Run(LinkSession session)
    {
        int buildInfo = session.Symbols.Find(LinkerSymbols.BuildInfo), fips = session.Symbols.Find(LinkerSymbols.FipsInfo), module = session.Symbols.Find(LinkerSymbols.FirstModuleData);
        for (int owner = 0; owner < session.Objects.Count; owner++)
        {
            int[] map = session.Maps[owner];
            foreach (ObjectSymbol symbol in session.Objects[owner].Symbols)
            {
                int id = map[symbol.Name.Index];
                if (!session.IsReachable(id) || session.Owners[id] != owner || session.SectionOf[id] != SectionId.None)
                {
                    continue;
                }
                SectionId section = id == buildInfo ? SectionId.BuildInfo : id == fips ? SectionId.FipsInfo : id == module ? SectionId.Module : SectionFor(session.Definitions[id]!);
                session.SectionOf[id] = section;
                session[section].Symbols.Add(id);
            }
        }
    }

    private static SectionId SectionFor(ObjectSymbol symbol) => symbol.Kind switch
    {
        SymbolKind.Text => SectionId.Text,
        SymbolKind.ReadOnly or SymbolKind.GcBits => SectionId.ReadOnly,
        SymbolKind.TypeDescriptor or SymbolKind.TypeName or SymbolKind.Itab => SectionId.Types,
        SymbolKind.FuncData => SectionId.FunctionTables,
        SymbolKind.FuncValue => SectionId.FunctionValues,
        SymbolKind.NoPointerData => SectionId.NoPointerData,
        SymbolKind.Data => SectionId.Data,
        SymbolKind.Bss => SectionId.Bss,
        SymbolKind.NoPointerBss or SymbolKind.TlsBss => SectionId.NoPointerBss,
        _ => throw Unexpected.Value(symbol.Kind),
    };
}

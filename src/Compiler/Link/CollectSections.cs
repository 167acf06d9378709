using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// Distributes the reachable symbols to sections, in the order of objects and of symbols within them; the cryptographic module's come last.
/// </summary>
internal static class CollectSections
{
    public static void Run(LinkSession session)
    {
        int buildInfo = session.Symbols.Find(LinkerSymbols.BuildInfo), fips = session.Symbols.Find(LinkerSymbols.FipsInfo),
            module = session.Symbols.Find(LinkerSymbols.FirstModuleData);
        bool hasModule = fips != 0 && session.IsReachable(fips);
        var moduleSymbols = new List<int>();
        var counters = new List<int>();
        var edges = new List<int>();
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
                ObjectSymbol definition = session.Definitions[id]!;
                SectionId section = id == buildInfo ? SectionId.BuildInfo
                    : id == fips ? SectionId.FipsInfo
                    : id == module ? SectionId.Module
                    : SectionFor(definition, session.Options.IsPositionIndependent);
                session.SectionOf[id] = section;
                List<int> list = (definition.Flags & SymbolFlags.EdgeCounters) != 0 ? edges
                    : hasModule && CryptographicModule.Includes(session, id, definition, session.Objects[owner]) ? moduleSymbols
                    : IsCounter(definition) ? counters : session[section].Symbols;
                list.Add(id);
            }
        }
        session[SectionId.NoPointerBss].Symbols.AddRange(edges);
        session[SectionId.NoPointerBss].Symbols.AddRange(counters);
        session.DataLayout.EdgeCounterSymbols = edges.Count;
        session.DataLayout.CounterSymbols = counters.Count;
        foreach (int id in moduleSymbols)
        {
            LinkSection section = session[session.SectionOf[id]];
            section.Symbols.Add(id);
            section.ModuleSymbols++;
        }
    }

    private static bool IsCounter(ObjectSymbol definition)
        => (definition.Flags & SymbolFlags.CoverageCounter) != 0 && definition.Kind == SymbolKind.NoPointerBss;

    private static SectionId SectionFor(ObjectSymbol symbol, bool isMoved) => symbol.Kind switch
    {
        SymbolKind.Text => SectionId.Text,
        SymbolKind.ReadOnly when isMoved && Rebases.HasAny(symbol) => SectionId.RelocatedReadOnly,
        SymbolKind.ReadOnly or SymbolKind.GcBits => SectionId.ReadOnly,
        SymbolKind.TypeDescriptor or SymbolKind.TypeName or SymbolKind.Itab => SectionId.Types,
        SymbolKind.FuncData => SectionId.FunctionTables,
        SymbolKind.FuncValue => SectionId.FunctionValues,
        SymbolKind.NoPointerData => SectionId.NoPointerData,
        SymbolKind.Data => SectionId.Data,
        SymbolKind.Bss => SectionId.Bss,
        SymbolKind.NoPointerBss or SymbolKind.TlsBss => SectionId.NoPointerBss,
        SymbolKind.ImportStub => SectionId.Stubs,
        SymbolKind.ImportSlot => SectionId.ImportSlots,
        _ => throw Unexpected.Value(symbol.Kind),
    };
}

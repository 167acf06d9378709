using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>Interns the names of all objects and decides which definition of a symbol wins.</summary>
internal static class LoadSymbols
{
    public static void Run(LinkSession session)
    {
        int inputs = session.Objects.Count - 1;
        var hashes = new uint[inputs][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = session.Options.Parallelism,
            CancellationToken = session.Options.Cancellation };
        Parallel.For(0, inputs, options, i => hashes[i] = HashNames(session.Objects[i]));
        for (int i = 0; i < inputs; i++)
        {
            ObjectFile file = session.Objects[i];
            var map = new int[file.Names.Count];
            for (int n = 1; n < map.Length; n++)
            {
                map[n] = session.Symbols.Intern(file.Names[n], hashes[i][n]);
            }
            session.Maps[i] = map;
            foreach (ObjectSymbol symbol in file.Symbols)
            {
                Bind(session, map[symbol.Name.Index], symbol, i);
            }
        }
    }

    private static uint[] HashNames(ObjectFile file)
    {
        var hashes = new uint[file.Names.Count];
        for (int n = 1; n < hashes.Length; n++)
        {
            hashes[n] = SymbolTable.Hash(file.Names[n]);
        }
        return hashes;
    }

    /// <summary>
    /// Content wins over zero data, because a Go variable may be a mere declaration of what assembly or another package defines; a
    /// definition that must be the only one wins over shared ones; of two shared or two zero ones the larger wins.
    /// </summary>
    private static void Bind(LinkSession session, int id, ObjectSymbol candidate, int owner)
    {
        ObjectSymbol? current = session.Definitions[id];
        if (current is null)
        {
            session.Bind(id, candidate, owner);
            return;
        }
        bool currentShared = (current.Flags & SymbolFlags.DupOk) != 0, candidateShared = (candidate.Flags & SymbolFlags.DupOk) != 0;
        bool currentZero = IsZeroData(current), candidateZero = IsZeroData(candidate);
        bool takes;
        if (currentShared || candidateShared)
        {
            takes = currentShared && (!candidateShared || candidate.Size > current.Size);
        }
        else if (candidateZero)
        {
            takes = currentZero && candidate.Size > current.Size;
        }
        else if (currentZero)
        {
            takes = true;
        }
        else
        {
            session.Error(Catalogue.DuplicateSymbol, DuplicateMessage(session, id, owner));
            return;
        }
        if (takes)
        {
            session.Bind(id, Grown(candidate, current), owner);
        }
        else if (candidateZero && !currentZero && current.Kind != SymbolKind.Text)
        {
            session.Bind(id, Grown(current, candidate), session.Owners[id]);
        }
    }

    private static string DuplicateMessage(LinkSession session, int id, int owner)
        => $"duplicated definition of symbol {session.NameOf(id)}, from {session.Objects[session.Owners[id]].PackagePath}"
            + $" and {session.Objects[owner].PackagePath}";

    private static bool IsZeroData(ObjectSymbol s)
        => s.Kind is SymbolKind.Bss or SymbolKind.NoPointerBss
            || (s.Kind is SymbolKind.Data or SymbolKind.NoPointerData && s.Data.Length == 0 && s.Relocations.Length == 0);

    /// <summary>The winner, with room for accesses through the declaration that lost.</summary>
    private static ObjectSymbol Grown(ObjectSymbol winner, ObjectSymbol loser)
    {
        if (loser.Size <= winner.Size || winner.Kind == SymbolKind.Text || (winner.Flags & SymbolFlags.DupOk) != 0
            || (loser.Flags & SymbolFlags.DupOk) != 0)
        {
            return winner;
        }
        return new ObjectSymbol(winner.Name, winner.Kind)
        {
            Flags = winner.Flags, Alignment = winner.Alignment, Size = loser.Size, Data = winner.Data, Relocations = winner.Relocations,
            Pointers = winner.Pointers, TypeString = winner.TypeString,
        };
    }
}

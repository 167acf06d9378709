using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>
/// The words that hold addresses in a program that may be loaded anywhere. Code holds distances only; addresses stand in data that the
/// compiler laid out, at relocations, and in the records that the linker fills in, which add theirs here.
/// </summary>
internal sealed class Rebases(bool isMoved)
{
    private readonly List<ulong> _records = [];

    /// <summary>Notes a word of a record. Without effect for programs at a fixed address.</summary>
    public void Add(ulong address)
    {
        if (isMoved)
        {
            _records.Add(address);
        }
    }

    /// <summary>Whether a symbol's own bytes hold addresses.</summary>
    public static bool HasAny(ObjectSymbol symbol)
    {
        foreach (ref readonly Relocation r in symbol.Relocations.AsSpan())
        {
            if (r.Kind is RelocationKind.Address or RelocationKind.WeakAddress)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>How many there will be. The records are filled in once for it, with addresses that mean nothing yet.</summary>
    public static int Count(LinkSession session)
    {
        ModuleRecord.Fill(session);
        int count = session.Rebases._records.Count;
        session.Rebases._records.Clear();
        Visit(session, _ => count++);
        return count;
    }

    /// <summary>All of them, ascending, once everything has its address.</summary>
    public static ulong[] Collect(LinkSession session)
    {
        List<ulong> all = session.Rebases._records;
        Visit(session, all.Add);
        all.Sort();
        return [.. all];
    }

    private static void Visit(LinkSession session, Action<ulong> word)
    {
        bool hasUnreachable =
            session.IsReachable(session.Symbols.Find(RuntimeContract.LinkerSymbols.UnreachableMethod, SymbolAbi.Internal));
        foreach (LinkSection section in session.Sections)
        {
            foreach (int symbol in section.Symbols)
            {
                ulong start = section.Image.Address + (ulong)session.OffsetOf[symbol];
                foreach (ref readonly Relocation r in session.Definitions[symbol]!.Relocations.AsSpan())
                {
                    if (r.Kind == RelocationKind.Address
                        || (r.Kind == RelocationKind.WeakAddress
                        && (hasUnreachable || session.IsReachable(session.Resolve(symbol, r.Target)))))
                    {
                        word(start + (ulong)r.Offset);
                    }
                }
            }
        }
    }
}

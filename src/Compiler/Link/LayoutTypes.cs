using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// The type section as the runtime walks it (contract 6.2, 7.1): padding, typelinked descriptors sorted by string and without gaps,
/// other descriptors, names, then itabs without gaps up to the section's end.
/// </summary>
internal static class LayoutTypes
{
    private const int DescriptorAlignment = 8;

    public static void Run(LinkSession session)
    {
        LinkSection section = session[SectionId.Types];
        var typelinks = new List<int>();
        var others = new List<int>();
        var names = new List<int>();
        var itabs = new List<int>();
        foreach (int id in section.Symbols)
        {
            ObjectSymbol symbol = session.Definitions[id]!;
            (symbol.Kind switch
            {
                SymbolKind.Itab => itabs,
                SymbolKind.TypeName => names,
                _ => (symbol.Flags & SymbolFlags.Typelink) != 0 ? typelinks : others,
            }).Add(id);
        }
        SortByTypeString(session, typelinks);
        section.Reserve(ModuleData.TypesPadding, DescriptorAlignment);
        Place(session, section, typelinks, DescriptorAlignment);
        session.DataLayout.TypelinksEnd = section.Image.Size;
        Place(session, section, others, DescriptorAlignment);
        Place(session, section, names, 1);
        session.DataLayout.ItabStart = section.Reserve(0, DescriptorAlignment);
        Place(session, section, itabs, DescriptorAlignment);
        session.DataLayout.ItabSize = section.Image.Size - session.DataLayout.ItabStart;
        section.Symbols = [.. typelinks, .. others, .. names, .. itabs];
    }

    private static void Place(LinkSession session, LinkSection section, List<int> symbols, int alignment)
    {
        foreach (int id in symbols)
        {
            session.OffsetOf[id] = section.Reserve(session.Definitions[id]!.Size, alignment);
        }
    }

    private static void SortByTypeString(LinkSession session, List<int> typelinks)
    {
        var keys = new string[typelinks.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = session.Definitions[typelinks[i]]!.TypeString
                ?? throw Unexpected.State($"{session.NameOf(typelinks[i])} has no type string");
        }
        int[] ids = [.. typelinks];
        Array.Sort(keys, ids, Utf8Order.Instance);
        // The sort is not stable: equal strings are put in the order of their symbols' names.
        for (int start = 0; start < ids.Length;)
        {
            int end = start + 1;
            while (end < ids.Length && keys[end] == keys[start])
            {
                end++;
            }
            if (end - start > 1)
            {
                Array.Sort(ids, start, end - start,
                    Comparer<int>.Create((a, b) => string.CompareOrdinal(session.NameOf(a), session.NameOf(b))));
            }
            start = end;
        }
        for (int i = 0; i < ids.Length; i++)
        {
            typelinks[i] = ids[i];
        }
    }

    /// <summary>The order of the strings' UTF-8 bytes, which is the order of their code points.</summary>
    private sealed class Utf8Order : IComparer<string>
    {
        public static readonly Utf8Order Instance = new();

        public int Compare(string? x, string? y)
        {
            int at = x.AsSpan().CommonPrefixLength(y);
            if (at == x!.Length || at == y!.Length)
            {
                return x.Length.CompareTo(y!.Length);
            }
            return CodePointOrder(x[at]).CompareTo(CodePointOrder(y[at]));
        }

        /// <summary>Surrogates stand for code points above all others.</summary>
        private static int CodePointOrder(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }
}

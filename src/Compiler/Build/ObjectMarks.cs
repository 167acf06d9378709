using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>Writes into a package's object which names its <c>//go:linkname</c> lines and its assembly files speak of.</summary>
internal static class ObjectMarks
{
    /// <param name="firstAssembled">Index of the first symbol that comes from assembly: those behind it do, too.</param>
    public static void Add(ObjectFile file, Package package, int firstAssembled)
    {
        var marks = new SortedDictionary<int, LinkMarks>();
        foreach (string name in package.Scope.SortedNames())
        {
            switch (package.Scope.Lookup(name))
            {
                case Function { LinkName: { Length: > 0 } link } f:
                    LinkMarks ofFunction = f.IsLinkNameStandard ? LinkMarks.LinknameStandard : LinkMarks.Linkname;
                    Mark(file.Find(link, SymbolAbi.Abi0), ofFunction);
                    Mark(file.Find(link, SymbolAbi.Internal), ofFunction);
                    break;
                // A variable that another package defines is a reference even if nothing uses it. Names without a dot are those of no Go
                // package.
                case Variable { LinkName: { Length: > 0 } link } v when link.Contains('.', StringComparison.Ordinal):
                    Mark(file.Reference(link), v.IsLinkNameStandard ? LinkMarks.LinknameStandard : LinkMarks.Linkname);
                    break;
            }
        }
        for (int i = firstAssembled; i < file.Symbols.Count; i++)
        {
            ObjectSymbol symbol = file.Symbols[i];
            Mark(symbol.Name, LinkMarks.Assembly);
            foreach (Relocation r in symbol.Relocations)
            {
                // The assembler itself names what it loads g by.
                if (file.Names[r.Target.Index].Name != LinkerSymbols.ThreadLocalG)
                {
                    Mark(r.Target, LinkMarks.Assembly);
                }
            }
        }
        foreach ((int index, LinkMarks mark) in marks)
        {
            file.Marks.Add((new SymbolRef(index), mark));
        }

        void Mark(SymbolRef symbol, LinkMarks mark)
        {
            if (!symbol.IsNone)
            {
                marks[symbol.Index] = marks.GetValueOrDefault(symbol.Index) | mark;
            }
        }
    }
}

namespace Go.Compiler.Modules.Files;

/// <summary>The order of lines in a block: by text; retractions newest first, and from go 1.21 on exclusions by version.</summary>
internal static class ModLineOrder
{
    public static void Sort(ModBlock block, bool isSemantic)
    {
        Comparison<ModLine> order = block.Verb switch
        {
            "exclude" when isSemantic => Exclusions,
            "retract" => Retractions,
            _ => Text,
        };
        block.Lines = [.. block.Lines.Order(Comparer<ModLine>.Create(order))]; // stable
    }

    private static int Text(ModLine a, ModLine b)
    {
        for (int i = 0; i < a.Tokens.Count && i < b.Tokens.Count; i++)
        {
            int c = string.CompareOrdinal(a.Tokens[i], b.Tokens[i]);
            if (c != 0)
            {
                return c;
            }
        }
        return a.Tokens.Count.CompareTo(b.Tokens.Count);
    }

    private static int Exclusions(ModLine a, ModLine b)
    {
        if (a.Tokens.Count != 2 || b.Tokens.Count != 2)
        {
            return Text(a, b);
        }
        int c = string.CompareOrdinal(a.Tokens[0], b.Tokens[0]);
        return c != 0 ? c : SemanticVersion.Compare(a.Tokens[1], b.Tokens[1]);
    }

    private static int Retractions(ModLine a, ModLine b)
    {
        ((string lowA, string highA), (string lowB, string highB)) = (Interval(a), Interval(b));
        int c = SemanticVersion.Compare(lowB, lowA);
        return c != 0 ? c : SemanticVersion.Compare(highB, highA);
    }

    private static (string Low, string High) Interval(ModLine line) => line.Tokens switch
    {
        [var version] => (version, version),
        ["[", var low, ",", var high, "]"] => (low, high),
        _ => ("", ""),
    };
}

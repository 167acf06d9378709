namespace Go.Compiler.Types;

/// <summary>
/// Where names stand in a list of fields or methods that only grows. Short lists are searched; a long one gets a table once somebody asks,
/// which threads may share.
/// </summary>
internal sealed class NameIndex
{
    private const int ShortList = 12;

    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);
    private int _covered;

    /// <summary>Position of the first member with a name as seen from a package, or -1.</summary>
    public static int Find(ref NameIndex? index, IReadOnlyList<GoObject> members, Package? package, string name, bool foldCase)
    {
        int from = 0;
        if (!foldCase && members.Count > ShortList)
        {
            from = (index ??= new NameIndex()).First(members, name);
        }
        for (int i = from; i < members.Count; i++)
        {
            if (MethodOrder.SameName(members[i], package, name, foldCase))
            {
                return i;
            }
        }
        return -1;
    }

    // Unexported names of several packages may be alike: the first one is where the search begins.
    private int First(IReadOnlyList<GoObject> members, string name)
    {
        lock (_first)
        {
            for (; _covered < members.Count; _covered++)
            {
                _first.TryAdd(members[_covered].Name, _covered);
            }
            return _first.GetValueOrDefault(name, members.Count);
        }
    }
}

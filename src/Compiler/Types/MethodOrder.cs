namespace Go.Compiler.Types;

/// <summary>Names of fields and methods: sameness across packages and the one order of methods (contract 6.1).</summary>
public static class MethodOrder
{
    /// <summary>Exported names are the same everywhere, others only within one package.</summary>
    public static bool SameName(GoObject o, Package? package, string name, bool foldCase = false)
    {
        if (foldCase && string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        return o.Name == name && (o.IsExported || SamePackage(o.Package, package));
    }

    public static bool SamePackage(Package? a, Package? b) => ReferenceEquals(a, b) || a is not null && b is not null && a.Path == b.Path;

    /// <summary>Exported before unexported, then by name bytewise, then (unexported) by package path.</summary>
    public static int Compare(GoObject a, GoObject b)
    {
        if (ReferenceEquals(a, b))
        {
            return 0;
        }
        bool exported = a.IsExported;
        if (exported != b.IsExported)
        {
            return exported ? -1 : 1;
        }
        int order = CompareUtf8(a.Name, b.Name);
        return order != 0 || exported ? order : CompareUtf8(a.Package?.Path ?? "", b.Package?.Path ?? "");
    }

    /// <summary>Order of the UTF-8 encodings, which differs from UTF-16 order for surrogates.</summary>
    public static int CompareUtf8(string a, string b)
    {
        int n = Math.Min(a.Length, b.Length);
        for (int i = 0; i < n; i++)
        {
            char x = a[i], y = b[i];
            if (x != y)
            {
                bool xs = char.IsSurrogate(x), ys = char.IsSurrogate(y);
                return xs == ys ? x.CompareTo(y) : xs ? 1 : -1;
            }
        }
        return a.Length.CompareTo(b.Length);
    }

    internal static int IndexOf(ref NameIndex? index, IReadOnlyList<Function> methods, Package? package, string name, bool foldCase)
        => name == "_" ? -1 : NameIndex.Find(ref index, methods, package, name, foldCase);
}

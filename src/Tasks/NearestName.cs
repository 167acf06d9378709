namespace Go.Sdk.Tasks;

/// <summary>Finds what somebody may have meant who misspelt a name.</summary>
public static class NearestName
{
    /// <summary>The name with the fewest letters to change, if those are no more than a third of it.</summary>
    public static string? Find(string misspelt, IEnumerable<string> names)
    {
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string name in names)
        {
            int distance = Distance(misspelt.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < least && distance <= Math.Max(2, Math.Min(misspelt.Length, name.Length) / 3))
            {
                (nearest, least) = (name, distance);
            }
        }
        return nearest;
    }

    /// <summary>Letters to insert, delete, replace or exchange with their neighbours.</summary>
    private static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }
        return d[a.Length, b.Length];
    }
}

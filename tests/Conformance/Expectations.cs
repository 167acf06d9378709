namespace Go.Compiler.Tests.Conformance;

/// <summary>
/// The cases of a suite that are known not to pass: lines <c>fail NAME REASON</c> or <c>skip NAME REASON</c>. A listed case that passes is
/// a failure of the run, so that the list only shrinks; a skipped case is not run. Of cases with parts, such as the tests of a package, the
/// parts are listed: <c>fail CASE:PART REASON</c>. <c>may-fail</c> is for parts that only run where the machine has some program, a
/// debugger say, and are skipped elsewhere.
/// </summary>
internal sealed class Expectations
{
    private readonly SortedDictionary<string, (CaseOutcome Outcome, string Reason)> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _conditional = new(StringComparer.Ordinal);

    /// <param name="path">What is expected everywhere.</param>
    /// <param name="own">What is expected of one target besides, or instead; may be the same file, or none.</param>
    public static Expectations Read(string path, string own)
    {
        var result = new Expectations();
        foreach (string file in own == path ? [path] : new[] { path, own })
        {
            if (File.Exists(file))
            {
                ReadInto(result, file, replaces: file != path);
            }
        }
        return result;
    }

    private static void ReadInto(Expectations result, string path, bool replaces)
    {
        foreach (string line in File.ReadLines(path))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            CaseOutcome outcome = parts[0] switch
            {
                "fail" or "may-fail" => CaseOutcome.Failed,
                "skip" => CaseOutcome.Skipped,
                _ => throw new FormatException($"{path}: {line}"),
            };
            if (parts.Length < 3)
            {
                throw new FormatException($"{path}: a reason is missing: {line}");
            }
            if (replaces)
            {
                result._listed.Remove(parts[1]);
                result._conditional.Remove(parts[1]);
            }
            result._listed.Add(parts[1], (outcome, parts[2]));
            if (parts[0] == "may-fail")
            {
                result._conditional.Add(parts[1]);
            }
        }
    }

    public int Count => _listed.Count;

    public (CaseOutcome Outcome, string Reason)? Find(string name)
        => _listed.TryGetValue(name, out (CaseOutcome, string) found) ? found : null;

    /// <summary>Whether it passes on some machines.</summary>
    public bool MayPass(string name) => _conditional.Contains(name);

    /// <summary>The parts of a case that are listed.</summary>
    public IEnumerable<string> PartsOf(string name)
        => _listed.Keys.Where(k => k.StartsWith(name + ":", StringComparison.Ordinal)).Select(k => k[(name.Length + 1)..]);

    /// <summary>Listed names that no case has.</summary>
    public IEnumerable<string> NotAmong(IEnumerable<string> names)
    {
        var all = new HashSet<string>(names, StringComparer.Ordinal);
        return _listed.Keys.Where(name => !all.Contains(name.Split(':')[0]));
    }
}

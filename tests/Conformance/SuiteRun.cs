using System.Diagnostics;

namespace Go.Compiler.Tests.Conformance;

/// <summary>Runs the cases of a suite side by side, each with a time limit, and compares them with what is expected.</summary>
internal sealed class SuiteRun(string suite, IReadOnlyList<ConformanceCase> cases, Expectations expectations, int workers)
{
    /// <summary>Room for the deepest nesting that parser and checker accept.</summary>
    private const int StackSize = 64 << 20;

    private readonly CaseResult[] _results = new CaseResult[cases.Count];
    private int _next = -1;

    public string Suite => suite;

    /// <summary>What contradicts the expectations, in order.</summary>
    public List<string> Surprises { get; } = [];

    public IEnumerable<(ConformanceCase Case, CaseResult Result)> Results => cases.Select((c, i) => (c, _results[i]));

    /// <summary>The failures and why they are known, where they are: reason, then the cases or parts that it is about.</summary>
    public IEnumerable<(string Reason, IReadOnlyList<string> Names)> KnownFailures()
    {
        var names = new List<string>();
        foreach ((ConformanceCase c, CaseResult result) in Results)
        {
            if (result.Outcome == CaseOutcome.Failed)
            {
                names.AddRange(result.Parts.Count == 0 ? [c.Name] : result.Parts.Select(part => $"{c.Name}:{part}"));
            }
        }
        return names.GroupBy(n => expectations.Find(n)?.Reason ?? "unexpected").OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, (IReadOnlyList<string>)[.. g]));
    }

    /// <param name="showAll">Report expected failures too.</param>
    /// <param name="isWhole">The cases are all of the suite: what is listed must be among them.</param>
    public void Run(bool showAll, bool isWhole)
    {
        var threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            threads[i] = new Thread(Work);
            threads[i].Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        for (int i = 0; i < cases.Count; i++)
        {
            Compare(cases[i], _results[i], showAll);
        }
        foreach (string name in isWhole ? expectations.NotAmong(cases.Select(c => c.Name)) : [])
        {
            Surprises.Add($"{suite}: {name} is listed but there is no such case");
        }
    }

    private void Compare(ConformanceCase c, CaseResult result, bool showAll)
    {
        string[] listedParts = [.. expectations.PartsOf(c.Name)];
        if (result.Parts.Count > 0 || (listedParts.Length > 0 && result.Outcome == CaseOutcome.Passed))
        {
            CompareParts(c, result, listedParts, showAll);
            return;
        }
        bool isListed = expectations.Find(c.Name) is { Outcome: CaseOutcome.Failed };
        if (result.Outcome == CaseOutcome.Passed && isListed)
        {
            Surprises.Add($"{suite}: {c.Name} passes: take it off the list");
        }
        else if (result.Outcome == CaseOutcome.Failed && (!isListed || showAll))
        {
            Surprises.Add($"{suite}: {c.Name} ({c.Recipe}):\n    {result.Reason.Trim().Replace("\n", "\n    ", StringComparison.Ordinal)}");
        }
    }

    private void CompareParts(ConformanceCase c, CaseResult result, string[] listed, bool showAll)
    {
        foreach (string part in listed.Except(result.Parts))
        {
            if (expectations.MayPass($"{c.Name}:{part}"))
            {
                continue;
            }
            Surprises.Add($"{suite}: {c.Name}:{part} passes: take it off the list");
        }
        string[] unexpected = [.. result.Parts.Except(listed)];
        if (unexpected.Length > 0 || (showAll && result.Parts.Count > 0))
        {
            Surprises.Add($"{suite}: {c.Name}: {string.Join(' ', showAll ? result.Parts : unexpected)}:\n    {result.Reason.Trim().Replace("\n", "\n    ", StringComparison.Ordinal)}");
        }
    }

    private void Work()
    {
        for (int i = Interlocked.Increment(ref _next); i < cases.Count; i = Interlocked.Increment(ref _next))
        {
            _results[i] = expectations.Find(cases[i].Name) is { Outcome: CaseOutcome.Skipped } skipped
                ? CaseResult.Skipped(skipped.Reason)
                : RunWithLimit(cases[i]);
            if (cases[i].TellsProgress)
            {
                CaseResult result = _results[i];
                string details = result.Outcome == CaseOutcome.Failed
                    ? "\n    " + result.Reason.Trim().Replace("\n", "\n    ", StringComparison.Ordinal) : "";
                Console.Error.WriteLine($"{suite}: {cases[i].Name}: {result.Outcome.ToString().ToLowerInvariant()} {string.Join(' ', result.Parts)}{details}");
            }
        }
    }

    private static CaseResult RunWithLimit(ConformanceCase c)
    {
        CaseResult result = CaseResult.Failed("no result");
        var thread = new Thread(() => result = Guarded(c), StackSize) { IsBackground = true };
        thread.Start();
        return thread.Join(c.Limit) ? result : CaseResult.Failed($"not done after {c.Limit.TotalSeconds} s");
    }

    /// <summary>A crash is a failure of the case like any other, told with its place.</summary>
    private static CaseResult Guarded(ConformanceCase c)
    {
        try
        {
            return c.Run();
        }
        catch (Exception e) when (!Debugger.IsAttached)
        {
            string[] trace = (e.StackTrace ?? "").Split('\n');
            return CaseResult.Failed($"crash: {e.GetType().Name}: {e.Message}\n{string.Join('\n', trace.Take(8))}");
        }
    }
}

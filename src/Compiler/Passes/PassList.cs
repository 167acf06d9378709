using System.Collections;
using System.Diagnostics;

namespace Go.Compiler.Passes;

/// <summary>One step over a form.</summary>
/// <param name="Name">Unique, snake_case.</param>
/// <param name="Required">Cannot be switched off.</param>
public sealed record Pass<T>(string Name, Action<T> Run, bool Required);

/// <summary>What <c>-d=</c> switches ask of a pass list. Immutable, shared by all workers.</summary>
public sealed record PassSwitches
{
    public static readonly PassSwitches None = new();

    /// <summary>Names of passes to leave out (<c>-d=ssa/opt/off</c>).</summary>
    public IReadOnlySet<string> Off { get; init; } = new HashSet<string>();

    /// <summary>Asked before every pass.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Run the form's verifier after every pass.</summary>
    public bool Verify { get; init; }

    /// <summary>Hears the form's text after every pass: pass number, pass name, text; null = no dumps.</summary>
    public Action<int, string, string>? Dump { get; init; }

    /// <summary>Accumulated ticks by pass index, or null = no timing. Updated atomically: workers share it.</summary>
    public long[]? Ticks { get; init; }
}

/// <summary>The passes over a form, in order, as data: run, time, verify, dump.</summary>
public sealed class PassList<T>(string name, Action<T> verify, Func<T, string> dump) : IEnumerable<Pass<T>>
{
    private readonly List<Pass<T>> _passes = [];

    public string Name { get; } = name;
    public int Count => _passes.Count;
    public Pass<T> this[int i] => _passes[i];

    public void Add(string name, Action<T> run) => Add(name, run, required: false);

    public void Add(string name, Action<T> run, bool required)
    {
        foreach (Pass<T> pass in _passes)
        {
            if (pass.Name == name)
            {
                throw Diagnostics.Unexpected.State("two passes are called " + name);
            }
        }
        _passes.Add(new Pass<T>(name, run, required));
    }

    /// <summary>Runs every pass that is not switched off.</summary>
    public void Run(T form, PassSwitches switches)
    {
        for (int i = 0; i < _passes.Count; i++)
        {
            Pass<T> pass = _passes[i];
            if (!pass.Required && switches.Off.Contains(pass.Name))
            {
                continue;
            }
            switches.Cancellation.ThrowIfCancellationRequested();
            long start = switches.Ticks is null ? 0 : Stopwatch.GetTimestamp();
            pass.Run(form);
            if (switches.Ticks is { } ticks)
            {
                Interlocked.Add(ref ticks[i], Stopwatch.GetTimestamp() - start);
            }
            switches.Dump?.Invoke(i, pass.Name, dump(form));
            if (switches.Verify)
            {
                try
                {
                    verify(form);
                }
                catch (Diagnostics.InternalCompilerException e)
                {
                    throw new Diagnostics.InternalCompilerException($"after {Name}/{pass.Name}: {e.Message}", e);
                }
            }
        }
    }

    public IEnumerator<Pass<T>> GetEnumerator() => _passes.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

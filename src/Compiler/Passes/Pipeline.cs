using System.Diagnostics;

namespace Go.Compiler.Passes;

/// <summary>
/// All that happens to a form, in order: lists of passes, and steps between them that a caller runs. Run, time, verify, dump.
/// </summary>
public sealed class Pipeline<T>(string name, Action<T> verify, Func<T, string> print)
{
    private readonly List<Pass<T>> _passes = [];

    public IReadOnlyList<Pass<T>> Passes => _passes;

    /// <summary>Adds a step that its caller runs with <see cref="Run(Pass{T}, T, PassSwitches, Action{T})"/>.</summary>
    public Pass<T> Step(string step, bool required, string after, string reason) => Add(step, null, required, after, reason);

    /// <param name="pass">Name.</param>
    /// <param name="run">The pass.</param>
    /// <param name="required">Cannot be switched off.</param>
    /// <param name="after">Names of passes that must stand before it, with spaces between.</param>
    /// <param name="reason">Why.</param>
    internal Pass<T> Add(string pass, Action<T>? run, bool required, string after, string reason)
    {
        string[] before = after.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string other in before)
        {
            if (!_passes.Exists(p => p.Name == other))
            {
                throw Diagnostics.Unexpected.State($"{pass} must run after {other}: {reason}");
            }
        }
        if (_passes.Exists(p => p.Name == pass))
        {
            throw Diagnostics.Unexpected.State("two passes are called " + pass);
        }
        var row = new Pass<T>(_passes.Count, pass, run, required, before, reason);
        _passes.Add(row);
        return row;
    }

    /// <summary>Runs a pass over a form unless it is switched off.</summary>
    public void Run(Pass<T> pass, T form, PassSwitches switches, Action<T> run)
    {
        if (!pass.Required && switches.Off.Contains(pass.Name))
        {
            return;
        }
        switches.Cancellation.ThrowIfCancellationRequested();
        long start = switches.Time is null ? 0 : Stopwatch.GetTimestamp();
        run(form);
        switches.Time?.Invoke(pass.Name, Stopwatch.GetTimestamp() - start);
        Check(pass, form, switches);
    }

    /// <summary>Runs a required pass over several forms at once.</summary>
    public void Run(Pass<T> pass, IEnumerable<T> forms, PassSwitches switches, Action run)
    {
        switches.Cancellation.ThrowIfCancellationRequested();
        long start = switches.Time is null ? 0 : Stopwatch.GetTimestamp();
        run();
        switches.Time?.Invoke(pass.Name, Stopwatch.GetTimestamp() - start);
        if (switches.Dump is null && !switches.Verify && switches.Verified.Count == 0)
        {
            return;
        }
        foreach (T form in forms)
        {
            Check(pass, form, switches);
        }
    }

    private void Check(Pass<T> pass, T form, PassSwitches switches)
    {
        switches.Dump?.Invoke(pass.Number, pass.Name, print(form));
        if (!switches.Verify && !switches.Verified.Contains(pass.Name))
        {
            return;
        }
        try
        {
            verify(form);
        }
        catch (Diagnostics.InternalCompilerException e)
        {
            throw new Diagnostics.InternalCompilerException($"after {name}/{pass.Name}: {e.Message}", e);
        }
    }
}

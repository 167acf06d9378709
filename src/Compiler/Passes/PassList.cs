using System.Collections;

namespace Go.Compiler.Passes;

/// <summary>Passes of a pipeline that run one after the other over one form, as data.</summary>
public sealed class PassList<T>(Pipeline<T> pipeline) : IEnumerable<Pass<T>>
{
    private readonly List<Pass<T>> _passes = [];

    public void Add(string name, Action<T> run, string after = "", string reason = "", bool required = false)
        => _passes.Add(pipeline.Add(name, run, required, after, reason));

    /// <summary>Runs every pass that is not switched off.</summary>
    public void Run(T form, PassSwitches switches)
    {
        foreach (Pass<T> pass in _passes)
        {
            pipeline.Run(pass, form, switches, pass.Run!);
        }
    }

    public IEnumerator<Pass<T>> GetEnumerator() => _passes.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Collections.Concurrent;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>The bound bodies of declared functions of all packages of a session: for instances of generic ones and for inlining. Thread-safe.</summary>
internal sealed class FunctionBodies
{
    private readonly ConcurrentDictionary<Function, IrFunction> _bodies = new(ReferenceEqualityComparer.Instance);

    public void Add(IrPackage package)
    {
        foreach (IrFunction f in package.Functions)
        {
            if (f.Object is { } declared)
            {
                _bodies[declared.Origin] = f;
            }
        }
    }

    public IrFunction? Find(Function function) => _bodies.GetValueOrDefault(function.Origin);
}

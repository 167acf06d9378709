using Go.Compiler.ExportData;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>The bound bodies that a package compiled in this build gives to its importers: the same as the cache would give.</summary>
internal static class ExportedBodies
{
    /// <summary>The bodies by declared function.</summary>
    public static IReadOnlyDictionary<Function, IrFunction> Of(IrPackage package, bool inline)
    {
        var bodies = new Dictionary<Function, IrFunction>(ReferenceEqualityComparer.Instance);
        foreach (IrFunction f in package.Functions)
        {
            if (f.Object is { } declared && !f.IsInit && (f.IsGeneric || inline) && ImportableBodies.Filter(f) is { Body: not null } given)
            {
                bodies[declared.Origin] = given;
            }
        }
        return bodies;
    }

    /// <summary>Importers instantiate or inline all that they get: its lines are in their line tables.</summary>
    public static bool KeepsLines(IrFunction function) => function.Body is not null;
}

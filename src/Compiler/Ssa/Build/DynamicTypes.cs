using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// Which variables of interface types hold values of one concrete type only, wherever they are assigned. Go's compiler calls methods of
/// those directly, whatever the flow; of others never, though one value or another may be known at a call.
/// </summary>
internal sealed class DynamicTypes : IrWalker
{
    /// <summary>Null: several types, or unknown ones.</summary>
    private readonly Dictionary<IrLocal, GoType?> _types = new(ReferenceEqualityComparer.Instance);

    public static DynamicTypes Of(IrFunction function)
    {
        var types = new DynamicTypes();
        types.Visit(function.Body);
        return types;
    }

    /// <summary>The variable may hold different types. Of variables that closures share or pointers lead to nothing is known.</summary>
    public bool Varies(IrLocal local)
        => local.IsParameter || local.IsAddressTaken || (_types.TryGetValue(local, out GoType? type) && type is null);

    public override void Visit(IrStatement? statement)
    {
        switch (statement)
        {
            case IrDeclare d:
                Note(d.Local, d.Value);
                break;
            case IrAssign a:
                for (int i = 0; i < a.Targets.Count; i++)
                {
                    if (a.Targets[i] is IrLocalRef target)
                    {
                        Note(target.Local, a.Values.Count == a.Targets.Count ? a.Values[i] : target);
                    }
                }
                break;
        }
        base.Visit(statement);
    }

    private void Note(IrLocal local, IrExpression? value)
    {
        if (value is null or IrZero || !TypePredicates.IsInterface(local.Type))
        {
            return;
        }
        GoType? type = value is IrConvert { X: { } x } && !TypePredicates.IsInterface(x.Type) ? x.Type : null;
        _types[local] = !_types.TryGetValue(local, out GoType? before)
            || (type is not null && before is not null && TypeIdentity.Identical(type, before)) ? type : null;
    }
}

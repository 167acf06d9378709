using Go.Compiler.Ir;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// What a function's builder knows about locals for all their life, so that its closures, which are built after it, need not load it from
/// their objects. Shared by a function and its closures.
/// </summary>
internal sealed class KnownLocals
{
    private readonly Dictionary<IrLocal, IrFunction> _closures = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IrLocal, Scalar[]?> _constants = new(ReferenceEqualityComparer.Instance);

    /// <summary>One scalar: an integer, bits of a float, nil or an address of static data.</summary>
    public readonly record struct Scalar(Op Op, ValueKind Kind, long Immediate, object? Aux)
    {
        public static bool TryFrom(SsaFunction f, ValueId v, out Scalar scalar)
        {
            scalar = new Scalar(f[v].Op, f[v].Kind, f[v].AuxInt, f[v].Aux);
            return scalar.Op is Op.Const or Op.GlobalAddress;
        }
    }

    /// <summary>The function literal that the local holds, or null.</summary>
    public IrFunction? ClosureIn(IrLocal local) => _closures.GetValueOrDefault(local);

    public void SetClosure(IrLocal local, IrFunction function) => _closures[local] = function;

    /// <summary>The local's constant value, or null.</summary>
    public IReadOnlyList<Scalar>? ConstantIn(IrLocal local) => _constants.GetValueOrDefault(local);

    /// <summary>A closure copies the local's value; it is known when it is constant wherever one is made.</summary>
    public void NoteCopy(SsaFunction f, IrLocal local, GoValue value)
    {
        Scalar[]? scalars = value.IsInMemory ? null : new Scalar[value.Count];
        for (int i = 0; scalars is not null && i < value.Count; i++)
        {
            if (!Scalar.TryFrom(f, value[i], out scalars[i]))
            {
                scalars = null;
            }
        }
        bool isSame = !_constants.TryGetValue(local, out Scalar[]? before)
            || (before is not null && scalars is not null && before.AsSpan().SequenceEqual(scalars));
        _constants[local] = isSame ? scalars : null;
    }
}

using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// A declared function with concrete type arguments (none: not generic). Equal exactly when the symbols are, that is, when the type
/// arguments are identical.
/// </summary>
public sealed class InstanceKey : IEquatable<InstanceKey>
{
    /// <param name="function">The declared object or an instance's method; reduced to the origin.</param>
    /// <param name="typeArguments">Receiver's, then own; without type parameters.</param>
    public InstanceKey(Function function, IReadOnlyList<GoType> typeArguments)
    {
        Function = function.Origin;
        TypeArguments = typeArguments;
        Symbol = SymbolNames.Of(Function, typeArguments);
    }

    public Function Function { get; }
    public IReadOnlyList<GoType> TypeArguments { get; }
    public string Symbol { get; }

    /// <summary>Symbol of a closure inside the function, or of the function itself (suffix "").</summary>
    public string SymbolOf(IrFunction closure) => Symbol + closure.NameSuffix;

    public bool Equals(InstanceKey? other) => other is not null && Symbol == other.Symbol;
    public override bool Equals(object? obj) => Equals(obj as InstanceKey);
    public override int GetHashCode() => Symbol.GetHashCode(StringComparison.Ordinal);
    public override string ToString() => Symbol;
}

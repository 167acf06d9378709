using Go.Compiler.Constants;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// A value known before the program runs, as data: what a package-level variable or an anonymous one starts with. The back end turns it
/// into bytes and relocations.
/// </summary>
public abstract class StaticValue(GoType type)
{
    public GoType Type { get; } = type;

    /// <summary>The same bits under another type.</summary>
    internal abstract StaticValue WithType(GoType type);
}

/// <summary>All bytes zero.</summary>
public sealed class StaticZero(GoType type) : StaticValue(type)
{
    internal override StaticValue WithType(GoType type) => new StaticZero(type);
}

/// <summary>A boolean, integer, float or complex constant.</summary>
public sealed class StaticScalar(ConstantValue value, GoType type) : StaticValue(type)
{
    public ConstantValue Value { get; } = value;

    /// <summary>The constant, or <see cref="StaticZero"/>.</summary>
    internal static StaticValue Of(ConstantValue value, GoType type)
        => IsZero(value) ? new StaticZero(type) : new StaticScalar(value, type);

    internal override StaticValue WithType(GoType type) => new StaticScalar(Value, type);

    internal static bool IsZero(ConstantValue value) => value switch
    {
        BoolConstant b => !b.Value,
        IntConstant or FloatConstant => ConstantArithmetic.Sign(value) == 0,
        ComplexConstant c => ConstantArithmetic.Sign(c.Real) == 0 && ConstantArithmetic.Sign(c.Imaginary) == 0,
        _ => false,
    };
}

/// <summary>A string: header to read-only bytes.</summary>
public sealed class StaticString(byte[] bytes, GoType type) : StaticValue(type)
{
    public byte[] Bytes { get; } = bytes;
    internal override StaticValue WithType(GoType type) => new StaticString(Bytes, type);
}

/// <summary>An array of bytes.</summary>
public sealed class StaticBytes(byte[] bytes, GoType type) : StaticValue(type)
{
    public byte[] Bytes { get; } = bytes;
    internal override StaticValue WithType(GoType type) => new StaticBytes(Bytes, type);
}

/// <summary>What a static pointer points into: a package-level variable, or one without a name.</summary>
public abstract class StaticTarget;

/// <summary>A package-level variable, perhaps of another package.</summary>
public sealed class StaticGlobal(Variable variable) : StaticTarget
{
    public Variable Variable { get; } = variable;
}

/// <summary>A variable that a literal made. Writable, like all that pointers and slices of statics reach.</summary>
public sealed class StaticVariable(GoType type, StaticValue value) : StaticTarget
{
    public GoType Type { get; } = type;
    public StaticValue Value { get; } = value;

    /// <summary><c>path..stmp_N</c>; set once the value that refers to it is used.</summary>
    public string Symbol { get; internal set; } = "";
}

/// <summary>A pointer (or unsafe.Pointer) to a place inside a static variable.</summary>
/// <param name="offset">Bytes.</param>
public sealed class StaticPointer(StaticTarget target, long offset, GoType type) : StaticValue(type)
{
    public StaticTarget Target { get; } = target;
    public long Offset { get; } = offset;
    internal override StaticValue WithType(GoType type) => new StaticPointer(Target, Offset, type);
}

/// <summary>
/// A function value without captures: pointer to the read-only closure object of <see cref="Function"/> or <see cref="Closure"/>.
/// </summary>
public sealed class StaticFunction : StaticValue
{
    public StaticFunction(InstanceKey function, GoType type) : base(type) => Function = function;
    public StaticFunction(IrFunction closure, GoType type) : base(type) => Closure = closure;
    public InstanceKey? Function { get; }
    public IrFunction? Closure { get; }

    /// <summary>Symbol of the code; that of the closure object is this with <c>·f</c>.</summary>
    public string Symbol => Function?.Symbol ?? Closure!.Symbol;
    internal override StaticValue WithType(GoType type)
        => Function is not null ? new StaticFunction(Function, type) : new StaticFunction(Closure!, type);
}

/// <summary>A slice of a static array.</summary>
public sealed class StaticSlice(StaticPointer data, long length, long capacity, GoType type) : StaticValue(type)
{
    public StaticPointer Data { get; } = data;
    public long Length { get; } = length;
    public long Capacity { get; } = capacity;
    internal override StaticValue WithType(GoType type) => new StaticSlice(Data, Length, Capacity, type);
}

/// <summary>
/// An interface that holds <see cref="Value"/>, whose type is the dynamic one: the value itself is the data word when that type is stored
/// directly (contract 4.5), else the word points to a read-only copy.
/// </summary>
public sealed class StaticInterface(StaticValue value, GoType type) : StaticValue(type)
{
    public StaticValue Value { get; } = value;
    internal override StaticValue WithType(GoType type) => new StaticInterface(Value, type);
}

/// <summary>A struct or array: its parts that are not zero, by ascending offset.</summary>
public sealed class StaticAggregate(IReadOnlyList<(long Offset, StaticValue Value)> parts, GoType type) : StaticValue(type)
{
    public IReadOnlyList<(long Offset, StaticValue Value)> Parts { get; } = parts;
    internal override StaticValue WithType(GoType type) => new StaticAggregate(Parts, type);
}

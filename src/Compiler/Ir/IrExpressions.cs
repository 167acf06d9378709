using Go.Compiler.Constants;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// An expression of a known type. Types may mention the function's type parameters; consumers substitute. Where the meaning depends on
/// the type (conversion, index, len, range ...) the node says only *what* is done; the consumer looks at the substituted types.
/// "Place" = addressable expression: local, global, dereference, field of a place, index of a place array or of a slice.
/// </summary>
public abstract class IrExpression(GoType type, Pos pos)
{
    public GoType Type { get; } = type;
    public Pos Pos { get; } = pos;
}

/// <summary>A constant of a typed basic type (or named, or a type parameter): bool, number or string.</summary>
public sealed class IrConstant(ConstantValue value, GoType type, Pos pos) : IrExpression(type, pos)
{
    public ConstantValue Value { get; } = value;
}

/// <summary>The zero value of any type, nil included.</summary>
public sealed class IrZero(GoType type, Pos pos) : IrExpression(type, pos);

/// <summary>A local variable, as value or place.</summary>
public sealed class IrLocalRef(IrLocal local, Pos pos) : IrExpression(local.Type, pos)
{
    public IrLocal Local { get; } = local;
}

/// <summary>A package-level variable, as value or place.</summary>
public sealed class IrGlobalRef(Variable variable, Pos pos) : IrExpression(variable.Type!, pos)
{
    public Variable Variable { get; } = variable;
}

/// <summary>
/// A declared function or method expression's target as a value or callee. <paramref name="typeArguments"/>: receiver's, then own; empty
/// when not generic. For methods the type has the receiver as first parameter.
/// </summary>
public sealed class IrFunctionRef(Function function, IReadOnlyList<GoType> typeArguments, GoType type, Pos pos) : IrExpression(type, pos)
{
    /// <summary>Always the origin (declared) object.</summary>
    public Function Function { get; } = function;
    public IReadOnlyList<GoType> TypeArguments { get; } = typeArguments;
}

/// <summary>A function literal or wrapper closure, created here with its captures.</summary>
public sealed class IrClosure(IrFunction function, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrFunction Function { get; } = function;
}

/// <summary>Unary operators after binding.</summary>
public enum IrUnaryOp : byte { Negate, Complement, Not }

/// <summary><c>-x</c>, <c>^x</c>, <c>!x</c>.</summary>
public sealed class IrUnary(IrUnaryOp op, IrExpression x, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrUnaryOp Op { get; } = op;
    public IrExpression X { get; } = x;
}

/// <summary>Binary operators after binding. Operands have identical types except for shifts; comparisons give a boolean type.</summary>
public enum IrBinaryOp : byte
{
    Add, Subtract, Multiply, Divide, Remainder, And, Or, Xor, AndNot, ShiftLeft, ShiftRight,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual,
    /// <summary>Short-circuit.</summary>
    AndAlso, OrElse,
}

/// <summary>
/// A binary operation on numbers, strings (Add concatenates; a chain of Adds is one concatenation), booleans; comparisons of any comparable
/// types, and of slices, maps and functions with nil.
/// </summary>
public sealed class IrBinary(IrBinaryOp op, IrExpression x, IrExpression y, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrBinaryOp Op { get; } = op;
    public IrExpression X { get; } = x;
    public IrExpression Y { get; } = y;
}

/// <summary>
/// Any conversion, explicit or implicit, between the types of <see cref="X"/> and the node: numeric, string, unsafe, to and between
/// interfaces, slice to array (pointer), or a mere change of name.
/// </summary>
public sealed class IrConvert(IrExpression x, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression X { get; } = x;
}

/// <summary><c>&amp;place</c>, or of a composite literal: a new variable.</summary>
public sealed class IrAddressOf(IrExpression x, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression X { get; } = x;
}

/// <summary><c>*x</c> with nil check.</summary>
public sealed class IrDereference(IrExpression x, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression X { get; } = x;
}

/// <summary>
/// Field of a struct value or place; pointers have been dereferenced explicitly. The struct type may be a type parameter's core type.
/// </summary>
public sealed class IrField(IrExpression x, int index, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression X { get; } = x;
    public int Index { get; } = index;
}

/// <summary>
/// <c>x[index]</c> of an array value or place, a slice or a string; pointers to arrays have been dereferenced. The index has an integer
/// type and is not converted.
/// </summary>
public sealed class IrIndex(IrExpression x, IrExpression index, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression X { get; } = x;
    public IrExpression Index { get; } = index;
}

/// <summary><c>m[key]</c>; with <see cref="CommaOk"/> the type is a tuple (element, bool).</summary>
public sealed class IrMapIndex(IrExpression map, IrExpression key, bool commaOk, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression Map { get; } = map;
    public IrExpression Key { get; } = key;
    public bool CommaOk { get; } = commaOk;
}

/// <summary><c>x[low:high:max]</c> of a string, slice, or pointer to array (array places have had their address taken).</summary>
public sealed class IrSlice(IrExpression x, IrExpression? low, IrExpression? high, IrExpression? max, GoType type,
    Pos pos) : IrExpression(type, pos)
{
    public IrExpression X { get; } = x;
    public IrExpression? Low { get; } = low;
    public IrExpression? High { get; } = high;
    public IrExpression? Max { get; } = max;
}

/// <summary>Struct literal: fields in source order of evaluation; missing ones are zero.</summary>
public sealed class IrStructLiteral(IReadOnlyList<(int Field, IrExpression Value)> fields, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IReadOnlyList<(int Field, IrExpression Value)> Fields { get; } = fields;
}

/// <summary>Array or slice literal; for slices <see cref="Length"/> is the length of the backing array.</summary>
public sealed class IrArrayLiteral(IReadOnlyList<(long Index, IrExpression Value)> elements, long length, GoType type,
    Pos pos) : IrExpression(type, pos)
{
    public IReadOnlyList<(long Index, IrExpression Value)> Elements { get; } = elements;
    public long Length { get; } = length;
}

/// <summary>Map literal: entries are evaluated and assigned one after the other.</summary>
public sealed class IrMapLiteral(IReadOnlyList<(IrExpression Key, IrExpression Value)> entries, GoType type,
    Pos pos) : IrExpression(type, pos)
{
    public IReadOnlyList<(IrExpression Key, IrExpression Value)> Entries { get; internal set; } = entries;

    /// <summary>Entries that static initialisation made data of, in order; the others are in <see cref="Entries"/>.</summary>
    public IReadOnlyList<MapTable> Tables { get; internal set; } = [];
}

/// <summary>
/// <c>new(T)</c> (no value: zero), <c>new(expr)</c>, or <c>&amp;T{}</c> of a literal that is zero: a new variable with the initial value.
/// </summary>
public sealed class IrNew(IrExpression? value, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression? Value { get; } = value;
}

/// <summary>make of a slice (length, capacity), map (hint) or channel (buffer size).</summary>
public sealed class IrMake(IrExpression? length, IrExpression? capacity, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression? Length { get; } = length;
    public IrExpression? Capacity { get; } = capacity;
}

/// <summary>
/// A call. The callee is an <see cref="IrFunctionRef"/> (static; methods take the receiver as first argument), an <see cref="IrClosure"/>
/// or any function value. Variadic arguments have been packed into a slice; a forwarded multi-value call has been split into temporaries.
/// The type is the result's, a tuple for several (or none).
/// </summary>
public sealed class IrCall(IrExpression callee, IReadOnlyList<IrExpression> arguments, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression Callee { get; } = callee;
    public IReadOnlyList<IrExpression> Arguments { get; } = arguments;
}

/// <summary>Call of a method through an interface value.</summary>
public sealed class IrInterfaceCall(IrExpression receiver, Function method, IReadOnlyList<IrExpression> arguments, GoType type,
    Pos pos) : IrExpression(type, pos)
{
    public IrExpression Receiver { get; } = receiver;
    public Function Method { get; } = method;
    public IReadOnlyList<IrExpression> Arguments { get; } = arguments;
}

/// <summary>
/// Call of a constraint's method on a value (or place, when addressable) whose type is a type parameter or a pointer to one. Resolved after
/// substitution by <see cref="Lookup"/>: interface call, static call with the way through embedded fields, address or dereference as
/// needed.
/// </summary>
public sealed class IrTypeParameterCall(IrExpression receiver, Function method, IReadOnlyList<IrExpression> arguments, GoType type,
    Pos pos) : IrExpression(type, pos)
{
    public IrExpression Receiver { get; } = receiver;
    public Function Method { get; } = method;
    public IReadOnlyList<IrExpression> Arguments { get; } = arguments;
}

/// <summary>
/// Method value <c>x.M</c> through an interface (nil interface panics here) or of a type parameter's value; those of concrete types are
/// closures over the evaluated receiver already.
/// </summary>
public sealed class IrMethodValue(IrExpression receiver, Function method, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression Receiver { get; } = receiver;
    public Function Method { get; } = method;
}

/// <summary><c>x.(T)</c>; with <see cref="CommaOk"/> the type is a tuple (T, bool).</summary>
public sealed class IrTypeAssert(IrExpression x, GoType target, bool commaOk, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression X { get; } = x;
    public GoType Target { get; } = target;
    public bool CommaOk { get; } = commaOk;
}

/// <summary><c>&lt;-ch</c>; with <see cref="CommaOk"/> the type is a tuple (element, bool).</summary>
public sealed class IrReceive(IrExpression channel, bool commaOk, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrExpression Channel { get; } = channel;
    public bool CommaOk { get; } = commaOk;
}

/// <summary>Predeclared functions that stay operations. Operands as in Go unless said.</summary>
public enum IrBuiltin : byte
{
    /// <summary>Operand may be any type len takes; pointers to arrays have been dereferenced, constant ones folded.</summary>
    Len, Cap,
    /// <summary>Slice, then elements.</summary>
    Append,
    /// <summary>Slice, then a slice or string.</summary>
    AppendSlice,
    Copy, Delete, Clear, Min, Max, Complex, Real, Imag,
    /// <summary>One operand of type any.</summary>
    Panic,
    Recover, Print, Println, Close,
    UnsafeAdd, UnsafeSlice, UnsafeSliceData, UnsafeString, UnsafeStringData,
    /// <summary>
    /// Sizeof, Alignof and Offsetof of types that depend on type parameters; operand 0 has the type (not evaluated); Offsetof: an <see
    /// cref="IrField"/> chain.
    /// </summary>
    UnsafeSizeof, UnsafeAlignof, UnsafeOffsetof,
}

/// <summary>A predeclared function's call.</summary>
public sealed class IrBuiltinCall(IrBuiltin builtin, IReadOnlyList<IrExpression> operands, GoType type, Pos pos) : IrExpression(type, pos)
{
    public IrBuiltin Builtin { get; } = builtin;
    public IReadOnlyList<IrExpression> Operands { get; } = operands;
}

/// <summary>
/// Call of a function of package runtime that is not declared in an imported package, such as <c>panicrangestate</c>; the name is without
/// <c>runtime.</c>. Arguments already have the parameter types; the type is the result's, or the empty tuple.
/// </summary>
public sealed class IrRuntimeCall(string name, IReadOnlyList<IrExpression> arguments, GoType type, Pos pos) : IrExpression(type, pos)
{
    public string Name { get; } = name;
    public IReadOnlyList<IrExpression> Arguments { get; } = arguments;
}

/// <summary>
/// The value of <see cref="X"/>, a pointer or interface, after the panic of a nil dereference should it be nil (operands of go and defer).
/// </summary>
public sealed class IrNilCheck(IrExpression x) : IrExpression(x.Type, x.Pos)
{
    public IrExpression X { get; } = x;
}

/// <summary>
/// Statements, then a value: for rewrites that need temporaries. The statements declare and assign only fresh temporaries of this function,
/// except in the initialisers of package-level variables, where they may assign those.
/// </summary>
public sealed class IrSequence(IReadOnlyList<IrStatement> statements, IrExpression value) : IrExpression(value.Type, value.Pos)
{
    public IReadOnlyList<IrStatement> Statements { get; } = statements;
    public IrExpression Value { get; } = value;
}

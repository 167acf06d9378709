using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Descriptors;

/// <summary>
/// A function that descriptors refer to and that must be compiled into this package: equal symbols, one function. All are shared
/// definitions.
/// </summary>
public abstract record GeneratedFunction(string Symbol);

/// <summary>A method wrapper: <see cref="WrapperFactory.MakeMethod"/>.</summary>
public sealed record GeneratedMethod(string Symbol, GoType Receiver, MethodEntry Entry) : GeneratedFunction(Symbol);

/// <summary>A declared method of an instantiated type.</summary>
public sealed record GeneratedInstance(string Symbol, Function Declared, IReadOnlyList<GoType> TypeArguments) : GeneratedFunction(Symbol);

/// <summary><c>type:.eq.*</c>: <see cref="WrapperFactory.MakeEquality"/>.</summary>
public sealed record GeneratedEquality(string Symbol, GoType Type) : GeneratedFunction(Symbol);

/// <summary><c>type:.hash.*</c>: <see cref="WrapperFactory.MakeHash"/>.</summary>
public sealed record GeneratedHash(string Symbol, GoType Type) : GeneratedFunction(Symbol);

using Go.Compiler.Diagnostics;

namespace Go.Compiler.Types;

/// <summary>Result of <see cref="Lookup.FieldOrMethod"/>.</summary>
/// <param name="Object">The field or method, or null.</param>
/// <param name="Path">Field indices from the type through embedded fields; for a field the last is the field itself; for a method the last is its index.</param>
/// <param name="Indirect">A pointer was followed on the way (or the type itself was a pointer).</param>
/// <param name="Ambiguous">Not found because several are at the same depth.</param>
/// <param name="WrongPointer">Not found because a pointer receiver is needed.</param>
public readonly record struct LookupResult(GoObject? Object, IReadOnlyList<int> Path, bool Indirect, bool Ambiguous = false, bool WrongPointer = false);

/// <summary>A method in a method set, with the way to it.</summary>
/// <param name="Method">For instances: the method object with substituted signature (its <see cref="Function.Origin"/> is the declared one).</param>
/// <param name="Path">Embedded-field indices before the method (empty: declared on the type itself).</param>
/// <param name="Indirect">A pointer is followed on the way.</param>
public readonly record struct MethodEntry(Function Method, IReadOnlyList<int> Path, bool Indirect);

/// <summary>Field and method lookup, method sets and interface satisfaction (spec "Selectors", "Method sets", "Implementing an interface").</summary>
public static class Lookup
{
    /// <summary>Looks a selector up. <paramref name="foldCase"/> is for "did you mean" messages only.</summary>
    public static LookupResult FieldOrMethod(GoType type, bool addressable, Package? package, string name, bool foldCase = false) => throw Unexpected.State("not built");

    /// <summary>The method set for descriptors and itabs: sorted as contract 6.1 says; generic methods are not part of it.</summary>
    public static IReadOnlyList<MethodEntry> MethodSet(GoType type) => throw Unexpected.State("not built");

    /// <summary>The first method of <paramref name="target"/> that <paramref name="type"/> lacks, or null; <paramref name="wrongType"/> is the one with that name but another signature.</summary>
    public static Function? MissingMethod(GoType type, InterfaceType target, bool isStatic, out Function? wrongType, out bool pointerReceiver) => throw Unexpected.State("not built");

    /// <summary>Whether the type implements the interface (or satisfies the constraint); <paramref name="cause"/> is the text Go's compiler puts in parentheses.</summary>
    public static bool Implements(GoType type, GoType target, bool constraint, out string cause, Func<Package, string>? qualifier = null) => throw Unexpected.State("not built");
}

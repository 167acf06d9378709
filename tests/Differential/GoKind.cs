namespace Go.Compiler.Tests.Differential;

/// <summary>The kinds of types that generated programs have.</summary>
internal enum GoKind
{
    Integer, Float, Complex, Bool, Text, Struct, Array, Slice, Map, Pointer, Any, Interface,
}

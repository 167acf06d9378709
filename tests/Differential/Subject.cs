namespace Go.Compiler.Tests.Differential;

/// <summary>What generated programs are about.</summary>
internal enum Subject
{
    /// <summary>The whole language, a little of each.</summary>
    Language,

    /// <summary>Loops over numbers, slices and arrays: counters, limits, checks, what does not change in them.</summary>
    Loops,

    /// <summary>Fields reached by several pointers, copies of structs and arrays that may overlap.</summary>
    Aliasing,

    /// <summary>Functions in functions, what they capture, and how long that lives while stacks move.</summary>
    Closures,
}

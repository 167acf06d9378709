namespace Go.Compiler.Ssa.Inlining;

/// <summary>What the inliner asks its surroundings.</summary>
internal interface IInlineSource
{
    /// <summary>The body to inline for a call target: built, cleaned up, and not being changed now; null = none, or not allowed.</summary>
    FunctionUnit? BodyOf(CallInfo call);

    /// <summary>The unit of a closure, when it can be inlined where it is called with a known object.</summary>
    FunctionUnit? ClosureOf(ClosureSite site);

    /// <summary>A closure of this package by its symbol, also one of which only the name is left; else null.</summary>
    ClosureName? ClosureNamed(string symbol);

    /// <summary>A closure has been inlined under this name: there is no code of it.</summary>
    void NoteName(ClosureName name);

    /// <summary>
    /// Makes the closure's code once more, under another name, unless that is there. False: not in the form in which it can be copied.
    /// </summary>
    bool TryMakeVariant(string closure, ClosureName name);

    /// <summary>A body from another package has been copied: what it refers to is needed here.</summary>
    void Inlined(FunctionUnit callee);
}

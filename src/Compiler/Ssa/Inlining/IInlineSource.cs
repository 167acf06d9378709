namespace Go.Compiler.Ssa.Inlining;

/// <summary>What the inliner asks its surroundings.</summary>
internal interface IInlineSource
{
    /// <summary>The body to inline for a call target: built, cleaned up, and not being changed now; null = none, or not allowed.</summary>
    FunctionUnit? BodyOf(CallInfo call);

    /// <summary>The unit of a closure, when it can be inlined where it is called with a known object.</summary>
    FunctionUnit? ClosureOf(ClosureSite site);

    /// <summary>A body from another package has been copied: what it refers to is needed here.</summary>
    void Inlined(FunctionUnit callee);
}

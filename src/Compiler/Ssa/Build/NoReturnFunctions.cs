namespace Go.Compiler.Ssa.Build;

/// <summary>Functions that generated code knows never return (contract 3.3).</summary>
internal static class NoReturnFunctions
{
    private static readonly System.Collections.Frozen.FrozenSet<string> s_names = System.Collections.Frozen.FrozenSet.ToFrozenSet(
        ["runtime.throwinit", "runtime.gopanic", "runtime.panicwrap", "runtime.block", "runtime.panicmakeslicelen", "runtime.panicmakeslicecap", "runtime.panicunsafeslicelen",
            "runtime.panicunsafeslicenilptr", "runtime.panicunsafestringlen", "runtime.panicunsafestringnilptr", "runtime.panicrangestate"]);

    public static bool Contains(string symbol, bool inRuntime) => s_names.Contains(symbol) || (inRuntime && symbol == "runtime.throw");
}

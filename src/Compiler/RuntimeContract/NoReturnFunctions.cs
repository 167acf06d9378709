using System.Collections.Frozen;

namespace Go.Compiler.RuntimeContract;

/// <summary>Functions that generated code knows never return (contract 3.3).</summary>
internal static class NoReturnFunctions
{
    private static readonly FrozenSet<string> s_names = FrozenSet.ToFrozenSet(
        ["runtime.throwinit", "runtime.gopanic", "runtime.panicwrap", "runtime.block", "runtime.panicmakeslicelen",
            "runtime.panicmakeslicecap", "runtime.panicunsafeslicelen",
            "runtime.panicunsafeslicenilptr", "runtime.panicunsafestringlen", "runtime.panicunsafestringnilptr",
            "runtime.panicrangestate"]);

    public static bool Contains(string symbol, bool inRuntime) => s_names.Contains(symbol) || (inRuntime && symbol == "runtime.throw");
}

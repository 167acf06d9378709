namespace Go.Compiler.Diagnostics;

/// <summary>The one idiom for "impossible": becomes GO9001 with the phase and a way to reproduce it. Never caught to continue.</summary>
public static class Unexpected
{
    public static InternalCompilerException Value(object? value, [System.Runtime.CompilerServices.CallerMemberName] string where = "",
        [System.Runtime.CompilerServices.CallerFilePath] string file = "")
        => new($"unexpected {value ?? "null"} ({value?.GetType().Name}) in {where} ({System.IO.Path.GetFileName(file)})");

    public static InternalCompilerException State(string what, [System.Runtime.CompilerServices.CallerMemberName] string where = "",
        [System.Runtime.CompilerServices.CallerFilePath] string file = "")
        => new($"{what} in {where} ({System.IO.Path.GetFileName(file)})");
}

namespace Go.Compiler.Diagnostics;

/// <summary>A broken invariant of the compiler itself (GO9001). The driver adds package, phase and function.</summary>
public sealed class InternalCompilerException(string message, Exception? inner = null) : Exception(message, inner);

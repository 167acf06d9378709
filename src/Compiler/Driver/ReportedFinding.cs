using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver;

/// <summary>A diagnostic with its place spelled out; an empty file or zeros where unknown.</summary>
public sealed record ReportedFinding(string Code, Severity Severity, string Message, string File, int Line, int Column);

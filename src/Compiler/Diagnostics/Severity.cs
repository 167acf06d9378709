namespace Go.Compiler.Diagnostics;

/// <summary>How serious a diagnostic is, before users' settings.</summary>
public enum Severity : byte { Info, Warning, Error }

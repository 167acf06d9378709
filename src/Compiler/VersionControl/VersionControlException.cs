namespace Go.Compiler.VersionControl;

/// <summary>A repository is broken, or kept in a form that is not read here; the message says what.</summary>
public sealed class VersionControlException(string message, Exception? cause = null) : Exception(message, cause);

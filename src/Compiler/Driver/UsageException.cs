namespace Go.Compiler.Driver;

/// <summary>The command line is wrong; the message says what and how to mend it.</summary>
internal sealed class UsageException(string message) : Exception(message);

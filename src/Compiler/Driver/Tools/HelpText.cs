namespace Go.Compiler.Driver.Tools;

/// <summary>What <c>help</c> tells of a command or topic.</summary>
/// <param name="Name">The words behind <c>help</c>.</param>
/// <param name="Usage">Its usage; empty for topics.</param>
/// <param name="Short">A few words.</param>
/// <param name="Text">Some lines.</param>
/// <param name="IsGroup">It has commands of its own.</param>
internal sealed record HelpText(string Name, string Usage, string Short, string Text, bool IsGroup = false);

namespace Go.Compiler.Tests;

/// <summary>
/// Tests that a clock decides (time limits, signals after a while) run one by one when the others are done, so that a busy machine does not
/// decide them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClockCollection
{
    public const string Name = "clock";
}

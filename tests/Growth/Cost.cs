namespace Go.Compiler.Tests.Growth;

/// <summary>What one build took, over the whole tree of processes.</summary>
/// <param name="Cpu">Seconds, user and system.</param>
/// <param name="Memory">Peak of the largest process, in MiB.</param>
internal readonly record struct Cost(double Cpu, double Memory);

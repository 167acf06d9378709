namespace Go.Compiler.Tests.Conformance.Scripts;

/// <summary>The <c>go</c> command that scripts run.</summary>
/// <param name="Go">The program.</param>
/// <param name="Root">Its GOROOT.</param>
/// <param name="Environment">Variables of its own, such as those that name its caches.</param>
internal sealed record Toolchain(string Go, string Root, IReadOnlyDictionary<string, string> Environment);

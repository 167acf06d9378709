namespace Go.Compiler.Passes;

/// <summary>One step over a form.</summary>
/// <param name="Number">Place in the pipeline, counted over all its lists.</param>
/// <param name="Name">Unique, snake_case.</param>
/// <param name="Run">Null for a step that its caller runs, because it needs more than the form.</param>
/// <param name="Required">Cannot be switched off.</param>
/// <param name="After">Passes that must stand before it.</param>
/// <param name="Reason">Why they must, or why it stands where it does; may be empty.</param>
public sealed record Pass<T>(int Number, string Name, Action<T>? Run, bool Required, IReadOnlyList<string> After, string Reason);

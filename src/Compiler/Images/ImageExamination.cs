namespace Go.Compiler.Images;

/// <summary>What a finished file is, looked at as a program of one target.</summary>
/// <param name="Problem">Why it is none; null: it is one.</param>
/// <param name="Linkage">How it is linked and what it needs of the system, in words.</param>
/// <param name="ForeignLibrary">A library that it needs and that does not come with the system; null: none.</param>
public sealed record ImageExamination(string? Problem, string Linkage = "", string? ForeignLibrary = null);

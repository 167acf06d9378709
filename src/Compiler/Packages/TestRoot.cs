namespace Go.Compiler.Packages;

/// <summary>A package whose tests were asked for.</summary>
/// <param name="FullPath">Its path.</param>
/// <param name="Directory">Its folder.</param>
/// <param name="HasTestFiles">Whether any test file is selected.</param>
/// <param name="Program">Main package of the test program; without test files the package itself, only to be compiled. Null: there were
/// errors.</param>
public sealed record TestRoot(string FullPath, string Directory, bool HasTestFiles, LoadedPackage? Program);

using Go.Compiler.Tests.Check;
using Go.Compiler.Tests.Syntax;

namespace Go.Compiler.Tests.Conformance;

/// <summary>The suites of Go's parser and of its type checker.</summary>
internal static class FrontEndSuites
{
    public static IEnumerable<ConformanceCase> Syntax()
        => SyntaxTestData.All().Select(path => new ConformanceCase("syntax", "syntax", Path.GetFileName(path),
            () => Result(SyntaxTestData.Run(path))));

    public static IEnumerable<ConformanceCase> Types(StandardLibrary library)
    {
        var data = new TypesTestData(library);
        return TypesTestData.All().Select(t => new ConformanceCase("types", t.Name[..t.Name.IndexOf('/')], t.Name,
            () => Result(data.Run(t.Files, t.Tolerance))));
    }

    private static CaseResult Result(List<string>? problems) => problems switch
    {
        null => CaseResult.Skipped("build constraints exclude all files"),
        [] => CaseResult.Passed,
        _ => CaseResult.Failed(string.Join('\n', problems.Take(8))),
    };
}

using Go.Compiler.Check;
using Go.Compiler.Syntax;

namespace Go.Compiler.Tests.Check;

public sealed class StandardLibraryCheckTests
{
    [Fact]
    public void All_packages_check_without_error_and_record_everything()
    {
        var library = new StandardLibrary();
        foreach (string path in library.AllPaths())
        {
            library.Load(path);
        }
        Assert.Empty(library.Errors);
        Assert.True(library.Packages.Count > 300);
        var problems = new List<string>();
        foreach ((string path, CheckedPackage? package) in library.Packages)
        {
            Assert.True(package!.Package.IsComplete, path);
            foreach ((SyntaxNode node, string problem) in RecordedTypesVerifier.Run(package))
            {
                (string file, int line, int column) = library.Files.Resolve(node.Pos);
                problems.Add($"{file}:{line}:{column}: {problem}: {SyntaxPrinter.Short(node)}");
            }
        }
        Assert.True(problems.Count == 0, $"{problems.Count} problems\n{string.Join('\n', problems.Take(30))}");
    }
}

using Go.Compiler.Diagnostics;
using Go.Compiler.Driver;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Driver;

/// <summary>
/// The paths in messages: as Go's commands shorten them, wherever line directives point and whatever -trimpath makes of the program's.
/// </summary>
public sealed class PathTextTests
{
    private const string Folder = "/home/u/m";

    [Theory]
    [InlineData("", "q/a.go", "./a.go")]
    [InlineData("//line ../a/b.go:3\n", "./a/b.go", "../a/b.go")]
    [InlineData("//line ../b.go:3\n", "./b.go", "../b.go")]
    [InlineData("//line ../../b.go:3\n", "../b.go", "../../b.go")]
    [InlineData("//line x/./b.go:3\n", "q/x/b.go", "./x/b.go")]
    [InlineData("//line /abs/b.go:3\n", "/abs/b.go", "/abs/b.go")]
    public void Folders_of_the_package_and_above_are_shortened(string directive, string fromAbove, string fromPackage)
    {
        foreach (string shown in (string[])[Folder + "/q/a.go", "m/q/a.go"])
        {
            var sources = new SourceFileTable();
            SourceFile file = sources.Add(Folder + "/q/a.go", shown,
                System.Text.Encoding.UTF8.GetBytes($"package q\n{directive}var x int = 1\n"));
            int nextId = 1;
            Parser.ParseFile(file, new NameTable(), ref nextId, new DiagnosticSink());
            var finding = new Diagnostic(Catalogue.BadImportPath, new Pos(file.Index, directive.Length == 0 ? 2 : 3, 5), "said");
            string Place(string working) => new PathText(working).OfCompiler(finding, sources).Split(':')[0];
            Assert.Equal((fromAbove, fromPackage), (Place(Folder), Place(Folder + "/q")));
        }
    }
}

using System.Xml.Linq;

namespace Go.Sdk.Tests.Sdk;

/// <summary>Coverage of Go code in dotnet test.</summary>
public sealed class CollectTests
{
    [Fact]
    public void Coverage_is_collected_in_the_format_of_csharp_projects()
    {
        using ProjectFolder project = new ProjectFolder().Restored();
        project.Write("main.go", "package main\n\nimport \"example.com/app/lib\"\n\nfunc main() { println(lib.F(1)) }\n")
            .Write("lib/lib.go", "package lib\n\nfunc F(n int) int {\n\tif n > 10 {\n\t\treturn 10\n\t}\n\treturn n\n}\n")
            .Write("lib/lib_test.go",
                "package lib\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {\n\tif F(2) != 2 {\n\t\tt.Fail()\n\t}\n}\n");
        CommandResult result = project.Dotnet("test", "--collect", "Code Coverage").Expect(0);
        Assert.DoesNotContain("GO8101", result.Output, StringComparison.Ordinal);
        XElement report = XDocument.Load(Path.Combine(project.Root, "TestResults", "app.cobertura.xml")).Root!;
        XElement library = report.Descendants("class").Single(c => c.Attribute("name")!.Value == "lib.go");
        Assert.Equal(Path.Combine(project.Root, "lib", "lib.go"), library.Attribute("filename")!.Value);
        Dictionary<int, int> hits = library.Descendants("line")
            .ToDictionary(l => (int)l.Attribute("number")!, l => (int)l.Attribute("hits")!);
        Assert.True(hits[4] > 0 && hits[7] > 0);
        Assert.Equal(0, hits[5]);
        Assert.Contains("warning GO8101", project.Dotnet("test", "--collect", "Something Else").Expect(0).Output, StringComparison.Ordinal);
    }
}

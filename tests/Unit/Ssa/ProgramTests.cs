using System.Runtime.CompilerServices;

namespace Go.Compiler.Tests.Ssa;

/// <summary>Programs run by the interpreter, as built and after every pass, print what Go's own compiler makes them print.</summary>
public sealed class ProgramTests
{
    public static TheoryData<string, bool> Programs()
    {
        var data = new TheoryData<string, bool>();
        foreach (string path in Directory.GetFiles(Folder(), "*.go").Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetFileNameWithoutExtension(path), true);
            data.Add(Path.GetFileNameWithoutExtension(path), false);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_prints_what_it_should(string name, bool optimize)
    {
        string source = File.ReadAllText(Path.Combine(Folder(), name + ".go"));
        string expected = File.ReadAllText(Path.Combine(Folder(), name + ".txt"));
        Assert.Equal(expected, new GoProgram(source, optimize).Run());
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Programs");
}

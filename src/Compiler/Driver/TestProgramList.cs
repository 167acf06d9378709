using Go.Compiler.Build;

namespace Go.Compiler.Driver;

/// <summary>The list of test programs that a build leaves for whoever runs them: a line for each package, fields separated by tabs.</summary>
public static class TestProgramList
{
    public static void Write(string file, IReadOnlyList<TestProgram> programs)
    {
        var lines = new List<string>();
        foreach (TestProgram p in programs)
        {
            lines.Add(string.Join('\t', p.ImportPath, p.Directory, p.File ?? "", p.HasTestFiles ? "tests" : "", p.Failed ? "failed" : ""));
        }
        File.WriteAllLines(file, lines);
    }

    public static IReadOnlyList<TestProgram> Read(string file)
    {
        var programs = new List<TestProgram>();
        foreach (string line in File.ReadLines(file))
        {
            string[] fields = line.Split('\t');
            if (fields.Length != 5)
            {
                throw new InvalidDataException($"{file}: not a list of test programs: '{line}'");
            }
            programs.Add(new TestProgram(fields[0], fields[1], fields[2].Length > 0 ? fields[2] : null, fields[3].Length > 0, fields[4].Length > 0));
        }
        return programs;
    }
}

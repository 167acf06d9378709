using Go.Compiler.Build;

namespace Go.Compiler.Driver;

/// <summary>
/// The list of test programs that a build leaves for whoever runs them: a line for each package, fields separated by tabs.
/// </summary>
public static class TestProgramList
{
    public static string Text(IReadOnlyList<TestProgram> programs)
    {
        var text = new System.Text.StringBuilder();
        foreach (TestProgram p in programs)
        {
            text.AppendJoin('\t', p.ImportPath, p.Directory, p.File ?? "", p.HasTestFiles ? "tests" : "", p.Failed ? "failed" : "")
                .Append(Environment.NewLine);
        }
        return text.ToString();
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
            programs.Add(new TestProgram(fields[0], fields[1], fields[2].Length > 0 ? fields[2] : null, fields[3].Length > 0,
                fields[4].Length > 0));
        }
        return programs;
    }
}

using Go.Compiler.Build;
using Go.Compiler.Driver;
using Go.Compiler.Settings;

namespace Go.Sdk.TestHost;

/// <summary>What to run: the test programs that the build made, and the flags to run them with.</summary>
internal sealed record TestSettings(IReadOnlyList<TestProgram> Programs, IReadOnlyList<string> Flags, IReadOnlyList<string> Runner)
{
    /// <summary>Reads a file of lines <c>programs FILE</c> (the build's list) and <c>flag TEXT</c>, in the test program's spelling, and <c>runner WORDS</c>, what runs the programs.</summary>
    public static TestSettings Read(string file)
    {
        var programs = new List<TestProgram>();
        var flags = new List<string>();
        IReadOnlyList<string> runner = [];
        foreach (string line in File.ReadLines(file))
        {
            int space = line.IndexOf(' ');
            string word = space < 0 ? line : line[..space], rest = space < 0 ? "" : line[(space + 1)..].Trim();
            switch (word)
            {
                case "programs":
                    programs.AddRange(TestProgramList.Read(rest));
                    break;
                case "flag" when rest.Length > 0:
                    flags.Add(rest);
                    break;
                case "runner":
                    runner = QuotedFields.Split(rest);
                    break;
                case "" or "flag":
                    break;
                default:
                    throw new InvalidDataException($"{file}: unknown line '{line}'");
            }
        }
        return new TestSettings(programs, flags, runner);
    }
}

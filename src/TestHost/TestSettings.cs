using Go.Compiler.Build;
using Go.Compiler.Driver;
using Go.Compiler.Settings;

namespace Go.Sdk.TestHost;

/// <summary>What to run: the test programs that the build made, and the flags to run them with.</summary>
internal sealed record TestSettings(IReadOnlyList<TestProgram> Programs, IReadOnlyList<string> Flags, IReadOnlyList<string> Runner)
{
    /// <summary>Receives the results of benchmarks; null: nobody asks for them.</summary>
    public string? BenchmarkFile { get; init; }

    /// <summary>The cache that results of tests come from and go to; null: tests always run.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The folder of the standard library where the project names one; "": it comes with the SDK, and is no folder.</summary>
    public string Library { get; init; } = "";

    /// <summary>The pattern of the fuzz test to fuzz; null: seeds of fuzz tests only run as tests.</summary>
    public string? Fuzz { get; init; }

    /// <summary>Where inputs are kept that fuzzing finds.</summary>
    public string FuzzFolder { get; init; } = "";

    /// <summary>Reads a file of lines <c>programs FILE</c> (the build's list) and <c>flag TEXT</c>, in the test program's spelling,
    /// <c>runner WORDS</c>, what runs the programs, <c>benchmarks FILE</c>, <c>cache [FOLDER]</c>, <c>library FOLDER</c>,
    /// <c>fuzz PATTERN</c> and <c>inputs FOLDER</c>.</summary>
    public static TestSettings Read(string file)
    {
        var programs = new List<TestProgram>();
        var flags = new List<string>();
        IReadOnlyList<string> runner = [];
        string? benchmarkFile = null, cacheFolder = null, fuzz = null, inputs = null;
        string library = "";
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
                case "benchmarks":
                    benchmarkFile = rest;
                    break;
                case "cache":
                    cacheFolder = rest.Length > 0 ? rest : Locations.CacheDirectory();
                    break;
                case "fuzz":
                    fuzz = rest;
                    break;
                case "inputs":
                    inputs = rest;
                    break;
                case "library":
                    library = rest;
                    break;
                case "" or "flag":
                    break;
                default:
                    throw new InvalidDataException($"{file}: unknown line '{line}'");
            }
        }
        return new TestSettings(programs, flags, runner)
        {
            BenchmarkFile = benchmarkFile, CacheFolder = cacheFolder, Library = library, Fuzz = fuzz,
            FuzzFolder = inputs ?? Locations.FuzzDirectory(),
        };
    }
}

using Go.Compiler.Build;

namespace Go.Sdk.TestHost;

/// <summary>The one fuzz test of a project that is fuzzed, beside its tests.</summary>
/// <param name="Program">The program that has it.</param>
/// <param name="Flags">What that program is told besides.</param>
internal sealed record FuzzChoice(TestProgram Program, IReadOnlyList<string> Flags)
{
    /// <summary>Asks the programs which fuzz tests a pattern means; what is wrong when that is not exactly one.</summary>
    /// <param name="pattern">Go's regular expression (<c>-fuzz</c>).</param>
    /// <param name="inputs">The folder of inputs that fuzzing has found; those of a package have a folder of their own in it.</param>
    public static async Task<(FuzzChoice? Choice, string Problem)> Find(
        TestSettings settings, string pattern, string inputs, CancellationToken cancellation)
    {
        var found = new List<(TestProgram Program, string Name)>();
        foreach (TestProgram program in settings.Programs.Where(p => p.File is not null))
        {
            var process = new TestProcess(program, settings.Runner, null);
            IReadOnlyList<string> names = await process.List(["-test.run=" + pattern], cancellation);
            found.AddRange(names.Where(n => n.StartsWith("Fuzz", StringComparison.Ordinal)).Select(n => (program, n)));
        }
        if (found is not [var only])
        {
            string all = string.Join(", ", found.Select(f => $"{f.Program.ImportPath}.{f.Name}"));
            return (null, found.Count == 0 ? $"property GoFuzz is '{pattern}'; no fuzz test has such a name"
                : $"property GoFuzz is '{pattern}'; more than one fuzz test has such a name: {all}; "
                    + "name one (GoFuzz=^Name$), and its package where several have it (GoTestPackages)");
        }
        string folder = Path.Combine([inputs, .. only.Program.ImportPath.Split('/')]);
        return (new FuzzChoice(only.Program, [$"-test.fuzz=^{only.Name}$", "-test.fuzzcachedir=" + folder]), "");
    }
}

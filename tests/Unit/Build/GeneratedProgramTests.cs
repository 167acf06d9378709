using Go.Compiler.Tests.Differential;

namespace Go.Compiler.Tests.Build;

/// <summary>Programs made from fixed seeds say the same optimised and unoptimised. Many more, against the original toolchain: <c>./build.sh differential</c>.</summary>
public sealed class GeneratedProgramTests
{
    [Theory]
    [InlineData("Language", 60)]
    [InlineData("Loops", 20)]
    [InlineData("Aliasing", 20)]
    public void Generated_programs_say_the_same_optimised_and_unoptimised(string subject, ulong last)
    {
        string work = Directory.CreateTempSubdirectory("generated-programs-").FullName;
        try
        {
            string programs = Path.Combine(work, "programs"), cache = Path.Combine(work, "cache");
            var comparison = new Comparison(programs, cache, original: null, unoptimised: true, Enum.Parse<Subject>(subject));
            Assert.Empty(comparison.Compare(1, last));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    [Fact]
    public void A_seed_always_gives_the_same_program()
    {
        foreach (Subject subject in Enum.GetValues<Subject>())
        {
            Assert.Equal(ProgramGenerator.Generate(7, subject), ProgramGenerator.Generate(7, subject));
            Assert.NotEqual(ProgramGenerator.Generate(7, subject), ProgramGenerator.Generate(8, subject));
        }
    }
}

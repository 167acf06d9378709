using Go.Compiler.Tests.Differential;

namespace Go.Compiler.Tests.Build;

/// <summary>Programs made from fixed seeds say the same optimised and unoptimised. Many more, against the original toolchain: <c>./build.sh differential</c>.</summary>
public sealed class GeneratedProgramTests
{
    [Fact]
    public void Generated_programs_say_the_same_optimised_and_unoptimised()
    {
        string work = Directory.CreateTempSubdirectory("generated-programs-").FullName;
        try
        {
            var comparison = new Comparison(Path.Combine(work, "programs"), Path.Combine(work, "cache"), original: null, unoptimised: true);
            Assert.Empty(comparison.Compare(1, 60));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    [Fact]
    public void A_seed_always_gives_the_same_program()
    {
        Assert.Equal(ProgramGenerator.Generate(7), ProgramGenerator.Generate(7));
        Assert.NotEqual(ProgramGenerator.Generate(7), ProgramGenerator.Generate(8));
    }
}

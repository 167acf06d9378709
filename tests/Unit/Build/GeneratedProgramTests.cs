using Go.Compiler.Tests.Differential;

namespace Go.Compiler.Tests.Build;

/// <summary>
/// Programs made from fixed seeds say the same optimised and unoptimised. Many more, against the original toolchain: <c>./build.sh
/// differential</c>.
/// </summary>
public sealed class GeneratedProgramTests
{
    [Fact]
    public void Generated_programs_say_the_same_optimised_and_unoptimised()
    {
        string work = Directory.CreateTempSubdirectory("generated-programs-").FullName;
        try
        {
            foreach ((Subject subject, ulong last) in new[] { (Subject.Language, 60UL), (Subject.Loops, 20UL), (Subject.Aliasing, 20UL),
                (Subject.Closures, 20UL) })
            {
                string programs = Path.Combine(work, subject.ToString()), cache = Path.Combine(work, "cache");
                var comparison = new Comparison(programs, cache, original: null, unoptimised: true, subject, Machine.Of("amd64")!);
                Assert.Empty(comparison.Compare(1, last));
            }
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

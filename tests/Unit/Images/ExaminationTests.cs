using Go.Compiler.Images;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Images;

/// <summary>What a look at a finished file finds, for every target: the right file is right, everything else says why it is not.</summary>
public sealed class ExaminationTests
{
    public static TheoryData<string, string> Targets()
    {
        var targets = new TheoryData<string, string>();
        foreach (Platform platform in SupportedPlatforms.All)
        {
            targets.Add(platform.Target.Os, platform.Target.Arch);
        }
        return targets;
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Programs_are_right_for_their_target_only(string os, string arch)
    {
        byte[] program = Program(os, arch);
        foreach (Platform platform in SupportedPlatforms.All)
        {
            ImageExamination examination = platform.ImageFormat.Examine(program);
            bool isOwn = platform.Target.Os == os && platform.Target.Arch == arch;
            Assert.True(isOwn == (examination.Problem is null), $"{platform.Target}: {examination.Problem}");
            Assert.Equal(isOwn, examination.Linkage.Length > 0);
            Assert.NotNull(platform.ImageFormat.Examine([]).Problem);
            Assert.NotNull(platform.ImageFormat.Examine(program[..40]).Problem);
        }
    }

    [Fact]
    public void A_changed_program_of_a_system_that_wants_signatures_is_found_out()
    {
        byte[] program = Program("darwin", "arm64");
        program[^1] ^= 1; // in the last hash
        Assert.Contains("the system will not run it", Examine(program, "darwin", "arm64").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_that_do_not_come_with_the_system_are_told()
    {
        Assert.Null(Examine(Program("darwin", "amd64", "/usr/lib/libSystem.B.dylib"), "darwin", "amd64").ForeignLibrary);
        ImageExamination examination = Examine(Program("darwin", "amd64", "/usr/lib/libSystem.B.dylib", "/opt/lib/x.dylib"), "darwin",
            "amd64");
        Assert.Equal("/opt/lib/x.dylib", examination.ForeignLibrary);
        Assert.Equal("position independent, /usr/lib/libSystem.B.dylib, /opt/lib/x.dylib, not signed", examination.Linkage);
    }

    private static ImageExamination Examine(byte[] program, string os, string arch)
        => SupportedPlatforms.Of(SupportedPlatforms.Find(os, arch)!).ImageFormat.Examine(program);

    private static byte[] Program(string os, string arch, params string[] libraries)
    {
        Platform platform = SupportedPlatforms.Of(SupportedPlatforms.Find(os, arch)!);
        var program = new LinkFixture();
        program.Function(platform.Image.EntrySymbol, new byte[16]);
        foreach (string library in libraries)
        {
            program.File.DynamicImports.Add(new DynamicImport(default, "", library));
        }
        var options = new LinkOptions
        {
            Target = platform.Target, Image = platform.Image, Format = platform.ImageFormat, Relocator = platform.Relocator,
            Parallelism = 2,
            IsPositionIndependent = platform.Image.IsAlwaysMoved,
        };
        return LinkFixture.Link(options, program.File);
    }
}

using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Settings;

/// <summary>Flags of Go's compiler, assembler and linker in <c>-gcflags</c>, <c>-asmflags</c> and <c>-ldflags</c>.</summary>
public sealed class ToolFlagsTests
{
    [Theory]
    [InlineData("-N", null, new[] { "-N" })]
    [InlineData(" -N -l ", null, new[] { "-N", "-l" })]
    [InlineData("all=-N", "all", new[] { "-N" })]
    [InlineData("./x/...=-N -d=verify", "./x/...", new[] { "-N", "-d=verify" })]
    [InlineData("all=", "all", new string[0])]
    [InlineData("", null, new string[0])]
    [InlineData("-X 'main.v=a b' -X=main.w='c'", null, new[] { "-X", "main.v=a b", "-X=main.w='c'" })]
    public void Values_have_a_pattern_or_none(string text, string? pattern, string[] words)
    {
        PatternFlags flags = PatternFlags.Parse(text);
        Assert.Equal((pattern, text), (flags.Pattern, flags.Text));
        Assert.Equal(words, flags.Words);
    }

    [Theory]
    [InlineData("N", "missing =<value> in <pattern>=<value>")]
    [InlineData("=-N", "missing <pattern> in <pattern>=<value>")]
    [InlineData("'-N'=x", "parameter may not start with quote character '")]
    [InlineData("-X 'main.v=a b", "unterminated ' string")]
    public void Values_of_another_form_are_Go_s_errors(string text, string message)
        => Assert.Equal(message, Assert.Throws<SettingException>(() => PatternFlags.Parse(text)).Message);

    [Fact]
    public void The_compilers_flags()
    {
        CompilerSettings s = Compiler("-N -l -e -C -lang=go1.21 -d verify,dump=main.f");
        Assert.Equal((false, false, true, true, "go1.21"), (s.Optimize, s.Inline, s.ReportAllErrors, s.HideColumns, s.Language));
        Assert.Equal(["verify", "dump=main.f"], s.DebugFlags);
        s = Compiler("-N -N=false --l=4 -c=4 -race=false -wb=true");
        Assert.Equal((true, true), (s.Optimize, s.Inline));
    }

    [Fact]
    public void The_linkers_flags()
    {
        LinkerSettings s =
            Linker("-s -X main.a=1 -X=main.b=x=y -X main.a=2 -E start -buildid=id -B 0x0aff -checklinkname=0 -linkmode internal -H=linux");
        Assert.Equal([("main.a", "2"), ("main.b", "x=y")], s.Variables);
        Assert.Equal((true, true, "start", "id", "0x0aff", false),
            (s.StripSymbols, s.StripDebugInformation, s.Entry, s.BuildId, s.GnuBuildId, s.CheckLinkname));
        Assert.Equal((64, -7L), (Linker("-funcalign=64").FunctionAlignment, Linker("-randlayout=-7").LayoutSeed));
        Assert.Equal((true, false), (Linker("-s -w=0").StripSymbols, Linker("-s -w=0").StripDebugInformation));
    }

    [Theory]
    [InlineData("-nosuch", "compile: flag provided but not defined: -nosuch", false)]
    [InlineData("-lang", "compile: flag needs an argument: -lang", false)]
    [InlineData("-lang=1.21", "compile: invalid value \"1.21\" for -lang: should be something like \"go1.12\"", false)]
    [InlineData("-race=maybe", "compile: invalid boolean value \"maybe\" for -race: parse error", false)]
    [InlineData("-c=x", "compile: invalid value \"x\" for flag -c: parse error", false)]
    [InlineData("-c=0", "compile: -c must be at least 1, got 0", false)]
    [InlineData("-N x.go", "compile: \"x.go\" is no flag, and files are not named here", false)]
    [InlineData("-goversion=go1.2", "compile: version \"go1.27\" does not match go tool version \"go1.2\"", false)]
    [InlineData("-m", "compile flag -m=true is not supported: this report is not made", true)]
    [InlineData("-spectre=all", "compile flag -spectre=all is not supported: code without the mitigations would be less safe than it says",
        true)]
    public void Wrong_flags_of_the_compiler(string flags, string message, bool isRefused)
    {
        SettingException e = Assert.Throws<SettingException>(() => Compiler(flags));
        Assert.Equal((message, isRefused), (e.Message, e.IsRefused));
    }

    [Theory]
    [InlineData("-X=foo", "link: -X flag requires argument of the form importpath.name=value")]
    [InlineData("-X=v=1", "link: -X flag requires argument of the form importpath.name=value")]
    [InlineData("-B=12", "link: -B argument must start with 0x: 12")]
    [InlineData("-B=0x123", "link: -B argument must have even number of digits: 0x123")]
    [InlineData("-funcalign=48", "link: invalid -funcalign value 48")]
    [InlineData("-linkmode=external", "link flag -linkmode=external is not supported: no other linker is called")]
    [InlineData("-linkmode=foo", "link: invalid value \"foo\" for flag -linkmode: invalid linkmode: \"foo\"")]
    [InlineData("-H=windowsgui", "link flag -H=windowsgui is not supported: programs have the form of linux")]
    public void Wrong_flags_of_the_linker(string flags, string message)
        => Assert.Equal(message, Assert.Throws<SettingException>(() => Linker(flags)).Message);

    [Fact]
    public void Flags_without_meaning_are_noted()
    {
        var notes = new List<string>();
        LinkerSettings.Read(["-extldflags", "-static", "-compressdwarf=false", "-pruneweakmap=true"], "linux", notes);
        Assert.Equal(["link flag -extldflags=-static has no meaning here: no other linker is called",
            "link flag -compressdwarf=false has no meaning here: there is no debug information to shape"], notes);
    }

    /// <summary>Every row does what it says, and its own default does nothing.</summary>
    [Fact]
    public void Every_flag_has_its_standing()
    {
        int rows = 0;
        foreach ((string tool, IReadOnlyList<ToolFlag> table) in (ReadOnlySpan<(string, IReadOnlyList<ToolFlag>)>)
            [("compile", ToolFlags.Compiler), ("asm", ToolFlags.Assembler), ("link", ToolFlags.Linker)])
        {
            foreach (ToolFlag flag in table)
            {
                rows++;
                string value = flag.Kind switch { FlagKind.Switch => flag.Default == "true" ? "false" : "true", FlagKind.Count => "true",
                    FlagKind.Number => "7", _ => "x" };
                var notes = new List<string>();
                SettingException? refused = null;
                int given = 0;
                try
                {
                    given = ToolFlags.Parse(tool, table, [$"-{flag.Name}={value}"], notes).Count;
                }
                catch (SettingException e)
                {
                    refused = e;
                }
                Assert.Equal((flag.Name, flag.Standing == FlagStanding.Works ? 1 : 0), (flag.Name, given));
                Assert.Equal((flag.Name, flag.Standing == FlagStanding.Noted ? 1 : 0), (flag.Name, notes.Count));
                Assert.Equal((flag.Name, flag.Standing == FlagStanding.Refused), (flag.Name, refused is { IsRefused: true }));
                Assert.Equal((flag.Name, flag.Standing != FlagStanding.Works), (flag.Name, flag.Why.Length > 0));
                if (flag.Kind == FlagKind.Switch)
                {
                    ToolFlags.Parse(tool, table, [$"-{flag.Name}={(flag.Default == "true" ? "true" : "false")}"], notes);
                    Assert.Equal((flag.Name, flag.Standing == FlagStanding.Noted ? 1 : 0), (flag.Name, notes.Count));
                }
            }
        }
        Assert.True(rows > 120, $"{rows} rows");
    }

    /// <summary>Flags that count mean another thing from two on.</summary>
    [Theory]
    [InlineData("-L -l", true, false), InlineData("-L -L -l -l", false, true), InlineData("-L=2 -l=2", false, true),
        InlineData("-L -L=1 -l -l=1", true, false)]
    [InlineData("-L -L=false -L -l -l=0", true, true)]
    public void Switches_that_count(string flags, bool showsOrigins, bool inlines)
        => Assert.Equal((showsOrigins, inlines), (Compiler(flags).ShowsOrigins, Compiler(flags).Inline));

    private static CompilerSettings Compiler(string flags) => CompilerSettings.Read(QuotedFields.Split(flags), "go1.27", []);

    private static LinkerSettings Linker(string flags) => LinkerSettings.Read(QuotedFields.Split(flags), "linux", []);
}

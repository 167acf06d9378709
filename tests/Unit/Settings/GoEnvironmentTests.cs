using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Settings;

/// <summary>Where settings come from, and how <c>go env -w</c> changes the user's file.</summary>
public sealed class GoEnvironmentTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("go-environment-").FullName;

    private string UserFile => Path.Combine(_root, "env");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private GoEnvironment Read(params (string Name, string Value)[] process)
        => GoEnvironment.Read(process.Append(("GOENV", UserFile)).ToDictionary(p => p.Item1, p => p.Item2), _root);

    [Fact]
    public void The_process_wins_then_the_users_file_then_that_of_GOROOT()
    {
        File.WriteAllText(UserFile, "GOFLAGS=-v\nGOPROXY=user\n# GOBIN=/comment\nlower=x\n");
        File.WriteAllText(Path.Combine(_root, "go.env"), "# comment\nGOPROXY=root\nGOSUMDB=root\n");
        GoEnvironment environment = Read(("GOFLAGS", "-x"), ("GOBIN", ""));
        Assert.Equal(["-x", "user", "root", "", ""],
            ((string[])["GOFLAGS", "GOPROXY", "GOSUMDB", "GOBIN", "lower"]).Select(environment.Get));
        Assert.Equal(new GoSetting("GOSUMDB", "root", false), environment.Setting("GOSUMDB", ""));
        Assert.Equal(new GoSetting("GOPROXY", "user", true), environment.Setting("GOPROXY", ""));
    }

    [Fact]
    public void GOENV_off_means_no_file()
    {
        GoEnvironment environment = GoEnvironment.Read(new Dictionary<string, string> { ["GOENV"] = "off", ["HOME"] = _root }, "");
        Assert.Null(environment.FilePath);
        Assert.Equal(Path.Combine(_root, "go", "pkg", "mod"), environment.ModuleCache);
    }

    [Fact]
    public void Projects_take_from_it_where_modules_come_from_and_nothing_else()
    {
        File.WriteAllText(UserFile, "GOFLAGS=-v\nGOSUMDB=user\nGOPROXY=user\n");
        var process = new Dictionary<string, string>
        {
            ["GOENV"] = UserFile, ["GOPROXY"] = "process", ["GOOS"] = "plan9", ["GOWORK"] = "off", ["HOME"] = _root,
            ["USERPROFILE"] = _root,
        };
        GoEnvironment environment = GoEnvironment.OfModules(process);
        Assert.Equal(["process", "user", "", "", ""],
            ((string[])["GOPROXY", "GOSUMDB", "GOFLAGS", "GOOS", "GOWORK"]).Select(environment.Get));
        Assert.Equal(Path.Combine(_root, "go", "pkg", "mod"), environment.ModuleCache);
        process["GOMODCACHE"] = Path.Combine(_root, "cache");
        Assert.Equal(process["GOMODCACHE"], GoEnvironment.OfModules(process).ModuleCache);
    }

    [Fact]
    public void The_users_file_is_kept_line_by_line()
    {
        File.WriteAllText(UserFile, "GOOS=linux\nGOBIN=/a\nGOBIN=/b\n# comment\nGOPROXY=off\nGOARCH=amd64");
        EnvironmentFile.Update(UserFile, new Dictionary<string, string> { ["GOARCH"] = "arm64", ["GOFLAGS"] = "-v" },
            new HashSet<string> { "GOOS" });
        Assert.Equal("GOBIN=/b\n# comment\nGOARCH=arm64\nGOFLAGS=-v\nGOPROXY=off\n", File.ReadAllText(UserFile));
        Assert.Equal([UserFile], Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void What_is_taken_out_ends_a_block_of_sorted_lines()
    {
        File.WriteAllText(UserFile, "GOSUMDB=off\nGOFLAGS=-x\nGOFLAGS=-v\nGOARCH=amd64\n");
        EnvironmentFile.Update(UserFile, new Dictionary<string, string> { ["GOBIN"] = "/x" }, new HashSet<string>());
        Assert.Equal("GOSUMDB=off\nGOARCH=amd64\nGOBIN=/x\nGOFLAGS=-v\n", File.ReadAllText(UserFile));
    }

    [Theory]
    [InlineData("GOROOT", "/x", "GOROOT cannot be modified")]
    [InlineData("GODEBUG", "x=1", "GODEBUG can only be set using the OS environment")]
    [InlineData("GOFOO", "1", "unknown go command variable GOFOO")]
    [InlineData("GO111MODULE", "maybe", "invalid GO111MODULE value \"maybe\"")]
    [InlineData("GOPATH", "~/go", "GOPATH entry cannot start with shell metacharacter '~': \"~/go\"")]
    [InlineData("GOMODCACHE", "rel", "GOMODCACHE entry is relative; must be absolute path: \"rel\"")]
    [InlineData("CC", "'a", "invalid CC: unterminated ' string")]
    [InlineData("GOFLAGS", "a\nb", "invalid newline in GOFLAGS=... value")]
    public void What_cannot_be_stored_is_refused(string name, string value, string message)
        => Assert.Equal(message, Assert.Throws<SettingException>(() => EnvironmentWrite.Check(Read(), name, value)).Message);

    [Fact]
    public void Levels_of_processors_are_checked()
    {
        Assert.Equal("v1", KnownPlatforms.Level(Read(), "amd64"));
        Assert.Equal("v3", KnownPlatforms.Level(Read(("GOAMD64", "v3")), "amd64"));
        Assert.Equal("invalid GOAMD64: must be v1, v2, v3, v4",
            Assert.Throws<SettingException>(() => KnownPlatforms.Level(Read(("GOAMD64", "v9")), "amd64")).Message);
    }
}

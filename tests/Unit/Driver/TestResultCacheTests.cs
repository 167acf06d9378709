using System.Text;
using Go.Compiler.Build;
using Go.Compiler.Driver;
using Go.Compiler.Settings;

namespace Go.Compiler.Tests.Driver;

/// <summary>Results of tests are told again only while nothing that the test asked for has changed.</summary>
public sealed class TestResultCacheTests : IDisposable
{
    private const string Passed = "some output\nPASS\nok  \tp\t0.123s\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("go-test-results-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text, bool isOld = true)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        if (isOld)
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromMinutes(5));
        }
        return path;
    }

    private ContentCache Cache => new(Path.Combine(_folder.FullName, "cache"));

    private TestResultCache Results(params (string Name, string Value)[] variables)
        => new(Cache, GoEnvironment.Read(variables.ToDictionary(v => v.Name, v => v.Value), ""), [_folder.FullName]);

    private string? Find(TestResultCache results, string program)
        => results.Find(results.KeyOf(program, _folder.FullName, ["-test.v=true"]), _folder.FullName) is { } found
            ? Encoding.UTF8.GetString(found) : null;

    private void Store(TestResultCache results, string program, string log)
        => results.Store(results.KeyOf(program, _folder.FullName, ["-test.v=true"]), _folder.FullName,
            Encoding.UTF8.GetBytes("# test log\n" + log), Encoding.UTF8.GetBytes(Passed));

    [Fact]
    public void What_passed_is_told_again_as_cached()
    {
        string program = Write("p.test", "program"), data = Write("data", "x");
        Store(Results(("A", "1")), program, $"getenv A\nopen data\nstat {data}\nopen /no/such/file\n");
        Assert.Equal("some output\nPASS\nok  \tp\t(cached)\n", Find(Results(("A", "1")), program));
        Assert.Null(Find(Results(("A", "2")), program));
        Assert.Null(Find(Results(("A", "1")), Write("p.test", "another program")));
    }

    [Fact]
    public void A_percentage_and_a_profile_are_told_again()
    {
        string program = Write("p.test", "program"), written = Write("written", "mode: set\nm/a.go:1.1,2.2 1 1\n"),
            found = Path.Combine(_folder.FullName, "found");
        byte[] log = "# test log\n"u8.ToArray(), output = "ok  \tp\t0.123s\tcoverage: 50.0% of statements [no tests to run]\n"u8.ToArray();
        TestResultCache results = Results();
        string Key(string circumstances) => results.KeyOf(program, _folder.FullName, [], circumstances);
        results.Store(Key("profile"), _folder.FullName, log, output, written);
        Assert.Equal("ok  \tp\t(cached)\tcoverage: 50.0% of statements [no tests to run]\n",
            Encoding.UTF8.GetString(results.Find(Key("profile"), _folder.FullName, found)!));
        Assert.Equal(File.ReadAllText(written), File.ReadAllText(found));
        Assert.Null(results.Find(Key("profile of other packages"), _folder.FullName, found));
        results.Store(Key("percentage"), _folder.FullName, log, output);
        Assert.Null(results.Find(Key("percentage"), _folder.FullName, found)); // nothing is known of a profile
    }

    [Fact]
    public void A_file_that_changed_makes_the_test_run()
    {
        string program = Write("p.test", "program");
        Write("data", "x");
        Store(Results(), program, "open data\n");
        Assert.NotNull(Find(Results(), program));
        Write("data", "longer");
        Assert.Null(Find(Results(), program));
        // One that has just changed may change again within the same time stamp.
        Write("fresh", "x", isOld: false);
        Store(Results(), program, "open fresh\n");
        Assert.Null(Find(Results(), program));
    }

    [Fact]
    public void Forgotten_results_do_not_count()
    {
        string program = Write("p.test", "program");
        Store(Results(), program, "");
        Assert.NotNull(Find(Results(), program));
        TestResultCache.Expire(Cache);
        Assert.Null(Find(Results(), program));
    }

    [Fact]
    public void Forgetting_makes_no_cache()
    {
        TestResultCache.Expire(Cache);
        Assert.False(Directory.Exists(Cache.Directory));
    }

    [Theory]
    [InlineData(true, "-test.timeout=10m0s", "-test.run=X", "-test.short=true")]
    [InlineData(false, "-test.count=1")]
    [InlineData(false, "-test.cpuprofile=c.out")]
    [InlineData(false, "-test.run=X", "argument")]
    public void Only_some_flags_leave_a_result_to_keep(bool isKept, params string[] arguments)
        => Assert.Equal(isKept, TestResultCache.Takes(arguments));
}

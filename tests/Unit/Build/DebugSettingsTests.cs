using System.Text.RegularExpressions;
using Go.Compiler.Build;

namespace Go.Compiler.Tests.Build;

/// <summary>The compiler's <c>-d</c> switches: which are taken, and what is said of others.</summary>
public sealed partial class DebugSettingsTests
{
    [Theory]
    [InlineData("nil")]
    [InlineData("nil=2")]
    [InlineData("panic:0")]
    [InlineData("pctab=pctoline")]
    [InlineData("dump=main.f")]
    [InlineData("ssa/prove/debug=1")]
    [InlineData("ssa/prove")]
    [InlineData("ssa/generic_cse/off")]
    [InlineData("ssa/memory/off")]
    [InlineData("ssa/inline/off")]
    [InlineData("ssa/devirtualize/time")]
    [InlineData("ssa/escape/dump=main.f")]
    [InlineData("ssa/allocations/verify")]
    [InlineData("ssa/prove/verify")]
    [InlineData("ssa/opt/on")]
    [InlineData("ssa/opt/off=0")]
    [InlineData("ssa/check/on")]
    [InlineData("ssa/check/seed=3")]
    [InlineData("ssa/all/time")]
    [InlineData("ssa/~dead/time")]
    [InlineData("ssa/genssa/dump=f")]
    public void What_is_accepted(string setting) => Assert.Null(DebugSettings.Problem(setting));

    [Theory]
    [InlineData("nosuch", "invalid value \"nosuch\" for flag -d: unknown debug key nosuch")]
    [InlineData("nosuch=1", "invalid value \"nosuch=1\" for flag -d: unknown debug key nosuch")]
    [InlineData("ssa", "invalid value \"ssa\" for flag -d: unknown debug key ssa")]
    [InlineData("Nil", "invalid value \"Nil\" for flag -d: unknown debug key Nil")]
    [InlineData("panic=x", "invalid debug value panic")]
    [InlineData("panic=", "invalid debug value panic")]
    [InlineData("ssa/nosuch/on", "Did not find a phase matching nosuch in -d=ssa/... debug option")]
    [InlineData("ssa/opt/off", "Cannot disable required SSA phase opt using -d=ssa/opt debug option")]
    [InlineData("ssa/escape/off", "Cannot disable required SSA phase escape using -d=ssa/escape debug option")]
    [InlineData("ssa/number_lines/verify", "Did not find a flag matching verify in -d=ssa/number_lines debug option")]
    [InlineData("ssa/opt/on=0", "Cannot disable required SSA phase opt using -d=ssa/opt debug option")]
    [InlineData("ssa/prove/foo", "Did not find a flag matching foo in -d=ssa/prove debug option")]
    [InlineData("ssa/check/foo", "Did not find a phase matching check in -d=ssa/... debug option")]
    [InlineData("ssa/all/foo",
        "Did not find a flag matching foo in -d=ssa/all debug option (expected ssa/all/{time,mem,dump=function_name})")]
    [InlineData("ssa/build/foo",
        "Did not find a flag matching foo in -d=ssa/build debug option (expected ssa/build/{debug,test,stats,dump=function_name})")]
    [InlineData("ssa/genssa/x", "Did not find a flag matching x in -d=ssa/genssa debug option (expected ssa/genssa/dump=function_name)")]
    public void What_is_refused(string setting, string expected) => Assert.Equal(expected, DebugSettings.Problem(setting));

    /// <summary>Against the compiler's own tables, when the sources at hand have them.</summary>
    [Fact]
    public void Names_are_those_of_the_sources()
    {
        string folder = Path.Combine(GoSources.Root, "src", "cmd", "compile", "internal");
        if (!Directory.Exists(folder))
        {
            return;
        }
        int count = 0;
        foreach (Match m in Switch().Matches(File.ReadAllText(Path.Combine(folder, "base", "debug.go"))))
        {
            count++;
            string name = m.Groups[1].Value.ToLowerInvariant();
            Assert.Null(DebugSettings.Problem(name));
            Assert.Equal(m.Groups[2].Value == "int" ? "invalid debug value " + name : null, DebugSettings.Problem(name + "=x"));
        }
        foreach (Match m in Pass().Matches(File.ReadAllText(Path.Combine(folder, "ssa", "compile.go"))))
        {
            count++;
            string name = m.Groups[1].Value.Replace(' ', '_');
            Assert.Null(DebugSettings.Problem($"ssa/{name}/debug"));
            Assert.Equal(m.Groups[2].Value.Contains("required: true", StringComparison.Ordinal),
                DebugSettings.Problem($"ssa/{name}/off") is not null);
        }
        Assert.True(count > 100);
    }

    [GeneratedRegex("^\t(\\w+)\\s+(int|string)\\s+`help", RegexOptions.Multiline)]
    private static partial Regex Switch();

    [GeneratedRegex("\\{name: \"([^\"]+)\"([^}]*)\\}")]
    private static partial Regex Pass();
}

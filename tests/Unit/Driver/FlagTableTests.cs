using System.Text.RegularExpressions;
using Go.Compiler.Driver;
using Go.Compiler.Settings;
using Go.Compiler.Tests.Diagnostics;

namespace Go.Compiler.Tests.Driver;

/// <summary>The tables in docs/command-line.md say of each flag what becomes of it: every row is tried.</summary>
public sealed partial class FlagTableTests
{
    private static readonly string s_manual = File.ReadAllText(Path.Combine(DiagnosticPagesTests.Folder(), "..", "command-line.md"));

    // Values that a flag takes; others take "x".
    private static readonly Dictionary<string, string> s_samples = new()
    {
        ["buildmode"] = "exe", ["buildvcs"] = "false", ["compiler"] = "gc", ["mod"] = "mod", ["modfile"] = "other.mod", ["p"] = "2",
        ["pgo"] = "off", ["covermode"] = "count",
        ["gcflags"] = "-N", ["asmflags"] = "-D=x", ["ldflags"] = "-s",
    };

    [Fact]
    public void The_manual_has_every_build_flag_and_tells_the_truth()
    {
        List<(string Name, string Standing)> rows = RowsOf("build");
        Assert.Equal(new BuildFlags(GoEnvironment.Empty).Define(new GoFlags()).Names.Where(n => n != "C"), rows.Select(r => r.Name));
        foreach ((string name, string standing) in rows)
        {
            Assert.Equal((name, standing), (name, Try(name)));
        }
    }

    [Theory, InlineData("compile"), InlineData("asm"), InlineData("link")]
    public void The_manual_has_every_flag_of_Go_s_tools(string tool)
    {
        IReadOnlyList<ToolFlag> table = tool switch { "compile" => ToolFlags.Compiler, "asm" => ToolFlags.Assembler,
            _ => ToolFlags.Linker };
        Assert.Equal(table.Select(f => (f.Name, f.Standing.ToString().ToLowerInvariant())), RowsOf(tool));
        Assert.Equal(table.Count, table.Select(f => f.Name).Distinct().Count());
    }

    private static string Try(string name)
    {
        string value = s_samples.GetValueOrDefault(name, "x");
        var flags = new BuildFlags(GoEnvironment.Empty);
        GoFlags known = flags.Define(new GoFlags());
        try
        {
            try
            {
                known.Parse([$"-{name}={value}"]);
            }
            catch (UsageException e) when (e.Message.StartsWith("invalid boolean value", StringComparison.Ordinal))
            {
                known.Parse([$"-{name}"]);
            }
        }
        catch (UsageException e) when (e.Code == Go.Compiler.Diagnostics.Catalogue.FlagNotSupported.Code)
        {
            return "refused";
        }
        return flags.Notes.Count > 0 ? "noted" : "works";
    }

    private static List<(string Name, string Standing)> RowsOf(string table)
    {
        int start = s_manual.IndexOf($"<!-- {table} flags -->", StringComparison.Ordinal);
        Assert.True(start > 0, table);
        var rows = new List<(string, string)>();
        foreach (string line in s_manual[start..].Split('\n').Skip(3).TakeWhile(l => l.StartsWith('|')))
        {
            Match row = Row().Match(line);
            Assert.True(row.Success, line);
            rows.Add((row.Groups[1].Value, row.Groups[2].Value));
        }
        return rows;
    }

    [GeneratedRegex(@"^\| `-([^`]+)` \| (works|noted|refused) \| ")]
    private static partial Regex Row();
}

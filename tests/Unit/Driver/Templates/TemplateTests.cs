using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Go.Compiler.Driver;
using Go.Compiler.Driver.Templates;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Tests.Driver.Templates;

/// <summary>The template language of <c>list -f</c>: expectations are what Go's package text/template prints.</summary>
public sealed class TemplateTests
{
    private static readonly TemplateRecord s_module = new TemplateRecord("example.com/m").Add("Path", "example.com/m").Add("Main", true)
        .Add("Time", new TemplateTime(new DateTimeOffset(2019, 6, 8, 7, 3, 9, TimeSpan.Zero)));

    private static readonly TemplateRecord s_error = new TemplateRecord("x.go:1:2: wrong").Add("ImportStack", new[] { "a", "b" }).Add("Pos",
        "x.go:1:2").Add("Err", "wrong");

    /// <summary>A command as <c>list</c> tells of it.</summary>
    private static readonly TemplateRecord s_package = new TemplateRecord("example.com/m/cmd/a").Add("ImportPath",
        "example.com/m/cmd/a").Add("Name", "main")
        .Add("Module", new TemplateRecord("example.com/m").Add("Path", "example.com/m").Add("Main", true)).Add("GoFiles",
            new[] { "main.go" })
        .Add("Imports", new[] { "example.com/m/lib", "fmt" });

    private static (string Output, string Error) Run(string template, TemplateRecord value, TemplateType type)
    {
        var text = new StringBuilder();
        TemplateFunctions functions = ListFunctions.With(path => new ModuleDetails(path, "v1.0.0"));
        try
        {
            TemplateRun.Apply(TemplateParser.Parse(template, functions.Contains), functions, new TemplateValue(type.Pointer, value), text);
            return (text.ToString(), "");
        }
        catch (TemplateException e)
        {
            return (text.ToString(), e.Message);
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    /// <summary>The file has templates with what the original wrote of such a package: its output, and its errors.</summary>
    [Fact]
    public void Templates_do_what_the_original_does()
    {
        string[][] rows = JsonSerializer.Deserialize<string[][]>(File.ReadAllText(Path.Combine(Folder(), "package.json")))!;
        var wrong = new List<string>();
        foreach (string[] row in rows)
        {
            (string output, string error) = Run(row[0], s_package, ListTypes.Package);
            output += error.Length == 0 && output.Length > 0 && output[^1] != '\n' ? "\n" : "";
            if ((output, error) != (row[1], row[2].TrimEnd('\n')))
            {
                wrong.Add($"{row[0]}: got {output}{error}, not {row[1]}{row[2]}");
            }
        }
        Assert.Empty(wrong);
        Assert.True(rows.Length > 300);
    }

    [Theory]
    [InlineData("{{.Time}} {{.Time.Format \"2006-01-02\"}} {{.Time.Year}} {{.Time.Month}} {{.Time.Weekday}}",
        "2019-06-08 07:03:09 +0000 UTC 2019-06-08 2019 June Saturday")]
    [InlineData("{{.Time.Format `Mon Jan 2 15:04:05 MST 2006`}}", "Sat Jun 8 07:03:09 UTC 2019")]
    [InlineData("{{\"Monday, 02-Jan-06 3:04PM Z07:00 -0700\" | .Time.Format}}", "Saturday, 08-Jun-19 7:03AM Z +0000")]
    [InlineData("{{printf `%d %s` .Time.Month .Time.UTC.Month}} {{.Time.Unix}} {{.Time.IsZero}}", "6 June 1559977389 false")]
    [InlineData("{{(module `x`).Version}}{{context.Compiler}}{{context.CgoEnabled}}", "v1.0.0gcfalse")]
    public void Modules_tell_what_they_know(string template, string expected)
        => Assert.Equal((expected, ""), Run(template, s_module, ListTypes.Module));

    [Theory]
    [InlineData("{{.X}}", "template: main:1:2: executing \"main\" at <.X>: can't evaluate field X in type *modinfo.ModulePublic")]
    [InlineData("{{.Time.wall}}",
        "template: main:1:7: executing \"main\" at <.Time.wall>: wall is an unexported field of struct type *time.Time")]
    [InlineData("{{context.X}}", "template: main:1:2: executing \"main\" at <context>: can't evaluate field X in type *list.Context")]
    [InlineData("{{.Time.Format}}",
        "template: main:1:7: executing \"main\" at <.Time.Format>: wrong number of args for Format: want 1 got 0")]
    public void Modules_have_types(string template, string expected)
        => Assert.Equal(("", expected), Run(template, s_module, ListTypes.Module));

    [Theory]
    [InlineData("{{.}}|{{.Err}}|{{.Error}}|{{.ImportStack.Pkgs}}|{{.Unwrap}}", "x.go:1:2: wrong|wrong|x.go:1:2: wrong|[a b]|wrong")]
    [InlineData("{{range .ImportStack}}<{{.Pkg}}>{{end}} {{.IsImportCycle}} {{.ImportStack}}", "<a><b> false [{a <nil>} {b <nil>}]")]
    public void Errors_tell_how_they_came_about(string template, string expected)
        => Assert.Equal((expected, ""), Run(template, s_error, ListTypes.PackageError));

    /// <summary>Expectations are what the original prints.</summary>
    [Theory]
    [InlineData("{{.Time}}", "2018-10-22 21:33:59 -0700 -0700")]
    [InlineData("{{.Time.Format \"2006-01-02 MST Z07:00 -07 Z0700\"}}", "2018-10-22 -0700 -07:00 -07 -0700")]
    public void Times_keep_their_distance_from_utc(string template, string expected)
    {
        var time = new TemplateTime(new DateTimeOffset(2018, 10, 22, 21, 33, 59, TimeSpan.FromHours(-7)));
        Assert.Equal((expected, ""), Run(template, new TemplateRecord("r").Add("Time", time), ListTypes.Module));
        Assert.Equal("2018-10-22T21:33:59-07:00", time.Rfc3339);
    }

    [Theory]
    [InlineData("{{.Name}} {{printf `%d` .Name}} {{.X}}", "main %!d(string=main) ")]
    [InlineData("{{range .Imports}}{{.}};{{index . 99}}{{end}}", "example.com/m/lib;")]
    public void What_came_out_before_an_error_stays(string template, string expected)
    {
        (string output, string error) = Run(template, s_package, ListTypes.Package);
        Assert.Equal(expected, output);
        Assert.StartsWith("template: main:1:", error, StringComparison.Ordinal);
    }
}

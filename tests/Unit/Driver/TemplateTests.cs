using Go.Compiler.Driver;

namespace Go.Compiler.Tests.Driver;

/// <summary>The template language of <c>list -f</c>: expectations are what Go's package text/template prints.</summary>
public sealed class TemplateTests
{
    private static readonly TemplateRecord s_package = new TemplateRecord("p").Add("Name", "pkg").Add("Deps", new[] { "a", "b", "c" }).Add("None", Array.Empty<string>())
        .Add("Standard", true).Add("Error", null).Add("Module", new TemplateRecord("m v1").Add("Path", "m"))
        .Add("Time", new TemplateTime(new DateTimeOffset(2019, 6, 8, 7, 3, 9, TimeSpan.Zero)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{{.Name}} {{.Deps}} {{.None}} {{.Standard}} {{.Error}} {{.Module}} {{.}}", "pkg [a b c] [] true <nil> m v1 p")]
    [InlineData("{{.Module.Path}}{{$.Name}}{{(.Module).Path}}", "mpkgm")]
    [InlineData("{{join .Deps \", \"}};{{join .Deps `\\n`}}", "a, b, c;a\\nb\\nc")]
    [InlineData("{{if .Error}}bad{{else}}good{{end}}{{if .Standard}} std{{end}}{{if .None}}!{{end}}", "good std")]
    [InlineData("{{if .Error}}1{{else if .None}}2{{else if .Standard}}3{{else}}4{{end}}", "3")]
    [InlineData("{{range .Deps}}<{{.}}>{{else}}none{{end}}{{range .None}}x{{else}}none{{end}}", "<a><b><c>none")]
    [InlineData("{{range $i, $d := .Deps}}{{$i}}{{$d}}{{end}}{{range $d := .Deps}}{{$d}}{{end}}", "0a1b2cabc")]
    [InlineData("{{with .Module}}{{.Path}}{{$.Name}}{{end}}{{with .Error}}{{.}}{{else}}-{{end}}", "mpkg-")]
    [InlineData("{{$x := .Name}}{{$x}}{{if $y := .Module}}{{$y.Path}}{{end}}", "pkgm")]
    [InlineData("{{len .Deps}} {{index .Deps 1}} {{.Deps | len}} {{.Name | printf \"%s=%q\" \"n\"}}", "3 b 3 n=\"pkg\"")]
    [InlineData("{{eq .Name \"x\" \"pkg\"}} {{ne .Name \"x\"}} {{lt 1 2}} {{ge 1 2}} {{and .Standard (not .Error)}} {{or .Error .Name}}", "true true true false true pkg")]
    [InlineData("a {{- /* nothing */ -}} b\n{{- .Name -}}\n c", "abpkgc")]
    [InlineData("{{context.Compiler}} {{context.CgoEnabled}}", "gc false")]
    [InlineData("{{.Time}} {{.Time.Format \"2006-01-02\"}}", "2019-06-08 07:03:09 +0000 UTC 2019-06-08")]
    [InlineData("{{.Time.Format `Mon Jan 2 15:04:05 MST 2006`}}", "Sat Jun 8 07:03:09 UTC 2019")]
    [InlineData("{{\"Monday, 02-Jan-06 3:04PM Z07:00 -0700\" | .Time.Format}}", "Saturday, 08-Jun-19 7:03AM Z +0000")]
    [InlineData("{{print 1 2 \"x\" true}}{{println .Name 1}}", "1 2xtruepkg 1\n")]
    [InlineData("{{\"a}}b\"}}{{\"q\\\"\\t\"}}", "a}}bq\"\t")]
    public void Templates(string template, string expected) => Assert.Equal(expected, TemplateRun.Apply(TemplateParser.Parse(template), s_package));

    [Theory]
    [InlineData("{{.Name", "-f {{.Name: unclosed action")]
    [InlineData("{{if .Name}}x", "-f {{if .Name}}x: {{if}} has no {{end}}")]
    [InlineData("{{end}}", "-f {{end}}: unexpected {{end}}")]
    [InlineData("{{}}", "-f {{}}: missing value in {{}}")]
    [InlineData("{{.Nothing}}", "-f: there is no field Nothing")]
    [InlineData("{{nothing .Name}}", "-f: function nothing with 1 such arguments is not supported")]
    [InlineData("{{template \"x\"}}", "-f: {{template}} is not supported")]
    [InlineData("{{$x}}", "-f: undefined variable $x")]
    [InlineData("{{.Name 1}}", "-f: can't give argument to non-function pkg")]
    public void What_is_wrong_is_said(string template, string expected)
        => Assert.Equal(expected, Assert.Throws<UsageException>(() => TemplateRun.Apply(TemplateParser.Parse(template), s_package)).Message);
}

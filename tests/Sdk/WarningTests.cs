namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// MSBuild's properties about warnings act on the SDK's own, here GO8201, which is found before anything is built, and once GO8001, which
/// comes of the build: the cache cannot be written, because its folder is a file.
/// </summary>
public sealed class WarningTests
{
    private static readonly (string Properties, string Code, string? Severity)[] s_cases =
    [
        ("<NoWarn>$(NoWarn);GO8201</NoWarn>", "GO8201", null),
        ("<WarningsAsErrors>GO8201</WarningsAsErrors>", "GO8201", "error"),
        ("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", "GO8201", "error"),
        ("<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>GO8201</WarningsNotAsErrors>", "GO8201", "warning"),
        ("<WarningsAsErrors>GO8001</WarningsAsErrors><NoWarn>$(NoWarn);GO8201</NoWarn><GoCacheDir>main.go</GoCacheDir>", "GO8001", "error"),
    ];

    [Fact]
    public void Warnings_are_dropped_kept_or_promoted()
    {
        using var set = new ProjectSet();
        ProjectFolder[] projects = [.. s_cases.Select((c, i) => set.Add($"case{i}", "app").Restored()
            .Write("main.go", "package main\n\nfunc main() {}\n")
            .Write("app.goproj",
                $"""<Project Sdk="Go.Sdk"><PropertyGroup><GoTrimPth>true</GoTrimPth>{c.Properties}</PropertyGroup></Project>"""))];
        CommandResult result = set.Call("-t:Build", "-v:q").Expect(1);
        foreach (((_, string code, string? severity), ProjectFolder project) in s_cases.Zip(projects))
        {
            string[] own = [.. result.Output.Split('\n').Where(l => l.Contains(project.Root + "/", StringComparison.Ordinal)
                && l.Contains(code, StringComparison.Ordinal))];
            Assert.Equal(severity is not null, own.Length > 0);
            Assert.All(own, l => Assert.Contains($": {severity} {code}: ", l, StringComparison.Ordinal));
            Assert.Equal(severity == "error", ProjectSet.Errors(result, project).Length > 0);
        }
    }
}

namespace Go.Sdk.Tests.Sdk;

/// <summary>MSBuild's properties about warnings act on the SDK's own (here GO8001: the cache cannot be written, because its folder is a file).</summary>
public sealed class WarningTests
{
    [Theory]
    [InlineData("<NoWarn>$(NoWarn);GO8001</NoWarn>", null, 0)]
    [InlineData("<WarningsAsErrors>GO8001</WarningsAsErrors>", "error", 1)]
    [InlineData("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", "error", 1)]
    [InlineData("<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>GO8001</WarningsNotAsErrors>", "warning", 0)]
    public void Warnings_are_dropped_kept_or_promoted(string properties, string? severity, int exitCode)
    {
        using var project = new ProjectFolder();
        project.Write("main.go", "package main\n\nfunc main() {}\n")
            .Write("app.goproj", $"""<Project Sdk="Go.Sdk"><PropertyGroup><GoCacheDir>main.go</GoCacheDir>{properties}</PropertyGroup></Project>""");
        CommandResult result = CommandResult.Dotnet(project.Root, "build", "-v:q").Expect(exitCode);
        Assert.Equal(severity is not null, result.Output.Contains("GO8001", StringComparison.Ordinal));
        if (severity is not null)
        {
            Assert.Contains($": {severity} GO8001: ", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(severity == "error" ? "warning GO8001" : "error GO8001", result.Output, StringComparison.Ordinal);
        }
    }
}

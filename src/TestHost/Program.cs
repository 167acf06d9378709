using Go.Compiler.Diagnostics;
using Go.Sdk.TestHost;
using Microsoft.Testing.Extensions;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Services;

// The platform's own exit code for this.
const int InvalidCommandLine = 5;

// What the platform would put beside this assembly belongs to the project, and a project without tests has not failed.
string[] arguments = args;
if (!arguments.Contains("--results-directory"))
{
    arguments = [.. arguments, "--results-directory", Path.Combine(Environment.CurrentDirectory, "TestResults")];
}
if (!arguments.Contains("--ignore-exit-code"))
{
    arguments = [.. arguments, "--ignore-exit-code", "8"];
}
if (ValueOf(GoTestOptions.Project) is { } project && arguments.Contains("--report-trx") && !arguments.Contains("--report-trx-filename"))
{
    arguments = [.. arguments, "--report-trx-filename", project + ".trx"];
}
// A build makes one error of what stands on standard error; the platform would say besides how it is used.
if (ValueOf(GoTestOptions.Failures) is not null && ValueOf(GoTestOptions.Filter) is { } filter
    && GoTestOptions.FilterProblem(filter) is { } problem)
{
    await Console.Error.WriteLineAsync(problem);
    return InvalidCommandLine;
}
if (ValueOf(GoTestOptions.Settings) is { } settings && !File.Exists(settings))
{
    await Console.Error.WriteLineAsync($"error {Catalogue.NothingToRun.Code}: the tests are not built (there is no {settings}): "
        + "run dotnet test without the option that keeps them from being built");
    return InvalidCommandLine;
}
ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(arguments);
builder.CommandLine.AddProvider(() => new GoTestOptions());
builder.AddTrxReportProvider();
var capabilities = new GoTestCapabilities();
builder.RegisterTestFramework(_ => capabilities,
    (_, services) => new GoTestFramework(services.GetCommandLineOptions(), services.GetOutputDevice()));
using ITestApplication application = await builder.BuildAsync();
return await application.RunAsync();

string? ValueOf(string option)
{
    int at = Array.IndexOf(arguments, "--" + option);
    return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
}

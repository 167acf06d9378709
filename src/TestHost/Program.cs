using Go.Sdk.TestHost;
using Microsoft.Testing.Extensions;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Services;

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
int project = Array.IndexOf(arguments, "--" + GoTestOptions.Project);
if (project >= 0 && project + 1 < arguments.Length && arguments.Contains("--report-trx") && !arguments.Contains("--report-trx-filename"))
{
    arguments = [.. arguments, "--report-trx-filename", arguments[project + 1] + ".trx"];
}
ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(arguments);
builder.CommandLine.AddProvider(() => new GoTestOptions());
builder.AddTrxReportProvider();
var capabilities = new GoTestCapabilities();
builder.RegisterTestFramework(_ => capabilities, (_, services) => new GoTestFramework(services.GetCommandLineOptions(), services.GetOutputDevice()));
using ITestApplication application = await builder.BuildAsync();
return await application.RunAsync();

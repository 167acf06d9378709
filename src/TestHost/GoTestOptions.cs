using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.CommandLine;

namespace Go.Sdk.TestHost;

/// <summary>The host's own command-line options.</summary>
internal sealed class GoTestOptions : ICommandLineOptionsProvider
{
    /// <summary>File with what to run (<see cref="TestSettings"/>).</summary>
    public const string Settings = "go-tests";

    /// <summary>File that receives a line for each failure, for whoever shows them as errors of a build.</summary>
    public const string Failures = "go-failures";

    /// <summary>Name of the project, for the names of reports.</summary>
    public const string Project = "go-project";

    /// <summary>Names of tests, in the language of <c>dotnet test --filter</c>.</summary>
    public const string Filter = "filter";

    public string Uid => nameof(GoTestOptions);

    public string Version => "1.0.0";

    public string DisplayName => "Go tests";

    public string Description => "Options of Go tests";

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public IReadOnlyCollection<CommandLineOption> GetCommandLineOptions() =>
    [
        new(Settings, "File that lists the test programs and their flags", ArgumentArity.ExactlyOne, isHidden: true),
        new(Failures, "File to write failures to", ArgumentArity.ExactlyOne, isHidden: true),
        new(Project, "Name of the project", ArgumentArity.ExactlyOne, isHidden: true),
        new(Filter, "Tests to run: part of a name, or terms such as Name=TestX or FullyQualifiedName~x joined by | or &",
            ArgumentArity.ExactlyOne, isHidden: false),
    ];

    public Task<ValidationResult> ValidateOptionArgumentsAsync(CommandLineOption commandOption, string[] arguments)
    {
        string? problem = commandOption.Name == Filter ? FilterProblem(arguments[0]) : null;
        return problem is null ? ValidationResult.ValidTask : ValidationResult.InvalidTask(problem);
    }

    /// <summary>Why there can be no such filter; null where there can.</summary>
    public static string? FilterProblem(string filter)
    {
        try
        {
            NameFilter.Parse(filter);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    public Task<ValidationResult> ValidateCommandLineOptionsAsync(ICommandLineOptions commandLineOptions) => ValidationResult.ValidTask;
}

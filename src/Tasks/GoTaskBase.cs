using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>The small part of MSBuild's Task base class that Go's tasks need, so that only MSBuild's interfaces are referenced (docs/decisions).</summary>
public abstract class GoTaskBase : ICancelableTask
{
    private static readonly char[] s_listSeparators = [';', ',', ' ', '\t', '\r', '\n'];
    private readonly CancellationTokenSource _cancellation = new();

    /// <inheritdoc/>
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc/>
    public ITaskHost? HostObject { get; set; }

    /// <summary>Warnings count as errors. MSBuild acts on NoWarn, WarningsAsErrors and WarningsNotAsErrors for every task, but not on this property.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Codes that <see cref="TreatWarningsAsErrors"/> leaves alone: the build engine drops those of NoWarn, and those of WarningsNotAsErrors stay warnings.</summary>
    public string WarningsThatStay { get; set; } = "";

    protected CancellationToken Cancellation => _cancellation.Token;

    protected bool HasLoggedErrors { get; private set; }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public bool Execute()
    {
        try
        {
            ExecuteCore();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogError(Catalogue.InputOutputFailed, e.Message);
        }
        return !HasLoggedErrors;
    }

    protected abstract void ExecuteCore();

    /// <summary>Reports a finding as its severity and MSBuild's properties about warnings ask.</summary>
    protected void Log(Severity severity, string code, string message, string? file, int line, int column)
    {
        string place = file ?? BuildEngine.ProjectFileOfTaskNode;
        if (severity == Severity.Error || severity == Severity.Warning && TreatWarningsAsErrors && !StaysWarning(code))
        {
            HasLoggedErrors = true;
            BuildEngine.LogErrorEvent(new BuildErrorEventArgs(null, code, place, line, column, 0, 0, message, null, GetType().Name, null, DateTime.UtcNow));
        }
        else if (severity == Severity.Warning)
        {
            BuildEngine.LogWarningEvent(new BuildWarningEventArgs(null, code, place, line, column, 0, 0, message, null, GetType().Name, null, DateTime.UtcNow));
        }
        else
        {
            LogMessage($"{code}: {message}");
        }
    }

    protected void LogError(DiagnosticDescriptor descriptor, string message, string? file = null, int line = 0)
        => Log(Severity.Error, descriptor.Code, message, file, line, 0);

    private bool StaysWarning(string code) => WarningsThatStay.Split(s_listSeparators).Contains(code, StringComparer.OrdinalIgnoreCase);

    protected void LogMessage(string message, MessageImportance importance = MessageImportance.Low)
        => BuildEngine.LogMessageEvent(new BuildMessageEventArgs(message, null, GetType().Name, importance, DateTime.UtcNow));

    /// <summary>The program that runs .NET programs: the one that runs this build, where it says so.</summary>
    protected static string DotnetHost()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host)
        {
            return host;
        }
        string? own = Environment.ProcessPath;
        return Path.GetFileNameWithoutExtension(own) == "dotnet" ? own! : "dotnet";
    }
}

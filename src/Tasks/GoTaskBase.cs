using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>The small part of MSBuild's Task base class that Go's tasks need, so that only MSBuild's interfaces are referenced (docs/decisions).</summary>
public abstract class GoTaskBase : ICancelableTask
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <inheritdoc/>
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc/>
    public ITaskHost? HostObject { get; set; }

    /// <summary>Warnings count as errors (MSBuild's own property does not reach tasks' warnings).</summary>
    public bool TreatWarningsAsErrors { get; set; }

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
        return !HasLoggedErrors;
    }

    protected abstract void ExecuteCore();

    protected void LogError(string code, string message, string? file = null, int line = 0, int column = 0, string? helpLink = null)
    {
        HasLoggedErrors = true;
        BuildEngine.LogErrorEvent(new BuildErrorEventArgs(
            null, code, file ?? BuildEngine.ProjectFileOfTaskNode, line, column, 0, 0, message, null, GetType().Name, helpLink, DateTime.UtcNow));
    }

    protected void LogWarning(string code, string message, string? file = null, int line = 0, int column = 0, string? helpLink = null)
    {
        if (TreatWarningsAsErrors)
        {
            LogError(code, message, file, line, column, helpLink);
            return;
        }
        BuildEngine.LogWarningEvent(new BuildWarningEventArgs(
            null, code, file ?? BuildEngine.ProjectFileOfTaskNode, line, column, 0, 0, message, null, GetType().Name, helpLink, DateTime.UtcNow));
    }

    protected void LogMessage(string message, MessageImportance importance = MessageImportance.Low)
        => BuildEngine.LogMessageEvent(new BuildMessageEventArgs(message, null, GetType().Name, importance, DateTime.UtcNow));
}

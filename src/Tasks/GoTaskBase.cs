using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// The small part of MSBuild's Task base class that Go's tasks need, so that only MSBuild's interfaces are referenced (docs/decisions).
/// </summary>
public abstract class GoTaskBase : ICancelableTask
{
    private static readonly char[] s_listSeparators = [';', ',', ' ', '\t', '\r', '\n'];
    private readonly CancellationTokenSource _cancellation = new();
    private ProjectText? _userText;

    /// <inheritdoc/>
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc/>
    public ITaskHost? HostObject { get; set; }

    /// <summary>
    /// Warnings count as errors. MSBuild acts on NoWarn, WarningsAsErrors and WarningsNotAsErrors for every task, but not on this property.
    /// </summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>
    /// Codes that <see cref="TreatWarningsAsErrors"/> leaves alone: the build engine drops those of NoWarn, and those of
    /// WarningsNotAsErrors stay warnings.
    /// </summary>
    public string WarningsThatStay { get; set; } = "";

    /// <summary>The user's project: what is wrong and has no place of its own is wrong with that.</summary>
    public string ProjectFile { get; set; } = "";

    /// <summary>Further files of the user that may set properties: Directory.Build.props and .targets.</summary>
    public ITaskItem[] ProjectFiles { get; set; } = [];

    /// <summary>A file that receives errors for machines, beside the log; empty: none.</summary>
    public string FailureFile { get; set; } = "";

    /// <summary>What the user wrote into them; read when a finding needs a place.</summary>
    internal ProjectText UserText => _userText ??= ProjectText.Read(ProjectFile, ProjectFiles.Select(f => f.ItemSpec));

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
        string place = file ?? (ProjectFile.Length > 0 ? ProjectFile : BuildEngine.ProjectFileOfTaskNode);
        message = OneLine(message);
        if (severity == Severity.Error || severity == Severity.Warning && TreatWarningsAsErrors && !StaysWarning(code))
        {
            HasLoggedErrors = true;
            AddFailure(code, message, place, line, column);
            BuildEngine.LogErrorEvent(new BuildErrorEventArgs(null, code, place, line, column, 0, 0, message, null, GetType().Name, null,
                DateTime.UtcNow));
        }
        else if (severity == Severity.Warning)
        {
            BuildEngine.LogWarningEvent(new BuildWarningEventArgs(null, code, place, line, column, 0, 0, message, null, GetType().Name,
                null, DateTime.UtcNow));
        }
        else
        {
            LogMessage($"{code}: {message}", MessageImportance.Normal);
        }
    }

    /// <summary>A file that cannot be written is one more error, and said once.</summary>
    private void AddFailure(string code, string message, string place, int line, int column)
    {
        if (FailureFile.Length == 0)
        {
            return;
        }
        string file = FailureFile;
        try
        {
            FailureList.Add(Path.GetFullPath(file, Path.GetDirectoryName(ProjectFile) ?? ""), code, message, place, line, column);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FailureFile = "";
            LogAtSetting(Catalogue.InputOutputFailed, "GoFailureFile", file, $"cannot write '{file}' (GoFailureFile): {e.Message}");
        }
    }

    protected void LogError(DiagnosticDescriptor descriptor, string message, string? file = null, int line = 0)
        => Log(Severity.Error, descriptor.Code, message, file, line, 0);

    /// <summary>Reports a finding about a property or item where the user set it; without such a place it is about the project.</summary>
    protected void LogAtSetting(Severity severity, string code, string setting, string value, string message)
    {
        ProjectAssignment? place = UserText.PlaceOf(setting, value);
        Log(severity, code, message, place?.File, place?.Line ?? 0, place?.Column ?? 0);
    }

    /// <summary>Reports a finding about a file of an item where the user added it, by its name or by a pattern.</summary>
    protected void LogAtItem(Severity severity, string code, string item, string file, string message)
    {
        ProjectAssignment? place = UserText.PlaceOfItem(item, file);
        Log(severity, code, message, place?.File, place?.Line ?? 0, place?.Column ?? 0);
    }

    protected void LogAtSetting(DiagnosticDescriptor descriptor, string setting, string value, string message)
        => LogAtSetting(descriptor.Severity, descriptor.Code, setting, value, message);

    /// <summary>MSBuild's console makes an error of each line of a message; a finding is one.</summary>
    internal static string OneLine(string message)
    {
        string[] lines = message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var text = new System.Text.StringBuilder(lines.Length > 0 ? lines[0] : "");
        for (int i = 1; i < lines.Length; i++)
        {
            text.Append(text[^1] is ':' or ';' ? " " : "; ").Append(lines[i]);
        }
        return text.ToString();
    }

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

using System.Collections;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tests.Walk;

/// <summary>Stands for MSBuild towards a task: keeps what it says.</summary>
internal sealed class RecordingEngine : IBuildEngine
{
    private readonly List<string> _findings = [];
    private readonly List<string> _messages = [];

    /// <summary>Errors and warnings in the order in which they came.</summary>
    public IReadOnlyList<string> Findings => _findings;

    public IReadOnlyList<string> Messages => _messages;

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs)
        => false;

    public void LogCustomEvent(CustomBuildEventArgs e) => _messages.Add(e.Message ?? "");

    public void LogErrorEvent(BuildErrorEventArgs e)
        => _findings.Add($"{e.File}({e.LineNumber},{e.ColumnNumber}): error {e.Code}: {e.Message}");

    public void LogMessageEvent(BuildMessageEventArgs e) => _messages.Add(e.Message ?? "");

    public void LogWarningEvent(BuildWarningEventArgs e)
        => _findings.Add($"{e.File}({e.LineNumber},{e.ColumnNumber}): warning {e.Code}: {e.Message}");
}

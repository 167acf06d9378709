using System.Globalization;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>The settings of a project by name, and what is wrong with them.</summary>
internal sealed class SettingsReader
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public SettingsReader(IEnumerable<ITaskItem> settings)
    {
        foreach (ITaskItem setting in settings)
        {
            _values[setting.ItemSpec] = setting.GetMetadata("Value");
        }
    }

    /// <summary>Findings about single values.</summary>
    public IEnumerable<(DiagnosticDescriptor Descriptor, string Setting, string Value, string Message)> Problems()
    {
        foreach (ProjectSetting setting in ProjectSettings.All)
        {
            string value = Text(setting.Name);
            if (SettingCheck.Problem(setting, value) is { } problem)
            {
                yield return (problem.Descriptor, setting.Name, value, problem.Message);
            }
        }
    }

    /// <summary>The value without blanks around it; empty when it is not set.</summary>
    public string Text(string name)
        => ProjectSettings.Find(name) is null ? throw Unexpected.Value(name) : _values.GetValueOrDefault(name, "").Trim();

    /// <summary>The evaluated items of a name that the user's text mentions; null when that is none of the refused ones.</summary>
    public string? Text(ProjectAssignment item)
        => ProjectSettings.Find(item.Name) is { IsItem: true, Refusal: not null } setting ? Text(setting.Name) : null;

    public bool Switch(string name, bool whenEmpty) => bool.TryParse(Text(name), out bool value) ? value : whenEmpty;

    /// <summary>A number that the check has let through; more than fits counts as the most that does.</summary>
    public int Number(string name, int whenEmpty)
        => Text(name) is not { Length: > 0 } text ? whenEmpty
            : (int)Math.Min(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture), int.MaxValue);
}

namespace Go.Sdk.Tasks;

/// <summary>What a property may hold.</summary>
public enum SettingValues
{
    /// <summary>Anything; whoever uses it looks into it.</summary>
    Text,
    Switch,
    Number,

    /// <summary>One of <see cref="ProjectSetting.Accepted"/>.</summary>
    Choice,

    /// <summary>Build tags, separated by semicolons, commas or spaces.</summary>
    Tags,

    /// <summary>A version of the language: <c>1.21</c> or <c>go1.21</c>.</summary>
    Language,

    /// <summary>A duration as Go writes it: <c>1m30s</c>.</summary>
    Duration,

    /// <summary>A duration, or a number of runs: <c>1000x</c>.</summary>
    DurationOrRuns,

    /// <summary>A regular expression as Go's tests take it.</summary>
    Pattern,

    /// <summary>An item: any number of them, with metadata.</summary>
    Item,
}

/// <summary>
/// A property or item that users may set. Either it works, or <see cref="Refusal"/> says why not and what to do; then only values that ask
/// for what is the case anyway are accepted.
/// </summary>
/// <param name="Name">As documented; MSBuild does not mind the case.</param>
/// <param name="Meaning">For the manual, in a few words.</param>
public sealed record ProjectSetting(string Name, SettingValues Values, string Meaning)
{
    /// <summary>Of a <see cref="SettingValues.Choice"/>: what is allowed. Of a refused setting: what is accepted all the same.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];

    /// <summary>Why it cannot be honoured; null: it works.</summary>
    public string? Refusal { get; init; }

    /// <summary>Of an item: the metadata that mean something.</summary>
    public IReadOnlyList<string> Metadata { get; init; } = [];

    /// <summary>Set by the SDK itself or read from it; nobody needs to document or check it.</summary>
    public bool IsInternal { get; init; }

    public bool IsItem => Values == SettingValues.Item;
}

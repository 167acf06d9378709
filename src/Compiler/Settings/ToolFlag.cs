namespace Go.Compiler.Settings;

/// <summary>How a flag's value is written.</summary>
public enum FlagKind : byte
{
    /// <summary>On or off: <c>-f</c>, <c>-f=false</c>.</summary>
    Switch,

    /// <summary>On, off or how much: <c>-f</c>, <c>-f=2</c>.</summary>
    Count,

    /// <summary>A number: <c>-f=2</c>, <c>-f 2</c>.</summary>
    Number,

    /// <summary>Any text: <c>-f=x</c>, <c>-f x</c>.</summary>
    Text,
}

/// <summary>What becomes of a flag of Go's tools.</summary>
public enum FlagStanding : byte
{
    /// <summary>It does what it does for Go.</summary>
    Works,

    /// <summary>It has no meaning here, and the program is the same without it: a note says so.</summary>
    Noted,

    /// <summary>The result would be another one: an error with a code.</summary>
    Refused,
}

/// <summary>A flag of one of Go's tools.</summary>
/// <param name="Why">Of flags that do not work: why they have no meaning, or what is missing.</param>
/// <param name="Default">The value that the flag has without being given; giving it changes nothing, and is accepted silently.</param>
public sealed record ToolFlag(string Name, FlagKind Kind, FlagStanding Standing, string Why = "", string Default = "")
{
    /// <summary>The least value of a <see cref="FlagKind.Number"/> flag.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>Whether a value says only what holds anyway.</summary>
    public bool IsDefault(string value) => value == (Default.Length == 0 && Kind is FlagKind.Switch or FlagKind.Count ? "false" : Default)
        || (Default.Length == 0 && Kind is FlagKind.Count or FlagKind.Number && value == "0");
}

/// <summary>A flag as it was given.</summary>
/// <param name="Value">Of switches <c>true</c> or <c>false</c>.</param>
public readonly record struct GivenFlag(ToolFlag Flag, string Value);

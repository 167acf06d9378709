using System.Globalization;
using System.Text.RegularExpressions;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;

namespace Go.Sdk.Tasks;

/// <summary>Says what is wrong with the value of a setting.</summary>
public static partial class SettingCheck
{
    /// <summary>
    /// The code and message of a finding about a property's value; null when it is as it should be. An empty value is one that was not
    /// given.
    /// </summary>
    public static (DiagnosticDescriptor Descriptor, string Message)? Problem(ProjectSetting setting, string value)
    {
        if (value.Length == 0 || setting.IsInternal)
        {
            return null;
        }
        string what = setting.IsItem ? $"item {setting.Name}" : $"property {setting.Name}";
        if (setting.Refusal is { } refusal)
        {
            bool isDefault = setting.Accepted.Contains(value, StringComparer.OrdinalIgnoreCase);
            return isDefault ? null : (Catalogue.ProjectSettingNotSupported,
                $"{what}{(setting.IsItem ? "" : $" is '{value}', which")} is not supported: {refusal}");
        }
        string? wanted = setting.Values switch
        {
            SettingValues.Switch => bool.TryParse(value, out _) ? null : "true or false",
            SettingValues.Number => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "a number",
            SettingValues.Duration => Duration().IsMatch(value) ? null : "a duration such as 10m or 1h30m; 0 is none",
            SettingValues.DurationOrRuns => Duration().IsMatch(value) || Runs().IsMatch(value) ? null
                : "a duration such as 30s or 1h30m, or a number of inputs such as 1000x",
            SettingValues.Choice when setting.Name == "GoFips140" => null, // the flags' own check tells more
            SettingValues.Choice => setting.Accepted.Contains(value, StringComparer.Ordinal) ? null : Choices(setting.Accepted),
            SettingValues.Language => LanguageVersion(value) is null ? $"a language version from 1.1 to {GoRelease.Language}" : null,
            SettingValues.Tags
                => WrongTag(value) is { } tag
                ? $"build tags, separated by semicolons or commas; '{tag}' is none (letters, digits, _ and . only)" : null,
            SettingValues.Pattern => WrongCharacter(value) is { } at ? $"a regular expression; at character {at + 1} this is none" : null,
            _ => null,
        };
        return wanted is null ? null : (setting.Name == "GoCompilerHost" ? Catalogue.UnknownCompilerHost : Catalogue.InvalidProperty,
            $"{what} is '{value}'; want {wanted}");
    }

    /// <summary><c>1.N</c> out of that or <c>go1.N</c>, if there is such a version of the language; else null.</summary>
    public static string? LanguageVersion(string text)
    {
        string version = text.StartsWith("go", StringComparison.Ordinal) ? text[2..] : text;
        return version.StartsWith("1.", StringComparison.Ordinal)
            && int.TryParse(version.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && minor >= 1 && minor <= GoRelease.Minor ? version : null;
    }

    private static string Choices(IReadOnlyList<string> choices)
        => choices.Count == 1 ? choices[0] : $"{string.Join(", ", choices.Take(choices.Count - 1))} or {choices[^1]}";

    /// <summary>
    /// Where a pattern is none in any dialect. What only Go's dialect knows is left to the test program, which says it too, though
    /// of every package and without a place.
    /// </summary>
    private static int? WrongCharacter(string pattern)
    {
        if (OnlyGos().IsMatch(pattern))
        {
            return null;
        }
        try
        {
            _ = new Regex(pattern);
            return null;
        }
        catch (RegexParseException e)
        {
            return Math.Max(e.Offset - 1, 0);
        }
    }

    private static string? WrongTag(string list)
    {
        foreach (string tag in list.Split([';', ',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (char c in tag)
            {
                if (!char.IsLetterOrDigit(c) && c is not ('_' or '.'))
                {
                    return tag;
                }
            }
        }
        return null;
    }

    [GeneratedRegex(@"^(0|([0-9]*\.?[0-9]+(ns|us|µs|ms|s|m|h))+)$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\(\?|\[\[|\\[pPQCx0-9]")]
    private static partial Regex OnlyGos();

    [GeneratedRegex("^[0-9]+x$")]
    private static partial Regex Runs();
}

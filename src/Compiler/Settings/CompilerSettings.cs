using System.Globalization;
using Go.Compiler.RuntimeContract;
namespace Go.Compiler.Settings;

/// <summary>What flags of Go's compiler say of how one package is compiled.</summary>
public sealed record CompilerSettings
{
    /// <summary>Off for <c>-N</c>.</summary>
    public bool Optimize { get; init; } = true;

    /// <summary>Off for <c>-l</c>; higher counts (<c>-l=4</c>) leave it on.</summary>
    public bool Inline { get; init; } = true;

    /// <summary>Off for <c>-B</c>: indices are not checked.</summary>
    public bool ChecksBounds { get; init; } = true;

    /// <summary><c>-e</c>.</summary>
    public bool ReportAllErrors { get; init; }

    /// <summary><c>-C</c>: messages name lines without columns.</summary>
    public bool HideColumns { get; init; }

    /// <summary><c>-L</c>, given once: messages name the file itself too where a line directive has named another place.</summary>
    public bool ShowsOrigins { get; init; }

    /// <summary><c>-lang</c>, such as <c>go1.21</c>; null: the module's.</summary>
    public string? Language { get; init; }

    /// <summary>Switches of <c>-d</c>, as they were given.</summary>
    public IReadOnlyList<string> DebugFlags { get; init; } = [];

    /// <summary>The switch that counts edges: a number that is not zero, or none.</summary>
    public const string EdgeSwitch = "libfuzzer";

    /// <summary>Functions count which ways through them are gone: the last <see cref="EdgeSwitch"/> says so.</summary>
    public bool CountsEdges
        => DebugFlags.LastOrDefault(d => d.Split('=', ':')[0] == EdgeSwitch) is { } last && last.Split('=', ':') is not [_, "0", ..];

    /// <summary>Reads flags; of one that stands there twice the last counts.</summary>
    /// <param name="release">This release of Go: what <c>-goversion</c> must name.</param>
    /// <exception cref="SettingException">A flag is unknown, wrong or refused.</exception>
    public static CompilerSettings Read(IReadOnlyList<string> words, string release, ICollection<string> notes)
    {
        var settings = new CompilerSettings();
        foreach ((ToolFlag flag, string value) in ToolFlags.Parse("compile", ToolFlags.Compiler, words, notes))
        {
            settings = flag.Name switch
            {
                "B" => settings with { ChecksBounds = IsOff(value) },
                "N" => settings with { Optimize = IsOff(value) },
                "l" => settings with { Inline = value is not "1" },
                "e" => settings with { ReportAllErrors = !IsOff(value) },
                "C" => settings with { HideColumns = !IsOff(value) },
                "L" => settings with { ShowsOrigins = value is "1" },
                "lang" => settings with { Language = LanguageOf(value) },
                "d" => settings with { DebugFlags = [.. settings.DebugFlags, .. value.Split(',', StringSplitOptions.RemoveEmptyEntries)] },
                "goversion" => value == release || value.Length == 0
                    ? settings : throw new SettingException($"compile: version \"{release}\" does not match go tool version \"{value}\""),
                _ => throw new InvalidOperationException(flag.Name),
            };
        }
        return settings;
    }

    private static string? LanguageOf(string value)
    {
        if (value.Length == 0)
        {
            return null;
        }
        if (value == "go1")
        {
            return "go1.0"; // the one release whose name has no second number
        }
        string number = value.StartsWith("go1.", StringComparison.Ordinal) ? value[4..] : "";
        bool isVersion = number.Length is > 0 and < 4 && number.All(char.IsAsciiDigit) && (number[0] != '0' || number.Length == 1);
        if (isVersion && int.Parse(number, CultureInfo.InvariantCulture) > GoRelease.Minor)
        {
            string newest = "go" + GoRelease.Language;
            throw new SettingException($"compile: invalid value {GoQuote.Text(value)} for -lang: max known version is {GoQuote.Text(newest)}");
        }
        return isVersion
            ? value : throw new SettingException($"compile: invalid value {GoQuote.Text(value)} for -lang: should be something like \"go1.12\"");
    }

    private static bool IsOff(string value) => value is "0";
}

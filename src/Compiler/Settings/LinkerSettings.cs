namespace Go.Compiler.Settings;

/// <summary>What flags of Go's linker say of how one program is linked.</summary>
public sealed record LinkerSettings
{
    /// <summary><c>-X</c>: names with their values, each name once, in the order in which they were first given.</summary>
    public IReadOnlyList<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary><c>-s</c>.</summary>
    public bool StripSymbols { get; init; }

    /// <summary><c>-w</c>; <c>-s</c> implies it, <c>-w=false</c> takes it back.</summary>
    public bool StripDebugInformation { get; init; }

    /// <summary><c>-E</c>: the symbol that the program starts at; null: that of the target.</summary>
    public string? Entry { get; init; }

    /// <summary><c>-buildid</c>: the text of Go's build id; null: one is made from what the program is linked from; empty: none.</summary>
    public string? BuildId { get; init; }

    /// <summary>
    /// <c>-B</c>: <c>gobuildid</c>, <c>none</c>, or <c>0x</c> and the digits of the GNU build id; null: as <c>gobuildid</c>.
    /// </summary>
    public string? GnuBuildId { get; init; }

    /// <summary><c>-I</c>: the program that loads position-independent ones; null: that of the target.</summary>
    public string? Interpreter { get; init; }

    /// <summary><c>-T</c>: the address of the code; null: the target's.</summary>
    public ulong? TextAddress { get; init; }

    /// <summary><c>-D</c>: the address of the data that is written; null: behind everything else.</summary>
    public ulong? DataAddress { get; init; }

    /// <summary><c>-R</c>: segments start at multiples of this; 0: the target's.</summary>
    public int SegmentAlignment { get; init; }

    /// <summary><c>-funcalign</c>: functions start at multiples of this many bytes, a power of two; 0: the target's.</summary>
    public int FunctionAlignment { get; init; }

    /// <summary><c>-randlayout</c>: the seed of a random order of functions; 0: they stand in the order of their packages.</summary>
    public long LayoutSeed { get; init; }

    /// <summary><c>-H windowsgui</c>: the program shows windows of its own and is given no console.</summary>
    public bool IsWindowed { get; init; }

    /// <summary>Off for <c>-checklinkname=0</c>.</summary>
    public bool CheckLinkname { get; init; } = true;

    /// <summary><c>-e</c>.</summary>
    public bool ReportAllErrors { get; init; }

    private const int SmallestRounding = 4096;

    /// <summary>A page: the code starts at one.</summary>
    private const int LargestFunctionAlignment = 4096;

    /// <summary>Reads flags; of one that stands there twice the last counts, but for <c>-X</c>.</summary>
    /// <param name="os">The target's GOOS.</param>
    /// <exception cref="SettingException">A flag is unknown, wrong or refused.</exception>
    public static LinkerSettings Read(IReadOnlyList<string> words, string os, ICollection<string> notes)
    {
        var settings = new LinkerSettings();
        var variables = new List<(string Name, string Value)>();
        bool? debug = null;
        foreach ((ToolFlag flag, string value) in ToolFlags.Parse("link", ToolFlags.Linker, words, notes))
        {
            switch (flag.Name)
            {
                case "X":
                    AddVariable(variables, value);
                    break;
                case "s":
                    settings = settings with { StripSymbols = value == "true" };
                    break;
                case "w":
                    debug = value == "true";
                    break;
                case "E":
                    settings = settings with { Entry = value.Length == 0 ? null : value };
                    break;
                case "buildid":
                    settings = settings with { BuildId = value };
                    break;
                case "B":
                    settings = settings with { GnuBuildId = CheckedNote(value, os) };
                    break;
                case "checklinkname":
                    settings = settings with { CheckLinkname = value == "true" };
                    break;
                case "e":
                    settings = settings with { ReportAllErrors = value == "true" };
                    break;
                case "I":
                    settings = settings with { Interpreter = value.Length == 0 ? null : value };
                    break;
                case "T":
                    settings = settings with { TextAddress = AddressOf(value) };
                    break;
                case "D":
                    settings = settings with { DataAddress = AddressOf(value) };
                    break;
                case "R":
                    settings = settings with { SegmentAlignment = RoundingOf(value) };
                    break;
                case "funcalign":
                    settings = settings with { FunctionAlignment = FunctionAlignmentOf(value) };
                    break;
                case "randlayout":
                    settings = settings with { LayoutSeed = ToolFlags.NumberOf(value) };
                    break;
                case "H":
                    settings = settings with { IsWindowed = IsWindowedHeader(value, os) };
                    break;
                case "linkmode":
                    CheckMode(value);
                    break;
            }
        }
        CheckAlignment("T", settings.TextAddress, settings);
        CheckAlignment("D", settings.DataAddress, settings);
        return settings with { Variables = variables, StripDebugInformation = debug ?? settings.StripSymbols };
    }

    private static void AddVariable(List<(string Name, string Value)> variables, string assignment)
    {
        int equals = assignment.IndexOf('=');
        if (equals < 0 || !assignment.AsSpan(0, equals).Contains('.'))
        {
            throw new SettingException("link: -X flag requires argument of the form importpath.name=value");
        }
        (string Name, string Value) variable = (assignment[..equals], assignment[(equals + 1)..]);
        int known = variables.FindIndex(v => v.Name == variable.Name);
        if (known >= 0)
        {
            variables[known] = variable;
        }
        else
        {
            variables.Add(variable);
        }
    }

    /// <summary>-1 stands for none.</summary>
    private static ulong? AddressOf(string value) => ToolFlags.NumberOf(value) is >= 0 and var address ? (ulong)address : null;

    private static int RoundingOf(string value)
    {
        long rounding = ToolFlags.NumberOf(value);
        return rounding == -1 ? 0 : rounding is >= 4096 and <= 1 << 30 && long.IsPow2(rounding) ? (int)rounding
            : throw new SettingException($"link: invalid -R value 0x{rounding:x}");
    }

    private static int FunctionAlignmentOf(string value)
    {
        long alignment = ToolFlags.NumberOf(value);
        return alignment == 0 || (alignment is > 0 and <= LargestFunctionAlignment && long.IsPow2(alignment)) ? (int)alignment
            : throw new SettingException($"link: invalid -funcalign value {value}");
    }

    /// <summary>Sections keep their distance to a multiple of the rounding, in the file and in memory.</summary>
    private static void CheckAlignment(string flag, ulong? address, LinkerSettings settings)
    {
        ulong rounding = (ulong)Math.Max(settings.SegmentAlignment, SmallestRounding);
        if (address is { } a && (a % rounding != 0 || a < 2 * rounding))
        {
            throw new SettingException($"link: invalid -{flag} value 0x{a:x}: {(a % rounding != 0 ? $"not aligned to rounding quantum 0x{rounding:x}" : "no room for the headers before it")}");
        }
    }

    private static string? CheckedNote(string value, string os)
    {
        if (value is "" or "gobuildid" or "none")
        {
            return value.Length == 0 ? null : value;
        }
        if (!value.StartsWith("0x", StringComparison.Ordinal))
        {
            throw new SettingException($"link: -B argument must start with 0x: {value}");
        }
        if (value.Length % 2 != 0)
        {
            throw new SettingException($"link: -B argument must have even number of digits: {value}");
        }
        int most = KnownPlatforms.LongestBuildId(os);
        if (value.Length > 2 + (2 * most))
        {
            throw new SettingException($"link: -B option too long (max {most} digits): {value}");
        }
        return value.AsSpan(2).IndexOfAnyExcept("0123456789abcdefABCDEF") < 0
            ? value : throw new SettingException($"link: -B argument contains invalid hex digit: {value}");
    }

    private static bool IsWindowedHeader(string value, string os)
    {
        if (value == os + "gui" && KnownPlatforms.HasWindowedPrograms(os))
        {
            return true;
        }
        if (value.Length > 0 && value != os)
        {
            throw new SettingException($"link flag -H={value} is not supported: programs have the form of {os}", isRefused: true);
        }
        return false;
    }

    private static void CheckMode(string value)
    {
        switch (value)
        {
            case "" or "auto" or "internal":
                return;
            case "external":
                throw new SettingException("link flag -linkmode=external is not supported: no other linker is called", isRefused: true);
            default:
                throw new SettingException($"link: invalid value {GoQuote.Text(value)} for flag -linkmode: invalid linkmode: {GoQuote.Text(value)}");
        }
    }
}

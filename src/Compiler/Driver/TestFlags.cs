using System.Globalization;
using Go.Compiler.Driver.Tools;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver;

/// <summary>
/// The arguments of <c>go test</c>: flags for it and for the build, before or behind the packages; what it does not know is for the test
/// programs, as is all behind <c>-args</c>.
/// </summary>
internal sealed class TestFlags
{
    private const string DefaultTimeout = "10m";

    // Flags that test programs take under the same name behind "test."; true: without a value.
    private static readonly (string Name, bool IsSwitch)[] s_programFlags =
    [
        ("artifacts", true), ("bench", false), ("benchmem", true), ("benchtime", false), ("blockprofile", false),
        ("blockprofilerate", false), ("count", false), ("cpu", false),
        ("cpuprofile", false), ("failfast", true), ("fullpath", true), ("fuzz", false), ("fuzzminimizetime", false), ("fuzztime", false),
        ("list", false), ("memprofile", false), ("memprofilerate", false), ("mutexprofile", false),
        ("mutexprofilefraction", false), ("outputdir", false), ("parallel", false), ("run", false), ("short", true), ("shuffle", false),
        ("skip", false), ("trace", false),
    ];

    // Those whose values are numbers, as Go's sources write them.
    private static readonly string[] s_numbers = ["count", "parallel"];

    private static readonly string[] s_profileFlags = ["blockprofile", "cpuprofile", "memprofile", "mutexprofile", "trace"];

    private string? _verbosity;
    private readonly List<string> _packages = [];
    private readonly List<string> _program = [];
    private readonly List<string> _rest = [];
    private string _timeout = DefaultTimeout, _ownTimeout = DefaultTimeout;
    private bool _hasOutputFolder, _hasProfile, _hasUnknown;

    private TestFlags(GoEnvironment environment) => Build = new BuildFlags(environment) { Tests = true };

    public BuildFlags Build { get; }
    public IReadOnlyList<string> Packages => _packages;
    public TestVet Vet { get; private set; } = TestVet.Default;
    /// <summary>The file that receives the profiles of all packages; empty: none.</summary>
    public string CoverProfile { get; private set; } = "";

    /// <summary>The programs are asked (behind <c>-args</c>) to tell of their flags.</summary>
    public bool AsksForHelp { get; private set; }

    /// <summary><c>-outputdir</c>; empty: the working folder.</summary>
    public string OutputFolder { get; private set; } = "";
    public bool CompileOnly { get; private set; }
    public bool Json { get; private set; }

    /// <summary><c>-exec</c>: what runs the test programs; null: not given.</summary>
    public string? Exec { get; private set; }
    public bool Verbose { get; private set; }
    public bool Lists { get; private set; }
    public bool Benchmarks { get; private set; }
    public bool FailFast { get; private set; }

    /// <summary>The first flag, in the order of their names, that asks for a profile; null: none does.</summary>
    public string? ProfileFlag { get; private set; }

    /// <summary>
    /// When to end test programs that do not end themselves: a minute after their own time-out. Null: never, as for those that may run as
    /// long as they like.
    /// </summary>
    public TimeSpan? KillAfter
        => !Benchmarks && !Build.Fuzzes && Duration(_timeout) is { Ticks: > 0 } own ? own + TimeSpan.FromMinutes(1) : null;

    /// <summary>Profiles of time and memory are read together with the programs that they are of.</summary>
    public bool KeepsPrograms { get; private set; }

    /// <summary>Arguments for the test programs.</summary>
    public IReadOnlyList<string> ProgramArguments(string workingDirectory)
    {
        var arguments = new List<string>(Testing.TestRun.StandardArguments) { TimeoutArgument(_ownTimeout) };
        if (Json || Verbose)
        {
            arguments.Add("-test.v=" + (Json ? "test2json" : _verbosity));
        }
        arguments.AddRange(_program);
        if (_hasProfile && !_hasOutputFolder)
        {
            arguments.Add("-test.outputdir=" + workingDirectory); // programs run in their packages' folders
        }
        arguments.AddRange(_rest);
        return arguments;
    }

    /// <exception cref="UsageException">A value is missing or wrong, or a flag is not supported.</exception>
    public static TestFlags Parse(IReadOnlyList<string> arguments) => Parse(arguments, GoEnvironment.Empty);

    /// <inheritdoc cref="Parse(IReadOnlyList{string})"/>
    public static TestFlags Parse(IReadOnlyList<string> arguments, GoEnvironment environment)
    {
        var flags = new TestFlags(environment);
        GoFlags known = flags.Define().ApplyDefaults(environment);
        bool arePackagesDone = false;
        string? unknown = null;
        bool mayBeValue = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string a = arguments[i];
            bool followsUnknown = mayBeValue;
            mayBeValue = false;
            if (a is "-args" or "--args")
            {
                flags._rest.AddRange(arguments.Skip(i + 1));
                flags.AsksForHelp = flags._rest.TakeWhile(r => r != "--").Any(r => r is "-h" or "-help" or "--help");
                break;
            }
            if (a == "--")
            {
                flags._rest.AddRange(arguments.Skip(i)); // it ends the programs' flags, too
                break;
            }
            if (a.Length < 2 || a[0] != '-')
            {
                if (arePackagesDone && !followsUnknown)
                {
                    flags._rest.AddRange(arguments.Skip(i)); // the value of no flag: the programs' own arguments begin
                    break;
                }
                (arePackagesDone ? flags._rest : flags._packages).Add(a);
                continue;
            }
            arePackagesDone |= flags._packages.Count > 0;
            if (!known.TryApply(arguments, ref i))
            {
                // Whether an argument follows that belongs to it is not known: what comes now are no packages.
                flags._rest.Add(a);
                arePackagesDone = flags._hasUnknown = true;
                mayBeValue = !a.Contains('=');
                unknown ??= a.Split('=')[0];
            }
        }
        if (flags.CompileOnly && unknown is not null)
        {
            throw UsageException.Fatal($"unknown flag {unknown} cannot be used with -c");
        }
        return flags;
    }

    private GoFlags Define()
    {
        GoFlags flags = Build.Define(new GoFlags());
        foreach ((string name, bool isSwitch) in s_programFlags)
        {
            _ = isSwitch ? flags.Switch(name, v => Pass(name, v ? "true" : "false")) : flags.Value(name, v => Pass(name, v));
        }
        flags.Switch("c", v => CompileOnly = v)
            .Switch("json", v => Json = v)
            .Value("timeout", SetTimeout)
            .Value("vet", v => Vet = TestVet.Parse(v))
            .Value("o", v => Build.Output = v);
        flags.OptionalValue("v", v =>
        {
            _verbosity = v == "test2json" ? v : GoFlags.ParseBool("v", v) ? "true" : null;
            Verbose = _verbosity is not null;
        });
        flags.Value("coverprofile", v =>
        {
            CoverProfile = v;
            Build.Covers = true;
        });
        flags.Value("exec", v => Exec = v);
        return flags.Prefix("test.");
    }

    private void SetTimeout(string value)
    {
        _timeout = Duration(value) is null ? throw Unparsed("timeout", value) : value;
        if (_hasUnknown)
        {
            _rest.Add(TimeoutArgument(value));
        }
        else
        {
            _ownTimeout = value;
        }
    }

    private static UsageException Unparsed(string name, string value)
        => new($"invalid value {GoQuote.Text(value)} for flag -{name}: parse error");

    private static bool IsNumber(string value)
    {
        string digits = value.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal);
        bool isHexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return isHexadecimal ? long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private void Pass(string name, string value)
    {
        if (name == "shuffle" && value is not ("on" or "off")
            && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            string quoted = GoQuote.Text(value);
            throw new UsageException(
                $"invalid value {quoted} for flag -shuffle: -shuffle argument must be \"on\", \"off\", or an int64: strconv.ParseInt: parsing {quoted}: invalid syntax");
        }
        if (s_numbers.Contains(name) && !IsNumber(value))
        {
            throw Unparsed(name, value);
        }
        Lists |= name == "list";
        Benchmarks |= name == "bench" && value.Length > 0;
        Build.Fuzzes |= name == "fuzz" && value.Length > 0;
        FailFast |= name == "failfast" && value == "true";
        if (name == "outputdir")
        {
            // The program runs in its package's folder.
            OutputFolder = value = value.Length > 0 ? Path.GetFullPath(value) : "";
            _hasOutputFolder = true;
        }
        _hasProfile |= name is "trace" || name.EndsWith("profile", StringComparison.Ordinal);
        int rank = value.Length > 0 ? Array.IndexOf(s_profileFlags, name) : -1;
        if (rank >= 0 && (ProfileFlag is null || rank < Array.IndexOf(s_profileFlags, ProfileFlag)))
        {
            ProfileFlag = name;
        }
        KeepsPrograms |= name is "blockprofile" or "cpuprofile" or "memprofile" or "mutexprofile" && value.Length > 0;
        // Behind a flag that only the program knows, order may matter to it.
        (_hasUnknown ? _rest : _program).Add($"-test.{name}={value}");
    }

    /// <summary>A duration in Go's syntax (<c>1h30m</c>, <c>0.5s</c>, <c>0</c>); null if it is none.</summary>
    internal static TimeSpan? Duration(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }
        double seconds = 0;
        int start = text is ['-' or '+', ..] ? 1 : 0, i = start;
        while (i < text.Length)
        {
            int digits = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
            {
                i++;
            }
            int unit = i;
            while (i < text.Length && char.IsLetter(text[i]))
            {
                i++;
            }
            double? scale = text[unit..i] switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                "ns" => 1e-9,
                _ => null,
            };
            if (scale is null || !double.TryParse(text.AsSpan(digits, unit - digits), NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out double number))
            {
                return null;
            }
            seconds += number * scale.Value;
        }
        return text.Length == start ? null : TimeSpan.FromSeconds(text[0] == '-' ? -seconds : seconds);
    }

    private static string TimeoutArgument(string text) => "-test.timeout=" + GoDuration(text);

    /// <summary>As Go prints a duration: <c>1h30m0s</c>, <c>1.5s</c>. One below a second is left as it was given.</summary>
    private static string GoDuration(string text)
    {
        decimal seconds = Duration(text) is { } duration ? duration.Ticks / (decimal)TimeSpan.TicksPerSecond : 0;
        if (Math.Abs(seconds) < 1)
        {
            return seconds == 0 ? "0s" : text;
        }
        decimal minutes = decimal.Truncate(seconds / 60), hours = decimal.Truncate(minutes / 60);
        string rest = (seconds % 60).ToString("0.#########", CultureInfo.InvariantCulture) + "s";
        return (hours > 0 ? $"{hours:0}h" : "") + (minutes > 0 ? $"{minutes % 60:0}m" : "") + rest;
    }
}

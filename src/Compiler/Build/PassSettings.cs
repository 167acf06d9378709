using System.Diagnostics;
using Go.Compiler.Passes;

namespace Go.Compiler.Build;

/// <summary>
/// The switches that <c>-d=</c> sets for passes: <c>ssa/NAME/FLAG</c> with the flags off, on=0, time, verify and dump=FUNCTION, for one
/// pass or for <c>all</c>; and <c>verify</c> and
/// <c>dump=FUNCTION</c> for all of them. <see cref="DebugSettings"/> has refused what there is not.
/// </summary>
internal static class PassSettings
{
    private const string Prefix = "ssa/", All = "all";

    /// <summary>Whether the time of any pass is asked for.</summary>
    public static bool AreTimed(IEnumerable<string> settings) => settings.Any(s => Read(s) is { Flag: "time" });

    public static PassSwitches Of(IReadOnlyList<string> settings, PhaseTimes times, CancellationToken cancellation)
    {
        HashSet<string> off = [], verified = [], timed = [];
        var dumps = new List<(string Pass, string Function)>();
        foreach (string setting in settings)
        {
            if (Read(setting) is not var (pass, flag, value))
            {
                continue;
            }
            switch (flag)
            {
                case "off" when value != "0":
                case "on" when value == "0":
                    off.Add(pass);
                    break;
                case "verify":
                    verified.Add(pass);
                    break;
                case "time":
                    timed.Add(pass);
                    break;
                case "dump":
                    dumps.Add((pass, value));
                    break;
            }
        }
        return new PassSwitches
        {
            Off = off,
            Verify = verified.Contains(All),
            Verified = verified,
            Time = timed.Count == 0 ? null : (pass, ticks) => AddTime(times, timed, pass, ticks),
            Dump = dumps.Count == 0 ? null : (number, pass, text) => Write(dumps, number, pass, text),
            Cancellation = cancellation,
        };
    }

    private static (string Pass, string Flag, string Value)? Read(string setting)
    {
        int equals = setting.AsSpan().IndexOfAny('=', ':');
        (string name, string value) = equals < 0 ? (setting, "") : (setting[..equals], setting[(equals + 1)..]);
        if (name is "verify" or "dump")
        {
            return (All, name, value);
        }
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name.Split('/') is not [_, var pass, var flag])
        {
            return null;
        }
        return (pass, flag, value);
    }

    private static void AddTime(PhaseTimes times, HashSet<string> timed, string pass, long ticks)
    {
        if (timed.Contains(pass) || timed.Contains(All))
        {
            times.Add(Prefix + pass, Stopwatch.GetElapsedTime(0, ticks));
        }
    }

    /// <summary>The function is named in the first line of its text.</summary>
    private static void Write(List<(string Pass, string Function)> dumps, int number, string pass, string text)
    {
        ReadOnlySpan<char> first = text.AsSpan(0, Math.Max(0, text.IndexOf('\n', StringComparison.Ordinal)));
        foreach ((string wanted, string function) in dumps)
        {
            if ((wanted == All || wanted == pass) && first.Contains(function, StringComparison.Ordinal))
            {
                Console.Error.WriteLine($"-- {number} {pass}\n{text}");
                return;
            }
        }
    }
}

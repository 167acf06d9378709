using Go.Compiler.Modules.Resolution;
using Go.Compiler.Settings;

namespace Go.Compiler.Driver.Tools;

/// <summary>
/// <c>dotnet go telemetry</c>: reads and writes the mode that Go's own commands go by. This one counts nothing and sends nothing, whatever
/// the mode is.
/// </summary>
internal static class TelemetryCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        GoEnvironment environment = Locations.Environment();
        IReadOnlyList<string> rest = new GoFlags().ApplyDefaults(environment).Parse(arguments);
        switch (rest)
        {
            case []:
                output.WriteLine(Mode(environment));
                return 0;
            case ["on" or "local" or "off"]:
                Set(environment, rest[0], error);
                return 0;
            default:
                return HelpCommand.WriteUsage("telemetry", error);
        }
    }

    /// <summary>The mode that the user has set; <c>local</c> without one, as for Go.</summary>
    public static string Mode(GoEnvironment environment)
    {
        string file = FileOf(environment);
        string text = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        string mode = text.Split(' ')[0];
        return mode.Length > 0 ? mode : file.Length > 0 ? "local" : "off";
    }

    /// <summary>The folder <c>go/telemetry</c> of the user's settings; empty where there is none.</summary>
    public static string Folder(GoEnvironment environment)
    {
        string home = environment.OfOperatingSystem("XDG_CONFIG_HOME") is { Length: > 0 } configured ? configured
            : environment.OfOperatingSystem("HOME") is { Length: > 0 } user ? Path.Combine(user, ".config") : "";
        return home.Length > 0 ? Path.Combine(home, "go", "telemetry") : "";
    }

    private static string FileOf(GoEnvironment environment)
        => Folder(environment) is { Length: > 0 } folder ? Path.Combine(folder, "mode") : "";

    private static void Set(GoEnvironment environment, string mode, TextWriter error)
    {
        string file = FileOf(environment);
        if (file.Length == 0)
        {
            throw UsageException.Fatal($"failed to set the telemetry mode to {mode}: cannot determine telemetry mode file name");
        }
        if (Mode(environment) == mode)
        {
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        AtomicFile.Write(file, System.Text.Encoding.UTF8.GetBytes($"{mode} {date}"));
        if (mode == "on")
        {
            error.WriteLine("Go's own commands may now send what they count to https://telemetry.go.dev/; this command counts and sends nothing.");
        }
    }
}

using System.Text;
using Go.Compiler.Images;

namespace Go.Compiler.Driver;

/// <summary>A module in a program's build information.</summary>
internal sealed record DescribedModule(string Path, string Version, string Sum)
{
    public DescribedModule? Replacement { get; init; }
}

/// <summary>The build information of a program, taken apart as debug.ParseBuildInfo does it.</summary>
internal sealed record ProgramDescription(
    string Path, DescribedModule? Main, IReadOnlyList<DescribedModule> Dependencies, IReadOnlyList<(string Key, string Value)> Settings)
{
    public static ProgramDescription Parse(BuildInformation information)
    {
        string path = "";
        DescribedModule? main = null;
        var dependencies = new List<DescribedModule>();
        var settings = new List<(string Key, string Value)>();
        bool isMainLast = false;
        foreach (string line in information.Modules.Split('\n'))
        {
            string[] fields = line.Split('\t');
            DescribedModule module = new(fields.ElementAtOrDefault(1) ?? "", fields.ElementAtOrDefault(2) ?? "",
                fields.ElementAtOrDefault(3) ?? "");
            switch (fields[0])
            {
                case "path":
                    path = module.Path;
                    break;
                case "mod":
                    (main, isMainLast) = (module, true);
                    break;
                case "dep":
                    dependencies.Add(module);
                    isMainLast = false;
                    break;
                case "=>" when isMainLast:
                    main = main! with { Replacement = module };
                    break;
                case "=>" when dependencies.Count > 0:
                    dependencies[^1] = dependencies[^1] with { Replacement = module };
                    break;
                case "build":
                    settings.Add(Setting(line["build\t".Length..]));
                    break;
            }
        }
        return new ProgramDescription(path, main, dependencies, settings);
    }

    private static (string Key, string Value) Setting(string text)
    {
        int at = 0;
        string key = text.StartsWith('"') ? Unquote(text, ref at) : text[..Math.Max(0, at = text.IndexOf('='))];
        string value = text[(at + 1)..];
        at = 0;
        return (key, value.StartsWith('"') ? Unquote(value, ref at) : value);
    }

    /// <summary>A string in Go's quotes; <paramref name="at"/> moves behind it.</summary>
    private static string Unquote(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at = 1; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                value.Append(text[at]);
                continue;
            }
            at++;
            int digits = text[at] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                value.Append(char.ConvertFromUtf32(Convert.ToInt32(text.Substring(at + 1, digits), 16)));
                at += digits;
            }
            else
            {
                int control = "abtnvfr".IndexOf(text[at]);
                value.Append(control < 0 ? text[at] : (char)(control + 7));
            }
        }
        at++;
        return value.ToString();
    }
}

using System.Globalization;
using System.Xml;
using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Makes of a profile that counted tests left (<c>-coverprofile</c>) a report in Cobertura's format, as coverage of C# projects has it.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoCobertura : GoTaskBase
{
    /// <summary>The profile: a line for each block, <c>path/file.go:line.column,line.column statements count</c>.</summary>
    [Required]
    public string Profile { get; set; } = "";

    /// <summary>Where packages are: lines <c>import/path&lt;tab&gt;folder</c>.</summary>
    [Required]
    public string Packages { get; set; } = "";

    [Required]
    public string ReportFile { get; set; } = "";

    protected override void ExecuteCore()
    {
        if (!File.Exists(Profile))
        {
            LogError(Catalogue.GoCommandFailed, "the tests left no profile of what they covered");
            return;
        }
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in Packages.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split('\t', 2);
            folders[parts[0]] = parts.Length > 1 ? parts[1] : "";
        }
        SortedDictionary<string, SortedDictionary<int, long>> files = Read();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(ReportFile))!);
        string temporary = $"{ReportFile}.{Guid.NewGuid():N}.tmp";
        using (var xml = XmlWriter.Create(temporary, new XmlWriterSettings { Indent = true }))
        {
            Write(xml, files, folders);
        }
        File.Move(temporary, ReportFile, overwrite: true);
        LogMessage($"coverage: {Percent(files.Values):0.0} % of lines -> {ReportFile}", MessageImportance.High);
    }

    /// <summary>
    /// Of each file the lines that blocks take in, each with the highest count of its blocks; those without a count are 0.
    /// </summary>
    private SortedDictionary<string, SortedDictionary<int, long>> Read()
    {
        var files = new SortedDictionary<string, SortedDictionary<int, long>>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Profile).Skip(1))
        {
            int colon = line.LastIndexOf(':');
            string[] parts = colon < 0 ? [] : line[(colon + 1)..].Split(' ', ',');
            if (parts.Length != 4 || !TryLine(parts[0], out int first) || !TryLine(parts[1], out int last)
                || !long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            {
                throw new IOException($"{Profile}: no line of a profile: {line}");
            }
            if (!files.TryGetValue(line[..colon], out SortedDictionary<int, long>? lines))
            {
                files.Add(line[..colon], lines = []);
            }
            for (int i = first; i <= last; i++)
            {
                lines[i] = Math.Max(lines.GetValueOrDefault(i), count);
            }
        }
        return files;
    }

    private static bool TryLine(string position, out int line)
        => int.TryParse(position.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out line);

    private static double Percent(IEnumerable<SortedDictionary<int, long>> files)
    {
        long lines = 0, covered = 0;
        foreach (SortedDictionary<int, long> file in files)
        {
            lines += file.Count;
            covered += file.Values.Count(c => c > 0);
        }
        return lines == 0 ? 0 : 100.0 * covered / lines;
    }

    private static void Write(XmlWriter xml, SortedDictionary<string, SortedDictionary<int, long>> files,
        Dictionary<string, string> folders)
    {
        xml.WriteStartElement("coverage");
        Rate(xml, files.Values);
        xml.WriteAttributeString("branch-rate", "0");
        xml.WriteAttributeString("version", "1.9");
        xml.WriteAttributeString("timestamp", "0");
        xml.WriteElementString("sources", "");
        xml.WriteStartElement("packages");
        foreach (IGrouping<string, KeyValuePair<string, SortedDictionary<int, long>>> package in files.GroupBy(f
            => f.Key[..Math.Max(0, f.Key.LastIndexOf('/'))]))
        {
            xml.WriteStartElement("package");
            xml.WriteAttributeString("name", package.Key);
            Rate(xml, package.Select(f => f.Value));
            xml.WriteAttributeString("branch-rate", "0");
            xml.WriteStartElement("classes");
            foreach ((string path, SortedDictionary<int, long> lines) in package)
            {
                WriteFile(xml, path, folders.GetValueOrDefault(package.Key, ""), lines);
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteFile(XmlWriter xml, string path, string folder, SortedDictionary<int, long> lines)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        xml.WriteStartElement("class");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("filename", folder.Length > 0 ? Path.Combine(folder, name) : path);
        Rate(xml, [lines]);
        xml.WriteAttributeString("branch-rate", "0");
        xml.WriteElementString("methods", "");
        xml.WriteStartElement("lines");
        foreach ((int line, long count) in lines)
        {
            xml.WriteStartElement("line");
            xml.WriteAttributeString("number", line.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("hits", count.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("branch", "False");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Rate(XmlWriter xml, IEnumerable<SortedDictionary<int, long>> files)
        => xml.WriteAttributeString("line-rate", (Percent(files) / 100).ToString("0.####", CultureInfo.InvariantCulture));
}

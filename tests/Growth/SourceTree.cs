using System.Globalization;
using System.Text;

namespace Go.Compiler.Tests.Growth;

/// <summary>Files of a generated module. Lines go to the file that was opened last.</summary>
public sealed class SourceTree
{
    private readonly Dictionary<string, StringBuilder> _files = new(StringComparer.Ordinal);
    private StringBuilder _current = new();

    public SourceTree()
    {
        Open("go.mod").Add("module example.com/grown").Add("go 1.27");
        Open("main.go").Add("package main");
    }

    public IEnumerable<KeyValuePair<string, string>> Files => _files.Select(f => KeyValuePair.Create(f.Key, f.Value.ToString()));

    public SourceTree Open(string path)
    {
        if (!_files.TryGetValue(path, out StringBuilder? text))
        {
            _files.Add(path, text = new StringBuilder());
        }
        _current = text;
        return this;
    }

    public SourceTree Add(FormattableString line) => Add(line.ToString(CultureInfo.InvariantCulture));

    public SourceTree Add(string line)
    {
        _current.Append(line).Append('\n');
        return this;
    }

    /// <summary>Text without an end of line.</summary>
    public SourceTree Put(string text)
    {
        _current.Append(text);
        return this;
    }

    /// <summary>One line, or with another separator one piece of a line, for every number below <paramref name="count"/>.</summary>
    public SourceTree Each(int count, Func<int, FormattableString> line, string separator = "\n")
    {
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
            {
                _current.Append(separator);
            }
            _current.Append(line(i).ToString(CultureInfo.InvariantCulture));
        }
        _current.Append(separator == "\n" ? separator : "");
        return this;
    }

    /// <summary>Writes the files below a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach ((string path, string text) in Files)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}

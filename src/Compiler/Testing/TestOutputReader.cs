using System.Globalization;
using System.Text;

namespace Go.Compiler.Testing;

/// <summary>
/// Turns what a test program prints with <c>-test.v=test2json</c> into events. Package testing puts the byte ^V before its own lines, ^O
/// and ^N around what t.Error and the like print, and ^[ before such bytes when a test prints them itself. Output of the program that lacks
/// the marks (a panic, a program that is no test) is taken as it comes: its <c>===</c> and <c>---</c> lines count until the first marked
/// one is seen.
/// </summary>
/// <param name="package">Import path named in the events.</param>
/// <param name="emit">Gets the events, on the thread that writes.</param>
/// <param name="clock">Time of events; null: events have neither time nor durations, as from a saved log.</param>
public sealed class TestOutputReader(string package, Action<TestEvent> emit, Func<DateTimeOffset>? clock)
{
    private const byte MarkByte = 0x16, EscapeByte = 0x1b;
    private const char Mark = '\x16', ErrorBegin = '\x0f', ErrorEnd = '\x0e', Escape = '\x1b';

    /// <summary>No line of package testing is longer; longer lines are given on in parts.</summary>
    private const int LongestLine = 4096;

    private readonly List<byte> _line = [];
    private readonly List<TestEvent> _reports = [];
    private readonly DateTimeOffset? _start = clock?.Invoke();
    private string _test = "";
    private bool _isInLongLine, _isNextEscaped, _needsMark, _isEscaped, _isError;
    private TestAction? _result;

    /// <summary>Text of the package that failed to compile, when that is why the tests did not run.</summary>
    public string FailedBuild { get; set; } = "";

    /// <summary>Emits the start event: call it once, first.</summary>
    public void Start() => Emit(New(TestAction.Start));

    /// <summary>The next bytes, split anywhere.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            // A mark that is not the first byte of a line begins one: tests print text without line ends.
            if (b == MarkByte && !_isNextEscaped && _line.Count > 0)
            {
                TakeLine(_line.Count);
                _isInLongLine = false;
            }
            _line.Add(b);
            _isNextEscaped = b == EscapeByte && !_isNextEscaped;
            if (b == (byte)'\n')
            {
                TakeLine(_line.Count);
            }
            else if (_line.Count > LongestLine)
            {
                TakePart();
            }
        }
    }

    /// <summary>The program has ended: what it printed last, and the event that ends the package.</summary>
    /// <param name="succeeded">Whether it ended with status 0.</param>
    public void Finish(bool succeeded)
    {
        if (_line.Count > 0)
        {
            _isInLongLine = true; // without its end it is no line of package testing
            TakeLine(_line.Count);
        }
        FlushReports(0);
        TestAction result = !succeeded ? TestAction.Fail : _result == TestAction.Skip ? TestAction.Skip : TestAction.Pass;
        double? elapsed = clock is null ? null : Math.Round((clock() - _start!.Value).TotalSeconds, 3);
        Emit(New(result) with { Elapsed = elapsed, FailedBuild = result == TestAction.Fail ? FailedBuild : "" });
    }

    private void TakePart()
    {
        // Up to the last whole character.
        int end = _line.Count;
        for (int back = 1; back <= 4 && back < _line.Count; back++)
        {
            byte b = _line[^back];
            if ((b & 0xc0) != 0x80)
            {
                int length = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
                end -= length > back ? back : 0;
                break;
            }
        }
        TakeLine(end);
        _isInLongLine = true;
    }

    private void TakeLine(int length)
    {
        byte[] bytes = [.. _line[..length]];
        _line.RemoveRange(0, length);
        string line = Encoding.UTF8.GetString(bytes);
        if (_isInLongLine || (_needsMark && bytes[0] != MarkByte))
        {
            Print(line, "");
        }
        else
        {
            Interpret(line);
        }
        _isInLongLine &= bytes[^1] != '\n';
    }

    private void Interpret(string line)
    {
        bool isMarked = line[0] == Mark;
        if (isMarked)
        {
            line = line[1..];
        }
        string text = line.EndsWith("\r\n", StringComparison.Ordinal) ? line[..^2] : line.TrimEnd('\n');
        if (text is "PASS" or "FAIL" || text.StartsWith("FAIL\t", StringComparison.Ordinal))
        {
            FlushReports(0);
            _needsMark = isMarked;
            Print(line, "frame");
            _result = text == "PASS" ? TestAction.Pass : TestAction.Fail;
            return;
        }
        if (_reports.Count == 0 && text.StartsWith("?   \t", StringComparison.Ordinal)
            && text.EndsWith("\t[no test files]", StringComparison.Ordinal))
        {
            _result = TestAction.Skip;
        }
        if (UpdateOf(text) is { } update)
        {
            Update(update.Action, update.Name, line, isMarked);
            return;
        }
        string unindented = text.TrimStart(' ');
        int indent = (text.Length - unindented.Length) / 4;
        if (text[(indent * 4)..] is var report && ReportOf(report) is { } result)
        {
            Report(result, report, indent, line, isMarked);
            return;
        }
        // Indented text belongs to the finished test at that depth.
        if (indent > 0 && indent <= _reports.Count)
        {
            _test = _reports[indent - 1].Test;
        }
        Print(line, "");
    }

    /// <summary>The line <c>=== ACTION name</c>; the action is null for a change of name only.</summary>
    private static (TestAction? Action, string Name)? UpdateOf(string text)
    {
        if (text == "=== NAME")
        {
            return (null, ""); // trailing blanks can get lost
        }
        foreach ((string start, TestAction? action) in s_updates)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                return (action, text[start.Length..].Trim());
            }
        }
        return null;
    }

    private static readonly (string Start, TestAction? Action)[] s_updates =
    [
        ("=== RUN   ", TestAction.Run), ("=== PAUSE ", TestAction.Pause), ("=== CONT  ", TestAction.Continue), ("=== NAME  ", null),
        ("=== PASS  ", TestAction.Pass),
        ("=== FAIL  ", TestAction.Fail), ("=== SKIP  ", TestAction.Skip), ("=== ATTR  ", TestAction.Attribute),
        ("=== ARTIFACTS ", TestAction.Artifacts),
    ];

    private static TestAction? ReportOf(string text) => text switch
    {
        _ when text.StartsWith("--- PASS: ", StringComparison.Ordinal) => TestAction.Pass,
        _ when text.StartsWith("--- FAIL: ", StringComparison.Ordinal) => TestAction.Fail,
        _ when text.StartsWith("--- SKIP: ", StringComparison.Ordinal) => TestAction.Skip,
        _ when text.StartsWith("--- BENCH: ", StringComparison.Ordinal) => TestAction.Bench,
        _ => null,
    };

    private void Update(TestAction? action, string name, string line, bool isMarked)
    {
        _needsMark = isMarked;
        FlushReports(0);
        string rest = "";
        if (action is TestAction.Attribute or TestAction.Artifacts)
        {
            (name, rest) = Cut(name);
        }
        _test = name;
        if (action is null)
        {
            return;
        }
        TestEvent e = New(action.Value);
        if (action == TestAction.Attribute)
        {
            (string key, string value) = Cut(rest);
            e = e with { Key = key, Value = value };
        }
        else if (action == TestAction.Artifacts)
        {
            e = e with { Value = rest };
        }
        // A paused test prints nothing any more.
        if (action == TestAction.Pause)
        {
            Print(line, "frame");
            Emit(e);
        }
        else
        {
            Emit(e);
            Print(line, "frame");
        }
    }

    private void Report(TestAction result, string text, int indent, string line, bool isMarked)
    {
        if (indent > _reports.Count)
        {
            Print(line, ""); // deeper than any test that could have ended
            return;
        }
        _needsMark = isMarked;
        FlushReports(indent);
        string name = text[(text.IndexOf(' ', 4) + 1)..].Trim();
        double? elapsed = null;
        int parenthesis = name.IndexOf(" (", StringComparison.Ordinal);
        if (parenthesis >= 0)
        {
            string seconds = name[(parenthesis + 2)..];
            if (clock is not null && seconds.EndsWith("s)", StringComparison.Ordinal)
                && double.TryParse(seconds[..^2], NumberStyles.Float, CultureInfo.InvariantCulture, out double s))
            {
                elapsed = s;
            }
            name = name[..parenthesis];
        }
        _test = name;
        // The event comes when all that belongs to the test has been printed.
        _reports.Add(New(result) with { Elapsed = elapsed });
        Print(line, "frame");
    }

    private void FlushReports(int depth)
    {
        _test = "";
        while (_reports.Count > depth)
        {
            TestEvent e = _reports[^1];
            _reports.RemoveAt(_reports.Count - 1);
            Emit(clock is null ? e : e with { Time = clock() });
        }
    }

    /// <summary>Output events of a line or a part of one, with the marks taken out.</summary>
    private void Print(string line, string type)
    {
        string kind = type.Length > 0 ? type : _isError ? "error-continue" : "";
        var text = new StringBuilder();
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (_isEscaped || c is not (Escape or ErrorBegin or ErrorEnd))
            {
                _isEscaped = false;
                text.Append(c);
            }
            else if (c == Escape)
            {
                _isEscaped = true;
            }
            else if (c == ErrorBegin)
            {
                PrintText(text, kind);
                (_isError, kind) = (true, "error");
            }
            else
            {
                // The line break right behind an error belongs to it.
                if (i + 1 < line.Length && line[i + 1] == '\n')
                {
                    text.Append(line[++i]);
                }
                PrintText(text, kind);
                (_isError, kind) = (false, "");
            }
        }
        PrintText(text, kind);
    }

    private void PrintText(StringBuilder text, string type)
    {
        if (text.Length > 0)
        {
            Emit(New(TestAction.Output) with { Output = text.ToString(), OutputType = type });
            text.Clear();
        }
    }

    private static (string Before, string After) Cut(string text)
    {
        int space = text.IndexOf(' ');
        return space < 0 ? (text, "") : (text[..space], text[(space + 1)..]);
    }

    private TestEvent New(TestAction action) => new(action, package, _test, "", null, clock?.Invoke());

    private void Emit(TestEvent e) => emit(e);
}

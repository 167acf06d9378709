using System.Globalization;
using System.Text;

namespace Go.Compiler.Driver;

/// <summary>The functions of templates, and how values are printed, compared and taken for true, as Go's package text/template has it.</summary>
internal static class TemplateFunctions
{
    /// <exception cref="UsageException">There is no such function, or the arguments are not for it.</exception>
    public static object? Call(string name, object?[] arguments) => (name, arguments) switch
    {
        ("join", [IReadOnlyList<object?> list, string separator]) => string.Join(separator, list.Select(Print)),
        ("len", [string text]) => (long)Encoding.UTF8.GetByteCount(text),
        ("len", [IReadOnlyList<object?> list]) => (long)list.Count,
        ("index", [IReadOnlyList<object?> list, long i]) => i >= 0 && i < list.Count ? list[(int)i] : throw new UsageException($"-f: index out of range: {i}"),
        ("index", [TemplateMap map, string key]) => map.Entries.FirstOrDefault(e => e.Key == key).Value ?? "",
        ("len", [TemplateMap map]) => (long)map.Entries.Count,
        ("not", [var value]) => !IsTrue(value),
        ("and", [.., var last]) => Array.Find(arguments, a => !IsTrue(a)) ?? last,
        ("or", [.., var last]) => Array.Find(arguments, IsTrue) ?? last,
        ("eq", [var first, _, ..]) => arguments.Skip(1).Any(a => Equals(first, a)),
        ("ne", [var a, var b]) => !Equals(a, b),
        ("lt", [var a, var b]) => Compare(a, b) < 0,
        ("le", [var a, var b]) => Compare(a, b) <= 0,
        ("gt", [var a, var b]) => Compare(a, b) > 0,
        ("ge", [var a, var b]) => Compare(a, b) >= 0,
        ("print", _) => PrintAll(arguments),
        ("context", []) => ListContext.Of(),
        ("println", _) => string.Join(' ', arguments.Select(Print)) + "\n",
        ("printf", [string format, ..]) => Format(format, arguments.AsSpan(1)),
        _ => throw UsageException.NotSupported($"-f: function {name} with {arguments.Length} such arguments is not supported"),
    };

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool truth => truth,
        string text => text.Length > 0,
        long number => number != 0,
        IReadOnlyList<object?> list => list.Count > 0,
        TemplateMap map => map.Entries.Count > 0,
        _ => true,
    };

    public static string Print(object? value) => value switch
    {
        null => "<nil>",
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        IReadOnlyList<object?> list => $"[{string.Join(' ', list.Select(Print))}]",
        _ => value.ToString()!,
    };

    /// <summary>Spaces only between what are no texts.</summary>
    private static string PrintAll(object?[] values)
    {
        var text = new StringBuilder();
        for (int i = 0; i < values.Length; i++)
        {
            text.Append(i > 0 && values[i] is not string && values[i - 1] is not string ? " " : "").Append(Print(values[i]));
        }
        return text.ToString();
    }

    private static int Compare(object? a, object? b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (string x, string y) => string.CompareOrdinal(x, y),
        _ => throw new UsageException($"-f: {Print(a)} and {Print(b)} cannot be compared"),
    };

    private static string Format(string format, ReadOnlySpan<object?> arguments)
    {
        var text = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }
            char verb = format[++i];
            text.Append(verb switch
            {
                '%' => "%",
                's' or 'v' or 'd' or 't' when next < arguments.Length => Print(arguments[next++]),
                'q' when next < arguments.Length => Quote(arguments[next++]),
                _ => throw UsageException.NotSupported($"-f: printf {format}: %{verb} is not supported here"),
            });
        }
        return text.ToString();
    }

    private static string Quote(object? value)
    {
        if (value is null)
        {
            return Print(value);
        }
        if (value is IReadOnlyList<object?> list)
        {
            return $"[{string.Join(' ', list.Select(Quote))}]";
        }
        var text = new StringBuilder("\"");
        foreach (char c in Print(value))
        {
            text.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\t' => "\\t", '\r' => "\\r", _ => c.ToString() });
        }
        return text.Append('"').ToString();
    }
}

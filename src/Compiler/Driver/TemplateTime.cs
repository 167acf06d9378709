using System.Globalization;
using System.Text;

namespace Go.Compiler.Driver;

/// <summary>A moment as templates know it: printed and formatted as Go's package time does, in UTC.</summary>
internal sealed record TemplateTime(DateTimeOffset Time)
{
    // What layouts say of the moment Monday, 2 January 2006, 15:04:05; where one begins with another, the longer one comes first.
    private static readonly (string Layout, string Format)[] s_parts =
    [
        ("January", "MMMM"), ("Jan", "MMM"), ("Monday", "dddd"), ("Mon", "ddd"), ("MST", "'UTC'"), ("2006", "yyyy"),
        ("-07:00:00", "'+00:00:00'"), ("-070000", "'+000000'"), ("-07:00", "'+00:00'"), ("-0700", "'+0000'"), ("-07", "'+00'"),
        ("Z07:00:00", "'Z'"), ("Z070000", "'Z'"), ("Z07:00", "'Z'"), ("Z0700", "'Z'"), ("Z07", "'Z'"),
        ("01", "MM"), ("02", "dd"), ("03", "hh"), ("04", "mm"), ("05", "ss"), ("06", "yy"), ("15", "HH"), ("PM", "tt"),
        ("1", "%M"), ("2", "%d"), ("3", "%h"), ("4", "%m"), ("5", "%s"),
    ];

    private DateTime Utc => Time.UtcDateTime;

    /// <summary>The form of JSON.</summary>
    public string Rfc3339 => Text("yyyy-MM-ddTHH:mm:ss.FFFFFFF") + "Z";

    /// <summary>What <c>Format</c> of package time gives; of fractions and padding with spaces it knows nothing.</summary>
    public string Format(string layout)
    {
        var text = new StringBuilder();
        for (int at = 0; at < layout.Length;)
        {
            (string part, string format) = Array.Find(s_parts, p => string.CompareOrdinal(layout, at, p.Layout, 0, p.Layout.Length) == 0);
            text.Append(part is null ? layout[at].ToString() : Text(format));
            at += part?.Length ?? 1;
        }
        return text.ToString();
    }

    private string Text(string format) => Utc.ToString(format, CultureInfo.InvariantCulture);

    public override string ToString() => Text("yyyy-MM-dd HH:mm:ss.FFFFFFF") + " +0000 UTC";
}

using System.Globalization;
using System.Text;

namespace Go.Compiler.Driver.Templates;

/// <summary>A moment as templates know it: printed and formatted as Go's package time does, with the distance from UTC that it came
/// with.</summary>
internal sealed record TemplateTime(DateTimeOffset Time)
{
    // What layouts say of the moment Monday, 2 January 2006, 15:04:05; where one begins with another, the longer one comes first. Zones
    // have no
    // format of their own here.
    private static readonly (string Layout, string Format)[] s_parts =
    [
        ("January", "MMMM"), ("Jan", "MMM"), ("Monday", "dddd"), ("Mon", "ddd"), ("MST", ""), ("2006", "yyyy"),
        ("-07:00:00", ""), ("-070000", ""), ("-07:00", ""), ("-0700", ""), ("-07", ""),
        ("Z07:00:00", ""), ("Z070000", ""), ("Z07:00", ""), ("Z0700", ""), ("Z07", ""),
        ("01", "MM"), ("02", "dd"), ("03", "hh"), ("04", "mm"), ("05", "ss"), ("06", "yy"), ("15", "HH"), ("PM", "tt"),
        ("1", "%M"), ("2", "%d"), ("3", "%h"), ("4", "%m"), ("5", "%s"),
    ];

    /// <summary>The type <c>time.Time</c> with those of its methods that tell one thing.</summary>
    public static TemplateType Type { get; } = Described();

    private static TemplateType Described()
    {
        TemplateType int64 = TemplateType.Int64;
        TemplateType month = TemplateType.Enumeration("time.Month", n => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName((int)n));
        TemplateType day = TemplateType.Enumeration("time.Weekday", n
            => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)n));
        TemplateType type = TemplateType.Struct("time.Time", o => o.ToString()!).With(int64, "wall", "ext", "loc");
        void Method(string name, TemplateType result, Func<DateTimeOffset, object> body) => type
            .Having(name, result, (o, _) => body(((TemplateTime)o).Time), false);
        Method("Year", TemplateType.Int, t => (long)t.Year);
        Method("Month", month, t => (long)t.Month);
        Method("Day", TemplateType.Int, t => (long)t.Day);
        Method("Weekday", day, t => (long)t.DayOfWeek);
        Method("YearDay", TemplateType.Int, t => (long)t.DayOfYear);
        Method("Hour", TemplateType.Int, t => (long)t.Hour);
        Method("Minute", TemplateType.Int, t => (long)t.Minute);
        Method("Second", TemplateType.Int, t => (long)t.Second);
        Method("Unix", int64, t => t.ToUnixTimeSeconds());
        Method("UnixMilli", int64, t => t.ToUnixTimeMilliseconds());
        Method("IsZero", TemplateType.Bool, t => t.UtcTicks == 0);
        Method("UTC", type, t => new TemplateTime(t.ToUniversalTime()));
        Method("String", TemplateType.String, t => new TemplateTime(t).ToString());
        return type.Having("Format", TemplateType.String, (o, a)
            => ((TemplateTime)o).Format((string)a[0].Data!), false, TemplateType.String);
    }

    /// <summary>The form of JSON.</summary>
    public string Rfc3339 => Text("yyyy-MM-ddTHH:mm:ss.FFFFFFF") + Zone("Z07:00");

    /// <summary>What <c>Format</c> of package time gives; of fractions and padding with spaces it knows nothing.</summary>
    public string Format(string layout)
    {
        var text = new StringBuilder();
        for (int at = 0; at < layout.Length;)
        {
            (string part, string format) = Array.Find(s_parts, p => string.CompareOrdinal(layout, at, p.Layout, 0, p.Layout.Length) == 0);
            text.Append(part is null ? layout[at].ToString() : format.Length == 0 ? Zone(part) : Text(format));
            at += part?.Length ?? 1;
        }
        return text.ToString();
    }

    /// <summary>The zone as a part of a layout asks for it. Only UTC has a name.</summary>
    private string Zone(string layout)
    {
        bool isUtc = Time.Offset == TimeSpan.Zero;
        if (isUtc && layout[0] is 'Z' or 'M')
        {
            return layout[0] == 'Z' ? "Z" : "UTC";
        }
        string hours = Text("zzz")[..3], minutes = Text("zzz")[4..];
        return layout[1..] switch
        {
            "07" => hours,
            "0700" or "ST" => hours + minutes,
            "07:00" => $"{hours}:{minutes}",
            "070000" => $"{hours}{minutes}00",
            _ => $"{hours}:{minutes}:00",
        };
    }

    private string Text(string format) => Time.ToString(format, CultureInfo.InvariantCulture);

    public override string ToString() => $"{Text("yyyy-MM-dd HH:mm:ss.FFFFFFF")} {Zone("-0700")} {Zone("MST")}";
}

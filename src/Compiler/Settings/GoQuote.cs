using System.Globalization;
using System.Text;

namespace Go.Compiler.Settings;

/// <summary>Go's <c>%q</c> of strings, which its messages show values with.</summary>
public static class GoQuote
{
    public static string Text(string value)
    {
        var text = new StringBuilder("\"");
        foreach (Rune r in value.EnumerateRunes())
        {
            switch (r.Value)
            {
                case '"' or '\\':
                    text.Append('\\').Append((char)r.Value);
                    break;
                case 7 or 8 or 9 or 10 or 11 or 12 or 13:
                    text.Append('\\').Append("abtnvfr"[r.Value - 7]);
                    break;
                case < 0x20 or 0x7F:
                    text.Append(CultureInfo.InvariantCulture, $"\\x{r.Value:x2}");
                    break;
                default:
                    text.Append(r.ToString());
                    break;
            }
        }
        return text.Append('"').ToString();
    }
}

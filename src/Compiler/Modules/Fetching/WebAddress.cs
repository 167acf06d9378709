using System.Text;

namespace Go.Compiler.Modules.Fetching;

/// <summary>Addresses of module servers as text: joined without surprises, and without passwords in messages.</summary>
internal static class WebAddress
{
    /// <summary>Adds path elements to the end of an address that has neither query nor fragment.</summary>
    public static string Join(string address, string path) => $"{address.TrimEnd('/')}/{EscapePath(path)}";

    /// <summary>The address for messages: a password is replaced.</summary>
    public static string Redact(string address)
    {
        int start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return address;
        }
        int end = address.IndexOf('/', start);
        int at = address.LastIndexOf('@', end < 0 ? address.Length - 1 : end);
        int colon = at < start ? -1 : address.IndexOf(':', start, at - start);
        return colon < 0 ? address : $"{address[..colon]}:xxxxx{address[at..]}";
    }

    private static string EscapePath(string path)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(path))
        {
            char c = (char)b;
            bool plain = char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or '/' or '$' or '&' or '+' or '=' or ':' or '@';
            escaped.Append(plain ? c.ToString() : $"%{b:X2}");
        }
        return escaped.ToString();
    }
}

using System.Text;

namespace Go.Compiler.Link;

/// <summary>Import paths as symbol names carry them (contract 7.5).</summary>
internal static class SymbolPaths
{
    public static string Escape(string path)
    {
        int lastSlash = path.LastIndexOf('/');
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        int slash = lastSlash < 0 ? -1 : Array.LastIndexOf(bytes, (byte)'/');
        var result = new StringBuilder(path.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            if (b <= ' ' || b is (byte)'%' or (byte)'"' || b >= 0x7F || (b == '.' && i > slash))
            {
                result.Append('%').Append(b.ToString("x2"));
            }
            else
            {
                result.Append((char)b);
            }
        }
        return result.ToString();
    }
}

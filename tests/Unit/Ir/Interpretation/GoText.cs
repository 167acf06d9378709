using System.Globalization;
using System.Text;

namespace Go.Compiler.Tests.Ir.Interpretation;

/// <summary>Strings as one char per byte.</summary>
internal static class GoText
{
    public static IEnumerable<(object? Key, object? Value)> Runes(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int i = 0; i < bytes.Length;)
        {
            bool valid = Rune.DecodeFromUtf8(bytes.AsSpan(i), out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            yield return ((long)i, valid ? (long)rune.Value : 0xfffd);
            i += valid ? length : 1;
        }
    }

    public static string OfRune(long rune)
    {
        Rune valid = rune is >= 0 and <= 0x10ffff && Rune.IsValid((int)rune) ? new Rune((int)rune) : Rune.ReplacementChar;
        return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(valid.ToString()));
    }

    /// <summary>What print shows for an integer, boolean, string or nil; floats are not modelled exactly.</summary>
    public static string Printed(object? value, bool isUnsigned) => value switch
    {
        bool b => b ? "true" : "false",
        long l => isUnsigned ? ((ulong)l).ToString(CultureInfo.InvariantCulture) : l.ToString(CultureInfo.InvariantCulture),
        string s => s,
        null => "nil",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new NotModelledException("print of " + value.GetType().Name),
    };
}

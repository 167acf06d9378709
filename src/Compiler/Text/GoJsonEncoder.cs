using System.Text;
using System.Text.Encodings.Web;

namespace Go.Compiler.Text;

/// <summary>
/// Escapes texts as Go's package encoding/json does: besides what JSON wants, the characters that mean something in HTML and the two
/// line ends that JavaScript takes for its own; hexadecimal digits are small, and everything else stands as it is.
/// </summary>
public sealed class GoJsonEncoder : JavaScriptEncoder
{
    private const string Digits = "0123456789abcdef";

    private GoJsonEncoder()
    {
    }

    public static GoJsonEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar)
        => unicodeScalar is < ' ' or '"' or '\\' or '<' or '>' or '&' or 0x2028 or 0x2029 || !Rune.IsValid(unicodeScalar);

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        for (int i = 0; i < span.Length; i++)
        {
            bool isPair = i + 1 < span.Length && char.IsSurrogatePair(span[i], span[i + 1]);
            if (!isPair && WillEncode(span[i]))
            {
                return i;
            }
            i += isPair ? 1 : 0;
        }
        return -1;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        Span<char> text = stackalloc char[6];
        int length = 2;
        text[0] = '\\';
        switch (unicodeScalar)
        {
            case '"' or '\\':
                text[1] = (char)unicodeScalar;
                break;
            case '\b' or '\t' or '\n' or '\f' or '\r':
                text[1] = "btn.fr"[unicodeScalar - '\b'];
                break;
            case > 0xffff:
                length = new Rune(unicodeScalar).EncodeToUtf16(text);
                break;
            default:
                text[1] = 'u';
                for (length = 2; length < text.Length; length++)
                {
                    text[length] = Digits[(unicodeScalar >> (4 * (5 - length))) & 15];
                }
                break;
        }
        bool fits = text[..length].TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? length : 0;
        return fits;
    }
}

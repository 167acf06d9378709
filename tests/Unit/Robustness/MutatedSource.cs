namespace Go.Compiler.Tests.Robustness;

/// <summary>Damages source text in ways that editors, merges and bad disks do. Deterministic: the seed decides.</summary>
internal sealed class MutatedSource(int seed)
{
    /// <summary>What stands for any piece of Go: tokens, halves of tokens, and bytes that no source may have.</summary>
    private static readonly byte[][] s_fragments =
    [
        .. new[]
        {
            "{", "}", "(", ")", "[", "]", "...", ":=", "=", "==", "<-", "*", "&", "&^=", "~", "|", ".", ",", ";", ":", "\n", "\"", "'",
            "`", "/*", "*/", "//", "func", "type",
            "struct{", "interface{", "map[", "chan", "range", "for", "if", "else", "switch", "select", "case", "default", "go", "defer",
            "return", "break", "continue", "goto",
            "fallthrough", "var", "const", "import", "package", "_", "init", "main", "int", "any", "nil", "iota", "comparable", "append",
            "make", "len", "unsafe.Sizeof", "T", "x",
            "[T any]", "[T interface{ ~int | ~string }]", ".(type)", ".(T)", "0x", "1e99999", "0b2", "1_", "9999999999999999999999",
            "'\\u00'", "\"\\x\"", "//line x:1\n", "/*line :3:4*/",
            "//go:noinline\n", "//go:linkname a b\n", "//go:embed x\n", "\uFEFF", "\0", "世界",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ];

    private readonly Random _random = new(seed);

    /// <summary>A damaged copy; pieces may come from the other file.</summary>
    public byte[] Damage(byte[] source, byte[] other)
    {
        var text = new List<byte>(source);
        for (int n = _random.Next(1, 6); n > 0; n--)
        {
            int at = _random.Next(text.Count + 1);
            switch (_random.Next(7))
            {
                case 0:
                    text.RemoveRange(at, text.Count - at);
                    break;
                case 1:
                    text.RemoveRange(at, Math.Min(_random.Next(1, 40), text.Count - at));
                    break;
                case 2:
                    text.RemoveRange(0, at / 2);
                    break;
                case 3:
                    CopyPiece(text, at, [.. text], 200);
                    break;
                case 4:
                    CopyPiece(text, at, other, 400);
                    break;
                case 5 when at < text.Count:
                    text[at] = (byte)_random.Next(256);
                    break;
                default:
                    text.InsertRange(at, s_fragments[_random.Next(s_fragments.Length)]);
                    break;
            }
        }
        return [.. text];
    }

    private void CopyPiece(List<byte> text, int at, byte[] from, int longest)
    {
        int start = _random.Next(from.Length + 1);
        text.InsertRange(at, from.AsSpan(start, Math.Min(_random.Next(1, longest), from.Length - start)).ToArray());
    }
}

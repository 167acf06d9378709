using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Go.Compiler.Images;

namespace Go.Compiler.Os.Windows;

/// <summary>The resource that the system shows as a file's details: VS_VERSIONINFO with numbers, and texts in one language.</summary>
internal static class VersionResource
{
    private const ushort Kind = 16, Language = 0x409, CodePage = 1200; // English, UTF-16
    private const int FixedSize = 52;

    /// <summary>Null when there is nothing to say.</summary>
    public static ImageResource? Of(ProgramIdentity identity)
    {
        (string Name, string Text)[] texts =
        [
            ("Comments", identity.Comments), ("CompanyName", identity.Company), ("FileDescription", identity.Description),
            ("FileVersion", identity.FileVersion),
            ("InternalName", identity.FileName), ("LegalCopyright", identity.Copyright), ("OriginalFilename", identity.FileName),
            ("ProductName", identity.Product), ("ProductVersion", identity.ProductVersion),
        ];
        var table = new List<byte[]>();
        foreach ((string name, string text) in texts)
        {
            if (text.Length > 0)
            {
                table.Add(Node(name, Encoding.Unicode.GetBytes(text + "\0"), text.Length + 1, isText: true));
            }
        }
        if (table.Count == 0)
        {
            return null;
        }
        byte[] strings = Node("StringFileInfo", [], 0, isText: true,
            Node(string.Create(CultureInfo.InvariantCulture, $"{Language:x4}{CodePage:x4}"), [], 0, isText: true, [.. table]));
        byte[] translation = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(translation, Language);
        BinaryPrimitives.WriteUInt16LittleEndian(translation.AsSpan(2), CodePage);
        byte[] variables = Node("VarFileInfo", [], 0, isText: true, Node("Translation", translation, translation.Length, isText: false));
        return new ImageResource(Kind, 1, Language,
            Node("VS_VERSION_INFO", Numbers(identity), FixedSize, isText: false, strings, variables));
    }

    private static byte[] Numbers(ProgramIdentity identity)
    {
        byte[] bytes = new byte[FixedSize];
        uint[] words = [0xFEEF_04BD, 0x1_0000, .. Parts(identity.FileVersion), .. Parts(identity.ProductVersion),
            0x3F, 0, 0x4_0004 /* Windows, 32 bits and more */, 1 /* program */, 0, 0, 0];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        }
        return bytes;
    }

    /// <summary>Four numbers of 16 bits in two words; what is behind the numbers of a version does not count.</summary>
    private static uint[] Parts(string version)
    {
        var numbers = new uint[4];
        string[] parts = version.Split('.');
        for (int i = 0; i < Math.Min(4, parts.Length); i++)
        {
            int digits = 0;
            while (digits < parts[i].Length && char.IsAsciiDigit(parts[i][digits]))
            {
                digits++;
            }
            numbers[i] = ushort.TryParse(parts[i].AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)
                ? number : 0u;
            if (digits < parts[i].Length)
            {
                break;
            }
        }
        return [(numbers[0] << 16) | numbers[1], (numbers[2] << 16) | numbers[3]];
    }

    /// <summary>Length, length of the value, its form, the key, the value, and the nodes below, each at a multiple of four.</summary>
    private static byte[] Node(string key, byte[] value, int valueLength, bool isText, params byte[][] children)
    {
        var bytes = new List<byte>(new byte[6]);
        bytes.AddRange(Encoding.Unicode.GetBytes(key + "\0"));
        Pad(bytes);
        bytes.AddRange(value);
        foreach (byte[] child in children)
        {
            Pad(bytes);
            bytes.AddRange(child);
        }
        byte[] node = [.. bytes];
        BinaryPrimitives.WriteUInt16LittleEndian(node, (ushort)node.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(node.AsSpan(2), (ushort)valueLength);
        node[4] = isText ? (byte)1 : (byte)0;
        return node;
    }

    private static void Pad(List<byte> bytes)
    {
        while (bytes.Count % 4 != 0)
        {
            bytes.Add(0);
        }
    }
}

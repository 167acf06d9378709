using System.Security.Cryptography;
using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.ExportData;

/// <summary>
/// The container of unified export data (Go's package internal/pkgbits): a version, flags, where each section and each element ends, the
/// elements' bytes and a fingerprint.
/// </summary>
internal sealed class UnifiedEncoder
{
    /// <summary>What Go 1.27.4 writes: generic methods are objects, methods tell their place among those of the type.</summary>
    private const int Version = 5;

    private readonly List<byte[]>[] _sections = new List<byte[]>[(int)UnifiedSection.Body + 1];
    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);

    public UnifiedEncoder()
    {
        for (int i = 0; i < _sections.Length; i++)
        {
            _sections[i] = [];
        }
    }

    /// <summary>Makes room for an element that is filled later; its index.</summary>
    public int Reserve(UnifiedSection section)
    {
        List<byte[]> elements = _sections[(int)section];
        elements.Add([]);
        return elements.Count - 1;
    }

    public void Fill(UnifiedSection section, int index, UnifiedElement element) => _sections[(int)section][index] = element.ToBytes();

    /// <summary>Equal texts are one element.</summary>
    public int StringIndex(byte[] text)
    {
        string key = Encoding.Latin1.GetString(text);
        if (!_strings.TryGetValue(key, out int index))
        {
            index = Reserve(UnifiedSection.String);
            _sections[(int)UnifiedSection.String][index] = text; // no table of references before it
            _strings.Add(key, index);
        }
        return index;
    }

    public byte[] ToBytes()
    {
        var w = new ByteWriter();
        w.Int32(Version);
        w.Int32(0); // no sync markers
        int count = 0;
        foreach (List<byte[]> elements in _sections)
        {
            count += elements.Count;
            w.Int32(count);
        }
        int end = 0;
        foreach (List<byte[]> elements in _sections)
        {
            foreach (byte[] element in elements)
            {
                end += element.Length;
                w.Int32(end);
            }
        }
        foreach (List<byte[]> elements in _sections)
        {
            foreach (byte[] element in elements)
            {
                w.Raw(element);
            }
        }
        byte[] hash = SHA256.HashData(w.Written);
        w.Raw(hash.AsSpan(0, 8));
        return w.Written.ToArray();
    }
}

using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.ExportData;

/// <summary>
/// An element of unified export data being written: its bytes, and the table of other elements that it mentions, which stands before them
/// and by whose indexes the bytes refer to them. Sync markers, which the format allows for, are left out.
/// </summary>
internal sealed class UnifiedElement(UnifiedEncoder encoder)
{
    private readonly ByteWriter _data = new();
    private readonly EntityList<(UnifiedSection Section, int Index)> _references = [];
    private readonly Dictionary<(UnifiedSection, int), int> _slots = [];

    public void Bool(bool value) => _data.Bool(value);

    public void Count(int value) => _data.Count(value);

    public void Unsigned(ulong value) => _data.Unsigned(value);

    public void Signed(long value) => _data.Signed(value);

    public void Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    /// <summary>Texts need not be UTF-8.</summary>
    public void Text(byte[] text) => Reference(UnifiedSection.String, encoder.StringIndex(text));

    public void Reference(UnifiedSection section, int index)
    {
        if (!_slots.TryGetValue((section, index), out int slot))
        {
            slot = _references.Count;
            _references.Add((section, index));
            _slots.Add((section, index), slot);
        }
        _data.Count(slot);
    }

    public byte[] ToBytes()
    {
        var whole = new ByteWriter();
        whole.Count(_references.Count);
        foreach ((UnifiedSection section, int index) in _references)
        {
            whole.Count((int)section);
            whole.Count(index);
        }
        whole.Raw(_data.Written);
        return whole.Written.ToArray();
    }
}

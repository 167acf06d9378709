using System.Buffers.Binary;

namespace Go.Compiler.Code;

/// <summary>
/// Builds the blob of one function's stack maps (contract 5.1): int32 number of bitmaps, int32 bits in each, then the bitmaps, least
/// significant bit first. Equal bitmaps get one index. The arguments' and the locals' blobs of a function share their indices, so build
/// them together.
/// </summary>
public sealed class StackMapBuilder(int argumentBits, int localBits)
{
    private readonly Dictionary<string, int> _indices = [];
    private readonly List<byte[]> _arguments = [], _locals = [];

    /// <summary>Number of different maps so far.</summary>
    public int Count => _arguments.Count;

    /// <summary>
    /// The index of a pair of bitmaps (one bit a word), added when new. The entry map must be added first: it has index 0.
    /// </summary>
    public int Add(ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> locals)
    {
        int argumentBytes = (argumentBits + 7) / 8, localBytes = (localBits + 7) / 8;
        string key = string.Create(argumentBytes + localBytes, new KeySource(arguments, locals, argumentBytes), static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++)
            {
                chars[i] = (char)(i < source.ArgumentBytes ? source.Arguments[i] : source.Locals[i - source.ArgumentBytes]);
            }
        });
        if (!_indices.TryGetValue(key, out int index))
        {
            index = _arguments.Count;
            _indices.Add(key, index);
            _arguments.Add(arguments[..argumentBytes].ToArray());
            _locals.Add(locals[..localBytes].ToArray());
        }
        return index;
    }

    /// <summary>FUNCDATA 0.</summary>
    public byte[] BuildArguments() => Build(_arguments, argumentBits);

    /// <summary>FUNCDATA 1.</summary>
    public byte[] BuildLocals() => Build(_locals, localBits);

    private static byte[] Build(List<byte[]> maps, int bits)
    {
        int bytes = (bits + 7) / 8;
        var blob = new byte[8 + maps.Count * bytes];
        BinaryPrimitives.WriteInt32LittleEndian(blob, maps.Count);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), bits);
        for (int i = 0; i < maps.Count; i++)
        {
            maps[i].CopyTo(blob, 8 + i * bytes);
        }
        return blob;
    }

    private readonly ref struct KeySource(ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> locals, int argumentBytes)
    {
        public readonly ReadOnlySpan<byte> Arguments = arguments, Locals = locals;
        public readonly int ArgumentBytes = argumentBytes;
    }
}

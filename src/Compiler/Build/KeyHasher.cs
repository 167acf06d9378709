using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Go.Compiler.Build;

/// <summary>
/// Makes a cache key of what an action depends on. Every part carries its length: different lists of parts never look the same.
/// </summary>
internal sealed class KeyHasher : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="purpose">Keeps keys of different kinds apart.</param>
    public KeyHasher(string purpose)
    {
        Text(purpose);
        Text(CompilerIdentity.Text);
    }

    public void Number(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        _hash.AppendData(bytes);
    }

    public void Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public void Flag(bool flag) => Number(flag ? 1 : 0);

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}

namespace Go.Compiler.Build.Analysis;

/// <summary>What the cache keeps of one run of the analyzers that succeeded.</summary>
/// <param name="Facts">What importers of the package are to know.</param>
/// <param name="Output">The file that the program wrote its output to.</param>
/// <param name="Fixes">The archive of files mended; empty if there is none.</param>
internal sealed record AnalysisRecord(byte[] Facts, byte[] Output, byte[] Fixes)
{
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (byte[] part in (byte[][])[Facts, Output, Fixes])
        {
            writer.Write(part.Length);
            writer.Write(part);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>The record of bytes that the cache has found to be whole.</summary>
    public static AnalysisRecord Parse(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return new AnalysisRecord(Part(reader), Part(reader), Part(reader));
    }

    private static byte[] Part(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());
}

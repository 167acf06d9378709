using System.Buffers.Binary;
using System.Security.Cryptography;
using Go.Compiler.Images;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// The part of the program that the cryptographic module checks itself by (contract 7.6): its symbols lie side by side at the end of four
/// sections, and a record tells these ranges and the sum of their bytes. What the runtime changes or needs among its own tables is outside.
/// </summary>
internal static class CryptographicModule
{
    /// <summary>Sections with ranges, in the order of the record.</summary>
    private static readonly SectionId[] s_sections = [SectionId.Text, SectionId.ReadOnly, SectionId.NoPointerData, SectionId.Data];

    /// <summary>Boundary names, for tools: start and end of each range.</summary>
    private static readonly (string Start, string End)[] s_boundaries =
    [
        ("go:textfipsstart", "go:textfipsend"), ("go:rodatafipsstart", "go:rodatafipsend"),
        ("go:noptrdatafipsstart", "go:noptrdatafipsend"), ("go:datafipsstart", "go:datafipsend"),
    ];

    /// <summary>Makes the record when the program has the module's check.</summary>
    public static void Declare(LinkSession session)
    {
        if (session.Symbols.Find(LinkerSymbols.FipsInfo) != 0)
        {
            var record = new byte[FipsInfoFormat.Size];
            FipsInfoFormat.Magic.CopyTo(record);
            session.Define(LinkerSymbols.FipsInfo, SymbolKind.NoPointerData, record, [], FipsInfoFormat.Alignment);
        }
    }

    /// <summary>
    /// Whether a symbol belongs to the summed ranges, by its name or, when that is not unique, by the package it is local to.
    /// </summary>
    public static bool Includes(LinkSession session, int symbol, ObjectSymbol definition, ObjectFile owner)
    {
        if (definition.Kind is not (SymbolKind.Text or SymbolKind.ReadOnly or SymbolKind.NoPointerData or SymbolKind.Data)
            || (definition.Flags & SymbolFlags.RuntimeCache) != 0 || ReferenceEquals(owner, session.Own)
            // What the loader changes cannot be summed before.
            || (session.Options.IsPositionIndependent && Rebases.HasAny(definition)))
        {
            return false;
        }
        return (definition.Flags & SymbolFlags.FileLocal) != 0
            ? FipsInfoFormat.IsModulePackage(owner.PackagePath)
            : FipsInfoFormat.IsBelowRoot(session.NameOf(symbol)) && !FipsInfoFormat.IsExternalTest(owner.PackagePath);
    }

    /// <summary>Writes the addresses of the record and its ranges, once nothing moves any more.</summary>
    public static void Fill(LinkSession session)
    {
        if (RecordOf(session) is not { } record)
        {
            return;
        }
        ulong self = session.AddressOf(session.Symbols.Find(LinkerSymbols.FipsInfo));
        var words = new RecordWords(record, self, session.Rebases);
        words.Address(FipsInfoFormat.Self, self);
        for (int i = 0; i < s_sections.Length; i++)
        {
            (ulong start, ulong end) = RangeOf(session, s_sections[i]);
            words.Address(FipsInfoFormat.Ranges + i * FipsInfoFormat.RangeSize, start);
            words.Address(FipsInfoFormat.Ranges + i * FipsInfoFormat.RangeSize + 8, end);
        }
    }

    /// <summary>Writes the sum into the finished bytes of the program.</summary>
    public static void Seal(LinkSession session, byte[] file)
    {
        if (RecordOf(session) is null)
        {
            return;
        }
        using var sum = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, new byte[FipsInfoFormat.KeySize]);
        sum.AppendData(FipsInfoFormat.SumStart);
        Span<byte> length = stackalloc byte[8];
        foreach (SectionId id in s_sections)
        {
            LinkSection section = session[id];
            ReadOnlySpan<byte> bytes = file.AsSpan((int)(section.Image.FileOffset + section.ModuleStart),
                (int)(section.ModuleEnd - section.ModuleStart));
            BinaryPrimitives.WriteInt64BigEndian(length, bytes.Length);
            sum.AppendData(length);
            sum.AppendData(bytes);
        }
        int symbol = session.Symbols.Find(LinkerSymbols.FipsInfo);
        long record = session[session.SectionOf[symbol]].Image.FileOffset + session.OffsetOf[symbol];
        sum.GetHashAndReset(file.AsSpan((int)record + FipsInfoFormat.Sum, FipsInfoFormat.Self - FipsInfoFormat.Sum));
    }

    /// <summary>Adds the boundaries of the ranges to the symbol table.</summary>
    public static void AddBoundaries(LinkSession session, List<ImageSymbol> symbols)
    {
        if (RecordOf(session) is null)
        {
            return;
        }
        for (int i = 0; i < s_sections.Length; i++)
        {
            (ulong start, ulong end) = RangeOf(session, s_sections[i]);
            bool isText = s_sections[i] == SectionId.Text;
            symbols.Add(new ImageSymbol(s_boundaries[i].Start, (int)s_sections[i] - 1, start, 0, isText, IsLocal: true));
            symbols.Add(new ImageSymbol(s_boundaries[i].End, (int)s_sections[i] - 1, end, 0, isText, IsLocal: true));
        }
    }

    private static byte[]? RecordOf(LinkSession session)
    {
        int symbol = session.Symbols.Find(LinkerSymbols.FipsInfo);
        return symbol != 0 && session.IsReachable(symbol) ? session.Definitions[symbol]!.Data : null;
    }

    private static (ulong Start, ulong End) RangeOf(LinkSession session, SectionId id)
    {
        LinkSection section = session[id];
        return (section.Image.Address + (ulong)section.ModuleStart, section.Image.Address + (ulong)section.ModuleEnd);
    }
}

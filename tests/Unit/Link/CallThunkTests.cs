using System.Buffers.Binary;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Link;
using Go.Compiler.Objects;
using Go.Compiler.Tests.Images;

namespace Go.Compiler.Tests.Link;

/// <summary>Calls that do not reach, with an instruction set whose calls reach less far than any.</summary>
public sealed class CallThunkTests
{
    private const int Functions = 60, Size = 256, Reach = 4096;

    /// <summary>arm64, but for how far calls reach.</summary>
    private sealed class ShortReach(long reach) : IRelocator
    {
        private readonly Arm64Relocator _inner = new();

        public RelocationForm? FormOf(RelocationKind kind) => kind == RelocationKind.Call
            ? _inner.FormOf(kind)!.Value with { Backward = -reach, Forward = reach - 4 } : _inner.FormOf(kind);

        public bool Apply(RelocationKind kind, Span<byte> field, ulong place, ulong target)
            => _inner.Apply(kind, field, place, target)
                && (kind != RelocationKind.Call || FormOf(kind)!.Value.Reaches((long)(target - place)));

        public (byte[] Code, Relocation Slot) JumpThrough(SymbolRef slot) => _inner.JumpThrough(slot);

        public (byte[] Code, Relocation Target)? JumpTo(SymbolRef target, long addend) => _inner.JumpTo(target, addend);
    }

    [Fact]
    public void Every_call_arrives_and_no_more_thunks_are_made_than_groups_need()
    {
        byte[] image = LinkFixture.Link(Options(Reach), Program());
        Dictionary<string, ulong> symbols = ElfImageText.Symbols(image);
        int direct = 0;
        for (int f = 0; f < Functions; f++)
        {
            for (int call = 0; call < 3; call++)
            {
                ulong place = symbols[NameOf(f)] + ((ulong)call * 4), expected = symbols[NameOf(CalleeOf(f, call))] + (call == 2 ? 8ul : 0);
                ulong target = place + (ulong)(CallDistance(image, place) * 4L);
                direct += target == expected ? 1 : 0;
                Assert.Equal(expected, target == expected ? target : JumpTarget(image, target));
            }
        }
        string[] thunks = [.. symbols.Keys.Where(n => n.Contains("-tramp", StringComparison.Ordinal))];
        Assert.InRange(direct, Functions, (3 * Functions) - 1);
        Assert.InRange(thunks.Length, 1, (3 * Functions) - direct);
        Assert.Contains(thunks, n => n.StartsWith("main.f0+8-tramp", StringComparison.Ordinal));
    }

    [Fact]
    public void Programs_whose_calls_reach_are_the_same_bytes()
    {
        byte[] image = LinkFixture.Link(ElfImageTests.Options("arm64"), Program());
        Assert.Equal(image, LinkFixture.Link(Options(1 << 27), Program()));
        Assert.DoesNotContain(ElfImageText.Symbols(image).Keys, n => n.Contains("-tramp", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_programs_have_equal_bytes_on_any_number_of_threads()
        => Assert.Equal(LinkFixture.Link(Options(Reach) with { Parallelism = 1 }, Program()),
            LinkFixture.Link(Options(Reach) with { Parallelism = 4 }, Program()));

    private static LinkOptions Options(long reach) => ElfImageTests.Options("arm64") with { Relocator = new ShortReach(reach) };

    private static string NameOf(int f) => f == 0 ? "_rt0_arm64_linux" : $"main.f{f - 1}";

    /// <summary>One beside it, one at the other end, and the first.</summary>
    private static int CalleeOf(int f, int call) => call switch { 0 => (f + 1) % Functions, 1 => Functions - 1 - f, _ => 1 };

    private static ObjectFile Program()
    {
        var program = new LinkFixture();
        for (int f = 0; f < Functions; f++)
        {
            byte[] code = new byte[Size];
            var calls = new Relocation[3];
            for (int call = 0; call < 3; call++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(code.AsSpan(call * 4), 0x9400_0000);
                calls[call] = new Relocation(call * 4, RelocationKind.Call, program.Ref(NameOf(CalleeOf(f, call))), call == 2 ? 8 : 0);
            }
            // Not nosplit: they call each other in circles.
            program.Function(NameOf(f), SymbolAbi.Abi0, SymbolFlags.None, 0, code, calls);
        }
        return program.File;
    }

    private static int CallDistance(byte[] image, ulong place)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(ElfImageText.OffsetOf(image, place)));
        Assert.Equal(0x94u, word >> 24 & 0xFC);
        return (int)(word << 6) >> 6;
    }

    /// <summary>ADRP R16; ADD R16, R16, #low; BR R16.</summary>
    private static ulong JumpTarget(byte[] image, ulong thunk)
    {
        ReadOnlySpan<byte> code = image.AsSpan(ElfImageText.OffsetOf(image, thunk), 12);
        uint page = BinaryPrimitives.ReadUInt32LittleEndian(code), add = BinaryPrimitives.ReadUInt32LittleEndian(code[4..]);
        Assert.Equal((0x9000_0010u, 0x9100_0210u), (page & 0x9F00_001F, add & 0xFFC0_03FF));
        Assert.Equal(0xD61F_0200u, BinaryPrimitives.ReadUInt32LittleEndian(code[8..]));
        long pages = (((long)(page >> 5) & 0x7FFFF) << 2) | ((page >> 29) & 3);
        pages = pages << 43 >> 43;
        return (thunk & ~0xFFFul) + (ulong)(pages << 12) + ((add >> 10) & 0xFFF);
    }
}

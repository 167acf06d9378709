using Go.Compiler.Collections;

namespace Go.Compiler.Tests.Collections;

public sealed class Leb128Tests
{
    public static TheoryData<ulong, string> Known => new()
    {
        { 0, "00" }, { 1, "01" }, { 127, "7F" }, { 128, "8001" }, { 300, "AC02" }, { 624485, "E58E26" }, { uint.MaxValue, "FFFFFFFF0F" },
        { ulong.MaxValue, "FFFFFFFFFFFFFFFFFF01" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Numbers_stand_as_the_format_says_and_are_read_again(ulong value, string bytes)
    {
        Span<byte> room = new byte[Leb128.MaxSize];
        int size = Leb128.Write(room, value);
        var list = new List<byte>();
        Leb128.Append(list, value);
        Assert.Equal(bytes, Convert.ToHexString(room[..size]));
        Assert.Equal(bytes, Convert.ToHexString([.. list]));
        int at = 0;
        Assert.True(Leb128.TryRead(room[..size], ref at, out ulong read));
        Assert.Equal((value, size), (read, at));
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("FFFF")]
    public void A_number_that_does_not_end_is_refused_behind_the_bytes(string bytes)
    {
        byte[] data = Convert.FromHexString(bytes);
        int at = 0;
        Assert.False(Leb128.TryRead(data, ref at, out _));
        Assert.Equal(data.Length, at);
        Assert.Throws<InvalidDataException>(() => { int start = 0; Leb128.Read(data, ref start); });
    }

    [Fact]
    public void More_than_64_bits_are_refused()
    {
        byte[] data = Convert.FromHexString("FFFFFFFFFFFFFFFFFFFF01");
        int at = 0;
        Assert.False(Leb128.TryRead(data, ref at, out _));
        Assert.True(at < data.Length);
    }

    [Theory]
    [InlineData(2, "02")]
    [InlineData(-2, "7E")]
    [InlineData(127, "FF00")]
    [InlineData(-127, "817F")]
    [InlineData(-128, "807F")]
    [InlineData(long.MinValue, "8080808080808080807F")]
    public void The_last_byte_may_have_the_sign(long value, string bytes)
    {
        int at = 0;
        Assert.True(Leb128.TryReadSigned(Convert.FromHexString(bytes), ref at, out long read));
        Assert.Equal((value, bytes.Length / 2), (read, at));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, 2)]
    [InlineData(-2, 3)]
    [InlineData(long.MaxValue, ulong.MaxValue - 1)]
    [InlineData(long.MinValue, ulong.MaxValue)]
    public void Zigzag_has_the_sign_in_the_lowest_bit(long value, ulong zigzag)
    {
        Assert.Equal(zigzag, Leb128.ZigZag(value));
        Assert.Equal(value, Leb128.UnZigZag(zigzag));
    }
}

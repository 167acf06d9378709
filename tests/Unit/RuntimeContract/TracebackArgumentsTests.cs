using Go.Compiler.RuntimeContract;
using Go.Compiler.Tests.Types;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Contract;

/// <summary>The stream of bytes from which stack traces print arguments.</summary>
public sealed class TracebackArgumentsTests
{
    private static readonly Layout s_layout = new(Amd64);

    private static string Print(params GoType[] parameters)
    {
        var arguments = TracebackArguments.Of(CallingConvention.Assign(s_layout, FunctionAbi.Internal, parameters, []), s_layout)!;
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < arguments.Encoded.Length; i++)
        {
            byte b = arguments.Encoded[i];
            text.Append(b switch { 0xff => ";", 0xfe => "{", 0xfd => "}", 0xfc => "...", 0xfb => "_",
                _ => $"{b}:{arguments.Encoded[++i]}" }).Append(' ');
        }
        return text.ToString().TrimEnd();
    }

    [Fact]
    public void Parts_have_the_offset_of_their_spill_place_or_stack_place()
        => Assert.Equal("16:1 { 24:8 32:8 } { 0:8 8:8 } 40:4 ;", Print(Universe.Bool, Str, Array(2, Int), Basic(BasicKind.Float32)));

    [Fact]
    public void Aggregates_are_what_has_parts()
        => Assert.Equal("{ 0:8 8:8 16:8 } { 24:8 32:8 } { 40:4 44:4 } 48:8 ;",
            Print(new SliceType(Int), Struct(Field("a", Int), Field("b", Pointer(Str))), Basic(BasicKind.Complex64),
                Basic(BasicKind.UnsafePointer)));

    [Fact]
    public void Ten_parts_are_printed_and_empty_ones_count()
    {
        StructType eleven = Struct([.. Enumerable.Range(0, 11).Select(i => Field("f" + i, Basic(BasicKind.Int8)))]);
        Assert.Equal("{ 0:1 1:1 2:1 3:1 4:1 5:1 6:1 7:1 8:1 9:1 ... } ... ;", Print(eleven, Int));
        Assert.Equal("{ } { } { } { } { } { } { } { } { } { } ... ;", Print([.. Enumerable.Repeat(Struct(), 11)]));
    }

    [Fact]
    public void Nesting_ends_at_the_fifth_brace()
    {
        GoType nested = Int;
        for (int i = 0; i < 10; i++)
        {
            nested = Array(1, nested);
        }
        Assert.Equal("{ { { { { ... } } } } } 8:8 ;", Print(nested, Int));
    }

    [Fact]
    public void Places_far_away_have_no_code()
        => Assert.Equal("{ { { { { ... } } } } } _ ;",
            Print(Array(1, Array(1, Array(1, Array(1, Array(40, Int))))), Basic(BasicKind.Int8)));

    [Fact]
    public void Functions_without_parameters_have_none()
        => Assert.Null(TracebackArguments.Of(CallingConvention.Assign(s_layout, FunctionAbi.Internal, [], [Int]), s_layout));
}

using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Code;
using Go.Compiler.RuntimeContract;
using Iced.Intel;

namespace Go.Compiler.Tests.Arch;

/// <summary>The code around a body: where SP is after each step, and what compiler and assembler do not have in common.</summary>
public sealed class FrameCodeTests
{
    /// <summary>Says where SP is and what is unsafe, with the place in the code.</summary>
    private sealed class Events(Func<int> pc) : IFrameEvents
    {
        private int _depth;

        public List<string> Seen { get; } = [];

        public void MoveDepth(int bytes) => Seen.Add($"{pc()}:{_depth += bytes}");

        public void SetUnsafe(bool isUnsafe) => Seen.Add($"{pc()}:{(isUnsafe ? "unsafe" : "safe")}");
    }

    private static (string Code, string Events) Amd64(bool isAssembly, Action<Amd64FrameCode, Amd64InstructionWriter> write)
    {
        var writer = new Amd64InstructionWriter();
        var events = new Events(() => writer.Place);
        write(new Amd64FrameCode(writer, events, Amd64ThreadLocal.InFs) { IsAssembly = isAssembly }, writer);
        var decoder = Decoder.Create(64, writer.Finish());
        var lines = new List<string>();
        var formatter = new NasmFormatter();
        while (decoder.IP < (ulong)writer.Finish().Length)
        {
            var output = new StringOutput();
            formatter.Format(decoder.Decode(), output);
            lines.Add(output.ToStringAndReset());
        }
        return (string.Join("; ", lines), string.Join(' ', events.Seen));
    }

    [Theory]
    [InlineData(false, "push rbp; mov rbp,rsp; sub rsp,80h; add rsp,80h; pop rbp", "1:8 11:136 18:8 19:0")]
    [InlineData(true, "push rbp; mov rbp,rsp; add rsp,0FFFFFFFFFFFFFF80h; sub rsp,0FFFFFFFFFFFFFF80h; pop rbp", "1:8 8:136 12:8 13:0")]
    public void Steps_of_128_bytes_are_short_in_assembly(bool isAssembly, string code, string events)
        => Assert.Equal((code, events), Amd64(isAssembly, (f, _) =>
        {
            f.Enter(136, savesFramePointer: true);
            f.Leave(136, savesFramePointer: true);
        }));

    [Theory]
    [InlineData(127, "sub rsp,7Fh")]
    [InlineData(-127, "add rsp,7Fh")]
    [InlineData(129, "sub rsp,81h")]
    [InlineData(-129, "add rsp,81h")]
    [InlineData(0, "")]
    public void Other_steps_are_the_same(int bytes, string code)
    {
        Assert.Equal(code, Amd64(true, (f, _) => f.MoveStack(bytes)).Code);
        Assert.Equal(code, Amd64(false, (f, _) => f.MoveStack(bytes)).Code);
    }

    [Theory]
    [InlineData(StackGuards.Small, false, "cmp rsp,[r14+10h]; jbe short 6", "4:unsafe 5:safe")]
    [InlineData(StackGuards.Big, false, "lea r12,[rsp-0F80h]; cmp r12,[r14+10h]; jbe short 000000000000000Eh",
        "8:unsafe 12:unsafe 13:safe")]
    [InlineData(StackGuards.Big, true, "lea r12,[rsp-0F80h]; cmp r12,[r14+10h]; jbe short 000000000000000Eh", "12:unsafe 13:safe")]
    [InlineData(StackGuards.Big + 8, false,
        "mov r12,rsp; sub r12,0F88h; jb short 0000000000000012h; cmp r12,[r14+10h]; jbe short 0000000000000012h",
        "3:unsafe 15:unsafe 16:safe")]
    public void A_check_says_from_where_on_it_is_unsafe(int size, bool isAssembly, string code, string events)
        => Assert.Equal((code, events), Amd64(isAssembly, (f, w) =>
        {
            int more = w.NewLabel();
            f.StackCheck(size, StackGuards.Guard0Offset, more);
            w.Bind(more);
        }));

    /// <summary>What the description of Windows' frames looks for is what is written.</summary>
    [Fact]
    public void A_frame_begins_with_the_frame_pointer()
    {
        var writer = new Amd64InstructionWriter();
        new Amd64FrameCode(writer, new Events(() => 0), Amd64ThreadLocal.InFs).Enter(8, savesFramePointer: true);
        Assert.Equal([.. Amd64FrameCode.SaveFramePointer, .. Amd64FrameCode.SetFramePointer], writer.Finish());
    }

    private sealed class NoConstants : IArm64Constants
    {
        public void Load(int register, long value) => Assert.Fail("a constant that one instruction holds");

        public void Add(int d, int a, long value) => Assert.Fail("a constant that one instruction holds");
    }

    [Theory]
    [InlineData(16, "f81f0ffe f81f83fd d10023fd f85f83fd f84107fe d65f03c0", "4:16 20:0")]
    [InlineData(0xf0, "f8110ffe f81f83fd d10023fd f85f83fd f84f07fe d65f03c0", "4:240 20:0")]
    public void One_store_makes_a_small_frame(int size, string code, string events)
    {
        var writer = new Arm64CodeWriter();
        var seen = new Events(() => writer.Length);
        var frames = new Arm64FrameCode(writer, seen, new NoConstants());
        frames.Enter(size);
        frames.Leave(size, Arm64Registers.Scratch);
        frames.Return();
        byte[] bytes = writer.Finish();
        Assert.Equal(code, string.Join(' ', bytes.Chunk(4).Select(w => Convert.ToHexStringLower([.. w.Reverse()]))));
        Assert.Equal(events, string.Join(' ', seen.Seen));
    }
}

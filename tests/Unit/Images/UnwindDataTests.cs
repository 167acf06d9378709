using System.Buffers.Binary;
using Go.Compiler.Build;
using Go.Compiler.Platforms;
using Go.Compiler.Tests.Build;
using Go.Compiler.Tests.Link;
using Iced.Intel;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// What the system finds when it unwinds the stack of a whole program, against the program's own tables and code: the runtime walks stacks
/// by the latter, so both must say the same.
/// </summary>
public sealed class UnwindDataTests : IDisposable
{
    private const int RowSize = 12, ExceptionDirectory = 3;
    private const byte PushFrameRegister = 0x50, SetFrameRegister = 0x03, FrameRegister = 5, CodeFill = 0xCC;

    private readonly BuildWorkspace _w = new();

    public void Dispose() => _w.Dispose();

    private byte[] Program(string arch)
    {
        _w.Write("main.go", """
            package main

            func main() {
                var words [40]string
                for i := range words {
                    words[i] = "a"[:i%2]
                }
                println(words[3], large(words))
            }

            //go:noinline
            func large(words [40]string) (n int) {
                var room [3000]int
                for i, word := range words {
                    room[i*7] = len(word)
                }
                for _, v := range room {
                    n += v
                }
                return n
            }
            """);
        string file = Path.Combine(_w.Source, "program.exe");
        BuildOptions options = _w.Options(".") with { Target = SupportedPlatforms.Find("windows", arch)!, Output = file };
        BuildOutcome outcome = Builder.Build(options, null, CancellationToken.None);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics.Select(d => d.Message)));
        return File.ReadAllBytes(file);
    }

    [Fact]
    public void Every_function_with_a_frame_pointer_is_unwound_as_its_tables_say()
    {
        byte[] file = Program("amd64");
        var tables = new RuntimeTables(file);
        Assert.Empty(tables.Check());
        Dictionary<ulong, (ulong End, byte[] Info)> rows = RowsOf(file, tables);
        List<string> problems = [], without = [];
        foreach ((string name, ulong start, ulong end) in tables.AllFunctions())
        {
            byte[] code = tables.At(start)[..(int)(end - start)].ToArray();
            if (rows.Remove(start, out (ulong End, byte[] Info) row))
            {
                string? problem = ProblemOf(tables, start, code, (int)(row.End - start), row.Info)
                    ?? ProblemOfHandler(tables, file, name, row.Info);
                problems.AddRange(problem is null ? [] : [$"{name}: {problem}"]);
            }
            else if (FrameOf(code) is { } at && tables.StackDepth(start, at) == 8)
            {
                without.Add(name);
            }
        }
        Assert.Empty(problems);
        Assert.Empty(rows);
        // It says of itself that it has no frame (NOFRAME), and makes one by hand; the original gives it no row either.
        Assert.Equal(["runtime.asyncPreempt"], without);
    }

    /// <summary>As in the original's programs: only amd64 has such tables.</summary>
    [Fact]
    public void Programs_of_arm64_have_no_tables_for_unwinding()
        => Assert.Equal((0u, 0u), Directory(Program("arm64"), ExceptionDirectory));

    private static (uint Address, uint Size) Directory(byte[] file, int number)
    {
        int at = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(0x3C)) + 24 + 112 + (8 * number);
        return (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4)));
    }

    private static ulong BaseOf(byte[] file)
        => BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(0x3C)) + 24 + 24));

    /// <summary>RUNTIME_FUNCTION by address: rows are in order and do not overlap.</summary>
    private static Dictionary<ulong, (ulong End, byte[] Info)> RowsOf(byte[] file, RuntimeTables tables)
    {
        ulong imageBase = BaseOf(file), last = 0;
        (uint address, uint size) = Directory(file, ExceptionDirectory);
        Assert.Equal(0u, size % RowSize);
        var rows = new Dictionary<ulong, (ulong, byte[])>();
        for (uint at = 0; at < size; at += RowSize)
        {
            ReadOnlySpan<byte> row = tables.At(imageBase + address + at);
            ulong start = imageBase + BinaryPrimitives.ReadUInt32LittleEndian(row);
            ulong end = imageBase + BinaryPrimitives.ReadUInt32LittleEndian(row[4..]);
            uint info = BinaryPrimitives.ReadUInt32LittleEndian(row[8..]);
            Assert.True(start >= last && end > start, $"row {at / RowSize} is out of order");
            Assert.Equal(0u, info % 4);
            last = end;
            rows.Add(start, (end, tables.At(imageBase + info)[..RowSize].ToArray()));
        }
        return rows;
    }

    /// <summary>UNWIND_INFO against the code that it describes and the depths of the stack there.</summary>
    private static string? ProblemOf(RuntimeTables tables, ulong start, byte[] code, int length, byte[] info)
    {
        if (length > code.Length || code.AsSpan(length).IndexOfAnyExcept(CodeFill) >= 0)
        {
            return $"the row ends at {length}, where code does not";
        }
        if ((info[0] & 7, info[2], info[3], info[5], info[7]) != (1, 2, FrameRegister, SetFrameRegister, PushFrameRegister)
            || info[1] != info[4])
        {
            return "another way to begin: " + Convert.ToHexStringLower(info);
        }
        (byte set, byte saved) = (info[4], info[6]);
        if (FrameOf(code) != saved || set != saved + 3)
        {
            return $"the frame pointer is saved at {FrameOf(code)}, not {saved}";
        }
        // On the way in nothing is on the stack but what the operations say: first nothing, then the caller's frame pointer.
        if (tables.StackDepth(start, saved - 1) != 0 || tables.StackDepth(start, saved) != 8 || tables.StackDepth(start, set - 1) != 8)
        {
            return "the stack's depth is not what the operations make of it";
        }
        return null;
    }

    /// <summary>The one function that code of other languages is called through, and no other, has a handler of exceptions.</summary>
    private static string? ProblemOfHandler(RuntimeTables tables, byte[] file, string name, byte[] info)
    {
        bool hasHandler = (info[0] >> 3) != 0;
        ulong expected = name == "runtime.asmcgocall_landingpad" ? tables.Symbols["runtime.sehtramp.abi0"] - BaseOf(file) : 0;
        uint handler = BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(8));
        return hasHandler == (expected != 0) && handler == expected ? null : "its handler";
    }

    /// <summary>The offset behind <c>push rbp</c> where <c>mov rbp, rsp</c> follows, before anything else is done to the stack.</summary>
    private static int? FrameOf(byte[] code)
    {
        var decoder = Decoder.Create(64, code);
        decoder.IP = 0;
        for (bool isPushed = false; decoder.IP < (ulong)code.Length;)
        {
            int at = (int)decoder.IP;
            decoder.Decode(out Instruction instruction);
            if (isPushed)
            {
                return instruction is { Mnemonic: Mnemonic.Mov, Op0Register: Register.RBP, Op1Register: Register.RSP } ? at : null;
            }
            isPushed = instruction is { Mnemonic: Mnemonic.Push, Op0Register: Register.RBP };
            bool movesStack = instruction.Op0Register == Register.RSP && instruction.Mnemonic != Mnemonic.Cmp;
            if (!isPushed && (instruction.StackPointerIncrement != 0 || instruction.IsInvalid || movesStack))
            {
                return null;
            }
        }
        return null;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Gee.External.Capstone;
using Gee.External.Capstone.Arm64;
using Go.Compiler.Backend;
using Go.Compiler.Objects;
using Iced.Intel;

namespace Go.Compiler.Tests.Backend;

/// <summary>
/// Compiled functions as text: a line an instruction, by disassemblers that are not ours, with what relocations refer to.
/// </summary>
internal static class EmittedCode
{
    public static string Arm64(CompiledFunction function)
    {
        using CapstoneArm64Disassembler disassembler = CapstoneDisassembler.CreateArm64Disassembler(Arm64DisassembleMode.Arm);
        var text = new StringBuilder();
        for (int pc = 0; pc < function.Code.Length; pc += 4)
        {
            byte[] word = function.Code[pc..(pc + 4)];
            // A word of zeros is the trap that ends what does not return.
            Arm64Instruction[] decoded = disassembler.Disassemble(word, pc);
            string line = decoded is [var i] ? $"{i.Mnemonic} {i.Operand}".TrimEnd()
                : word is [0, 0, 0, 0] ? "trap"
                : Atomic(BinaryPrimitives.ReadUInt32LittleEndian(word)) ?? "undecodable " + Convert.ToHexString(word);
            Append(text, pc, line, RelocationsIn(function, pc, 4));
        }
        return text.ToString();
    }

    /// <summary>
    /// The atomics of ARMv8.1, which the disassembler does not know (Arm ARM, C4.1.4 "Atomic memory operations" and "Compare and swap").
    /// </summary>
    private static string? Atomic(uint word)
    {
        string? name = (word & 0x3fa07c00) == 0x08a07c00 ? "cas"
            : (word & 0x3f200c00) != 0x38200000 ? null
            : ((word >> 12) & 15) switch { 0 => "ldadd", 1 => "ldclr", 2 => "ldeor", 3 => "ldset", 8 => "swp", _ => null };
        bool isSwap = name == "cas", acquires = (word & (isSwap ? 1u << 22 : 1u << 23)) != 0,
            releases = (word & (isSwap ? 1u << 15 : 1u << 22)) != 0;
        string size = new[] { "b", "h", "", "" }[word >> 30], register = word >> 30 == 3 ? "x" : "w";
        return name is null ? null
            : $"{name}{(acquires ? "a" : "")}{(releases ? "l" : "")}{size} {register}{(word >> 16) & 31}, {register}{word & 31}, [x{(word >> 5) & 31}]";
    }

    public static string Amd64(CompiledFunction function)
    {
        var decoder = Iced.Intel.Decoder.Create(64, function.Code);
        var formatter = new NasmFormatter { Options = { SpaceAfterOperandSeparator = true } };
        var text = new StringBuilder();
        while (decoder.IP < (ulong)function.Code.Length)
        {
            int pc = (int)decoder.IP;
            var output = new StringOutput();
            formatter.Format(decoder.Decode(), output);
            Append(text, pc, output.ToStringAndReset(), RelocationsIn(function, pc, (int)decoder.IP - pc));
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, int pc, string line, IEnumerable<CodeRelocation> relocations)
    {
        text.Append(CultureInfo.InvariantCulture, $"{pc,4:x} {line}");
        foreach (CodeRelocation r in relocations.Where(r => r.Kind != RelocationKind.IndirectCall))
        {
            string name = r.Target.Data is { } data ? data is Go.Compiler.Ssa.NamedSymbol named
                ? named.Name : data.GetType().Name : r.Target.Symbol.Name;
            text.Append(CultureInfo.InvariantCulture,
                $" ; {r.Kind} {name}{(r.Addend == 0 ? "" : r.Addend.ToString("+0;-0", CultureInfo.InvariantCulture))}");
        }
        text.Append('\n');
    }

    private static IEnumerable<CodeRelocation> RelocationsIn(CompiledFunction function, int pc, int length)
        => function.Relocations.Where(r => r.Offset >= pc && r.Offset < pc + length);
}

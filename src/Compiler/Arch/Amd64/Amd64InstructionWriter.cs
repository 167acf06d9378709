using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Code;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Encodes machine code into a code buffer: the forms that the compiler emits, by hand, since a general encoder costs five times as much.
/// Places are the buffer's positions. Sizes are 1, 2, 4 or 8 bytes. One per worker; <see cref="Reset"/> between functions.
/// </summary>
internal sealed partial class Amd64InstructionWriter(CodeBuffer? buffer = null) : ICodeWriter
{
    /// <summary>Calls and jumps of what a relocation reaches.</summary>
    public const byte CallOpcode = 0xE8, JumpOpcode = 0xE9;

    private const int LongestInstruction = 16, Sp = Amd64Registers.Sp, Bp = Amd64Registers.Bp;

    private readonly CodeBuffer _buffer = buffer ?? new();
    private readonly EntityList<CodeRelocation> _relocations = [];

    /// <inheritdoc/>
    public int Place => _buffer.Length;

    /// <inheritdoc/>
    public bool IsEmpty => _buffer.Length == 0;

    /// <inheritdoc/>
    public int PcOfPlace(int place) => _buffer.PcOfPosition(place);

    /// <inheritdoc/>
    public int PcOf(int label) => _buffer.PcOf(label);

    /// <summary>Relocations so far; their offsets are final after <see cref="Finish"/>.</summary>
    public IReadOnlyList<CodeRelocation> Relocations => _relocations;

    /// <summary>Hands over the relocations so far; their offsets are positions in the buffer.</summary>
    public CodeRelocation[] TakeRelocations()
    {
        CodeRelocation[] all = [.. _relocations];
        _relocations.Clear();
        return all;
    }

    public void Reset()
    {
        _buffer.Clear();
        _relocations.Clear();
    }

    /// <inheritdoc/>
    public int NewLabel() => _buffer.NewLabel();

    /// <inheritdoc/>
    public void Bind(int label) => _buffer.Bind(label);

    public void Jump(int label) => _buffer.Branch(Amd64BranchForm.Plain, label);

    public void Jump(Amd64Condition condition, int label) => _buffer.Branch(Amd64BranchForm.Conditional((int)condition), label);

    /// <inheritdoc/>
    public byte[] Finish()
    {
        byte[] code = _buffer.Layout(static gap => gap.Clear());
        int cursor = 0;
        for (int i = 0; i < _relocations.Count; i++)
        {
            _relocations[i] = _relocations[i] with { Offset = _buffer.PcOfWritten(_relocations[i].Offset, ref cursor) };
        }
        return code;
    }

    /// <summary>Ready-made bytes.</summary>
    public void Raw(params ReadOnlySpan<byte> bytes) => _buffer.Append(bytes);

    private void Reserve() => _buffer.Prepare(LongestInstruction);

    private void Byte(int value) => _buffer.Put((byte)value);

    private void Int32(int value) => _buffer.PutInt32(value);

    private void Relocate(RelocationKind kind, CodeTarget target, long addend)
        => _relocations.Add(new CodeRelocation(_buffer.Length, kind, target, addend));

    private static bool FitsByte(long value) => value is >= sbyte.MinValue and <= sbyte.MaxValue;

    /// <summary>
    /// Prefix, REX and opcode. Opcodes carry their map: 0x00xx one byte, 0x0Fxx, 0x0F38xx, 0x0F3Axx. <paramref name="byteRegisters"/>:
    /// register numbers 4 to 7 mean SPL to DIL, which takes a REX prefix.
    /// </summary>
    private void Opcode(int opcode, int prefix, bool wide, int reg, int index, int rm, bool byteRegisters)
    {
        if (prefix != 0)
        {
            Byte(prefix);
        }
        int rex = (wide ? 8 : 0) | ((reg >> 1) & 4) | ((index >> 2) & 2) | ((rm >> 3) & 1);
        if (rex != 0 || byteRegisters)
        {
            Byte(0x40 | rex);
        }
        if (opcode > 0xFFFF)
        {
            Byte(opcode >> 16);
        }
        if (opcode > 0xFF)
        {
            Byte(opcode >> 8);
        }
        Byte(opcode);
    }

    /// <summary>Opcode with two registers.</summary>
    private void Registers(int opcode, int prefix, bool wide, int reg, int rm, bool byteRegisters = false)
    {
        Reserve();
        reg &= 15;
        rm &= 15;
        Opcode(opcode, prefix, wide, reg, 0, rm, byteRegisters);
        Byte(0xC0 | ((reg & 7) << 3) | (rm & 7));
    }

    /// <summary>Opcode with a register (or opcode digit) and memory; <paramref name="trailing"/> bytes of immediate will follow.</summary>
    private void WithMemory(int opcode, int prefix, bool wide, int reg, in Amd64Memory memory, int trailing = 0, bool byteRegisters = false)
    {
        Reserve();
        reg &= 15;
        if (memory.SegmentPrefix != 0)
        {
            Byte(memory.SegmentPrefix);
        }
        int index = memory.Index < 0 ? 0 : memory.Index & 15, register = memory.Base < 0 ? 0 : memory.Base & 15;
        Opcode(opcode, prefix, wide, reg, index, register, byteRegisters);
        int field = (reg & 7) << 3;
        if (memory.IsSymbol)
        {
            Byte(field | 5);
            Relocate(RelocationKind.PcRelative, memory.Target, memory.Displacement - trailing);
            Int32(0);
        }
        else if (memory.IsThreadLocal)
        {
            Byte(field | 4);
            Byte(0x25);
            Relocate(RelocationKind.TlsOffset, default, memory.Displacement);
            Int32(0);
        }
        else
        {
            Address(field, memory, register, index);
        }
    }

    /// <summary>ModRM, SIB and displacement. SP as base needs a SIB byte, BP as base a displacement; SP cannot be an index.</summary>
    private void Address(int field, in Amd64Memory memory, int register, int index)
    {
        int displacement = memory.Displacement;
        if (memory.Index >= 0 && index == Sp)
        {
            throw Unexpected.State("SP as an index register");
        }
        if (memory.Base < 0)
        {
            Byte(field | 4);
            Byte(memory.Index < 0 ? 0x25 : (ScaleBits(memory.Scale) << 6) | ((index & 7) << 3) | Bp);
            Int32(displacement);
            return;
        }
        int mode = displacement == 0 && (register & 7) != Bp ? 0 : FitsByte(displacement) ? 0x40 : 0x80;
        if (memory.Index >= 0)
        {
            Byte(mode | field | 4);
            Byte((ScaleBits(memory.Scale) << 6) | ((index & 7) << 3) | (register & 7));
        }
        else
        {
            Byte(mode | field | (register & 7));
            if ((register & 7) == Sp)
            {
                Byte(0x24);
            }
        }
        if (mode == 0x40)
        {
            Byte(displacement);
        }
        else if (mode == 0x80)
        {
            Int32(displacement);
        }
    }

    private static int ScaleBits(int scale) => scale switch { 1 => 0, 2 => 1, 4 => 2, 8 => 3, _ => throw Unexpected.Value(scale) };
}

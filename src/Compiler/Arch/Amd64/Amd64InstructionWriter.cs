using System.Buffers.Binary;
using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Encodes machine code into a growing buffer. The common forms are encoded by hand, since a general encoder costs five times as much; anything
/// else goes through <see cref="Rare"/>. Branches are written long and shortened by <see cref="Finish"/>, so every pc taken before
/// (<see cref="Pc"/>) must be translated by <see cref="MapPc"/> afterwards. Sizes are 1, 2, 4 or 8 bytes. One per worker; <see cref="Reset"/> between functions.
/// </summary>
internal sealed partial class Amd64InstructionWriter : ICodeWriter
{
    private const int LongestInstruction = 16, Sp = 4, Bp = 5;

    private byte[] _buffer = new byte[4096];
    private int _pc;
    private readonly List<CodeRelocation> _relocations = [];
    private Encoder? _encoder;
    private RareWriter? _rareWriter;

    private sealed class RareWriter(Amd64InstructionWriter owner) : CodeWriter
    {
        public override void WriteByte(byte value) => owner._buffer[owner._pc++] = value;
    }

    /// <summary>Position of the next instruction, before branches are shortened.</summary>
    public int Pc => _pc;

    /// <inheritdoc/>
    public int Place => _pc;

    /// <inheritdoc/>
    public bool IsEmpty => _pc == 0;

    /// <inheritdoc/>
    public int PcOfPlace(int place) => MapPc(place);

    /// <summary>Relocations so far; their offsets are final after <see cref="Finish"/>.</summary>
    public IReadOnlyList<CodeRelocation> Relocations => _relocations;

    public void Reset()
    {
        _pc = 0;
        _relocations.Clear();
        ResetBranches();
    }

    /// <summary>An instruction in Iced's form, for what has no method here. Its memory operand must not be a symbol.</summary>
    public void Rare(in Instruction instruction)
    {
        Reserve();
        _rareWriter ??= new RareWriter(this);
        _encoder ??= Encoder.Create(64, _rareWriter);
        _encoder.Encode(instruction, (ulong)_pc);
    }

    /// <summary>Ready-made bytes.</summary>
    public void Raw(params ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            Reserve();
            _buffer[_pc++] = b;
        }
    }

    private void Reserve()
    {
        if (_pc + LongestInstruction > _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }

    private void Byte(int value) => _buffer[_pc++] = (byte)value;

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_pc), value);
        _pc += 4;
    }

    private void Relocate(RelocationKind kind, CodeTarget target, long addend) => _relocations.Add(new CodeRelocation(_pc, kind, target, addend));

    private static bool FitsByte(long value) => value is >= sbyte.MinValue and <= sbyte.MaxValue;

    /// <summary>
    /// Prefix, REX and opcode. Opcodes carry their map: 0x00xx one byte, 0x0Fxx, 0x0F38xx, 0x0F3Axx. <paramref name="byteRegisters"/>: register
    /// numbers 4 to 7 mean SPL to DIL, which takes a REX prefix.
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
            Relocate(RelocationKind.TlsOffset, default, 0);
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

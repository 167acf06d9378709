using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.Code;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;

namespace Go.Compiler.Arch.Arm64;

/// <summary>Words into a code buffer. Places are labels there.</summary>
internal sealed class Arm64CodeWriter(CodeBuffer? buffer = null) : ICodeWriter
{
    private readonly EntityList<CodeRelocation> _relocations = [];
    private readonly CodeBuffer _buffer = buffer ?? new();
    private int _lastPlace = -1, _placedItems, _placedBytes;

    public void Reset()
    {
        _buffer.Clear();
        _relocations.Clear();
        _lastPlace = -1;
    }

    /// <inheritdoc/>
    public int Place
    {
        get
        {
            Barrier++;
            if (_lastPlace < 0 || _placedItems != _buffer.ItemCount || _placedBytes != _buffer.Length)
            {
                _lastPlace = _buffer.Here();
                _placedItems = _buffer.ItemCount;
                _placedBytes = _buffer.Length;
            }
            return _lastPlace;
        }
    }

    /// <inheritdoc/>
    public bool IsEmpty => _buffer.ItemCount == 0;

    /// <inheritdoc/>
    public IReadOnlyList<CodeRelocation> Relocations => _relocations;

    /// <inheritdoc/>
    public int NewLabel() => _buffer.NewLabel();

    /// <inheritdoc/>
    public void Bind(int label)
    {
        Barrier++;
        _buffer.Bind(label);
    }

    public void Word(uint word) => _buffer.AppendWord(word);

    /// <summary>Bytes written; branches are not counted.</summary>
    public int Length => _buffer.Length;

    /// <summary>Changes when something begins here: what was written before must stay as it is.</summary>
    public int Barrier { get; private set; }

    /// <summary>Takes the last word back, which has no relocation; <see cref="Barrier"/> must be what it was before that word.</summary>
    public void TakeBack() => _buffer.Truncate(_buffer.Length - 4);

    public void Jump(int label) => Branch(Arm64BranchForm.Plain, label);

    private void Branch(BranchForm[] forms, int label)
    {
        Barrier++;
        _buffer.Branch(forms, label);
    }

    public void Jump(Arm64Condition condition, int label) => Branch(Arm64BranchForm.Conditional(condition), label);

    /// <summary>CBZ or CBNZ.</summary>
    public void JumpIfZero(bool wide, bool isZero, uint register, int label)
        => Branch(Arm64BranchForm.IfZero(wide, isZero, register), label);

    /// <summary>TBNZ or TBZ.</summary>
    public void JumpIfBit(bool isSet, uint register, int bit, int label) => Branch(Arm64BranchForm.IfBit(isSet, register, bit), label);

    /// <summary>The next word, or pair of words, is relocated.</summary>
    public void Relocate(RelocationKind kind, CodeTarget target, long addend)
    {
        Barrier++;
        _relocations.Add(new CodeRelocation(_buffer.Length, kind, target, addend));
    }

    /// <inheritdoc/>
    public byte[] Finish()
    {
        byte[] code = _buffer.Layout(static gap => gap.Clear());
        if (_buffer.Unreachable >= 0)
        {
            throw Unexpected.State("a branch does not reach");
        }
        int cursor = 0;
        for (int i = 0; i < _relocations.Count; i++)
        {
            _relocations[i] = _relocations[i] with { Offset = _buffer.PcOfWritten(_relocations[i].Offset, ref cursor) };
        }
        return code;
    }

    /// <inheritdoc/>
    public int PcOfPlace(int place) => _buffer.PcOf(place);

    /// <inheritdoc/>
    public int PcOf(int label) => _buffer.PcOf(label);
}

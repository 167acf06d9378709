using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// On-the-fly SSA construction (Braun et al., "Simple and Efficient Construction of Static Single Assignment Form"): scalar variables by
/// number, a definition per block, phis where paths join, trivial ones turned into copies that the clean-up at the end removes.
/// </summary>
internal sealed partial class SsaBuilder
{
    private readonly EntityList<ValueKind> _variableKinds = [];

    // Of a variable that is a length or capacity: its phis are one too.
    private readonly EntityList<ValueFlags> _variableFlags = [];
    private readonly Dictionary<long, ValueId> _definitions = [];
    private readonly EntityList<bool> _sealed = [];
    private readonly List<EntityList<ValueId>?> _phis = [];
    private readonly List<EntityList<(int Variable, ValueId Phi)>?> _incomplete = [];
    private readonly EntityList<ValueId> _entryConstants = [];

    // On the way to a definition every so many blocks remember it: blocks that are tested one after the other would take the square of
    // their number.
    private const int RememberedSteps = 8;
    private readonly EntityList<BlockId> _walked = [];

    /// <summary>Layout follows the order in which blocks are filled.</summary>
    private readonly EntityList<BlockId> _started = [];

    private int NewVariable(ValueKind kind, bool isLength = false)
    {
        _variableKinds.Add(kind);
        _variableFlags.Add(isLength ? ValueFlags.Length : ValueFlags.None);
        return _variableKinds.Count - 1;
    }

    /// <summary>Variables for the scalars of a value.</summary>
    private void NewVariables(GoValue value)
    {
        IReadOnlyList<ScalarComponent>? parts = Components(value.Type);
        for (int i = 0; i < value.Count; i++)
        {
            NewVariable(_f[value[i]].Kind, parts![i].IsLength);
        }
    }

    // Multiplied by an odd number, which keeps keys apart: a long hashes to the exclusive or of its halves, the same for very many of these
    // pairs.
    private static long Key(BlockId block, int variable)
        => (((long)block.Index << 32) | (uint)variable) * unchecked((long)0x9E3779B97F4A7C15);

    private void WriteVariable(int variable, ValueId value)
    {
        _definitions[Key(Current.Id, variable)] = value;
        NoteWrite(variable);
    }

    private ValueId ReadVariable(int variable) => ReadVariable(variable, Current.Id);

    private ValueId ReadVariable(int variable, BlockId start)
    {
        BlockId at = start;
        ValueId value;
        int walkedBefore = _walked.Count, walked = 0;
        for (int steps = 0; ; steps++)
        {
            if (_definitions.TryGetValue(Key(at, variable), out value))
            {
                value = SkipCopies(value);
                break;
            }
            if (Before(at, variable) is { IsNone: false } earlier)
            {
                at = earlier;
                continue;
            }
            Block block = _f[at];
            if (!_sealed[at.Index])
            {
                value = NewPhi(at, variable);
                (_incomplete[at.Index] ??= []).Add((variable, value));
                _definitions[Key(at, variable)] = value;
                break;
            }
            if (block.Predecessors.Count == 0 || steps > _f.Blocks.Count)
            {
                // Only unreachable code reads a variable that nothing defines: a block without predecessors, or a loop entered from
                // nowhere, whose blocks have but each other.
                value = _f.NewValue(Op.Const, _variableKinds[variable], _pos);
                _entryConstants.Add(value);
                _definitions[Key(at, variable)] = value;
                break;
            }
            if (block.Predecessors.Count > 1)
            {
                value = NewPhi(at, variable);
                _definitions[Key(at, variable)] = value;
                value = CompletePhi(variable, value, at);
                _definitions[Key(at, variable)] = value;
                break;
            }
            if (walked++ % RememberedSteps == 0)
            {
                _walked.Add(at);
            }
            at = block.Predecessors[0];
        }
        foreach (BlockId block in _walked.AsSpan()[walkedBefore..])
        {
            _definitions[Key(block, variable)] = value;
        }
        _walked.RemoveRange(walkedBefore, _walked.Count - walkedBefore);
        _definitions[Key(start, variable)] = value;
        return value;
    }

    private ValueId NewPhi(BlockId block, int variable)
    {
        ValueId phi = _f.NewValue(Op.Phi, _variableKinds[variable], _pos);
        _f[phi].Block = block;
        _f[phi].Flags = _variableFlags[variable];
        (_phis[block.Index] ??= []).Add(phi);
        return phi;
    }

    private ValueId CompletePhi(int variable, ValueId phi, BlockId block)
    {
        EntityList<BlockId> predecessors = _f[block].Predecessors;
        var arguments = new ValueId[predecessors.Count];
        ValueId same = default;
        bool isTrivial = true;
        for (int i = 0; i < arguments.Length; i++)
        {
            ValueId a = ReadVariable(variable, predecessors[i]);
            arguments[i] = a;
            if (a != phi && a != same)
            {
                isTrivial &= same.IsNone;
                same = a;
            }
        }
        if (isTrivial && !same.IsNone)
        {
            _f.BecomeCopy(phi, same);
            return same;
        }
        _f.SetArguments(phi, arguments);
        return phi;
    }

    private ValueId SkipCopies(ValueId value)
    {
        while (_f[value].Op == Op.Copy)
        {
            value = _f.Argument(value, 0);
        }
        return value;
    }

    // Blocks

    /// <summary>The block under construction. After a jump or return: a fresh block that nothing reaches.</summary>
    private Block Current
    {
        get
        {
            if (_block is null)
            {
                _block = NewBlock();
                _started.Add(_block.Id);
                Seal(_block);
            }
            return _block;
        }
    }

    /// <summary>Nothing reaches the current point.</summary>
    private bool IsDead => _block is null || (_block.Predecessors.Count == 0 && _sealed[_block.Id.Index] && _block != _f.Entry);

    private Block NewBlock()
    {
        Block block = _f.NewBlock();
        while (_sealed.Count < _f.Blocks.Count)
        {
            _sealed.Add(false);
            _phis.Add(null);
            _incomplete.Add(null);
            _regionEnds.Add(default);
            _endTimes.Add(int.MaxValue);
        }
        return block;
    }

    /// <summary>All predecessors of the block are known.</summary>
    private void Seal(Block block)
    {
        if (_sealed[block.Id.Index])
        {
            throw Unexpected.State("block is sealed twice");
        }
        _sealed[block.Id.Index] = true;
        if (_incomplete[block.Id.Index] is { } list)
        {
            _incomplete[block.Id.Index] = null;
            foreach ((int variable, ValueId phi) in list)
            {
                ValueId value = CompletePhi(variable, phi, block.Id);
                // A later write in the block may have replaced the phi already.
                if (value != phi && _definitions[Key(block.Id, variable)] == phi)
                {
                    _definitions[Key(block.Id, variable)] = value;
                }
            }
        }
    }

    private void SealAndStart(Block block)
    {
        Seal(block);
        Start(block);
        if (!_hasLabels && block.Predecessors.Count == 1)
        {
            Link(block, new Region(block.Predecessors[0], _endTimes[block.Predecessors[0].Index]));
        }
    }

    private void Start(Block block)
    {
        _started.Add(block.Id);
        _block = block;
    }

    private void JumpTo(Block target)
    {
        if (IsDead)
        {
            _block = null;
            return;
        }
        Block from = Current;
        from.Kind = BlockKind.Jump;
        from.Pos = _pos;
        SsaFunction.AddEdge(from, target);
        _endTimes[from.Id.Index] = _writes;
        _block = null;
    }

    /// <summary>Ends the block: condition nonzero goes to <paramref name="then"/>.</summary>
    private void Branch(ValueId condition, Block then, Block otherwise, sbyte likely = 0)
    {
        if (_f[condition].Op == Op.Const)
        {
            JumpTo(_f[condition].AuxInt != 0 ? then : otherwise);
            return;
        }
        if (IsDead)
        {
            _block = null;
            return;
        }
        Block from = Current;
        from.Kind = BlockKind.If;
        from.Control = condition;
        from.Likely = likely;
        from.Pos = _pos;
        SsaFunction.AddEdge(from, then);
        SsaFunction.AddEdge(from, otherwise);
        _endTimes[from.Id.Index] = _writes;
        _block = null;
    }

    private void ExitHere()
    {
        Current.Kind = BlockKind.Exit;
        Current.Pos = _pos;
        _block = null;
    }
}

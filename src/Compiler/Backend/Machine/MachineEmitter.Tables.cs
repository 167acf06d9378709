using Go.Compiler.Code;
using Go.Compiler.Collections;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;

namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineEmitter
{
    private CompiledFunction Finish()
    {
        byte[] code = _writer.Finish();
        int quantum = _frame.Abi.PcQuantum;
        var depth = new PcValueTableBuilder(quantum);
        var unsafePoints = new PcValueTableBuilder(quantum);
        var maps = new PcValueTableBuilder(quantum);
        var bounds = new PcValueTableBuilder(quantum);
        var arguments = new PcValueTableBuilder(quantum);
        var positions = new EntityList<(int Pc, Pos Pos, int InlineIndex)>(_positions.Count);
        foreach ((int oldPc, Event kind, int value) in _events)
        {
            int pc = _writer.PcOfPlace(oldPc);
            switch (kind)
            {
                case Event.StackDepth:
                    depth.Set(pc, value);
                    break;
                case Event.UnsafePoint:
                    unsafePoints.Set(pc, value);
                    break;
                case Event.StackMap:
                    maps.Set(pc, value);
                    break;
                case Event.PanicBounds:
                    bounds.Set(pc, value);
                    break;
                case Event.ArgumentLiveness:
                    arguments.Set(pc, value);
                    break;
                default:
                    if (positions.Count > 0 && positions[^1].Pc == pc)
                    {
                        positions.RemoveAt(positions.Count - 1);
                    }
                    positions.Add((pc, _positions[value].Pos, _positions[value].InlineIndex));
                    break;
            }
        }
        byte[]?[] pcData = new byte[]?[PcDataId.PanicBounds + 1];
        pcData[PcDataId.UnsafePoint] = unsafePoints.Finish(code.Length);
        pcData[PcDataId.StackMapIndex] = maps.Finish(code.Length);
        pcData[PcDataId.ArgLiveIndex] = arguments.Finish(code.Length);
        pcData[PcDataId.PanicBounds] = bounds.Finish(code.Length);
        return new CompiledFunction
        {
            Source = _f,
            Code = code,
            HasLoop = HasLoop(),
            Relocations = [.. _writer.Relocations],
            Positions = positions,
            ArgumentWidth = (int)_f.Abi.ArgumentWidth,
            FrameSize = _frame.Size,
            DeferReturn = _deferReturn < 0 ? 0 : _writer.PcOfPlace(_deferReturn),
            PcSp = depth.Finish(code.Length),
            PcData = pcData,
            ArgumentPointerMaps = _frame.Maps.BuildArguments(),
            LocalPointerMaps = _frame.Maps.BuildLocals(),
            ArgumentInfo = Arguments?.Encoded,
            ArgumentLiveInfo = LiveArguments?.Build(),
            StackObjects = _frame.StackObjects(),
            OpenDefers = _f.OpenDefers is { } open ? (_frame.DistanceOf(open.Bits), _frame.DistanceOf(open.Closures)) : null,
            JumpTables = FinalJumpTables(),
            Flags = (_isNosplit ? SymbolFlags.Nosplit : 0) | (_needsContext ? SymbolFlags.NeedsContext : 0)
                | (_frame.Size == 0 ? SymbolFlags.NoFrame : 0),
        };
    }

    private IReadOnlyList<int[]> FinalJumpTables()
    {
        foreach (int[] table in _jumpTables)
        {
            for (int i = 0; i < table.Length; i++)
            {
                table[i] = _writer.PcOf(table[i]);
            }
        }
        return _jumpTables;
    }
}

using Go.Compiler.Collections;
using Go.Compiler.Ssa.Passes;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Inlining;

internal sealed partial class Inliner
{
    private readonly Dictionary<ValueId, ValueId[]> _results = [];

    /// <param name="rest">What follows the call, which is the last instruction of its block.</param>
    private void Inline(Block block, Block rest, ValueId call, ValueId context, FunctionUnit body)
    {
        SsaFunction g = body.Function;
        Text.Pos pos = _f[call].Pos;
        int parent = _f[call].InlineIndex;
        int first = OpFacts.FixedCallOperands(_f[call].Op);
        var info = (CallInfo)_f[call].Aux!;
        block.Instructions.RemoveAt(block.Instructions.Count - 1);
        var closures = new InlinedClosures(_source, body, body.Name, _unit.Outer is null);
        int tree = _f.InlineTree.Count;
        _f.InlineTree.Add(new InlineTreeEntry(parent, pos, g.Symbol.Name, g.Pos, g.IsWrapper));
        foreach (InlineTreeEntry e in g.InlineTree)
        {
            _f.InlineTree.Add(closures.Of(e) with { Parent = e.Parent < 0 ? tree : e.Parent + tree + 1 });
        }
        var slots = new StackSlot[g.Slots.Count];
        foreach (StackSlot s in g.Slots)
        {
            slots[s.Index] = _f.NewSlot(s.Name, s.Type, s.Size, s.Alignment);
            slots[s.Index].IsAddressTaken = s.IsAddressTaken;
            slots[s.Index].IsAlwaysLive = s.IsAlwaysLive;
            slots[s.Index].LeaksContents = s.LeaksContents;
        }
        // Blocks and values first, operands after: phis look ahead.
        var blocks = new Block?[g.Blocks.Count];
        int insertAt = _f.Order.IndexOf(rest.Id);
        foreach (BlockId id in g.Order)
        {
            var copy = new Block(new BlockId(_f.Blocks.Count)) { Kind = g[id].Kind, Likely = g[id].Likely, Pos = g[id].Pos,
                InlineIndex = g[id].InlineIndex < 0 ? tree : g[id].InlineIndex + tree + 1 };
            _f.Blocks.Add(copy);
            _f.Order.Insert(insertAt++, copy.Id);
            blocks[id.Index] = copy;
        }
        var values = new ValueId[g.ValueLimit];
        foreach (BlockId id in g.Order)
        {
            Block target = blocks[id.Index]!;
            foreach (ValueId v in g[id].Instructions)
            {
                if (g[v].Op == Op.Param)
                {
                    ValueId argument = _f.Argument(call, first + (int)g[v].AuxInt);
                    values[v.Index] = _f[argument].Kind == g[v].Kind
                        ? argument : _f.Append(block, Op.Bitcast, g[v].Kind, pos, [argument], Value.KeepsFlow);
                }
                else if (g[v].Op == Op.ClosureContext)
                {
                    values[v.Index] = context;
                }
                else
                {
                    object? aux = g[v].Aux switch
                    {
                        StackSlot s => slots[s.Index],
                        AllocationSite { Parameter: not null } site => site with { Parameter = null },
                        var other => closures.Of(other),
                    };
                    ValueId copy = _f.NewValue(g[v].Op, g[v].Kind, g[v].Pos, default, g[v].AuxInt, aux);
                    _f[copy].Flags = g[v].Flags;
                    _f[copy].InlineIndex = g[v].InlineIndex < 0 ? tree : g[v].InlineIndex + tree + 1;
                    _f[copy].Block = target.Id;
                    target.Instructions.Add(copy);
                    values[v.Index] = copy;
                }
            }
        }
        Connect(g, blocks, values);
        block.Kind = BlockKind.Jump;
        block.Pos = pos;
        block.InlineIndex = parent;
        SsaFunction.AddEdge(block, blocks[g.Entry.Id.Index]!);
        _results[call] = JoinReturns(g, blocks, values, rest, info, pos, parent);
        _f.Markers.AddRange(g.Markers);
        _f.IsReflectMethod |= g.IsReflectMethod;
        foreach (ClosureSite site in body.Closures)
        {
            if (!values[site.Object.Index].IsNone)
            {
                _unit.AddClosure(closures.Of(site) with { Object = values[site.Object.Index], IsCopy = true });
            }
        }
    }

    private void Connect(SsaFunction g, Block?[] blocks, ValueId[] values)
    {
        Span<ValueId> buffer = stackalloc ValueId[16];
        foreach (BlockId id in g.Order)
        {
            Block from = g[id], to = blocks[id.Index]!;
            foreach (ValueId v in from.Instructions)
            {
                if (g[v].Op is Op.Param or Op.ClosureContext)
                {
                    continue;
                }
                int count = g.ArgumentCount(v);
                Span<ValueId> arguments = count <= buffer.Length ? buffer[..count] : new ValueId[count];
                for (int i = 0; i < count; i++)
                {
                    arguments[i] = values[g.Argument(v, i).Index];
                }
                _f.SetArguments(values[v.Index], arguments);
            }
            if (!from.Control.IsNone)
            {
                to.Control = values[from.Control.Index];
            }
            foreach (BlockId s in from.Successors)
            {
                to.Successors.Add(blocks[s.Index]!.Id);
            }
            foreach (BlockId p in from.Predecessors)
            {
                to.Predecessors.Add(blocks[p.Index]!.Id);
            }
        }
    }

    /// <summary>Returns become jumps; the results are the returned values, joined by phis when there are several returns.</summary>
    private ValueId[] JoinReturns(SsaFunction g, Block?[] blocks, ValueId[] values, Block rest, CallInfo info, Text.Pos pos, int inline)
    {
        var returns = new EntityList<(Block Block, ValueId[] Values)>();
        foreach (BlockId id in g.Order)
        {
            if (g[id].Kind == BlockKind.Return)
            {
                Block copy = blocks[id.Index]!;
                returns.Add((copy, [.. g[id].Arguments.Select(a => values[a.Index])]));
                copy.Kind = BlockKind.Jump;
                SsaFunction.AddEdge(copy, rest);
            }
        }
        var results = new ValueId[info.ResultKinds.Count];
        for (int i = 0; i < results.Length; i++)
        {
            ValueKind kind = OpFacts.KindOf(info.ResultKinds[i]);
            if (returns.Count == 1)
            {
                results[i] = returns[0].Values[i];
                continue;
            }
            ValueId joined = _f.NewValue(returns.Count == 0 ? Op.Const : Op.Phi, kind, pos);
            _f[joined].Block = rest.Id;
            _f[joined].InlineIndex = inline;
            rest.Instructions.Insert(i, joined);
            if (returns.Count > 0)
            {
                _f.SetArguments(joined, [.. returns.Select(r => WithKind(r.Values[i], kind, r.Block, pos))]);
            }
            results[i] = joined;
        }
        return results;
    }

    private ValueId WithKind(ValueId v, ValueKind kind, Block block, Text.Pos pos)
        => _f[v].Kind == kind ? v : _f.Append(block, Op.Bitcast, kind, pos, [v], Value.KeepsFlow);

    /// <summary>Extracts of replaced calls become copies of the results.</summary>
    private void RedirectResults()
    {
        foreach (BlockId id in _f.Order)
        {
            foreach (ValueId v in _f[id].Instructions)
            {
                if (_f[v].Op == Op.Extract && _results.TryGetValue(_f.Argument(v, 0), out ValueId[]? results))
                {
                    ValueId result = results[_f[v].AuxInt];
                    if (_f[result].Kind == _f[v].Kind)
                    {
                        _f.BecomeCopy(v, result);
                    }
                    else
                    {
                        _f[v].Op = Op.Bitcast;
                        _f[v].AuxInt = Value.KeepsFlow;
                        _f.SetArguments(v, [result]);
                    }
                }
            }
        }
        DeadCode.Run(_f);
    }
}

using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private readonly record struct Targets(Block Break, Block? Continue);
    private readonly Dictionary<IrJumpTarget, Targets> _targets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IrLabel, Block> _labels = new(ReferenceEqualityComparer.Instance);
    private readonly List<Block> _labelBlocks = [];
    private int _loopNesting;
    private bool _hasLabels;
    private bool _labelSeen;

    private void Statements(IReadOnlyList<IrStatement> statements)
    {
        foreach (IrStatement s in statements)
        {
            Statement(s);
        }
    }

    private void Statement(IrStatement statement)
    {
        if (IsDead && !_hasLabels && statement is not (IrLabelMark or IrBlock or IrFor))
        {
            // Nothing reaches it; without labels nothing ever will.
            return;
        }
        int mark = _temporaries.Mark;
        _pos = statement.Pos;
        MoveHandedOn(statement);
        switch (statement)
        {
            case IrBlock b:
                Statements(b.Statements);
                break;
            case IrExpressionStatement e:
                EvaluateForEffect(e.X);
                break;
            case IrDeclare d:
                DeclareStatement(d);
                break;
            case IrAssign a:
                Assign(a);
                break;
            case IrOperatorAssign a:
                OperatorAssign(a);
                break;
            case IrIf i:
                If(i);
                break;
            case IrFor f:
                For(f);
                break;
            case IrRange r:
                Range(r);
                break;
            case IrSwitch s:
                Switch(s);
                break;
            case IrTypeSwitch s:
                TypeSwitch(s);
                break;
            case IrSelect s:
                Select(s);
                break;
            case IrBreak b:
                JumpTo(_targets[b.Target].Break);
                break;
            case IrContinue c:
                JumpTo(_targets[c.Target].Continue ?? throw Unexpected.State("continue without loop"));
                break;
            case IrLabelMark l:
                // From here on a goto may come back.
                _labelSeen = true;
                Block label = LabelBlock(l.Label);
                JumpTo(label);
                Start(label);
                break;
            case IrGoto g:
                JumpTo(LabelBlock(g.Label));
                break;
            case IrBreakable b:
                Region region = BeginRegion();
                Block end = NewBlock();
                _targets[b.Target] = new Targets(end, null);
                Statement(b.Body);
                JumpTo(end);
                EndRegion(end, region);
                break;
            case IrReturn r:
                Return(r);
                break;
            case IrGo g:
                GoValue function = g.Function is IrClosure closure ? Closure(closure, isImplicit: false) : Evaluate(g.Function);
                _pos = g.Pos;
                CallRuntime("newproc", function[0]);
                break;
            case IrDefer d:
                Defer(d);
                break;
            case IrSend s:
                Send(s);
                break;
            default:
                throw Unexpected.Value(statement);
        }
        _temporaries.Release(mark);
    }

    private Block LabelBlock(IrLabel label)
    {
        if (!_labels.TryGetValue(label, out Block? block))
        {
            block = NewBlock();
            _labels.Add(label, block);
            _labelBlocks.Add(block);
        }
        return block;
    }

    /// <summary>Only at the end are all jumps to labels known, and all returns.</summary>
    private void SealLabels()
    {
        foreach (Block b in _labelBlocks)
        {
            Seal(b);
        }
        RunOpenDefers();
        if (_deferReturn is { } exit)
        {
            Seal(exit);
            _started.Add(exit.Id);
        }
    }

    private void DeclareStatement(IrDeclare d)
    {
        GoType type = T(d.Local.Type);
        NoteClosure(d.Local, d.Value);
        if (d.Value is null || d.Value is IrZero)
        {
            Declare(d.Local, null);
            DeclareAppendBuffer(d.Local);
            return;
        }
        if (Components(type) is null && d.Value is IrStructLiteral or IrArrayLiteral && Under(type) is not SliceType
            && !_locals.ContainsKey(d.Local))
        {
            // Nothing can refer to the variable yet: build the literal in place.
            ValueId address = Allocate(type, d.Local.Name);
            EvaluateInto(d.Value, address, isFresh: true);
            BindMemory(d.Local, address);
            return;
        }
        Declare(d.Local, Evaluate(d.Value));
    }

    private void If(IrIf i)
    {
        if (ConstantCondition(i.Condition) is { } known && !_hasLabels)
        {
            // The dead side may name symbols that exist nowhere (contract 1.6).
            if (known)
            {
                Statement(i.Then);
            }
            else if (i.Else is not null)
            {
                Statement(i.Else);
            }
            return;
        }
        Region region = BeginRegion();
        Block then = NewBlock(), join = NewBlock();
        Block otherwise = i.Else is null ? WithoutClause(join) : NewBlock();
        Condition(i.Condition, then, otherwise);
        SealAndStart(then);
        OnEdge(i.Then);
        JumpTo(join);
        if (i.Else is not null)
        {
            SealAndStart(otherwise);
            OnEdge(i.Else);
            JumpTo(join);
        }
        else
        {
            FinishWithoutClause(otherwise, join);
        }
        EndRegion(join, region);
    }

    private void ScanDefers()
    {
        _hasLabels = _ir.Body is { } body && ContainsLabel(body);
    }

    private static bool ContainsLabel(IrStatement? s) => s switch
    {
        IrLabelMark => true,
        IrBlock b => b.Statements.Any(ContainsLabel),
        IrIf i => ContainsLabel(i.Then) || ContainsLabel(i.Else),
        IrFor f => ContainsLabel(f.Body),
        IrRange r => ContainsLabel(r.Body),
        IrBreakable b => ContainsLabel(b.Body),
        IrSwitch w => w.Clauses.Any(c => ContainsLabel(c.Body)),
        IrTypeSwitch w => w.Clauses.Any(c => ContainsLabel(c.Body)),
        IrSelect w => w.Clauses.Any(c => ContainsLabel(c.Body)),
        _ => false,
    };
}

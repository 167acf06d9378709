using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private void Send(IrSend s)
    {
        GoValue[] operands = EvaluateAll([s.Channel, s.Value], isStable: false);
        GoValue channel = operands[0];
        GoType element = ((ChanType)Under(channel.Type)).Element;
        GoValue value = Retyped(operands[1], element);
        _pos = s.Pos;
        CallRuntime("chansend1", channel[0], AddressOfValue(value, contentsEscape: true));
    }

    private GoValue[] Receive(IrReceive r)
    {
        GoValue channel = Evaluate(r.Channel);
        _pos = r.Pos;
        GoType element = ((ChanType)Under(channel.Type)).Element;
        ValueId memory = Temporary(element);
        Zero(memory, element);
        if (r.CommaOk)
        {
            ValueId ok = CallRuntimeResults("chanrecv2", channel[0], memory)[0];
            return [Load(memory, 0, element), GoValue.Of(Universe.Bool, ok)];
        }
        CallRuntime("chanrecv1", channel[0], memory);
        return [Load(memory, 0, element)];
    }

    private static readonly StructType s_selectCase = new(
        [new Variable(default, null, "c", Universe.UnsafePointer, VariableKind.Field),
            new Variable(default, null, "elem", Universe.UnsafePointer, VariableKind.Field)], []);

    private void Select(IrSelect s)
    {
        Region region = BeginRegion();
        Block end = NewBlock();
        _targets[s.Target] = new Targets(end, null);
        IrSelectClause? defaultClause = null;
        var clauses = new List<IrSelectClause>();
        foreach (IrSelectClause c in s.Clauses)
        {
            if (c.Kind == IrSelectKind.Default)
            {
                defaultClause = c;
            }
            else
            {
                clauses.Add(c);
            }
        }
        if (clauses.Count == 0)
        {
            if (defaultClause is null)
            {
                CallRuntime("block");
            }
            else
            {
                OnEdge(defaultClause.Body);
                JumpTo(end);
            }
        }
        else if (clauses.Count == 1)
        {
            SelectOne(clauses[0], defaultClause, end);
        }
        else
        {
            SelectMany(s, clauses, defaultClause, end);
        }
        EndRegion(end, region);
    }

    private void SelectOne(IrSelectClause c, IrSelectClause? defaultClause, Block end)
    {
        GoValue channel = Evaluate(c.Channel!);
        GoType element = ((ChanType)Under(channel.Type)).Element;
        ValueId? memory = null;
        ValueId ok = default;
        if (c.Kind == IrSelectKind.Send)
        {
            GoValue value = Retyped(Evaluate(c.SendValue!), element);
            _pos = c.Pos;
            memory = AddressOfValue(value, contentsEscape: true);
        }
        else if (c.Value is not null)
        {
            memory = OwnSlot(".recv", element);
            Zero(memory.Value, element);
        }
        _pos = c.Pos;
        if (defaultClause is null)
        {
            if (c.Kind == IrSelectKind.Send)
            {
                CallRuntime("chansend1", channel[0], memory!.Value);
            }
            else
            {
                ok = CallRuntimeResults("chanrecv2", channel[0], memory ?? Nil())[0];
            }
            FinishClause(c, memory, ok, element, end);
            return;
        }
        ValueId selected;
        if (c.Kind == IrSelectKind.Send)
        {
            selected = CallRuntimeResults("selectnbsend", channel[0], memory!.Value)[0];
        }
        else
        {
            ValueId[] received = CallRuntimeResults("selectnbrecv", memory ?? Nil(), channel[0]);
            selected = received[0];
            ok = received[1];
        }
        Block yes = NewBlock(), no = NewBlock();
        Branch(selected, yes, no);
        SealAndStart(yes);
        FinishClause(c, memory, ok, element, end);
        SealAndStart(no);
        OnEdge(defaultClause.Body);
        JumpTo(end);
    }

    private void FinishClause(IrSelectClause c, ValueId? memory, ValueId ok, GoType element, Block end)
    {
        if (c.Value is { } value)
        {
            Declare(value, Retyped(Load(memory!.Value, 0, element), T(value.Type)));
        }
        if (c.Ok is { } local)
        {
            Declare(local, GoValue.Of(T(local.Type), ok));
        }
        OnEdge(c.Body);
        JumpTo(end);
    }

    private void SelectMany(IrSelect s, List<IrSelectClause> clauses, IrSelectClause? defaultClause, Block end)
    {
        int n = clauses.Count;
        var channels = new GoValue[n];
        var memories = new ValueId[n];
        int sends = 0;
        // Channels and values of all cases in source order, before the array is filled.
        for (int i = 0; i < n; i++)
        {
            channels[i] = Evaluate(clauses[i].Channel!);
            if (clauses[i].Kind == IrSelectKind.Send)
            {
                GoType element = ((ChanType)Under(channels[i].Type)).Element;
                GoValue value = Retyped(Evaluate(clauses[i].SendValue!), element);
                memories[i] = OwnSlot(".send", element);
                ((StackSlot)_f[memories[i]].Aux!).LeaksContents = true;
                Store(memories[i], 0, value);
                sends++;
            }
        }
        _pos = s.Pos;
        var caseArray = new ArrayType(s_selectCase, n);
        ValueId cases = OwnSlot(".cases", caseArray);
        Zero(cases, caseArray);
        ValueId order = OwnSlot(".order", new ArrayType(Universe.Basic(BasicKind.Uint16), 2L * n));
        var index = new int[n];
        int nextSend = 0, receives = 0;
        for (int i = 0; i < n; i++)
        {
            bool send = clauses[i].Kind == IrSelectKind.Send;
            index[i] = send ? nextSend++ : n - ++receives;
            StoreScalar(cases, index[i] * 16L, channels[i][0]);
            if (!send && clauses[i].Value is not null)
            {
                GoType element = ((ChanType)Under(channels[i].Type)).Element;
                memories[i] = OwnSlot(".recv", element);
                Zero(memories[i], element);
            }
            if (!memories[i].IsNone)
            {
                StoreScalar(cases, index[i] * 16L + 8, memories[i]);
            }
        }
        ValueId[] results = CallRuntimeResults("selectgo", cases, order, Nil(), ConstInt(sends), ConstInt(receives),
            Const(ValueKind.I8, defaultClause is null ? 1 : 0));
        ValueId chosen = results[0];
        if (defaultClause is not null)
        {
            Block none = NewBlock(), some = NewBlock();
            Branch(Emit(Op.LtS, ValueKind.I8, chosen, ConstInt(0)), none, some);
            SealAndStart(none);
            OnEdge(defaultClause.Body);
            JumpTo(end);
            SealAndStart(some);
        }
        for (int i = 0; i < n; i++)
        {
            Block? next = i == n - 1 ? null : NewBlock();
            if (next is not null)
            {
                Block body = NewBlock();
                Branch(Emit(Op.Eq, ValueKind.I8, chosen, ConstInt(index[i])), body, next);
                SealAndStart(body);
            }
            FinishClause(clauses[i], memories[i].IsNone ? null : memories[i], results[1], ((ChanType)Under(channels[i].Type)).Element, end);
            if (next is not null)
            {
                SealAndStart(next);
            }
        }
    }
}

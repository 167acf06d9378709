using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>
/// Writes one function of the bound tree with its closures. Locals, jump targets and labels are numbered by first use; lines are relative
/// to the function's, so that moving it changes nothing; columns are not kept.
/// </summary>
internal sealed partial class IrWriter(ExportWriter export, IrFunction root)
{
    private readonly ByteWriter _code = new(), _localTable = new(), _functionTable = new();
    private readonly Dictionary<object, int> _locals = new(ReferenceEqualityComparer.Instance),
        _targets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IrLabel, int> _labels = new(ReferenceEqualityComparer.Instance);
    private readonly List<IrLabel> _labelOrder = [];
    private readonly Dictionary<IrFunction, int> _functions = new(ReferenceEqualityComparer.Instance);
    private readonly List<IrFunction> _functionOrder = [];

    /// <summary>
    /// Locals are listed once they are all known, which is after the code: the parts are put in reading order at the end.
    /// </summary>
    public void Write(ByteWriter output)
    {
        AddFunction(root);
        for (int i = 0; i < _functionOrder.Count; i++)
        {
            WriteFunction(_functionOrder[i]);
        }
        output.Count(export.String(export.DisplayPathOf(root.Pos)));
        output.Count(export.PositionSlot(root.Pos));
        output.Count(_functionOrder.Count);
        output.Raw(_functionTable.Written);
        output.Count(_locals.Count);
        output.Raw(_localTable.Written);
        output.Count(_labelOrder.Count);
        foreach (IrLabel label in _labelOrder)
        {
            output.Count(export.String(label.Name));
            output.Bool(label.IsUsed);
        }
        output.Count(_targets.Count);
        output.Raw(_code.Written);
    }

    private int AddFunction(IrFunction f)
    {
        if (_functions.TryGetValue(f, out int known))
        {
            return known;
        }
        int number = _functionOrder.Count;
        _functions.Add(f, number);
        _functionOrder.Add(f);
        int outer = f.Outer is null ? 0 : ReferenceEquals(f, root) ? throw Unexpected.State("body of a closure") : AddFunction(f.Outer) + 1;
        ByteWriter w = _functionTable;
        // The number stands first: an outer function found only now is listed after this one's number was given.
        w.Count(number);
        w.Count(outer);
        ObjectReference(w, f.Object);
        w.Count(export.PackageNumber(f.Package));
        w.Count(export.String(f.Symbol));
        w.Count(export.String(f.NameSuffix));
        Types(w, f.TypeParameters);
        w.Count((int)f.Pragmas);
        w.Byte((byte)f.Abi);
        w.Count((f.HasNamedResults ? 1 : 0) | (f.HasDefer ? 2 : 0) | (f.HasRecover ? 4 : 0) | (f.IsWrapper ? 8 : 0)
            | (f.IsDuplicable ? 16 : 0) | (f.IsRangeBody ? 32 : 0)
            | (f.Body is null ? 0 : 64) | (f.IsInit ? 128 : 0));
        Position(w, f.Pos);
        Position(w, f.End);
        foreach (IrFunction closure in f.Closures)
        {
            AddFunction(closure);
        }
        return number;
    }

    private void WriteFunction(IrFunction f)
    {
        Locals(f.Parameters);
        Locals(f.Results);
        _code.Count(f.Captures.Count);
        foreach (IrCapture c in f.Captures)
        {
            Local(c.Outer);
            Local(c.Inner);
            _code.Bool(c.ByReference);
        }
        _code.Count(f.Closures.Count);
        foreach (IrFunction closure in f.Closures)
        {
            _code.Count(AddFunction(closure));
        }
        if (f.Body is { } body)
        {
            Statement(body);
        }
    }

    private void Locals(IReadOnlyList<IrLocal> locals)
    {
        _code.Count(locals.Count);
        foreach (IrLocal l in locals)
        {
            Local(l);
        }
    }

    /// <summary>Number of a local, 1 up; 0 for none.</summary>
    private void Local(IrLocal? local)
    {
        if (local is null)
        {
            _code.Count(0);
            return;
        }
        if (!_locals.TryGetValue(local, out int number))
        {
            _locals.Add(local, number = _locals.Count);
            ByteWriter w = _localTable;
            w.Count(export.String(local.Name));
            w.Count(export.TypeNumber(local.Type));
            Position(w, local.Pos);
            w.Byte((byte)((local.IsAddressTaken ? 1 : 0) | (local.IsReassigned ? 2 : 0) | (local.IsParameter ? 4 : 0)
                | (local.IsResult ? 8 : 0)));
        }
        _code.Count(number + 1);
    }

    private void Target(IrJumpTarget target)
    {
        if (!_targets.TryGetValue(target, out int number))
        {
            _targets.Add(target, number = _targets.Count);
        }
        _code.Count(number);
    }

    private void Label(IrLabel label)
    {
        if (!_labels.TryGetValue(label, out int number))
        {
            _labels.Add(label, number = _labelOrder.Count);
            _labelOrder.Add(label);
        }
        _code.Count(number);
    }

    private void Type(GoType type) => _code.Count(export.TypeNumber(type));

    private void Types(ByteWriter w, IReadOnlyList<GoType> types)
    {
        w.Count(types.Count);
        for (int i = 0; i < types.Count; i++)
        {
            w.Count(export.TypeNumber(types[i]));
        }
    }

    /// <summary>0: none; 1: of another file than the function; else the line's distance.</summary>
    private void Position(ByteWriter w, Pos pos)
    {
        if (!pos.IsValid)
        {
            w.Count(0);
        }
        else if (pos.File != root.Pos.File)
        {
            w.Count(1);
            w.Count(export.String(export.DisplayPathOf(pos)));
            w.Count(pos.Line);
        }
        else
        {
            long delta = pos.Line - root.Pos.Line;
            w.Unsigned((((ulong)delta << 1) ^ (ulong)(delta >> 63)) + 2);
        }
    }

    private void Position(Pos pos) => Position(_code, pos);

    /// <summary>A function object: 0 none, 1 package-level, 2 method of a named type, 3 method of an interface.</summary>
    private void ObjectReference(ByteWriter w, Function? f)
    {
        if (f is null)
        {
            w.Byte(0);
            return;
        }
        f = f.Origin;
        if (f.Signature.Receiver is not { } receiver)
        {
            w.Byte(1);
            w.Count(export.Reference(f));
            return;
        }
        GoType type = AliasType.Unalias(Lookup.Dereference(receiver.Type!).Type);
        if (type is NamedType { Underlying: not InterfaceType } named)
        {
            w.Byte(2);
            w.Count(export.Reference(named.Name));
        }
        else
        {
            w.Byte(3);
            w.Count(export.TypeNumber(type));
        }
        w.Count(export.String(f.Name));
        w.Count(export.PackageNumber(f.Package));
    }

    /// <summary>A method that the operand's type (an interface or type parameter) has.</summary>
    private void MethodName(Function method)
    {
        _code.Count(export.String(method.Name));
        _code.Count(export.PackageNumber(method.Package));
    }
}

using System.Numerics;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir.Interpretation;

internal sealed partial class Interpreter
{
    private object? Builtin(IrBuiltinCall e, Frame frame)
    {
        if (e.Builtin is IrBuiltin.UnsafeSizeof)
        {
            return BuiltPackage.Layout.SizeOf(frame.TypeOf(e.Operands[0]));
        }
        object?[] x = Arguments(e.Operands, frame);
        GoType type = frame.TypeOf(e);
        switch (e.Builtin)
        {
            case IrBuiltin.Len:
                return LengthOf(x[0], frame.TypeOf(e.Operands[0]));
            case IrBuiltin.Cap:
                return x[0] is SliceValue s ? s.Capacity : x[0] is ChannelValue c
                    ? c.Capacity : LengthOf(x[0], frame.TypeOf(e.Operands[0]));
            case IrBuiltin.Append:
                return Append((SliceValue?)x[0], x[1..], type);
            case IrBuiltin.AppendSlice:
                return Append((SliceValue?)x[0], ItemsOf(x[1]), type);
            case IrBuiltin.Copy:
                return Copy((SliceValue?)x[0], ItemsOf(x[1]));
            case IrBuiltin.Delete:
                object hash = HashOf(x[1], ((MapType)frame.TypeOf(e.Operands[0]).Underlying).Key);
                ((MapValue?)x[0])?.Remove(hash);
                return null;
            case IrBuiltin.Clear:
                Clear(x[0], frame.TypeOf(e.Operands[0]));
                return null;
            case IrBuiltin.Min:
                return x.Aggregate((a, b) => Smaller(a, b, type) ? a : b);
            case IrBuiltin.Max:
                return x.Aggregate((a, b) => Smaller(a, b, type) ? b : a);
            case IrBuiltin.Complex:
                return new Complex((double)x[0]!, (double)x[1]!);
            case IrBuiltin.Real:
                return ((Complex)x[0]!).Real;
            case IrBuiltin.Imag:
                return ((Complex)x[0]!).Imaginary;
            default:
                return Effect(e, x, frame);
        }
    }

    private object? Effect(IrBuiltinCall e, object?[] x, Frame frame)
    {
        switch (e.Builtin)
        {
            case IrBuiltin.Panic:
                throw x[0] is null ? PanicException.Plain("panic called with nil argument (use GODEBUG=panicnil=1 to disable)")
                    : new PanicException(x[0]);
            case IrBuiltin.Recover:
                if (frame.Function.IsWrapper || frame.Panic is not { IsRecovered: false } panic)
                {
                    return null;
                }
                panic.IsRecovered = true;
                return panic.Value;
            case IrBuiltin.Print:
            case IrBuiltin.Println:
                IEnumerable<string> texts = x.Select((v, i) => GoText.Printed(v, IsUnsigned(frame.TypeOf(e.Operands[i]))));
                _output.AppendJoin(e.Builtin == IrBuiltin.Println ? " " : "", texts).Append(e.Builtin == IrBuiltin.Println ? "\n" : "");
                return null;
            case IrBuiltin.Close:
                Close((ChannelValue?)x[0]);
                return null;
            default:
                throw new NotModelledException(e.Builtin.ToString());
        }
    }

    private bool Smaller(object? a, object? b, GoType type)
        => a is double.NaN || (b is not double.NaN && (bool)Operate(IrBinaryOp.Less, a, b, type, type));

    private static long LengthOf(object? x, GoType type) => x switch
    {
        string s => s.Length,
        SliceValue s => s.Length,
        MapValue m => m.Count,
        ChannelValue c => c.Count,
        Aggregate a => a.Cells.Length,
        _ => type.Underlying is PointerType { Element.Underlying: ArrayType array } ? array.Length : 0,
    };

    private static object?[] ItemsOf(object? x) => x switch
    {
        string s => [.. s.Select(c => (object?)(long)c)],
        SliceValue slice => slice.Items,
        null => [],
        _ => throw Unexpected.Value(x),
    };

    private static SliceValue? Append(SliceValue? slice, object?[] items, GoType type)
    {
        if (slice is null && items.Length == 0)
        {
            return null;
        }
        int length = slice?.Length ?? 0, needed = length + items.Length;
        if (slice is null || needed > slice.Capacity)
        {
            GoType element = ((SliceType)type.Underlying).Element;
            var cells = new Cell[Math.Max(needed, length * 2)];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = new Cell(i < length ? Cell.Copied(slice!.Array[slice.Offset + i].Value) : Zero(element));
            }
            slice = new SliceValue(cells, 0, length, cells.Length);
        }
        for (int i = 0; i < items.Length; i++)
        {
            slice.Array[slice.Offset + length + i].Set(items[i]);
        }
        return new SliceValue(slice.Array, slice.Offset, needed, slice.Capacity);
    }

    private static long Copy(SliceValue? target, object?[] items)
    {
        int count = Math.Min(target?.Length ?? 0, items.Length);
        for (int i = 0; i < count; i++)
        {
            target!.Array[target.Offset + i].Set(items[i]);
        }
        return count;
    }

    private static void Clear(object? x, GoType type)
    {
        switch (x)
        {
            case MapValue map:
                map.Clear();
                break;
            case SliceValue slice:
                for (int i = 0; i < slice.Length; i++)
                {
                    slice.Array[slice.Offset + i].Set(Zero(((SliceType)type.Underlying).Element));
                }
                break;
        }
    }

    private object? Make(IrMake e, Frame frame)
    {
        long length = (long?)Evaluate(e.Length, frame) ?? 0, capacity = (long?)Evaluate(e.Capacity, frame) ?? length;
        switch (frame.TypeOf(e).Underlying)
        {
            case MapType:
                return new MapValue();
            case ChanType:
                return length >= 0 ? new ChannelValue((int)length) : throw PanicException.Plain("makechan: size out of range");
            case SliceType slice:
                if (length < 0 || capacity < length)
                {
                    throw PanicException.Runtime(length < 0 ? "makeslice: len out of range" : "makeslice: cap out of range");
                }
                if (capacity > 1_000_000)
                {
                    throw new NotModelledException("big slice");
                }
                Cell[] cells = [.. Enumerable.Range(0, (int)capacity).Select(_ => new Cell(Zero(slice.Element)))];
                return new SliceValue(cells, 0, (int)length, (int)capacity);
            case var other:
                throw Unexpected.Value(other);
        }
    }
}

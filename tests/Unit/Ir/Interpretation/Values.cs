using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir.Interpretation;

// Go values as objects: bool, long (every integer, wrapped to its type), double, Complex, string (one char per byte), and those below.
// nil pointers, slices, maps, channels, functions and interfaces are null. A pointer is the cell it points to.

/// <summary>A variable, field or element: something that has an address.</summary>
internal sealed class Cell(object? value)
{
    public object? Value { get; private set; } = value;

    /// <summary>Assigns; the parts of structs and arrays keep their addresses.</summary>
    public void Set(object? value)
    {
        if (Value is Aggregate own && value is Aggregate other)
        {
            Aggregate copy = other.Copy();
            for (int i = 0; i < own.Cells.Length; i++)
            {
                own.Cells[i].Set(copy.Cells[i].Value);
            }
            return;
        }
        Value = Copied(value);
    }

    public static object? Copied(object? value) => value is Aggregate aggregate ? aggregate.Copy() : value;
}

/// <summary>A struct or array.</summary>
internal sealed class Aggregate(Cell[] cells)
{
    public Cell[] Cells { get; } = cells;
    public Aggregate Copy() => new([.. Cells.Select(c => new Cell(Cell.Copied(c.Value)))]);
}

internal sealed class SliceValue(Cell[] array, int offset, int length, int capacity)
{
    public Cell[] Array { get; } = array;
    public int Offset { get; } = offset;
    public int Length { get; } = length;
    public int Capacity { get; } = capacity;
    public object?[] Items => [.. Array.Skip(Offset).Take(Length).Select(c => Cell.Copied(c.Value))];
}

/// <summary>Iterates in order of insertion.</summary>
internal sealed class MapValue
{
    private readonly Dictionary<object, (object? Key, Cell Value)> _entries = [];
    private readonly List<object> _order = [];

    public int Count => _entries.Count;
    public bool TryGet(object hash, out (object? Key, Cell Value) entry) => _entries.TryGetValue(hash, out entry);
    public IReadOnlyList<object> Hashes => [.. _order];

    public void Set(object hash, object? key, object? value)
    {
        if (_entries.TryGetValue(hash, out (object? Key, Cell Value) entry))
        {
            entry.Value.Set(value);
            return;
        }
        _entries.Add(hash, (Cell.Copied(key), new Cell(Cell.Copied(value))));
        _order.Add(hash);
    }

    public void Remove(object hash)
    {
        if (_entries.Remove(hash))
        {
            _order.Remove(hash);
        }
    }

    public void Clear()
    {
        _entries.Clear();
        _order.Clear();
    }
}

/// <summary>A non-nil interface value; <see cref="RuntimeError"/> values have no type.</summary>
internal sealed record InterfaceValue(GoType? Type, object? Value);

/// <summary>What the runtime panics with.</summary>
internal sealed class RuntimeError(string message)
{
    public string Message { get; } = message;
}

/// <summary>A function with its captures, or native code.</summary>
internal sealed class FunctionValue
{
    public IrFunction? Function { get; init; }
    public IrTypeEnvironment Environment { get; init; } = IrTypeEnvironment.Empty;
    public IReadOnlyDictionary<IrLocal, Cell>? Captures { get; init; }
    public Func<object?[], object?>? Native { get; init; }
}

/// <summary>A panic on its way.</summary>
internal sealed class PanicException(object? value) : Exception("panic")
{
    public object? Value { get; } = value;

    public static PanicException Runtime(string message) => new(new InterfaceValue(null, new RuntimeError("runtime error: " + message)));
    public static PanicException Plain(string message) => new(new InterfaceValue(null, new RuntimeError(message)));
    public static PanicException NilDereference() => Runtime("invalid memory address or nil pointer dereference");
}

/// <summary>The program needs something that the interpreter does not model.</summary>
internal sealed class NotModelledException(string what) : Exception(what);

/// <summary>A panic as the deferred functions of one frame see it.</summary>
internal sealed class PanicState(object? value)
{
    public object? Value { get; } = value;
    public bool IsRecovered { get; set; }
}

/// <summary>One call.</summary>
internal sealed class Frame(IrFunction function, IrTypeEnvironment environment)
{
    public IrFunction Function { get; } = function;
    public Dictionary<IrLocal, Cell> Locals { get; } = new(ReferenceEqualityComparer.Instance);
    public Stack<FunctionValue?> Deferred { get; } = new();

    /// <summary>The panic that recover sees: set for functions that were deferred, passed on by wrappers.</summary>
    public PanicState? Panic { get; set; }

    public GoType TypeOf(IrExpression e) => environment.Substitute(e.Type);
    public GoType Substitute(GoType type) => environment.Substitute(type);
    public IrTypeEnvironment Environment => environment;
    public Cell this[IrLocal local] { get => Locals[local]; set => Locals[local] = value; }
}

using System.Runtime.CompilerServices;
using System.Text;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir.Interpretation;

/// <summary>
/// Runs a package's bound tree as it stands: a second opinion on what the builder made, independent of everything behind it. Slow, without
/// unsafe pointers; print and println collect in <see cref="Output"/>.
/// </summary>
internal sealed partial class Interpreter(IrPackage package)
{
    private const long MaximumSteps = 40_000_000;
    private readonly Dictionary<Function, IrFunction> _bodies = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, Cell> _globals = new(ReferenceEqualityComparer.Instance);
    private readonly StringBuilder _output = new();
    private long _steps;

    /// <summary>What was printed, as UTF-8.</summary>
    public string Output => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(_output.ToString()));

    /// <summary>Runs initialisers, init functions and main on a thread with a large stack; throws what ended the program.</summary>
    public void Run(TimeSpan limit)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = RunMain(), 512 << 20) { IsBackground = true };
        thread.Start();
        if (!thread.Join(limit))
        {
            _isOver = true;
            throw new NotModelledException("took too long");
        }
        if (failure is not null)
        {
            throw failure;
        }
    }

    private Exception? RunMain()
    {
        lock (_turn)
        {
            try
            {
                RunPackage();
                return _failure;
            }
            catch (Exception e) when (e is PanicException or NotModelledException or InsufficientExecutionStackException)
            {
                return _failure ?? e;
            }
            finally
            {
                _isOver = true;
                Wake();
            }
        }
    }

    private void RunPackage()
    {
        foreach (IrFunction function in package.Functions)
        {
            if (function.Object is { } o)
            {
                _bodies[o] = function;
            }
        }
        foreach (IrGlobal global in package.Globals)
        {
            _globals[global.Variable] = new Cell(Zero(global.Variable.Type!));
        }
        var frame = new Frame(package.Init, IrTypeEnvironment.Empty);
        foreach (IrInitializer step in package.Initializers)
        {
            object? value = Evaluate(step.Value, frame);
            object?[] values = step.Targets.Count == 1 ? [value] : (object?[])value!;
            for (int i = 0; i < values.Length; i++)
            {
                if (step.Targets[i] is { } target)
                {
                    _globals[target].Set(values[i]);
                }
            }
        }
        foreach (IrFunction function in package.Functions.Where(f => f.Object is { Name: "init", Signature.Receiver: null }))
        {
            Call(new FunctionValue { Function = function }, [], null);
        }
        Call(new FunctionValue { Function = package.Functions.Single(f => f.Object is { Name: "main", Signature.Receiver: null }) }, [],
            null);
    }

    // ---- Calls ----

    /// <param name="panic">The panic that recover gives inside, for deferred calls.</param>
    private object? Call(FunctionValue? callee, object?[] arguments, PanicState? panic)
    {
        if (callee is null)
        {
            throw PanicException.NilDereference();
        }
        if (callee.Native is { } native)
        {
            return native(arguments);
        }
        IrFunction function = callee.Function!;
        if (function.Body is null)
        {
            throw new NotModelledException("function without body: " + function.Symbol);
        }
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var frame = new Frame(function, callee.Environment) { Panic = panic };
        for (int i = 0; i < arguments.Length; i++)
        {
            frame[function.Parameters[i]] = new Cell(Cell.Copied(arguments[i]));
        }
        foreach (IrLocal result in function.Results)
        {
            frame[result] = new Cell(Zero(frame.Substitute(result.Type)));
        }
        foreach ((IrLocal local, Cell cell) in callee.Captures ?? new Dictionary<IrLocal, Cell>())
        {
            frame[local] = cell;
        }
        Run(frame);
        object?[] results = [.. function.Results.Select(r => Cell.Copied(frame[r].Value))];
        return results.Length == 1 ? results[0] : results;
    }

    private void Run(Frame frame)
    {
        PanicException? panic = null;
        try
        {
            Execute(frame.Function.Body, frame);
        }
        catch (PanicException p)
        {
            panic = p;
        }
        while (frame.Deferred.TryPop(out FunctionValue? deferred))
        {
            PanicState? state = panic is null ? null : new PanicState(panic.Value);
            try
            {
                Call(deferred, [], state);
                panic = state is { IsRecovered: true } ? null : panic;
            }
            catch (PanicException p)
            {
                panic = p;
            }
        }
        if (panic is not null)
        {
            throw new PanicException(panic.Value);
        }
    }

    /// <summary>Calls a method found by name on a value of a concrete type.</summary>
    private object? CallMethod(object? value, GoType? type, Function method, object?[] arguments, PanicState? panic)
    {
        if (value is RuntimeError error)
        {
            return error.Message;
        }
        LookupResult found = Lookup.FieldOrMethod(type!, true, method.Package, method.Name);
        var target = (Function)found.Object!;
        Cell? place = null;
        for (int i = 0; i < found.Path.Count - 1; i++)
        {
            if (type!.Underlying is PointerType pointer)
            {
                value = Pointed(value).Value;
                type = pointer.Element;
            }
            place = ((Aggregate)value!).Cells[found.Path[i]];
            value = place.Value;
            type = ((StructType)type.Underlying).Fields[found.Path[i]].Type;
        }
        if (TypePredicates.IsInterface(type!))
        {
            return CallInterface(value, method, arguments, panic);
        }
        GoType holder = AliasType.Unalias(type!);
        if (holder is PointerType p)
        {
            holder = AliasType.Unalias(p.Element);
            value = target.Origin.HasPointerReceiver ? value : Pointed(value).Value;
        }
        else if (target.Origin.HasPointerReceiver)
        {
            value = place ?? new Cell(Cell.Copied(value));
        }
        IrFunction body = _bodies[target.Origin];
        IrTypeEnvironment environment = body.IsGeneric
            ? new IrTypeEnvironment(body.TypeParameters, ((NamedType)holder).TypeArguments) : IrTypeEnvironment.Empty;
        return Call(new FunctionValue { Function = body, Environment = environment }, [value, .. arguments], panic);
    }

    private object? CallInterface(object? value, Function method, object?[] arguments, PanicState? panic)
    {
        InterfaceValue receiver = (InterfaceValue?)value ?? throw PanicException.NilDereference();
        return CallMethod(receiver.Value, receiver.Type, method, arguments, panic);
    }

    private object? CallOnTypeParameter(object? value, GoType type, Function method, object?[] arguments, PanicState? panic)
        => TypePredicates.IsInterface(type) ? CallInterface(value, method, arguments, panic)
            : CallMethod(value, type, method, arguments, panic);

    private static Cell Pointed(object? pointer) => (Cell?)pointer ?? throw PanicException.NilDereference();

    private void Step()
    {
        if (++_steps > MaximumSteps || _isOver)
        {
            throw new NotModelledException("took too long");
        }
    }
}

using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    /// <summary>
    /// Per-iteration variables in memory travel from iteration to iteration as scalars, so that each body has a variable of its own whose
    /// address no phi holds. Only when condition and post statement do not take addresses; then nobody sees the difference.
    /// </summary>
    private EntityList<(IrLocal Local, LocalPlace Memory, LocalPlace Carried)> CarryLoopVariables(IrFor f)
    {
        var carried = new EntityList<(IrLocal, LocalPlace, LocalPlace)>();
        if (f.PerIteration.Count == 0 || AddressFinder.TakesAddress(f.Condition) || AddressFinder.TakesAddress(f.Post))
        {
            return carried;
        }
        foreach (IrLocal local in f.PerIteration)
        {
            if (!_locals.TryGetValue(local, out LocalPlace place) || !place.IsInMemory || Components(T(local.Type)) is null
                || IsAddressUsed(ReadVariable(place.Variable)))
            {
                continue;
            }
            GoValue value = Read(PlaceOf(local));
            var scalars = new LocalPlace(_variableKinds.Count, false);
            NewVariables(value);
            Assign(scalars.Variable, value);
            carried.Add((local, place, scalars));
            _locals[local] = scalars;
        }
        return carried;
    }

    /// <summary>
    /// When condition or post statement take addresses (method calls with pointer receivers) but make no closures, the declared variable
    /// serves them, and each body has a copy of its own.
    /// </summary>
    private EntityList<(IrLocal Local, LocalPlace Carrier)> FindCarriers(IrFor f)
    {
        var carriers = new EntityList<(IrLocal, LocalPlace)>();
        if (f.PerIteration.Count == 0 || !(AddressFinder.TakesAddress(f.Condition) || AddressFinder.TakesAddress(f.Post))
            || AddressFinder.MakesClosure(f.Condition, f.Post))
        {
            return carriers;
        }
        foreach (IrLocal local in f.PerIteration)
        {
            if (_locals.TryGetValue(local, out LocalPlace place) && place.IsInMemory)
            {
                carriers.Add((local, place));
            }
        }
        return carriers;
    }

    /// <summary>The init statement has let the first iteration's variable out.</summary>
    private bool IsAddressUsed(ValueId address)
    {
        // From here back to where the address is made: the init statement has just been built.
        for (int b = _started.Count - 1; b >= 0; b--)
        {
            EntityList<ValueId> instructions = _f[_started[b]].Instructions;
            for (int n = instructions.Count - 1; n >= 0; n--)
            {
                ValueId id = instructions[n];
                if (id == address)
                {
                    return false;
                }
                Op op = _f[id].Op;
                for (int i = 0; i < _f.ArgumentCount(id); i++)
                {
                    if (_f.Argument(id, i) == address && !(i == 0 && op is Op.Load or Op.Store or Op.Zero))
                    {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// <summary>Finds closures and address operators.</summary>
    private sealed class AddressFinder : IrWalker
    {
        private bool _found, _closure;

        public static bool MakesClosure(IrExpression? condition, IrStatement? post)
        {
            var finder = new AddressFinder();
            if (condition is not null)
            {
                finder.Visit(condition);
            }
            finder.Visit(post);
            return finder._closure;
        }

        public static bool TakesAddress(IrExpression? x)
        {
            if (x is null)
            {
                return false;
            }
            var finder = new AddressFinder();
            finder.Visit(x);
            return finder._found;
        }

        public static bool TakesAddress(IrStatement? s)
        {
            if (s is null)
            {
                return false;
            }
            var finder = new AddressFinder();
            finder.Visit(s);
            return finder._found;
        }

        public override void Visit(IrExpression? expression)
        {
            _found |= expression is IrClosure or IrAddressOf;
            _closure |= expression is IrClosure;
            base.Visit(expression);
        }
    }
}

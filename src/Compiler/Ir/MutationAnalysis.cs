using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// Whether running some code may change package-level variables of a package. Follows calls whose bodies are at hand; everything unknown
/// counts as a change. Stores through pointers are harmless while nothing that runs takes the address of a package-level variable or reads
/// a pointer from one: such pointers lead only to what the code itself has made.
/// </summary>
internal sealed class MutationAnalysis(Package package, Layout layout, Func<Function, IrFunction?> bodyOf)
{
    private readonly Package _package = package;
    private readonly Layout _layout = layout;
    private readonly Func<Function, IrFunction?> _bodyOf = bodyOf;

    [Flags]
    private enum Effect : byte
    {
        None = 0,
        StoresThroughPointers = 1,

        /// <summary>Has pointers that package-level variables gave.</summary>
        ReachesGlobals = 2,
        Mutates = 4 | StoresThroughPointers | ReachesGlobals,
    }

    private readonly Dictionary<IrFunction, Effect> _effects = new(ReferenceEqualityComparer.Instance);

    public bool MayMutate(IrExpression value)
    {
        var finder = new Finder(this);
        finder.Visit(value);
        return IsMutation(finder.Effect);
    }

    private static bool IsMutation(Effect effect)
        => (effect & (Effect.StoresThroughPointers | Effect.ReachesGlobals)) == (Effect.StoresThroughPointers | Effect.ReachesGlobals);

    private Effect EffectOf(IrFunction? function)
    {
        if (function?.Body is null)
        {
            return Effect.Mutates;
        }
        if (!_effects.TryGetValue(function, out Effect effect))
        {
            _effects.Add(function, Effect.Mutates); // recursion: assume the worst
            var finder = new Finder(this);
            finder.Visit(function.Body);
            _effects[function] = effect = finder.Effect;
        }
        return effect;
    }

    private sealed class Finder(MutationAnalysis analysis) : IrWalker
    {
        public Effect Effect { get; private set; }

        private void Note(Effect effect) => Effect |= effect;

        public override void VisitTarget(IrExpression? target, bool isDeclaration)
        {
            IrExpression? place = target;
            while (place is IrField or IrIndex { X.Type.Underlying: ArrayType })
            {
                place = place is IrField field ? field.X : ((IrIndex)place).X;
            }
            switch (place)
            {
                case null or IrLocalRef:
                    break;
                case IrGlobalRef global when global.Variable.Package != analysis._package:
                    break;
                case IrDereference or IrIndex:
                    Note(Effect.StoresThroughPointers);
                    break;
                default:
                    Note(Effect.Mutates);
                    break;
            }
            if (place is not IrGlobalRef)
            {
                base.VisitTarget(target, isDeclaration);
            }
        }

        public override void Visit(IrStatement? statement)
        {
            if (statement is IrGo or IrDefer or IrSelect or IrSend)
            {
                Note(Effect.Mutates);
            }
            base.Visit(statement);
        }

        public override void Visit(IrExpression? expression)
        {
            switch (expression)
            {
                case IrCall call:
                    Note(EffectOf(call));
                    break;
                case IrGlobalRef global when GivesPointer(global):
                    Note(Effect.ReachesGlobals);
                    break;
                case IrAddressOf address when IsOfGlobal(address.X):
                    Note(Effect.ReachesGlobals);
                    break;
                case IrInterfaceCall or IrTypeParameterCall or IrReceive or IrRuntimeCall:
                case IrBuiltinCall { Builtin: IrBuiltin.Append or IrBuiltin.AppendSlice or IrBuiltin.Copy or IrBuiltin.Clear
                    or IrBuiltin.Delete }:
                    Note(Effect.Mutates);
                    break;
            }
            if (!IsMutation(Effect))
            {
                base.Visit(expression);
            }
        }

        private Effect EffectOf(IrCall call) => call.Callee switch
        {
            IrFunctionRef f when IsAddressIntrinsic(f.Function) => Effect.None,
            IrFunctionRef f => analysis.EffectOf(analysis._bodyOf(f.Function)),
            IrClosure closure => analysis.EffectOf(closure.Function),
            _ => Effect.Mutates,
        };

        /// <summary>A string's pointer leads to what nobody can change.</summary>
        private bool GivesPointer(IrGlobalRef global)
            => !TypePredicates.Is(global.Type, BasicInfo.String) && analysis._layout.HasPointers(global.Type);

        private static bool IsOfGlobal(IrExpression place) => place switch
        {
            IrGlobalRef => true,
            IrField field => IsOfGlobal(field.X),
            IrIndex index => IsOfGlobal(index.X),
            _ => false,
        };

        /// <summary>FuncPCABI0 and FuncPCABIInternal have no body that counts: they give an address (contract 3.1).</summary>
        private static bool IsAddressIntrinsic(Function function)
            => function.Package?.Path == "internal/abi" && function.Name.StartsWith("FuncPC", StringComparison.Ordinal);
    }
}

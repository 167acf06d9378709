using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// Whether running some code may change package-level variables of a package. Follows calls whose bodies are at hand; everything unknown
/// counts as a change. Stores through pointers are harmless when the pointers cannot come from a package-level variable.
/// </summary>
internal sealed class MutationAnalysis(Package package, Func<Function, IrFunction?> bodyOf)
{
    private readonly Package _package = package;
    private readonly Func<Function, IrFunction?> _bodyOf = bodyOf;
    private enum Effect : byte { None, StoresThroughPointers, Mutates }

    private readonly Dictionary<IrFunction, Effect> _effects = new(ReferenceEqualityComparer.Instance);

    public bool MayMutate(IrExpression value)
    {
        var finder = new Finder(this);
        finder.Visit(value);
        return finder.Effect == Effect.Mutates;
    }

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

        private void Note(Effect effect) => Effect = effect > Effect ? effect : Effect;

        public override void VisitTarget(IrExpression? target, bool isDeclaration)
        {
            base.VisitTarget(target, isDeclaration);
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
                    Note(MentionsGlobal(place) ? Effect.Mutates : Effect.StoresThroughPointers);
                    break;
                default:
                    Note(Effect.Mutates);
                    break;
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
                    NoteCall(call);
                    break;
                case IrInterfaceCall or IrTypeParameterCall or IrReceive or IrRuntimeCall:
                case IrBuiltinCall { Builtin: IrBuiltin.Append or IrBuiltin.AppendSlice or IrBuiltin.Copy or IrBuiltin.Clear or IrBuiltin.Delete }:
                    Note(Effect.Mutates);
                    break;
            }
            if (Effect != Effect.Mutates)
            {
                base.Visit(expression);
            }
        }

        private void NoteCall(IrCall call)
        {
            Effect effect = call.Callee switch
            {
                IrFunctionRef f when IsAddressIntrinsic(f.Function) => Effect.None,
                IrFunctionRef f => analysis.EffectOf(analysis._bodyOf(f.Function)),
                IrClosure closure => analysis.EffectOf(closure.Function),
                _ => Effect.Mutates,
            };
            if (effect == Effect.StoresThroughPointers && call.Arguments.Any(MentionsGlobal))
            {
                effect = Effect.Mutates;
            }
            Note(effect);
        }

        /// <summary>FuncPCABI0 and FuncPCABIInternal have no body that counts: they give an address (contract 3.1).</summary>
        private static bool IsAddressIntrinsic(Function function) => function.Package?.Path == "internal/abi" && function.Name.StartsWith("FuncPC", StringComparison.Ordinal);

        private static bool MentionsGlobal(IrExpression expression)
        {
            var finder = new GlobalFinder();
            finder.Visit(expression);
            return finder.Found;
        }
    }

    private sealed class GlobalFinder : IrWalker
    {
        public bool Found { get; private set; }

        public override void Visit(IrExpression? expression)
        {
            Found |= expression is IrGlobalRef;
            base.Visit(expression);
        }
    }
}

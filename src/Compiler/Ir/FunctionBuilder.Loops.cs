using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    private void For(ForSyntax s)
    {
        if (s.Init is RangeClauseSyntax range)
        {
            Range(s, range);
            return;
        }
        List<IrStatement>? saved = s.Init is null ? null : OpenBlock();
        IReadOnlyList<IrLocal> variables = LoopVariables(s);
        bool? known = s.Condition is null ? true : StaticCondition(s.Condition);
        if (known != false)
        {
            var target = new IrJumpTarget();
            _scopes.Add(s, new JumpScope(target, null));
            _loopDepth++;
            IrExpression? condition = known == true ? null : Expression(s.Condition!);
            IrBlock body = Block(s.Body.Statements, s.Body.Pos);
            IrStatement? post = s.Post is null ? null : SingleStatement(s.Post);
            _loopDepth--;
            Emit(new IrFor(condition, post, body, PerIteration(variables), target, s.Pos));
        }
        if (saved is not null)
        {
            Emit(new IrBlock(CloseBlock(saved), s.Pos));
        }
    }

    /// <summary>Builds the init statement; gives the variables it declares where each iteration has its own.</summary>
    private IReadOnlyList<IrLocal> LoopVariables(ForSyntax s)
    {
        if (s.Init is null)
        {
            return [];
        }
        Statement(s.Init);
        if (s.Init is not AssignSyntax { IsDefinition: true } definition || !_package.HasPerIterationVariables(s.Pos))
        {
            return [];
        }
        var variables = new List<IrLocal>();
        foreach (ExpressionSyntax e in Elements(definition.Lhs))
        {
            if (Unparen(e) is NameSyntax { IsBlank: false } name && _info.ObjectOf(name) is Variable variable && variable.Pos == name.Pos)
            {
                variables.Add(_locals[variable]);
            }
        }
        return variables;
    }

    /// <summary>
    /// All uses of loop variables lie inside the loop, so that after the loop is built we know which ones outlive an iteration.
    /// </summary>
    private static IReadOnlyList<IrLocal> PerIteration(IReadOnlyList<IrLocal> variables)
    {
        List<IrLocal>? result = null;
        foreach (IrLocal local in variables)
        {
            if (local.IsAddressTaken || (local.IsCaptured && local.IsReassigned))
            {
                (result ??= []).Add(local);
            }
        }
        return result ?? (IReadOnlyList<IrLocal>)[];
    }

    private void Range(ForSyntax s, RangeClauseSyntax range)
    {
        GoType type = _info.TypeOf(range.X)!;
        if (IrSelection.Core(Typed(type)) is SignatureType iterator)
        {
            RangeOverFunction(s, range, iterator);
            return;
        }
        List<IrStatement> saved = OpenBlock();
        IReadOnlyList<ExpressionSyntax> lhs = Elements(range.Lhs);
        (GoType? keyType, GoType? valueType) = RangeTypes(Typed(type), lhs, range.Pos);
        bool usesValue = lhs.Count > 1 && Unparen(lhs[1]) is not NameSyntax { IsBlank: true };
        IrExpression x = Convert(Expression(range.X), IsIntegerRange(type) ? keyType! : Typed(type));
        bool isArray = IrSelection.Core(x.Type) is ArrayType;
        if (usesValue ? isArray : (isArray || IrSelection.Core(x.Type) is PointerType) && CallFinder.IsIn(x))
        {
            // With a value the loop sees the array as it was; a place could change under way. Without, calls are made all the same.
            x = Save(x);
        }
        var target = new IrJumpTarget();
        _scopes.Add(s, new JumpScope(target, null));
        List<IrStatement> outside = OpenBlock();
        IrLocal? key = lhs.Count > 0 ? RangeVariable(lhs[0], keyType!, range, outside) : null;
        IrLocal? value = usesValue ? RangeVariable(lhs[1], valueType!, range, outside) : null;
        AssignRangeTargets(lhs, key, value, range);
        _loopDepth++;
        Statements(s.Body.Statements);
        _loopDepth--;
        var body = new IrBlock(CloseBlock(outside), s.Body.Pos);
        Emit(new IrRange(x, key, value, body, target, s.Pos));
        List<IrStatement> statements = CloseBlock(saved);
        if (statements.Count == 1)
        {
            Emit(statements[0]);
        }
        else
        {
            Emit(new IrBlock(statements, s.Pos));
        }
    }

    /// <summary>Whether an expression contains calls or receives: its length is then not constant (spec "Length and capacity").</summary>
    private sealed class CallFinder : IrWalker
    {
        private bool _found;

        public static bool IsIn(IrExpression expression)
        {
            var finder = new CallFinder();
            finder.Visit(expression);
            return finder._found;
        }

        public override void Visit(IrExpression? expression)
        {
            _found |= expression is IrCall or IrInterfaceCall or IrTypeParameterCall or IrReceive;
            base.Visit(expression);
        }
    }

    private static bool IsIntegerRange(GoType type)
        => IrSelection.Core(Typed(type)) is BasicType basic && (basic.Info & BasicInfo.Integer) != 0;

    private (GoType? Key, GoType? Value) RangeTypes(GoType type, IReadOnlyList<ExpressionSyntax> lhs, Pos pos)
    {
        switch (IrSelection.Core(type))
        {
            case BasicType { Kind: BasicKind.String }:
                return (Universe.Int, Universe.Basic(BasicKind.Int32));
            case BasicType:
                // An untyped constant counts in the type of the variable.
                return (lhs.Count > 0 ? VariableType(Unparen(lhs[0])) ?? type : type, null);
            case ArrayType array:
                return (Universe.Int, array.Element);
            case PointerType pointer:
                return (Universe.Int, ((ArrayType)IrSelection.Core(pointer.Element)!).Element);
            case SliceType slice:
                return (Universe.Int, slice.Element);
            case MapType map:
                return (map.Key, map.Element);
            case ChanType channel:
                return (channel.Element, null);
            default:
                throw new UnsupportedFeatureException(pos, $"range over {type}");
        }
    }

    private GoType? VariableType(ExpressionSyntax e) => e switch
    {
        NameSyntax { IsBlank: true } => null,
        NameSyntax name => (_info.ObjectOf(name) as Variable)?.Type,
        _ => _info.TypeOf(e),
    };

    /// <summary>The local of one iteration: the user's own variable, or a temporary from which it is assigned.</summary>
    private IrLocal? RangeVariable(ExpressionSyntax e, GoType type, RangeClauseSyntax range, List<IrStatement> outside)
    {
        e = Unparen(e);
        if (e is NameSyntax { IsBlank: true })
        {
            return null;
        }
        if (!range.IsDefinition)
        {
            return Temporary(type, e.Pos);
        }
        var variable = (Variable)_info.ObjectOf((NameSyntax)e)!;
        IrLocal local = Declare(variable);
        if (_package.HasPerIterationVariables(range.Pos))
        {
            return local;
        }
        // Before Go 1.22 all iterations share the variable.
        outside.Add(new IrDeclare(local, null, e.Pos));
        return Temporary(type, e.Pos);
    }

    /// <summary>At the start of the body: gives the iteration's values to the variables that live outside.</summary>
    private void AssignRangeTargets(IReadOnlyList<ExpressionSyntax> lhs, IrLocal? key, IrLocal? value, RangeClauseSyntax range)
    {
        var targets = new List<IrExpression?>();
        var values = new List<IrExpression>();
        Add(0, key);
        Add(1, value);
        if (targets.Count != 0)
        {
            Emit(new IrAssign(targets, values, false, range.Pos));
        }

        void Add(int i, IrLocal? source)
        {
            if (source is null || (Unparen(lhs[i]) is NameSyntax name && range.IsDefinition
                && ReferenceEquals(_locals[(Variable)_info.ObjectOf(name)!], source)))
            {
                return;
            }
            IrExpression place = Place(lhs[i])!;
            targets.Add(place);
            values.Add(Convert(new IrLocalRef(source, lhs[i].Pos), place.Type));
        }
    }
}

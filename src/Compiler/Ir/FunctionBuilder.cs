using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// Builds one function's body; closures get builders of their own whose <see cref="_outer"/> is this one. Statements are appended to the
/// block that is open (<see cref="_out"/>), so that rewrites can put temporaries before the statement they serve.
/// </summary>
internal sealed partial class FunctionBuilder
{
    private readonly PackageBuilder _package;
    private readonly TypeInfo _info;
    private readonly IrFunction _function;
    private readonly FunctionBuilder? _outer;
    private readonly Dictionary<Variable, IrLocal> _locals = new(ReferenceEqualityComparer.Instance);

    /// <summary>Inner copies of variables captured from outside, by what they copy.</summary>
    private readonly Dictionary<IrLocal, IrLocal> _captured = new(ReferenceEqualityComparer.Instance);
    private List<IrStatement> _out = [];
    private int _closures;
    private int _rangeBodies;
    private int _goDefers;

    public FunctionBuilder(PackageBuilder package, IrFunction function, FunctionBuilder? outer)
    {
        _package = package;
        _info = package.Info;
        _function = function;
        _outer = outer;
    }

    /// <summary>The function the user wrote: this one, or that around range-over-func bodies.</summary>
    private FunctionBuilder Written => _function.IsRangeBody ? _outer!.Written : this;

    // ---- Functions ----

    public void BuildDeclared(FuncDeclSyntax syntax, SignatureType signature)
    {
        if (signature.Receiver is { } receiver)
        {
            AddParameter(receiver);
        }
        BuildBody(syntax.Type, signature, syntax.Body!);
    }

    private void BuildBody(FuncTypeSyntax syntax, SignatureType signature, BlockSyntax body)
    {
        AddVariables(syntax.Parameters, signature.Parameters, isResult: false);
        AddVariables(syntax.Results, signature.Results, isResult: true);
        _function.Body = Block(body.Statements, body.Pos);
    }

    private void AddVariables(IReadOnlyList<FieldSyntax> fields, TupleType variables, bool isResult)
    {
        for (int i = 0; i < variables.Count; i++)
        {
            Variable variable = variables.Variables[i];
            IrLocal local = isResult ? AddResult(variable) : AddParameter(variable);
            if (i < fields.Count)
            {
                GoObject? declared = fields[i].Name is { } name ? _info.ObjectOf(name) : _info.ImplicitOf(fields[i]);
                if (declared is Variable other && !ReferenceEquals(other, variable))
                {
                    _locals[other] = local;
                }
                _function.HasNamedResults |= isResult && fields[i].Name is not null;
            }
        }
    }

    private IrLocal AddParameter(Variable variable)
    {
        var local = new IrLocal(variable.Name, variable.Type!, variable.Pos) { IsParameter = true, LoopDepth = 0 };
        _locals[variable] = local;
        _function.Parameters.Add(local);
        return local;
    }

    private IrLocal AddResult(Variable variable)
    {
        var local = new IrLocal(variable.Name, variable.Type!, variable.Pos) { IsResult = true };
        _locals[variable] = local;
        _function.Results.Add(local);
        return local;
    }

    public IrInitializer BuildInitializer(Initializer step)
    {
        Pos pos = step.Rhs.Pos;
        if (step.Lhs.Count == 1)
        {
            Variable target = step.Lhs[0];
            return new IrInitializer([target.Name == "_" ? null : target], Value(step.Rhs, target.Type!), pos);
        }
        IrExpression value = MultiValue(step.Rhs);
        IReadOnlyList<Variable> sources = ((TupleType)value.Type).Variables;
        bool direct = true;
        for (int i = 0; i < sources.Count; i++)
        {
            direct &= step.Lhs[i].Name == "_" || TypeIdentity.Identical(sources[i].Type!, step.Lhs[i].Type!);
        }
        var targets = new Variable?[step.Lhs.Count];
        if (direct)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                targets[i] = step.Lhs[i].Name == "_" ? null : step.Lhs[i];
            }
            return new IrInitializer(targets, value, pos);
        }
        List<IrStatement> saved = OpenBlock();
        IReadOnlyList<IrExpression> temporaries = SplitIntoTemporaries(value);
        for (int i = 0; i < targets.Length; i++)
        {
            if (step.Lhs[i].Name != "_")
            {
                Emit(new IrAssign([new IrGlobalRef(step.Lhs[i], pos)], [Convert(temporaries[i], step.Lhs[i].Type!)], false, pos));
            }
        }
        return new IrInitializer([null], new IrSequence(CloseBlock(saved), new IrConstant(ConstantValue.True, Universe.Bool, pos)), pos);
    }

    // ---- Statement lists ----

    private void Emit(IrStatement statement) => _out.Add(statement);

    private List<IrStatement> OpenBlock()
    {
        List<IrStatement> saved = _out;
        _out = [];
        return saved;
    }

    private List<IrStatement> CloseBlock(List<IrStatement> saved)
    {
        List<IrStatement> statements = _out;
        _out = saved;
        return statements;
    }

    private IrBlock Block(IReadOnlyList<StatementSyntax> statements, Pos pos)
    {
        List<IrStatement> saved = OpenBlock();
        Statements(statements);
        return new IrBlock(CloseBlock(saved), pos);
    }

    // ---- Variables ----

    private IrLocal Declare(Variable variable)
    {
        var local = new IrLocal(variable.Name, variable.Type!, variable.Pos) { LoopDepth = _loopDepth };
        _locals[variable] = local;
        return local;
    }

    private static IrLocal Temporary(GoType type, Pos pos) => new(".t", type, pos);

    /// <summary>Evaluates into a fresh temporary, now.</summary>
    private IrLocalRef Save(IrExpression value)
    {
        IrLocal local = Temporary(value.Type, value.Pos);
        Emit(new IrDeclare(local, value, value.Pos));
        return new IrLocalRef(local, value.Pos);
    }

    /// <summary>Declares temporaries of what the source evaluates as one list: its calls come before all other operands.</summary>
    private void DeclareTogether(List<IrLocalRef> temporaries, List<IrExpression> values, Pos pos)
    {
        if (values.Count > 1 && values.Exists(CallFinder.IsIn))
        {
            Emit(new IrAssign(temporaries, values, true, pos));
            return;
        }
        for (int i = 0; i < values.Count; i++)
        {
            Emit(new IrDeclare(temporaries[i].Local, values[i], values[i].Pos));
        }
    }

    /// <summary>The values in temporaries, but for those that never change.</summary>
    private IrExpression[] SaveTogether(IReadOnlyList<IrExpression> values, Pos pos)
    {
        var saved = new IrExpression[values.Count];
        var temporaries = new List<IrLocalRef>();
        var changing = new List<IrExpression>();
        for (int i = 0; i < saved.Length; i++)
        {
            saved[i] = values[i];
            if (!IsFixed(values[i]))
            {
                var temporary = new IrLocalRef(Temporary(values[i].Type, values[i].Pos), values[i].Pos);
                saved[i] = temporary;
                temporaries.Add(temporary);
                changing.Add(values[i]);
            }
        }
        DeclareTogether(temporaries, changing, pos);
        return saved;
    }

    /// <summary>
    /// The variable as seen from this function: captured through all functions between, should it belong to an outer one.
    /// </summary>
    private IrLocal LocalOf(Variable variable)
        => TryLocalOf(variable) ?? throw Unexpected.State($"variable {variable.Name} is not declared");

    private IrLocal? TryLocalOf(Variable variable)
    {
        if (_locals.TryGetValue(variable, out IrLocal? local))
        {
            return local;
        }
        return _outer?.TryLocalOf(variable) is { } outer ? _locals[variable] = Capture(outer) : null;
    }

    /// <summary>Captures a local of the directly enclosing function.</summary>
    private IrLocal Capture(IrLocal outer)
    {
        if (_captured.TryGetValue(outer, out IrLocal? inner))
        {
            return inner;
        }
        inner = new IrLocal(outer.Name, outer.Type, outer.Pos) { CapturedFrom = outer };
        NoteCapture(outer);
        _captured.Add(outer, inner);
        _function.Captures.Add(new IrCapture(outer, inner, false));
        return inner;
    }

    /// <summary>A builder's own temporary (loop state, token) seen from this function.</summary>
    private IrLocal Reach(IrLocal local, FunctionBuilder owner)
        => ReferenceEquals(this, owner) ? local : Capture(_outer!.Reach(local, owner));

    /// <summary>The variable that holds the storage of a place, unless a pointer or slice leads there.</summary>
    private static IrLocal? RootOf(IrExpression place)
    {
        while (true)
        {
            switch (place)
            {
                case IrLocalRef local:
                    return local.Local.Root;
                case IrField field:
                    place = field.X;
                    break;
                case IrIndex index when TypeSets.CoreType(index.X.Type) is ArrayType:
                    place = index.X;
                    break;
                default:
                    return null;
            }
        }
    }

    private IrExpression AddressOf(IrExpression place, GoType pointer, Pos pos)
    {
        if (place is IrDereference dereference && TypeIdentity.Identical(dereference.X.Type, pointer))
        {
            // &*p is p, but panics when p is nil.
            return new IrNilCheck(dereference.X);
        }
        if (RootOf(place) is { } root)
        {
            root.IsAddressTaken = true;
        }
        return new IrAddressOf(place, pointer, pos);
    }

    // ---- Closures ----

    private const long LargestCopiedCapture = 128;

    /// <summary>
    /// After the outermost function is complete: decides for all closures what is copied, and gives inner copies the flags of their
    /// variable.
    /// </summary>
    public void FinishCaptures() => FinishCaptures(_function);

    private void FinishCaptures(IrFunction function)
    {
        for (int i = 0; i < function.Captures.Count; i++)
        {
            IrCapture capture = function.Captures[i];
            IrLocal root = capture.Inner.Root;
            bool copy = !root.ChangesAfterCapture && !root.IsAddressTaken && (function.CopiesOperands || IsSmall(root.Type));
            function.Captures[i] = capture with { ByReference = !copy };
        }
        foreach (IrFunction closure in function.Closures)
        {
            FinishCaptures(closure);
        }
        // After the closures inside: capturing by reference takes the address, which must not influence decisions about the same variable.
        foreach (IrCapture capture in function.Captures)
        {
            IrLocal root = capture.Inner.Root;
            // Nobody assigns to a copy.
            capture.Inner.IsReassigned = capture.ByReference && root.IsReassigned;
            capture.Inner.IsAddressTaken = capture.ByReference;
        }
        if (function.Outer is null)
        {
            MarkReferenced(function);
        }
    }

    private static void MarkReferenced(IrFunction function)
    {
        foreach (IrFunction closure in function.Closures)
        {
            foreach (IrCapture capture in closure.Captures)
            {
                capture.Outer.IsAddressTaken |= capture.ByReference;
            }
            MarkReferenced(closure);
        }
    }

    private bool IsSmall(GoType type) => Instantiation.MentionsTypeParameter(type) || _package.Layout.SizeOf(type) <= LargestCopiedCapture;

    /// <summary>
    /// Closures are named after their function's own name, whatever symbol a linkname gives it: the runtime looks at the prefix.
    /// </summary>
    private string ClosureBase => _function.Object is { LinkName: not null } function && function.Signature.Receiver is null
        ? SymbolNames.EscapePath(_function.Package.Path) + "." + function.Name
        : _function.Symbol;

    private string ClosureSuffix() => ClosureNames.Literal(++_closures, _outer is null);

    private IrFunction NewClosure(string suffix, Pos pos, Pos end, bool isWrapper = false, bool isRangeBody = false,
        bool copiesOperands = false)
    {
        var closure = new IrFunction
        {
            Package = _function.Package,
            Symbol = ClosureBase + suffix,
            NameSuffix = _function.NameSuffix + suffix,
            Outer = _function,
            TypeParameters = _function.TypeParameters,
            IsWrapper = isWrapper,
            IsRangeBody = isRangeBody,
            CopiesOperands = copiesOperands,
            Pos = pos,
            End = end,
        };
        _function.Closures.Add(closure);
        return closure;
    }

    private IrExpression FunctionLiteral(FuncLiteralSyntax syntax)
    {
        var signature = (SignatureType)_info.TypeOf(syntax)!.Underlying;
        IrFunction closure = NewClosure(ClosureSuffix(), syntax.Pos, syntax.Body.RightBrace);
        new FunctionBuilder(_package, closure, this).BuildBody(syntax.Type, signature, syntax.Body);
        return new IrClosure(closure, signature, syntax.Pos);
    }
}

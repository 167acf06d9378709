using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

/// <summary>
/// Resolves the jumps of one function body (function literals have their own) and reports misplaced ones, bad, duplicate and unused
/// labels, and gotos over variable declarations or into blocks.
/// </summary>
internal sealed class BranchChecker
{
    private sealed class Label(BlockScope? parent, LabeledSyntax statement)
    {
        public readonly BlockScope? Parent = parent;
        public readonly LabeledSyntax Statement = statement;
        public bool IsUsed;
    }

    private sealed class BlockScope(BlockScope? parent, Pos start, LabeledSyntax? labeled)
    {
        public readonly BlockScope? Parent = parent;
        public readonly Pos Start = start;

        /// <summary>The labeled statement whose body this block is, or null.</summary>
        public readonly LabeledSyntax? Labeled = labeled;
    }

    /// <summary>
    /// The statements that an unlabeled break or continue leaves or continues, and the index of the switch clause we stand in.
    /// </summary>
    private readonly record struct Targets(StatementSyntax? Breaks, ForSyntax? Continues, int Clause);

    /// <summary>What the statements of one block have in common while they are visited.</summary>
    private struct BlockState()
    {
        /// <summary>Gotos whose label has not been seen yet.</summary>
        public ForwardJumps? Forward;

        /// <summary>How many of them come before the latest variable declaration.</summary>
        public int BeforeVariable;
        public Pos VariablePos;
        public SyntaxNode? Variable;
    }

    /// <summary>Gotos in the order in which a block meets them, and by label.</summary>
    private sealed class ForwardJumps
    {
        private readonly List<BranchSyntax?> _jumps = [];
        private readonly Dictionary<string, List<int>> _byLabel = new(StringComparer.Ordinal);

        /// <summary>Of all that were ever added.</summary>
        public int Count => _jumps.Count;

        public bool IsEmpty => _byLabel.Count == 0;

        public IEnumerable<BranchSyntax> Unresolved()
        {
            foreach (BranchSyntax? jump in _jumps)
            {
                if (jump is not null)
                {
                    yield return jump;
                }
            }
        }

        public void Add(BranchSyntax jump)
        {
            string label = jump.Label!.Value;
            if (!_byLabel.TryGetValue(label, out List<int>? places))
            {
                _byLabel.Add(label, places = []);
            }
            places.Add(_jumps.Count);
            _jumps.Add(jump);
        }

        /// <summary>Removes and returns the jumps to a label with their places in the order, if there are any.</summary>
        public IEnumerable<(int Place, BranchSyntax Jump)> Take(string label)
        {
            if (!_byLabel.Remove(label, out List<int>? places))
            {
                yield break;
            }
            foreach (int place in places)
            {
                BranchSyntax jump = _jumps[place]!;
                _jumps[place] = null;
                yield return (place, jump);
            }
        }
    }

    private readonly SourceFile _file;
    private readonly Scanner _reporter;

    /// <summary>All labels of the function, in order.</summary>
    private List<Label>? _labels;
    private Dictionary<string, Label>? _labelsByName;

    private BranchChecker(SourceFile file, Scanner reporter)
    {
        _file = file;
        _reporter = reporter;
    }

    public static void Check(BlockSyntax body, SourceFile file, Scanner reporter)
    {
        var checker = new BranchChecker(file, reporter);
        if (checker.Block(null, default, null, body.Pos, body.Statements) is { } forward)
        {
            foreach (BranchSyntax jump in forward.Unresolved())
            {
                string name = jump.Label!.Value;
                if (checker.Find(name) is { } label)
                {
                    label.IsUsed = true;
                    checker.Report(Catalogue.InvalidGoto, jump.Label.Pos,
                        $"goto {name} jumps into block starting at {checker.Show(label.Parent!.Start)}");
                }
                else
                {
                    checker.Report(Catalogue.UndefinedLabel, jump.Label.Pos, $"label {name} not defined");
                }
            }
        }
        if (checker._labels is not null)
        {
            foreach (Label label in checker._labels)
            {
                if (!label.IsUsed)
                {
                    NameSyntax name = label.Statement.Label;
                    checker.Report(Catalogue.UnusedLabel, name.Pos, $"label {name.Value} defined and not used");
                }
            }
        }
    }

    private void Report(DiagnosticDescriptor descriptor, Pos pos, string message) => _reporter.Report(descriptor, pos, message);

    private string Show(Pos pos) => $"{_file.DisplayPath}:{pos.Line}:{pos.Column}";

    private Label? Find(string name) => _labelsByName?.GetValueOrDefault(name);

    private Label Declare(BlockScope block, LabeledSyntax statement)
    {
        string name = statement.Label.Value;
        if (Find(name) is { } other)
        {
            Report(Catalogue.DuplicateLabel, statement.Label.Pos, $"label {name} already defined at {Show(other.Statement.Label.Pos)}");
            return other;
        }
        var label = new Label(block, statement);
        (_labels ??= []).Add(label);
        (_labelsByName ??= new Dictionary<string, Label>(StringComparer.Ordinal)).Add(name, label);
        return label;
    }

    /// <summary>Visits one block and returns the gotos left unresolved in it, or null.</summary>
    private ForwardJumps? Block(BlockScope? parent, Targets targets, LabeledSyntax? labeled, Pos start,
        IReadOnlyList<StatementSyntax> statements)
    {
        var block = new BlockScope(parent, start, labeled);
        var state = new BlockState();
        // A fallthrough counts as last even if empty statements follow.
        int count = statements.Count;
        while (count > 0 && statements[count - 1] is EmptySyntax)
        {
            count--;
        }
        for (int i = 0; i < count; i++)
        {
            StatementSyntax statement = statements[i];
            LabeledSyntax? label = null;
            while (statement is LabeledSyntax l)
            {
                if (l.Label.Value != "_")
                {
                    ResolveForward(ref state, Declare(block, l), l);
                    label = l;
                }
                statement = l.Statement;
            }
            Visit(block, targets, label, statement, isLast: i + 1 == count, ref state);
        }
        return state.Forward;
    }

    private void ResolveForward(ref BlockState state, Label label, LabeledSyntax statement)
    {
        if (state.Forward is null)
        {
            return;
        }
        foreach ((int place, BranchSyntax jump) in state.Forward.Take(statement.Label.Value))
        {
            jump.Target = statement;
            label.IsUsed = true;
            if (place < state.BeforeVariable)
            {
                Report(Catalogue.InvalidGoto, jump.Label!.Pos,
                    $"goto {jump.Label.Value} jumps over declaration of {SyntaxPrinter.Short(state.Variable!)} at {Show(state.VariablePos)}");
            }
        }
    }

    private static void DeclareVariable(ref BlockState state, Pos pos, SyntaxNode name)
    {
        state.VariablePos = pos;
        state.Variable = name;
        state.BeforeVariable = state.Forward?.Count ?? 0;
    }

    private void Visit(BlockScope block, Targets targets, LabeledSyntax? label, StatementSyntax statement, bool isLast,
        ref BlockState state)
    {
        switch (statement)
        {
            case DeclarationStatementSyntax d when d.Declarations is [VarSyntax v, ..]:
                DeclareVariable(ref state, v.Pos, v.Names[0]);
                break;
            case AssignSyntax { IsDefinition: true } a:
                DeclareVariable(ref state, a.Pos, a.Lhs);
                break;
            case BranchSyntax { Label: null } jump:
                Unlabeled(jump, targets, isLast);
                break;
            case BranchSyntax jump:
                Labeled(block, jump, ref state);
                break;
            case BlockSyntax b:
                Inner(block, targets with { Clause = -1 }, label, b.Pos, b.Statements, ref state);
                break;
            case IfSyntax s:
                Inner(block, targets with { Clause = -1 }, label, s.Then.Pos, s.Then.Statements, ref state);
                if (s.Else is not null)
                {
                    Inner(block, targets with { Clause = -1 }, label, s.Else.Pos, [s.Else], ref state);
                }
                break;
            case ForSyntax s:
                Inner(block, new Targets(s, s, -1), label, s.Body.Pos, s.Body.Statements, ref state);
                break;
            case SwitchSyntax s:
                for (int i = 0; i < s.Clauses.Count; i++)
                {
                    Inner(block, new Targets(s, targets.Continues, i), label, s.Clauses[i].Pos, s.Clauses[i].Body, ref state);
                }
                break;
            case SelectSyntax s:
                for (int i = 0; i < s.Clauses.Count; i++)
                {
                    Inner(block, new Targets(s, targets.Continues, -1), label, s.Clauses[i].Pos, s.Clauses[i].Body, ref state);
                }
                break;
        }
    }

    private void Inner(BlockScope block, Targets targets, LabeledSyntax? label, Pos start, IReadOnlyList<StatementSyntax> statements,
        ref BlockState state)
    {
        if (Block(block, targets, label, start, statements) is not { IsEmpty: false } inner)
        {
            return;
        }
        if (state.Forward is null)
        {
            state.Forward = inner; // none of them comes before a variable declared in this block so far
            return;
        }
        foreach (BranchSyntax jump in inner.Unresolved())
        {
            state.Forward.Add(jump);
        }
    }

    private void Unlabeled(BranchSyntax jump, Targets targets, bool isLast)
    {
        switch (jump.Kind)
        {
            case BranchKind.Break:
                jump.Target = targets.Breaks;
                if (jump.Target is null)
                {
                    Report(Catalogue.MisplacedBranch, jump.Pos, "break is not in a loop, switch, or select");
                }
                break;
            case BranchKind.Continue:
                jump.Target = targets.Continues;
                if (jump.Target is null)
                {
                    Report(Catalogue.MisplacedBranch, jump.Pos, "continue is not in a loop");
                }
                break;
            case BranchKind.Fallthrough:
                if (FallthroughError(targets, isLast) is { } message)
                {
                    Report(Catalogue.MisplacedBranch, jump.Pos, message);
                }
                break;
            default:
                throw Unexpected.Value(jump.Kind);
        }
    }

    private static string? FallthroughError(Targets targets, bool isLast)
    {
        if (targets.Breaks is not SwitchSyntax s)
        {
            return "fallthrough statement out of place";
        }
        if (s.Tag is TypeSwitchGuardSyntax)
        {
            return "cannot fallthrough in type switch";
        }
        if (targets.Clause < 0 || !isLast)
        {
            return "fallthrough statement out of place";
        }
        return targets.Clause + 1 == s.Clauses.Count ? "cannot fallthrough final case in switch" : null;
    }

    private void Labeled(BlockScope block, BranchSyntax jump, ref BlockState state)
    {
        NameSyntax name = jump.Label!;
        Label? label = Find(name.Value);
        if (label is not null)
        {
            label.IsUsed = true; // even by a wrong jump
        }
        switch (jump.Kind)
        {
            case BranchKind.Goto:
                if (label is not null && Encloses(label.Parent, block))
                {
                    jump.Target = label.Statement;
                }
                else
                {
                    (state.Forward ??= new ForwardJumps()).Add(jump); // the label may come later
                }
                break;
            case BranchKind.Break or BranchKind.Continue when label is null:
                Report(Catalogue.UndefinedLabel, name.Pos, $"{SyntaxFacts.Text(jump.Kind)} label not defined: {name.Value}");
                break;
            case BranchKind.Break or BranchKind.Continue:
                StatementSyntax? target = IsInside(block, label!.Statement) ? label.Statement.Statement : null;
                if (target is ForSyntax || (jump.Kind == BranchKind.Break && target is SwitchSyntax or SelectSyntax))
                {
                    jump.Target = target;
                }
                else
                {
                    Report(Catalogue.MisplacedBranch, name.Pos, $"invalid {SyntaxFacts.Text(jump.Kind)} label {name.Value}");
                }
                break;
            default:
                throw Unexpected.Value(jump.Kind);
        }
    }

    private static bool Encloses(BlockScope? outer, BlockScope? inner)
    {
        while (inner is not null && inner != outer)
        {
            inner = inner.Parent;
        }
        return inner is not null;
    }

    private static bool IsInside(BlockScope? block, LabeledSyntax statement)
    {
        while (block is not null && block.Labeled != statement)
        {
            block = block.Parent;
        }
        return block is not null;
    }
}

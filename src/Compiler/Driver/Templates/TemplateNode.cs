using Go.Compiler.Modules;

namespace Go.Compiler.Driver.Templates;

/// <summary>A piece of a template of Go's package text/template; as text it is the source in one form, as messages quote it.</summary>
/// <param name="At">What messages give as its place, in characters.</param>
internal abstract record TemplateNode(int At)
{
    protected static string All(IEnumerable<TemplateNode> nodes) => string.Concat(nodes);
}

/// <summary>Text between actions.</summary>
internal sealed record TemplateText(int At, string Text) : TemplateNode(At)
{
    public override string ToString() => Text;
}

/// <summary><c>{{pipeline}}</c>: its value is printed, unless it goes to a variable.</summary>
internal sealed record TemplateAction(int At, TemplatePipeline Pipeline) : TemplateNode(At)
{
    public override string ToString() => $"{{{{{Pipeline}}}}}";
}

/// <summary><c>if</c>, <c>with</c> and <c>range</c>, each with what is done otherwise.</summary>
internal sealed record TemplateBlock(
    int At, string Keyword, TemplatePipeline Pipeline, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode>? Otherwise)
        : TemplateNode(At)
{
    public override string ToString()
        => $"{{{{{Keyword} {Pipeline}}}}}{All(Body)}{(Otherwise is null ? "" : "{{else}}" + All(Otherwise))}{{{{end}}}}";
}

/// <summary><c>break</c> or <c>continue</c>.</summary>
internal sealed record TemplateJump(int At, string Keyword) : TemplateNode(At)
{
    public override string ToString() => $"{{{{{Keyword}}}}}";
}

/// <summary>Another template in this place.</summary>
internal sealed record TemplateCall(int At, string Name, TemplatePipeline? Pipeline) : TemplateNode(At)
{
    public override string ToString() => $"{{{{template {GoText.Quote(Name)}{(Pipeline is null ? "" : $" {Pipeline}")}}}}}";
}

/// <summary>What ends a list: <c>end</c>, or <c>else</c>.</summary>
internal sealed record TemplateEnd(int At, string Keyword) : TemplateNode(At)
{
    public override string ToString() => $"{{{{{Keyword}}}}}";
}

/// <summary>Commands of which each takes the value of the one before as its last argument.</summary>
/// <param name="Variables">Names, with their dollar, that the value is given to; a <c>range</c> may give its index to the first of
/// two.</param>
internal sealed record TemplatePipeline(int At, IReadOnlyList<string> Variables, bool Assigns, IReadOnlyList<TemplateCommand> Commands)
    : TemplateNode(At)
{
    public override string ToString()
        => (Variables.Count == 0 ? "" : string.Join(", ", Variables) + (Assigns ? " = " : " := ")) + string.Join(" | ", Commands);
}

/// <summary>An operand with the operands it is called with.</summary>
internal sealed record TemplateCommand(int At, IReadOnlyList<TemplateNode> Operands) : TemplateNode(At)
{
    public override string ToString() => string.Join(' ', Operands.Select(o => o is TemplatePipeline ? $"({o})" : o.ToString()));
}

/// <summary><c>.</c></summary>
internal sealed record TemplateDot(int At) : TemplateNode(At)
{
    public override string ToString() => ".";
}

/// <summary><c>nil</c></summary>
internal sealed record TemplateNil(int At) : TemplateNode(At)
{
    public override string ToString() => "nil";
}

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record TemplateTruth(int At, bool Value) : TemplateNode(At)
{
    public override string ToString() => Value ? "true" : "false";
}

/// <summary>A string, and how it is written.</summary>
internal sealed record TemplateString(int At, string Quoted, string Value) : TemplateNode(At)
{
    public override string ToString() => Quoted;
}

/// <summary>A function's name.</summary>
internal sealed record TemplateIdentifier(int At, string Name) : TemplateNode(At)
{
    public override string ToString() => Name;
}

/// <summary><c>.A.B</c></summary>
internal sealed record TemplateFields(int At, IReadOnlyList<string> Names) : TemplateNode(At)
{
    public override string ToString() => string.Concat(Names.Select(n => "." + n));
}

/// <summary><c>$x.A.B</c>; the first of the names has its dollar.</summary>
internal sealed record TemplateVariable(int At, IReadOnlyList<string> Names) : TemplateNode(At)
{
    public override string ToString() => string.Join('.', Names);
}

/// <summary><c>(pipeline).A.B</c>, or a function's name before the dots.</summary>
internal sealed record TemplateChain(int At, TemplateNode Inner, IReadOnlyList<string> Names) : TemplateNode(At)
{
    public override string ToString()
        => (Inner is TemplatePipeline ? $"({Inner})" : Inner.ToString()) + string.Concat(Names.Select(n => "." + n));
}

namespace Go.Compiler.Driver;

/// <summary>A piece of a template of Go's package text/template.</summary>
internal abstract record TemplateNode;

/// <summary>Text between actions.</summary>
internal sealed record TemplateText(string Text) : TemplateNode;

/// <summary><c>{{pipeline}}</c>: its value is printed, unless it goes to a variable.</summary>
internal sealed record TemplateAction(TemplatePipeline Pipeline) : TemplateNode;

/// <summary><c>if</c>, <c>with</c> and <c>range</c>, each with what is done otherwise.</summary>
internal sealed record TemplateBlock(string Keyword, TemplatePipeline Pipeline, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Otherwise) : TemplateNode;

/// <summary>Commands of which each takes the value of the one before as its last argument.</summary>
/// <param name="Variables">Names, with their dollar, that the value is given to; a <c>range</c> may give its index to the first of two.</param>
internal sealed record TemplatePipeline(IReadOnlyList<string> Variables, IReadOnlyList<TemplateCommand> Commands);

/// <summary>An operand with the operands it is called with.</summary>
internal sealed record TemplateCommand(IReadOnlyList<TemplateOperand> Operands);

/// <summary>A value, and the fields that are asked of it: <c>.A.B</c>, <c>$x.A</c>, <c>(pipeline).A</c>, a literal or a function's name.</summary>
internal sealed record TemplateOperand(TemplateOperandKind Kind, object? Value, IReadOnlyList<string> Fields);

internal enum TemplateOperandKind : byte
{
    /// <summary>The dot.</summary>
    Dot,

    /// <summary>Value: the name of a variable, with its dollar.</summary>
    Variable,

    /// <summary>Value: a text, a number (long), a truth value or null.</summary>
    Literal,

    /// <summary>Value: the name.</summary>
    Function,

    /// <summary>Value: a <see cref="TemplatePipeline"/>.</summary>
    Pipeline,
}

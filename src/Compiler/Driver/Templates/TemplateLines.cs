using System.Text;

namespace Go.Compiler.Driver.Templates;

/// <summary>A template, ready to be run over many values of one type, of which each ends with a line's end.</summary>
internal sealed class TemplateLines
{
    private readonly TemplateFunctions _functions;
    private readonly TemplateSet _template;

    /// <exception cref="UsageException">The template is wrong.</exception>
    public TemplateLines(string template, TemplateFunctions functions)
    {
        _functions = functions;
        try
        {
            _template = TemplateParser.Parse(template, functions.Contains);
        }
        catch (TemplateException e)
        {
            throw UsageException.Plain(e.Message);
        }
    }

    /// <exception cref="UsageException">The template asks for what there is not; what came out before is written.</exception>
    public void Write(TemplateRecord value, TemplateType type, TextWriter output)
    {
        var text = new StringBuilder();
        try
        {
            TemplateRun.Apply(_template, _functions, new TemplateValue(type.Pointer, value), text);
            text.Append(text.Length > 0 && text[^1] != '\n' ? "\n" : "");
        }
        catch (TemplateException e)
        {
            throw UsageException.Plain(e.Message);
        }
        finally
        {
            output.Write(text);
        }
    }
}

using Go.Compiler.Driver.Modules;
using Go.Compiler.Driver.Templates;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Driver;

/// <summary>The functions of templates that <c>list -f</c> adds.</summary>
internal static class ListFunctions
{
    /// <param name="module">Tells of a module by its path; null where there are none.</param>
    public static TemplateFunctions With(Func<string, ModuleDetails?> module)
    {
        var context = new Lazy<TemplateRecord>(ListContext.Of);
        return new TemplateFunctions().Add("context", _ => new TemplateValue(ListTypes.Context.Pointer, context.Value))
            .Add("module", a => new TemplateValue(ListTypes.Module.Pointer, module((string)a[0].Data!) is { } m ? ModuleDescription.Of(m)
                : null),
                TemplateType.String);
    }
}

namespace Go.Compiler.Driver.Templates;

/// <summary>A template is wrong, or asks its value for what that has not; the message is that of Go's package text/template.</summary>
internal sealed class TemplateException(string message) : Exception(message);

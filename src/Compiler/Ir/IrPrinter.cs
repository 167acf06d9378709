using System.Globalization;
using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// The bound tree as text: one statement a line, Go-like, with everything the builder made explicit. Locals of the same name are told apart
/// by a number; jump targets are numbered in order of appearance.
/// </summary>
public sealed partial class IrPrinter
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<IrLocal, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _nameCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<IrJumpTarget, int> _targets = new(ReferenceEqualityComparer.Instance);
    private int _indent;

    public static string Print(IrPackage package)
    {
        var printer = new IrPrinter();
        foreach (IrGlobal global in package.Globals)
        {
            printer.Line($"var {global.Variable.Name} {Text(global.Variable.Type!)}{(global.Embedded is null ? "" : $" embeds {global.Embedded.Count}")}");
        }
        foreach (Function external in package.Externals)
        {
            printer.Line($"external {TypePrinter.PrintObject(external, Qualifier)}");
        }
        foreach (IrInitializer step in package.Initializers)
        {
            string targets = string.Join(", ", step.Targets.Select(t => t?.Name ?? "_"));
            printer.Line($"{targets} = {printer.Text(step.Value)}");
        }
        if (package.Init.Body is not null || package.Init.Closures.Count != 0)
        {
            printer.Function(package.Init);
        }
        foreach (IrFunction function in package.Functions)
        {
            printer.Restart();
            printer.Function(function);
        }
        return printer._text.ToString();
    }

    public static string Print(IrFunction function)
    {
        var printer = new IrPrinter();
        printer.Function(function);
        return printer._text.ToString();
    }

    public static string Print(IrExpression expression) => new IrPrinter().Text(expression);

    private void Restart()
    {
        _names.Clear();
        _nameCounts.Clear();
        _targets.Clear();
    }

    private static string Qualifier(Package package) => package.Name;

    private static string Text(GoType type) => TypePrinter.Print(type, Qualifier);

    private void Line(string line) => _text.Append(' ', _indent * 2).Append(line).Append('\n');

    private string NameOf(IrLocal local)
    {
        if (!_names.TryGetValue(local, out string? name))
        {
            string plain = local.Name.Length == 0 ? "_" : local.Name;
            int count = _nameCounts.GetValueOrDefault(plain) + 1;
            _nameCounts[plain] = count;
            name = count == 1 ? plain : $"{plain}'{count.ToString(CultureInfo.InvariantCulture)}";
            _names.Add(local, name);
        }
        return name;
    }

    private string NameOf(IrJumpTarget target)
    {
        if (!_targets.TryGetValue(target, out int number))
        {
            _targets.Add(target, number = _targets.Count + 1);
        }
        return "@" + number.ToString(CultureInfo.InvariantCulture);
    }

    private string Declared(IrLocal local)
    {
        string flags = (local.IsAddressTaken ? "&" : "") + (local.IsReassigned ? "!" : "");
        return $"{NameOf(local)}{flags} {Text(local.Type)}";
    }

    private void Function(IrFunction function)
    {
        var head = new StringBuilder();
        head.Append(function.Outer is null ? "func " : "closure ").Append(function.Symbol);
        if (function.IsGeneric && function.Outer is null)
        {
            head.Append('[').AppendJoin(", ", function.TypeParameters.Select(Text)).Append(']');
        }
        head.Append('(').AppendJoin(", ", function.Parameters.Select(Declared)).Append(')');
        if (function.Results.Count != 0)
        {
            head.Append(" (").AppendJoin(", ", function.Results.Select(Declared)).Append(')');
        }
        foreach (IrCapture capture in function.Captures)
        {
            head.Append(capture.ByReference ? " ref " : " copy ").Append(NameOf(capture.Inner)).Append('=').Append(NameOf(capture.Outer));
        }
        head.Append(function.IsWrapper ? " wrapper" : "").Append(function.IsRangeBody ? " rangebody" : "");
        head.Append(function.HasDefer ? " defers" : "").Append(function.HasRecover ? " recovers" : "");
        if (function.Pragmas != FunctionPragmas.None)
        {
            head.Append(' ').Append(function.Pragmas);
        }
        Line(head.Append(" {").ToString());
        _indent++;
        foreach (IrStatement statement in function.Body?.Statements ?? [])
        {
            Statement(statement);
        }
        foreach (IrFunction closure in function.Closures)
        {
            Function(closure);
        }
        _indent--;
        Line("}");
    }
}

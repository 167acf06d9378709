using System.Collections;
using System.Reflection;
using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.ExportData;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Export;

/// <summary>
/// Every node class of the bound tree is made by its constructor, sent through bytes, and compared property by property: new nodes and
/// properties cannot be forgotten.
/// </summary>
public sealed class BodyRoundTripTests
{
    private readonly SourceFileTable _files = new();
    private readonly Package _package = new("p", "p");
    private readonly InterfaceType _interface;
    private readonly Function _method, _function;
    private readonly Variable _global;
    private readonly IrLocal _local, _captured;
    private readonly IrJumpTarget _target = new();
    private readonly IrLabel _label = new("again") { IsUsed = true };
    private readonly IrFunction _root, _closure;
    private readonly Pos _pos;

    public BodyRoundTripTests()
    {
        SourceFile file = _files.Add("/tmp/x.go", "p/x.go", []);
        _pos = new Pos(file.Index, 12, 0);
        _method = new Function(default, _package, "M", new SignatureType { Parameters = TupleType.Empty, Results = TupleType.Empty });
        _interface = new InterfaceType([_method], []);
        TypeParameter t = new(new TypeName(default, _package, "T", null), 0) { Constraint = _interface };
        _function = new Function(new Pos(file.Index, 10, 3), _package, "F", new SignatureType
        {
            TypeParameters = [t],
            Parameters = new TupleType([new Variable(default, _package, "x", t, VariableKind.Parameter)]),
            Results = TupleType.Empty,
        });
        _package.Scope.Insert(_function);
        _global = new Variable(default, _package, "g", Universe.Int, VariableKind.PackageLevel);
        _package.Scope.Insert(_global);
        _local = new IrLocal("x", t, _pos) { IsParameter = true, IsAddressTaken = true };
        _captured = new IrLocal("y", Pointer(t), default) { IsReassigned = true };
        _root = new IrFunction
        {
            Object = _function, Package = _package, Symbol = "p.F", TypeParameters = [t], HasDefer = true, HasNamedResults = true,
            Pos = _function.Pos,
            End = new Pos(file.Index, 30, 0), Pragmas = FunctionPragmas.Noinline,
        };
        _root.Parameters.Add(_local);
        _closure = new IrFunction { Package = _package, Symbol = "p.F.func1", NameSuffix = ".func1", Outer = _root, IsRangeBody = true,
            HasRecover = true, IsInit = true, Pos = _pos, End = _pos };
        _closure.Captures.Add(new IrCapture(_local, _captured, true));
        _closure.Body = new IrBlock([], _pos);
        _root.Closures.Add(_closure);
    }

    [Fact]
    public void Every_node_survives()
    {
        List<IrStatement> statements = [];
        Type[] nodes = [.. typeof(IrExpression).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && (t.IsSubclassOf(typeof(IrExpression)) || t.IsSubclassOf(typeof(IrStatement))))
            .OrderBy(t => t.Name, StringComparer.Ordinal)];
        Assert.True(nodes.Length > 45);
        foreach (Type node in nodes)
        {
            object made = Make(node);
            statements.Add(made as IrStatement ?? new IrExpressionStatement((IrExpression)made));
        }
        _root.Body = new IrBlock(statements, _pos);

        ExportedPackage exported = ExportWriter.Write(_package, _files, f => f == _function ? _root : null);
        PackageTable table = new(new SourceFileTable(), _ => exported.Bytes);
        Package read = table.Import("p");
        Function function = (Function)read.Scope.Lookup("F")!;
        IrFunction body = table.BodyOf(function)!;
        Assert.Same(body, table.BodyOf(function));
        Assert.Same(function, body.Object);
        Assert.Equal(Dump(_root, _files), Dump(body, table.Files));
        Assert.Equal(exported.Bytes, ExportWriter.Write(read, table.Files, table.BodyOf).Bytes);
    }

    [Fact]
    public void Functions_reached_through_bodies_are_exported_and_methods_found()
    {
        Function hidden = new(default, _package, "hidden", Func([Universe.Int]));
        _package.Scope.Insert(hidden);
        NamedType t = new(new TypeName(default, _package, "t", null));
        _package.Scope.Insert(t.Name);
        t.SetUnderlying(Universe.Int);
        Function m = AddMethod(t, "m", true, []);
        _root.Body = new IrBlock(
            [
                new IrExpressionStatement(new IrFunctionRef(hidden, [], hidden.Type!, _pos)),
                new IrExpressionStatement(new IrFunctionRef(m, [], Func([Pointer(t)]), _pos)),
            ],
            _pos);
        ExportedPackage exported = ExportWriter.Write(_package, _files, f => f == _function ? _root : null);
        PackageTable table = new(new SourceFileTable(), _ => exported.Bytes);
        table.Add(Main, _ => null);
        Package read = table.Import("p");
        IrBlock body = table.BodyOf((Function)read.Scope.Lookup("F")!)!.Body!;
        IrFunctionRef[] references = [.. body.Statements.Select(s => (IrFunctionRef)((IrExpressionStatement)s).X)];
        Assert.Same(read.Scope.Lookup("hidden"), references[0].Function);
        Assert.Same(((NamedType)read.Scope.Lookup("t")!.Type!).Methods[0], references[1].Function);
        Assert.Null(table.BodyOf(references[0].Function));
    }

    [Fact]
    public void Moving_a_function_keeps_the_hash_and_moves_its_lines()
    {
        byte[] Hash(int shift, out PackageTable table)
        {
            BodyRoundTripTests fresh = new();
            Pos Move(Pos p) => new(p.File, p.Line + shift, p.Column);
            Function f = new(Move(fresh._function.Pos), fresh._package, "H", Func([]));
            fresh._package.Scope.Insert(f);
            IrFunction body = new() { Object = f, Package = fresh._package, Symbol = "p.H", Pos = f.Pos, End = Move(fresh._pos) };
            body.Body = new IrBlock([new IrReturn([], Move(fresh._pos))], f.Pos);
            ExportedPackage e = ExportWriter.Write(fresh._package, fresh._files, x => x == f ? body : null);
            table = new PackageTable(new SourceFileTable(), _ => e.Bytes);
            return e.InterfaceHash;
        }
        Assert.Equal(Hash(0, out _), Hash(100, out PackageTable moved));
        IrFunction read = moved.BodyOf((Function)moved.Import("p").Scope.Lookup("H")!)!;
        Assert.Equal("p/x.go:112", Place(read.Body!.Statements[0].Pos, moved.Files));
    }

    private static string Place(Pos pos, SourceFileTable files) => pos.IsValid ? $"{files.Resolve(pos).File}:{pos.Line}" : "-";

    private object Make(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors()[0];
        object?[] arguments = [.. constructor.GetParameters().Select(p => Argument(type, p.ParameterType, p.Name!))];
        return constructor.Invoke(arguments);
    }

    private object? Argument(Type node, Type type, string name)
    {
        if (type == typeof(IrExpression))
        {
            return new IrLocalRef(_local, _pos);
        }
        if (type == typeof(IrStatement))
        {
            return new IrBlock([], _pos);
        }
        if (type == typeof(GoType))
        {
            return Map(Str, _interface);
        }
        if (type == typeof(Function))
        {
            return node == typeof(IrFunctionRef) ? _function : _method;
        }
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            Type element = type.GetGenericArguments()[0];
            System.Array list = System.Array.CreateInstance(element, 2);
            list.SetValue(Argument(node, element, name), 0);
            list.SetValue(Argument(node, element, name), 1);
            return list;
        }
        if (type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal))
        {
            return Activator.CreateInstance(type, [.. type.GetGenericArguments().Select(a => Argument(node, a, name))]);
        }
        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(1);
        }
        return type.Name switch
        {
            nameof(Pos) => _pos,
            nameof(IrLocal) => _local,
            nameof(IrJumpTarget) => _target,
            nameof(IrLabel) => _label,
            nameof(IrFunction) => _closure,
            nameof(Variable) => _global,
            nameof(ConstantValue) => ConstantValue.Of(7),
            nameof(Boolean) => true,
            nameof(Int32) => 3,
            nameof(Int64) => 5L,
            nameof(String) => "name",
            _ => Make(type),
        };
    }

    /// <summary>All public properties, in depth.</summary>
    private static string Dump(IrFunction root, SourceFileTable files)
    {
        StringBuilder b = new();
        Dictionary<object, int> seen = new(ReferenceEqualityComparer.Instance);
        void Write(object? value, int depth)
        {
            switch (value)
            {
                case null:
                    b.Append("null\n");
                    return;
                case Pos p:
                    b.Append(Place(p, files)).Append('\n');
                    return;
                case GoType t:
                    b.Append(TypePrinter.Print(t)).Append('\n');
                    return;
                case GoObject o:
                    b.Append(TypePrinter.PrintObject(o)).Append('\n');
                    return;
                case Package or ConstantValue or string or bool or Enum or int or long:
                    b.Append(value).Append('\n');
                    return;
                case IEnumerable list:
                    b.Append("list\n");
                    foreach (object? item in list)
                    {
                        b.Append(' ', depth);
                        Write(item, depth + 1);
                    }
                    return;
            }
            b.Append(value.GetType().Name);
            if (value is not ValueType && seen.TryGetValue(value, out int number))
            {
                b.Append('#').Append(number).Append('\n');
                return;
            }
            if (value is not ValueType)
            {
                seen.Add(value, seen.Count);
            }
            b.Append('\n');
            foreach (PropertyInfo p in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract"))
            {
                b.Append(' ', depth).Append(p.Name).Append(": ");
                Write(p.GetValue(value), depth + 1);
            }
            foreach (FieldInfo f in value is ValueType ? value.GetType().GetFields() : [])
            {
                b.Append(' ', depth).Append(f.Name).Append(": ");
                Write(f.GetValue(value), depth + 1);
            }
        }
        Write(root, 1);
        return b.ToString();
    }
}

namespace Go.Compiler.Tests.Differential;

/// <summary>Functions, closures, methods, and calls of them.</summary>
internal sealed partial class ProgramGenerator
{
    private void Function(bool pure)
    {
        var parameters = new List<GoType>();
        for (int i = _random.Below(5); i > 0; i--)
        {
            GoType type = AnyType();
            parameters.Add(pure && ContainsPointer(type) ? GoType.Int : type);
        }
        var results = new List<GoType>();
        for (int i = pure ? 1 : _random.Below(4); i > 0; i--)
        {
            results.Add(AnyType());
        }
        var function = new GoFunction(Name("F"), parameters, results, pure);
        Declaration(function, "", () => BodyOf(results, 3));
        _functions.Add(function);
    }

    /// <summary>Header, parameters in scope, fuel; named results half of the time.</summary>
    private void Declaration(GoFunction function, string typeParameters, Action body, bool named = false)
    {
        named |= _random.Chance(50);
        string[] names = [.. function.Parameters.Select(_ => Name("a").Replace(_prefix, "", StringComparison.Ordinal))];
        string[] results = [.. function.Results.Select(r => named
            ? $"{Name("z").Replace(_prefix, "", StringComparison.Ordinal)} {r}" : r.Name)];
        Line("");
        if (_random.Chance(20))
        {
            Line("//go:noinline");
        }
        bool pure = _pure;
        _pure = function.Pure;
        string header =
            $"func {function.Name}{typeParameters}({string.Join(", ", names.Zip(function.Parameters, (n, t) => $"{n} {t}"))}) ({string.Join(", ", results)})";
        Block(header, () =>
        {
            for (int i = 0; i < names.Length; i++)
            {
                _scope.Add(new Variable(names[i], function.Parameters[i], Assignable: true, Local: true));
            }
            if (named)
            {
                for (int i = 0; i < results.Length; i++)
                {
                    if (!ContainsPointer(function.Results[i]))
                    {
                        _scope.Add(new Variable(results[i].Split(' ')[0], function.Results[i], Assignable: true, Local: true));
                    }
                }
            }
            if (_functions.Count > 0 || typeParameters.Length > 0)
            {
                Line($"if Spent() {{ return {string.Join(", ", function.Results.Select(Literal))} }}");
            }
            body();
        });
        _pure = pure;
    }

    private void BodyOf(IReadOnlyList<GoType> results, int depth)
    {
        (IReadOnlyList<GoType> outer, bool mayReturn) = (_results, _mayReturn);
        _results = results;
        _mayReturn = true;
        _statements = 0;
        Statements(1 + _random.Below(3), depth);
        if (results.Count > 0)
        {
            Return();
        }
        _results = outer;
        _mayReturn = mayReturn;
    }

    /// <summary>A function over all integer types.</summary>
    private void GenericFunction()
    {
        GoType parameter = new() { Name = "T", Kind = GoKind.Integer, Bits = 8, IsParameter = true };
        string name = Name("G");
        GoType[] of = [_random.Pick(GoType.Integers), _random.Pick(_types.Where(t => t.Kind == GoKind.Integer).ToArray())];
        GoType[] outer = [.. _types];
        _types.AddRange([parameter, parameter, parameter, GoType.SliceOf(parameter), GoType.PairOf(parameter, parameter),
            GoType.MapOf(GoType.Int, parameter)]);
        var function = new GoFunction(name, [parameter, GoType.SliceOf(parameter)], [parameter], Pure: true);
        Declaration(function, "[T Ints]", () => BodyOf([parameter], 3));
        _types.Clear();
        _types.AddRange(outer);
        foreach (GoType type in of)
        {
            _functions.Add(new GoFunction(_random.Chance(50) ? name : $"{name}[{type}]", [type, GoType.SliceOf(type)], [type], Pure: true));
        }
    }

    private void RecursiveFunction()
    {
        GoType type = AnyType();
        string name = Name("R");
        var function = new GoFunction(name, [GoType.Int, type], [type], Pure: true);
        Line("");
        bool pure = _pure;
        _pure = true;
        Block($"func {name}(n int, a {type}) {type}", () =>
        {
            Line($"if n <= 0 || n > 6 {{ return {Converted(type, "a")} }}");
            _scope.Add(new Variable("n", GoType.Int, Assignable: false, Local: true));
            _scope.Add(new Variable("a", type, Assignable: true, Local: true));
            Statements(2, 1);
            Variable v = Declare(type, $"{name}(n-1, {Expression(type, 2)})");
            Statements(1, 1);
            Line(_random.Chance(40) && type.Kind == GoKind.Integer ? $"return {v.Name} + {name}(n-2, a)" : $"return {Read(type, v.Name)}");
        });
        _pure = pure;
        _functions.Add(function);
    }

    /// <summary>Deferred calls that see and change results, panics that they stop or pass on.</summary>
    private void DeferringFunction()
    {
        GoType type = ScalarType();
        var function = new GoFunction(Name("D"), [GoType.Int, type], [type], Pure: false);
        _statements = 0;
        Declaration(function, "", () =>
        {
            string result = _scope[^1].Name;
            int count = 1 + _random.Below(3);
            for (int i = 0; i < count; i++)
            {
                switch (_random.Below(6))
                {
                    case 0: Line($"defer Log({Note()}, {Expression(type, 1)})"); break;
                    case 1: Block("defer func()", () => Line($"{result} = {Expression(type, 2)}"), "()"); break;
                    case 2: Block($"for i := range 3", () => Block("defer func()",
                        () => { Line($"Log({Note()}, i)"); Line($"Log({Note()}, {result})"); }, "()")); break;
                    case 3: Block("defer func()", () => Line($"Caught({Note()}, recover())"), "()"); break;
                    case 4: Block($"defer func(x {type})", () => { Line($"Log({Note()}, x)"); Statements(1, 0); },
                        $"({Expression(type, 1)})"); break;
                    default:
                        Block($"if {Dynamic(GoType.Bool, 2)}", () => Block("defer func()", () =>
                        {
                            Line($"r := recover()");
                            Line($"Caught({Note()}, r)");
                            Line($"if {Dynamic(GoType.Bool, 1)} {{ panic(\"again\") }}");
                        }, "()"));
                        break;
                }
            }
            Statements(2, 1);
            if (_random.Chance(60))
            {
                Line($"if {Dynamic(GoType.Bool, 2)} {{ {PanickingOperation()} }}");
            }
            Line($"{result} = {Expression(type, 2)}");
            Line(_random.Chance(50) ? "return" : $"return {Expression(type, 2)}");
        }, named: true);
        _functions.Add(function);
    }

    private void CallAny()
    {
        GoFunction[] fitting = [.. _functions.Where(f => f.Pure || !_pure)];
        if (fitting.Length > 0)
        {
            CallStatement(_random.Pick(fitting));
        }
    }

    private void CallStatement(GoFunction f)
    {
        string call = CallOf(f, 2);
        if (f.Results.Count == 0)
        {
            Line(call);
            return;
        }
        string[] names = [.. f.Results.Select(_ => Name("v"))];
        Line($"{string.Join(", ", names)} := {call}");
        for (int i = 0; i < names.Length; i++)
        {
            Line($"_ = {names[i]}");
            _scope.Add(new Variable(names[i], f.Results[i], Assignable: true, Local: true));
            LogValue(f.Results[i], names[i]);
        }
    }

    /// <summary>A closure that changes what it captures, called on the spot, later, or deferred.</summary>
    private void Closure(int depth)
    {
        GoType parameter = AnyType(), result = AnyType();
        string name = Name("f"), a = Name("a");
        (List<string> labels, _labels) = (_labels, []);
        Block($"{name} := func({a} {parameter}) {result}", () =>
        {
            _scope.Add(new Variable(a, parameter, Assignable: true, Local: true));
            (IReadOnlyList<GoType> outer, bool mayReturn) = (_results, _mayReturn);
            (_results, _mayReturn) = ([result], true);
            Statements(1 + _random.Below(3), depth - 1);
            Return();
            (_results, _mayReturn) = (outer, mayReturn);
        });
        _labels = labels;
        for (int i = 1 + _random.Below(2); i > 0; i--)
        {
            Variable v = Declare(result, $"{name}({Expression(parameter, 2)})");
            LogValue(result, v.Name);
        }
    }

    private void MethodStatement()
    {
        Variable[] receivers = [.. _scope.Where(v => v.Type.Methods.Count > 0 && v.Type.Kind != GoKind.Interface && v.Assignable && v.Local
            && !v.Name.Contains('[', StringComparison.Ordinal))];
        if (receivers.Length == 0 || _inMethod)
        {
            Declare(_interface!);
            return;
        }
        Variable r = _random.Pick(receivers);
        GoMethod m = r.Type.Methods[0];
        string argument = Expression(m.Parameter, 2), name = Name("m");
        switch (_random.Below(4))
        {
            case 0 when !_pure: Line($"{r.Name}.Change({argument})"); break;
            case 1 when !_pure: Line($"{name} := {r.Name}.Change"); Line($"{name}({argument})"); break;
            case 2: Line($"Log({Note()}, ({r.Type}).{m.Name}({r.Name}, {argument}))"); break;
            default: Line($"{name} := {r.Name}.{m.Name}"); Assign(); Line($"Log({Note()}, {name}({argument}))"); break;
        }
    }

    private void GenericStatement()
    {
        GoType type = AnyType(), other = ScalarType(), number = IntegerType();
        string name = Name("q"), a = Name("a");
        switch (_random.Below(4))
        {
            case 0:
                Line($"{name} := Stack[{type}]{{}}");
                Line($"{name}.Push({Expression(type, 2)})");
                Line($"{name}.Push({Expression(type, 2)})");
                LogValue(type, $"{name}.Pop()");
                Line($"Log({Note()}, {name}.Len())");
                break;
            case 1:
                Line($"{name} := Pair[{type}, {other}]{{{Expression(type, 2)}, {Expression(other, 2)}}}.Swap().Swap().Swap()");
                Line($"{name}.Set({Expression(other, 2)})");
                LogValue(type, $"{name}.Second");
                LogValue(other, $"{name}.First");
                break;
            case 2:
                Line($"{name} := Map({Leaf(GoType.SliceOf(number))}, func({a} {number}) {other} {{ return {With(a, number, other)} }})");
                LogValue(GoType.SliceOf(other), name);
                Line($"_ = {name}");
                break;
            default:
                Line($"{name} := Fold({Leaf(GoType.SliceOf(number))}, {Converted(other, Dynamic(other, 1))}, func(_ {other}, {a} {number}) {other} {{ return {With(a, number, other)} }})");
                LogValue(other, name);
                Line($"_ = {name}");
                break;
        }
    }

    private string With(string name, GoType type, GoType result)
    {
        _scope.Add(new Variable(name, type, Assignable: false, Local: true));
        string text = Expression(result, 2);
        _scope.RemoveAt(_scope.Count - 1);
        return text;
    }
}

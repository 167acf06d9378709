namespace Go.Compiler.Tests.Differential;

/// <summary>The types of a program: what is declared, and what is made of it.</summary>
internal sealed partial class ProgramGenerator
{
    private GoType? _interface;

    private void DeclareTypes()
    {
        _types.AddRange([GoType.Int, GoType.Text, GoType.Bool, GoType.Float64, GoType.Any]);
        for (int i = 0; i < 3; i++)
        {
            _types.Add(_random.Pick(GoType.Integers));
        }
        _types.Add(_random.Pick(GoType.Float32, GoType.Complex, GoType.Byte, GoType.Rune));
        var methodParameter = ScalarType();
        var methodResult = _random.Pick(GoType.Integers);
        var named = new List<GoType> { NamedInteger() };
        for (int i = 1 + _random.Below(10) / 9; i > 0; i--)
        {
            named.Add(Structure());
        }
        _interface = new GoType { Name = Name("I"), Kind = GoKind.Interface };
        var method = new GoMethod("Do", methodParameter, methodResult);
        _interface.Methods.Add(method);
        Line($"type {_interface} interface {{ Do({methodParameter}) {methodResult} }}");
        foreach (GoType type in named)
        {
            type.Methods.Add(method);
            _types.Add(type);
        }
        for (int i = 0; i < 4; i++)
        {
            _types.Add(Composite());
        }
        _types.Add(_interface);
        foreach (GoType type in named)
        {
            MethodOf(type, method);
        }
    }

    private GoType NamedInteger()
    {
        GoType basis = _random.Pick(GoType.Integers);
        var type = GoType.Integer(Name("N"), basis.Bits, basis.Signed);
        Line($"type {type} {basis}");
        return type;
    }

    private GoType Structure()
    {
        string name = Name("S");
        var fields = new List<GoField>();
        int count = 1 + _random.Below(5);
        for (int i = 0; i < count; i++)
        {
            GoType type = AnyType();
            fields.Add(type.Kind == GoKind.Struct && type.Name.StartsWith('p') && _random.Chance(50)
                && !fields.Exists(f => f.Name == type.Name)
                ? new GoField(type.Name, type, Embedded: true)
                : new GoField(_random.Chance(8) ? "_" : "f" + (char)('a' + i), type));
        }
        var result = new GoType { Name = name, Kind = GoKind.Struct, Fields = fields };
        Block($"type {name} struct", () =>
        {
            foreach (GoField field in fields)
            {
                Line(field.Embedded ? field.Name : $"{field.Name} {field.Type}");
            }
        });
        _types.Add(result);
        return result;
    }

    /// <summary>A type made of others; maps have keys whose order and equality are plain.</summary>
    private GoType Composite() => _random.Below(7) switch
    {
        0 => GoType.ArrayOf(AnyType(), 1 + _random.Below(5)),
        1 or 2 => GoType.SliceOf(AnyType()),
        3 => GoType.MapOf(KeyType(), AnyType()),
        4 => GoType.PairOf(AnyType(), ScalarType()),
        5 => GoType.SliceOf(ScalarType()),
        _ => GoType.PointerTo(_random.Pick(_types.Where(t => t.Kind is GoKind.Struct or GoKind.Integer or GoKind.Array).ToArray())),
    };

    private GoType KeyType() => _random.Chance(40) ? GoType.Text : _random.Pick(GoType.Integers);

    private GoType ScalarType() => _random.Pick(_types.Where(t => t.IsScalar && !t.IsParameter).ToArray());

    private GoType IntegerType() => _random.Pick(_types.Where(t => t.Kind == GoKind.Integer).ToArray());

    private GoType AnyType() => _random.Pick(_types);

    private void MethodOf(GoType type, GoMethod method)
    {
        Line("");
        _pure = _inMethod = true;
        Block($"func (r {type}) {method.Name}(a {method.Parameter}) (z {method.Result})", () =>
        {
            _scope.Add(new Variable("r", type, Assignable: true, Local: true));
            _scope.Add(new Variable("a", method.Parameter, Assignable: true, Local: true));
            _scope.Add(new Variable("z", method.Result, Assignable: true, Local: true));
            BodyOf([method.Result], 1);
        });
        _pure = false;
        Line("");
        Block($"func (r *{type}) Change(a {method.Parameter})", () =>
        {
            _scope.Add(new Variable("(*r)", type, Assignable: true, Local: true));
            _scope.Add(new Variable("a", method.Parameter, Assignable: true, Local: true));
            BodyOf([], 1);
        });
        _inMethod = false;
    }
}

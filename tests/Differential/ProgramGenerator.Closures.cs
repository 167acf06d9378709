namespace Go.Compiler.Tests.Differential;

/// <summary>
/// Programs of the subject <see cref="Subject.Closures"/>: functions in functions that read, set and hand out each other's variables, made
/// in place, by functions that may be inlined, by methods and by loops; pointers to captured variables and to parameters go through them.
/// Stacks grow between a store and the read that belongs to it. Calls stand alone in their statements, so that the order in which operands
/// are read does not show; a closure calls only those that were there before it, and uses up fuel.
/// </summary>
internal sealed partial class ProgramGenerator
{
    private enum MakerKind { Worker, Pair, Pointer, Sequence, Holder }

    private sealed record Maker(string Name, MakerKind Kind);

    /// <summary>What a statement may name: variables of the innermost function, and all that are in scope.</summary>
    private sealed class ClosureScope
    {
        public List<string> Own { get; init; } = [];
        public List<string> Numbers { get; init; } = [];
        public List<string> Pointers { get; init; } = [];
        public List<string> Getters { get; init; } = [];
        public List<string> Setters { get; init; } = [];
        public List<string> Workers { get; init; } = [];

        /// <summary>In a function inside of this one its own variables are captured ones; in a block they stay its own.</summary>
        public ClosureScope Inner(bool isFunction) => new()
        {
            Own = isFunction ? [] : [.. Own], Numbers = [.. Numbers], Pointers = [.. Pointers], Getters = [.. Getters],
            Setters = [.. Setters], Workers = [.. Workers],
        };
    }

    private readonly List<Maker> _makers = [];
    private string _holder = "", _kept = "", _nothing = "";

    private void ClosuresFile()
    {
        (_holder, _kept, _nothing) = (Name("H"), Name("g"), Name("n"));
        Line($"type {_holder} struct {{ n int; p *int; get func() int; set func(int) }}");
        Line($"func (h *{_holder}) Add(n int) {{ h.n += n; if h.p != nil {{ *h.p += h.n }} }}");
        Line($"func (h {_holder}) Sum() int {{ if h.p != nil {{ return h.n*7 + *h.p }}; return h.n }}");
        Line($"func (h *{_holder}) Point() *int {{ return &h.n }}");
        Line($"var {_kept} func(*int, int) int");
        Line($"func {_nothing}() {{}}");
        Line("var _, _, _ = maps.All[map[int]int], slices.Values[[]int], strings.SplitSeq");
        for (int i = 4 + _random.Below(5); i > 0; i--)
        {
            DeclareMaker();
        }
        string[] functions = [.. Enumerable.Range(0, 2 + _random.Below(3)).Select(_ => Name("F"))];
        foreach (string name in functions)
        {
            Line("");
            Block($"func {name}(q *int, n int) (r int)", () => WorkerBody(new ClosureScope(), 0, 9));
        }
        Line("");
        Block($"func {_prefix}main()", () =>
        {
            foreach (string name in functions)
            {
                Line($"{_kept} = nil");
                Block("", () =>
                {
                    Line("v := 5");
                    Line($"Guard({Note()}, func() {{ Log({Note()}, Alone(func() int {{ return {name}(&v, 2) }})) }})");
                    string kept = $"Log({Note()}, Alone(func() int {{ return {_kept}(&v, 3) }}))";
                    Line($"if {_kept} != nil {{ Guard({Note()}, func() {{ {kept} }}) }}");
                    Line($"Log({Note()}, v)");
                });
            }
        });
    }

    private void DeclareMaker()
    {
        var maker = new Maker(Name("M"), (MakerKind)_random.Below(5));
        Line("");
        if (_random.Chance(15))
        {
            Line("//go:noinline");
        }
        string result = maker.Kind switch
        {
            MakerKind.Worker => "func(*int, int) int",
            MakerKind.Pair => "(func() int, func(int))",
            MakerKind.Pointer => "(*int, func() int)",
            MakerKind.Sequence => "func(func(*int) bool)",
            _ => "*" + _holder,
        };
        Block($"func {maker.Name}(a *int, n int) {result}", () => MakerBody(maker.Kind));
        _makers.Add(maker);
    }

    private void MakerBody(MakerKind kind)
    {
        var scope = new ClosureScope { Pointers = _random.Chance(60) ? ["a"] : [] };
        string v = Number(scope);
        string w = Pointer(scope);
        switch (kind)
        {
            case MakerKind.Worker:
                Block("return func(q *int, n int) (r int)", () => WorkerBody(scope.Inner(isFunction: true), 1, 5));
                break;
            case MakerKind.Pair:
                ReturnPair(scope, "");
                break;
            case MakerKind.Pointer:
                Line($"return {_random.Pick("&" + v, w, "a", "new(n)")}, func() int {{ {v}++; return {v} }}");
                break;
            case MakerKind.Sequence:
                Block("return func(yield func(*int) bool)", () => SequenceBody(scope.Inner(isFunction: true)));
                break;
            default:
                Line($"h := &{_holder}{{n: n, p: {_random.Pick("a", w, "&" + v)}}}");
                Line($"h.get = func() int {{ {v} += h.n; return {v} }}");
                Line(_random.Pick("h.set = func(n int) { h.n = n }", $"h.set = func(n int) {{ {v} = n; h.p = &n }}", "h.set = h.Add"));
                Line("return h");
                break;
        }
    }

    private void ReturnPair(ClosureScope scope, string after)
    {
        string p = _random.Pick(scope.Pointers), v = _random.Pick(scope.Numbers);
        Block("return func() int", () =>
        {
            ReadPointer(p, "n");
            Line($"return {v} + n");
        }, ", func(n int) {");
        _indent++;
        Line($"{v} = n");
        string y = Name("y");
        if (_random.Chance(60))
        {
            Line($"{y} := n + 1");
            Line($"{p} = &{y}");
        }
        if (_random.Chance(30))
        {
            Line($"go {_nothing}()");
        }
        _indent--;
        Line("}" + after);
    }

    /// <summary>Hands on pointers to a variable of its own, to one around it and to what it was given.</summary>
    private void SequenceBody(ClosureScope scope)
    {
        string outer = _random.Pick(scope.Numbers);
        string mine = Number(scope);
        string last = Pointer(scope);
        Maker[] sequences = [.. _makers.Where(m => m.Kind == MakerKind.Sequence)];
        if (sequences.Length > 0 && _random.Chance(50))
        {
            Block($"for e := range {_random.Pick(sequences).Name}(&{mine}, n)", () =>
            {
                Line($"if Spent() || !yield({_random.Pick("e", last, "&" + mine, "&" + outer)}) {{ return }}");
                Line($"{last} = e");
            });
            return;
        }
        Block($"for i := range {2 + _random.Below(3)}", () =>
        {
            Line($"{mine} += i");
            Line($"if Spent() || !yield({_random.Pick("&" + mine, "&" + outer, "&i", last)}) {{ return }}");
            Line($"{last} = {_random.Pick("&i", "&" + mine)}");
        });
    }

    private string Number(ClosureScope scope)
    {
        string v = Name("v");
        Line($"{v} := n*3 + {_random.Below(9)}");
        Line($"_ = {v}");
        scope.Own.Add(v);
        scope.Numbers.Add(v);
        return v;
    }

    private string Pointer(ClosureScope scope)
    {
        string p = Name("p");
        Line($"var {p} *int = {(scope.Own.Count > 0 && _random.Chance(50) ? "&" + _random.Pick(scope.Own) : "nil")}");
        Line($"_ = {p}");
        scope.Pointers.Add(p);
        return p;
    }

    /// <summary>A function of <c>q *int, n int</c> with the result <c>r</c>.</summary>
    private void WorkerBody(ClosureScope scope, int depth, int budget)
    {
        Line("if Spent() { return n }");
        scope.Pointers.Add("q");
        Number(scope);
        if (_random.Chance(50))
        {
            scope.Own.Add("n");
            scope.Numbers.Add("n");
        }
        if (_random.Chance(70))
        {
            Pointer(scope);
        }
        ClosureStatements(scope, depth, 2 + _random.Below(budget));
        Line("Disturb()");
        foreach (string p in scope.Pointers.TakeLast(4))
        {
            ReadPointer(p, "r");
        }
        Line($"r = r*31 + {_random.Pick(scope.Numbers)}");
        Line("return");
    }

    private void ReadPointer(string pointer, string into)
        => Line($"if {pointer} != nil {{ {into} = {into}*31 + *{pointer}; *{pointer} += {1 + _random.Below(5)} }}");

    private void ClosureStatements(ClosureScope scope, int depth, int count)
    {
        for (; count > 0; count--)
        {
            ClosureStatement(scope, depth);
        }
    }

    private string Address(ClosureScope scope)
        => _random.Chance(70) ? "&" + _random.Pick(scope.Own.Count > 0 ? scope.Own : scope.Numbers) : _random.Pick(scope.Pointers);

    private void ClosureStatement(ClosureScope scope, int depth)
    {
        string number = _random.Pick(scope.Numbers);
        switch (_random.Below(30))
        {
            case 0: Number(scope); break;
            case 1: Pointer(scope); break;
            case 2 or 3: Line($"{_random.Pick(scope.Pointers)} = {Address(scope)}"); break;
            case 4: ReadPointer(_random.Pick(scope.Pointers), "r"); break;
            case 5: Line("Disturb()"); break;
            case 6: Line($"{number} {_random.Pick("=", "+=", "^=")} n + {_random.Below(9)}"); break;
            case 7: DeclareGetter(scope); break;
            case 8 or 9: DeclareSetter(scope); break;
            case 10 or 11 when depth < 3: DeclareWorker(scope, depth); break;
            case 12 or 13 or 14 when _makers.Count > 0: CallMaker(scope, depth); break;
            case 15 when scope.Getters.Count > 0: Use($"{_random.Pick(scope.Getters)}()"); break;
            case 16 when scope.Setters.Count > 0: Line($"{_random.Pick(scope.Setters)}({number})"); break;
            case 17 when scope.Workers.Count > 0: Use($"{_random.Pick(scope.Workers)}({Address(scope)}, {number})"); break;
            case 18: Method(scope); break;
            case 19: ClosureLoop(scope, depth); break;
            case 20 when depth < 3: InPlace(scope, depth); break;
            case 21: Line($"go {_nothing}()"); break;
            case 22 when scope.Workers.Count > 0: Line($"{_kept} = {_random.Pick(scope.Workers)}"); break;
            case 23 when depth < 3: Recursive(scope, depth); break;
            case 24: Stored(scope); break;
            case 25 when depth < 3: Joined(scope, depth); break;
            case 26 or 27 when depth < 3: OverLibrary(scope, depth); break;
            case 28: Generic(scope); break;
            default: ThroughPointer(scope); break;
        }
    }

    /// <summary>The call's result alone is read in the statement.</summary>
    private void Use(string call)
    {
        string t = Name("t");
        Line($"{t} := {call}");
        Line($"r = r*31 + {t}");
    }

    private void DeclareGetter(ClosureScope scope)
    {
        string f = Name("get");
        string v = _random.Pick(scope.Numbers);
        Block($"{f} := func() int", () =>
        {
            Line($"n := {v}");
            ReadPointer(_random.Pick(scope.Pointers), "n");
            if (_random.Chance(30))
            {
                Line($"{v}++");
            }
            Line("return n");
        });
        Line($"_ = {f}");
        scope.Getters.Add(f);
    }

    private void DeclareSetter(ClosureScope scope)
    {
        string f = Name("set"), p = _random.Pick(scope.Pointers), y = Name("y");
        Block($"{f} := func(n int)", () =>
        {
            switch (_random.Below(4))
            {
                case 0: Line($"{_random.Pick(scope.Numbers)} = n"); break;
                case 1: Line($"{p} = &n"); break;
                case 2 when scope.Setters.Count > 0: Line($"{_random.Pick(scope.Setters)}(n + 1)"); break;
                default:
                    Line($"{y} := n * 2");
                    Line($"{p} = &{y}");
                    break;
            }
            if (_random.Chance(25))
            {
                Line(_random.Pick($"go {_nothing}()", "Disturb()"));
            }
        });
        Line($"_ = {f}");
        scope.Setters.Add(f);
    }

    private void DeclareWorker(ClosureScope scope, int depth)
    {
        string f = Name("f");
        Block($"{f} := func(q *int, n int) (r int)", () => WorkerBody(scope.Inner(isFunction: true), depth + 1, 4));
        Use($"{f}({Address(scope)}, n + 1)");
        scope.Workers.Add(f);
    }

    private void CallMaker(ClosureScope scope, int depth)
    {
        Maker maker = _random.Pick(_makers);
        string call = $"{maker.Name}({Address(scope)}, n + {_random.Below(5)})", a = Name("k"), b = Name("k");
        switch (maker.Kind)
        {
            case MakerKind.Worker:
                Line($"{a} := {call}");
                Use($"{a}({Address(scope)}, n)");
                scope.Workers.Add(a);
                break;
            case MakerKind.Pair:
                Line($"{a}, {b} := {_random.Pick(call, call, $"Cell({_random.Pick(scope.Numbers)})")}");
                Line($"_, _ = {a}, {b}");
                Line($"{b}({_random.Pick(scope.Numbers)})");
                scope.Getters.Add(a);
                scope.Setters.Add(b);
                break;
            case MakerKind.Pointer:
                Line($"{a}, {b} := {call}");
                Line($"_ = {a}");
                Use($"{b}()");
                scope.Pointers.Add(a);
                scope.Getters.Add(b);
                break;
            case MakerKind.Sequence:
                Block($"for e := range {call}", () =>
                {
                    Line("if Spent() { break }");
                    ClosureScope inner = scope.Inner(isFunction: false);
                    inner.Pointers.Add("e");
                    ReadPointer("e", "r");
                    ClosureStatements(inner, depth + 2, 1 + _random.Below(3));
                    Leave();
                });
                break;
            default:
                Line($"{a} := {call}");
                Line($"{a}.set({_random.Pick(scope.Numbers)})");
                scope.Getters.AddRange([a + ".get", a + ".Sum"]);
                scope.Setters.AddRange([a + ".Add", a + ".set"]);
                scope.Pointers.Add(a + ".p");
                break;
        }
    }
}

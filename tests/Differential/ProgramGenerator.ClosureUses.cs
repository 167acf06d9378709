namespace Go.Compiler.Tests.Differential;

/// <summary>More that is done with functions in programs of the subject <see cref="Subject.Closures"/>.</summary>
internal sealed partial class ProgramGenerator
{
    /// <summary>Out of the body of a loop, which is a function of its own where the loop ranges over one.</summary>
    private void Leave()
    {
        if (_random.Chance(50))
        {
            Line($"if r%{2 + _random.Below(4)} == 1 {{ {_random.Pick("continue", "break", "return", "r++; continue")} }}");
            Line("r += 3");
        }
    }

    private void Recursive(ClosureScope scope, int depth)
    {
        string f = Name("rec"), v = Name("v");
        Line($"var {f} func(*int, int) int");
        Block($"{f} = func(q *int, n int) (r int)", () =>
        {
            Line("if n <= 0 || n > 6 || Spent() { return n }");
            Line($"{v} := n * 5");
            ClosureScope inner = scope.Inner(isFunction: true);
            inner.Own.Add(v);
            inner.Numbers.Add(v);
            inner.Pointers.Add("q");
            ClosureStatements(inner, depth + 2, 1 + _random.Below(2));
            ReadPointer("q", "r");
            Use($"{f}(&{v}, n-1)");
            Line($"r ^= {v}");
            Line("return");
        });
        Use($"{f}({Address(scope)}, {1 + _random.Below(5)})");
        scope.Workers.Add(f);
    }

    /// <summary>In slices, maps and arrays, taken out in an order that is known.</summary>
    private void Stored(ClosureScope scope)
    {
        string list = Name("st"), v = _random.Pick(scope.Numbers), w = _random.Pick(scope.Numbers);
        string first = $"func(n int) int {{ {v} += n; return {v} }}", second = $"func(n int) int {{ return n - {w} }}";
        string kind = _random.Pick("[]func(int) int", "map[int]func(int) int", "[2]func(int) int");
        Line($"{list} := {kind}{{0: {first}, 1: {second}}}");
        Line($"for i := 0; i < 4; i++ {{ t := {list}[i&1](i + n); r = r*31 + t }}");
        if (_random.Chance(40))
        {
            Line($"{list}[0] = {list}[1]");
            Use($"{list}[0]({v})");
        }
    }

    /// <summary>A goroutine does it, and is waited for.</summary>
    private void Joined(ClosureScope scope, int depth)
    {
        string done = Name("done");
        Line($"{done} := make(chan int)");
        Block("go func(n int)", () =>
        {
            Line("r := n");
            Line($"defer func() {{ {done} <- r }}()");
            ClosureStatements(scope.Inner(isFunction: true), depth + 2, 1 + _random.Below(2));
            Line("Disturb()");
        }, $"({_random.Pick(scope.Numbers)})");
        Use($"<-{done}");
    }

    /// <summary>Iterators of std; addresses of what their loops have are kept.</summary>
    private void OverLibrary(ClosureScope scope, int depth)
    {
        string list = Name("is"), e = Name("e");
        Line($"{list} := []int{{n, n + 2, {_random.Pick(scope.Numbers)}}}");
        Line($"_ = {list}");
        (string header, string first) = _random.Below(6) switch
        {
            0 => ($"for {e} := range slices.Values({list})", ""),
            1 => ($"for i, {e} := range slices.All({list})", $"{e} += i"),
            2 => ($"for _, {e} := range slices.Backward({list})", ""),
            3 => ($"for {e}, i := range maps.All(map[int]int{{n: 3}})", $"{e} += i"),
            4 => ("for s := range strings.SplitSeq(\"a,bcd,,ef\", \",\")", $"{e} := len(s)"),
            _ => ("for s := range strings.FieldsSeq(\" ab c  def \")", $"{e} := len(s)"),
        };
        Block(header, () =>
        {
            Line(first);
            Line("if Spent() { break }");
            ClosureScope inner = scope.Inner(isFunction: false);
            inner.Own.Add(e);
            inner.Numbers.Add(e);
            ClosureStatements(inner, depth + 2, 1 + _random.Below(2));
            Line($"{_random.Pick(scope.Pointers)} = &{e}");
            Leave();
        });
        Line("Disturb()");
    }

    private void Generic(ClosureScope scope)
    {
        string v = _random.Pick(scope.Numbers), t = Name("t");
        switch (_random.Below(3))
        {
            case 0:
                Use($"Apply({v}, func(x int) int {{ {v}++; return x + n }})");
                break;
            case 1:
                Line($"{t} := Apply(\"a\", func(s string) string {{ {v} += len(s); return s + \"b\" }})");
                Line($"r = r*31 + len({t})");
                break;
            default:
                Block($"for {t} := range Mapped(slices.Values([]int{{n, 4, 5}}), func(x int) *int {{ {v} += x; return &x }})", () =>
                {
                    Line($"{_random.Pick(scope.Pointers)} = {t}");
                    Leave();
                });
                break;
        }
    }

    /// <summary>Method values hold a copy of their object, or its address.</summary>
    private void Method(ClosureScope scope)
    {
        string h = Name("h"), m = Name("m");
        Line($"{h} := {_holder}{{n: n, p: {Address(scope)}}}");
        switch (_random.Below(3))
        {
            case 0:
                Line($"{m} := {h}.Sum");
                scope.Getters.Add(m);
                break;
            case 1:
                Line($"{m} := {h}.Add");
                scope.Setters.Add(m);
                break;
            default:
                Line($"{m} := {h}.Point");
                Line($"{_random.Pick(scope.Pointers)} = {m}()");
                break;
        }
        Line($"_ = {m}");
        Line($"{h}.n += {_random.Below(9)}");
        scope.Getters.Add(h + ".Sum");
    }

    /// <summary>Each round has variables of its own, and closures over them are called when the loop is over.</summary>
    private void ClosureLoop(ClosureScope scope, int depth)
    {
        string list = Name("fs");
        Line($"var {list} []func() int");
        string header = _random.Pick("for i := 0; i < 3; i++", "for i := range 3", "for i := n; i < n+3; i += 2");
        Block(header, () =>
        {
            string w = Name("w");
            Line("if Spent() { break }");
            Line($"{w} := i * 2");
            ClosureScope inner = scope.Inner(isFunction: false);
            inner.Own.Add(w);
            inner.Numbers.Add(w);
            ClosureStatements(inner, depth + 2, 1);
            string p = _random.Pick(scope.Pointers);
            Line(_random.Pick($"{p} = &{w}", $"{p} = &i", "Disturb()"));
            string result = _random.Pick(w, w + " + i", w + " ^ " + _random.Pick(scope.Numbers));
            Line($"{list} = append({list}, func() int {{ {w} += i; return {result} }})");
        });
        Line("Disturb()");
        Block($"for _, f := range {list}", () => Use("f()"));
    }

    /// <summary>Called where it stands, or when the function ends.</summary>
    private void InPlace(ClosureScope scope, int depth)
    {
        bool isDeferred = _random.Chance(50);
        string address = Address(scope);
        Block($"{(isDeferred ? "defer " : "")}func(e *int)", () =>
        {
            ReadPointer("e", "r");
            ClosureScope inner = scope.Inner(isFunction: true);
            inner.Pointers.Add("e");
            ClosureStatements(inner, depth + 2, 1 + _random.Below(2));
        }, $"({address})");
    }

    /// <summary>A function gets the place of a pointer and puts the address of a variable of its own there.</summary>
    private void ThroughPointer(ClosureScope scope)
    {
        string f = Name("put"), y = Name("y");
        Line($"{f} := func(at **int, n int) {{ {y} := n + 4; _ = {y}; *at = {_random.Pick("&" + y, "&n", Address(scope))} }}");
        Line($"{f}(&{_random.Pick(scope.Pointers)}, {_random.Pick(scope.Numbers)})");
    }
}

namespace Go.Compiler.Tests.Differential;

/// <summary>
/// Lists of operands among which calls change what the others read: the spec leaves their order open, programs get used to the original's.
/// </summary>
internal sealed partial class ProgramGenerator
{
    private void OperandOrder()
    {
        string v = Name("o"), change = Name("f"), list = Name("p");
        Line($"{v} := {1 + _random.Below(9)}");
        Line($"{change} := func(n int) int {{ {v} = {v}*3 + n; return {v} & 255 }}");
        Line($"_ = {change}");
        Line($"{list} := []int{{{Operands()}}}");
        for (int i = 1 + _random.Below(3); i > 0; i--)
        {
            switch (_random.Below(6))
            {
                case 0: Line($"{list} = append({list}, {Operands()})"); break;
                case 1: Line($"{list} = append({list}, [...]int{{{Operands()}}}[{_random.Below(2)}])"); break;
                case 2: Line($"{list}[{v}&1], {v} = {Operand()}, {Operand()}"); break;
                case 3: Line($"{list} = append({list}, map[int]int{{{v}: {Operand()}}}[{v}], max({Operands()}))"); break;
                case 4: Line($"{list} = append({list}[:{v}&1], struct{{ x, y int }}{{{Operand()}, {Operand()}}}.y, {list}[{change}(1)&1])"); break;
                default: Line($"if {Operand()} < {Operand()} {{ {v} += {Operand()} }}"); break;
            }
        }
        Line($"Log({Note()}, {v})");
        Line($"for _, {v} := range {list} {{ Log({Note()}, {v}) }}");

        string Operands() => $"{Operand()}, {Operand()}, {Operand()}";

        string Operand() => _random.Below(7) switch
        {
            0 or 1 => v,
            2 => $"{change}({_random.Below(9)})",
            3 => $"{v}*{change}({v})-{v}",
            4 => $"-{v}",
            5 => $"{change}({v}+{change}({_random.Below(9)}))",
            _ => $"{v}+{_random.Below(9)}",
        };
    }
}

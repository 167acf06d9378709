using Go.Compiler.Ssa;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64Lowering
{
    private protected override void LowerInversion(ValueId v)
    {
        int a = Register(_f.Argument(v, 0)), d = Definition(v);
        if (_f[v].Op == Op.NotB)
        {
            EmitTied(Amd64Op.AluConstant, 4, a, d, (byte)Amd64Alu.Xor, 1);
        }
        else
        {
            EmitTied(Amd64Op.Unary, WideSize(_f[v].Kind), a, d, (byte)(_f[v].Op == Op.Neg ? Amd64Unary.Neg : Amd64Unary.Not));
        }
    }

    private protected override void LowerCount(ValueId v)
    {
        ValueId a = _f.Argument(v, 0);
        if (_f[v].Op == Op.PopulationCount)
        {
            EmitUnary(Amd64Op.PopulationCount, SizeOf(_f[a].Kind) == 8 ? 8 : 4, Extended(a, signed: false), Definition(v));
            return;
        }
        Amd64Op op = _f[v].Op == Op.TrailingZeros ? Amd64Op.TrailingZeros : Amd64Op.BitLength;
        EmitUnary(op, SizeOf(_f[a].Kind), Register(a), Definition(v));
    }
}

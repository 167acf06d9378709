using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Liveness;

/// <summary>
/// Refuses functions whose variables, arguments or callees' arguments exceed what a stack can be. Spilled values do not count: they are
/// small.
/// </summary>
internal static class FrameLimit
{
    private const int Megabyte = 20;

    public static Diagnostic? Check(SsaFunction f, Layout layout)
    {
        long arguments = f.Abi.ArgumentWidth, locals = 0, callee = 0;
        if (f.Slots.Count > 0)
        {
            var parts = new SlotParts(f, layout);
            foreach (StackSlot slot in f.Slots)
            {
                locals = Sum(locals, !slot.IsInArguments && (slot.IsAlwaysLive || parts.IsUsed(slot)) ? slot.Size : 0);
            }
        }
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (OpFacts.IsCall(f[v].Op))
                {
                    callee = Math.Max(callee, ((CallInfo)f[v].Aux!).Abi.ArgumentWidth);
                }
            }
        }
        if (Math.Max(arguments, Sum(locals, callee)) < FrameConstants.MaxFrame)
        {
            return null;
        }
        string message = $"stack frame too large (>1GB): {locals >> Megabyte} MB locals + {arguments >> Megabyte} MB args";
        return new Diagnostic(Catalogue.FrameTooLarge, f.Pos,
            callee == 0 || locals >= FrameConstants.MaxFrame || arguments >= FrameConstants.MaxFrame
                ? message : message + $" + {callee >> Megabyte} MB callee");
    }

    private static long Sum(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}

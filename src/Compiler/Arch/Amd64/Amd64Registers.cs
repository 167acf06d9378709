using Go.Compiler.Backend.Machine;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Register numbers over both classes (vector registers are 16 and up) and the roles of registers (contract 1.3).</summary>
internal static class Amd64Registers
{
    public const int Ax = 0, Cx = 1, Dx = 2, Bx = 3, Sp = 4, Bp = 5, Si = 6, Di = 7, R8 = 8, R9 = 9, R10 = 10, R11 = 11, R12 = 12, R13 = 13,
    R14 = 14, R15 = 15;
    public const int X0 = 16, Zero = 31;

    /// <summary>Never allocated: free for sequences and for moves between places of the frame.</summary>
    public const int Scratch = R13;

    /// <summary>The current goroutine.</summary>
    public const int G = R14;
    public const int Context = Dx;

    private const ulong AllIntegers = 0xFFFF & ~(1u << Sp | 1u << Bp | 1u << Scratch | 1u << G), AllFloats = 0x7FFFu << X0;

    public static MachineRegisters Roles { get; } = new()
    {
        Integers = AllIntegers,
        Floats = AllFloats,
        IntegerOrder = [Ax, Cx, Dx, Bx, Si, Di, R8, R9, R10, R11, R12, R15],
        FloatOrder = Vectors(),
        IntegerArguments = [Ax, Bx, Cx, Di, Si, R8, R9, R10, R11],
        FloatArguments = Vectors(),
        Context = Context,
        Scratch = Scratch,
        BarrierBuffer = R11,
        BarrierClobbers = AllFloats,
    };

    private static byte[] Vectors()
    {
        byte[] all = new byte[Zero - X0];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (byte)(X0 + i);
        }
        return all;
    }
}

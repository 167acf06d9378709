using Go.Compiler.Backend.Machine;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Registers by number, general ones 0 to 31 (31 is the stack pointer or zero), floating-point ones from 32 on; and their roles (contract
/// 1.3). R16 and R17 are the emitter's: unlike R27, a preemption keeps them, so code that uses them can be interrupted anywhere. So are F30
/// and F31.
/// </summary>
internal static class Arm64Registers
{
    public const int AddressScratch = 16, Scratch = 17, BarrierBuffer = 25, Context = 26, AssemblerTemporary = 27, G = 28,
        FramePointer = 29, Link = 30, Sp = 31, Zero = 31;

    public const int F0 = 32, FloatScratch = F0 + 31, FloatScratch2 = F0 + 30;

    /// <summary>The system's own.</summary>
    public const int Platform = 18;

    private const int ArgumentRegisters = 16;

    private const ulong Integers = 0x07FFFFFF & ~(1UL << AddressScratch | 1UL << Scratch | 1UL << Platform), Floats = 0x3FFFFFFFUL << F0;

    public static MachineRegisters Roles { get; } = new()
    {
        Integers = Integers,
        Floats = Floats,
        IntegerOrder = Members(Integers),
        FloatOrder = Members(Floats),
        IntegerArguments = Members((1UL << ArgumentRegisters) - 1),
        FloatArguments = Members(((1UL << ArgumentRegisters) - 1) << F0),
        Context = Context,
        Scratch = Scratch,
        BarrierBuffer = BarrierBuffer,
        BarrierClobbers = Floats,
    };

    public static bool IsFloat(int register) => register >= F0;

    /// <summary>The five bits in an instruction.</summary>
    public static uint Bits(int register) => (uint)register & 31;

    private static byte[] Members(ulong set)
    {
        var all = new List<byte>();
        for (byte r = 0; r < 64; r++)
        {
            if ((set >> r & 1) != 0)
            {
                all.Add(r);
            }
        }
        return [.. all];
    }
}

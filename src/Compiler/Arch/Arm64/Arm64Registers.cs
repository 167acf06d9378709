using System.Globalization;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Registers of arm64: a number is a class and the five bits that name the register in instructions. The stack pointer and zero share
/// theirs.
/// </summary>
internal static class Arm64Registers
{
    public const int General = 1 << 8, StackPointer = 2 << 8, Float = 3 << 8, Vector = 4 << 8, System = 1 << 16;

    public const int Zero = General + 31, Sp = StackPointer + 31;

    /// <summary>Frame pointer, link register, g, the assembler's own register, and what the stack check uses.</summary>
    public const int FramePointer = General + 29, Link = General + 30, G = General + 28, Temporary = General + 27, Check1 = General + 16,
    Check2 = General + 17, BigFrame = General + 20,
        MoreStackLink = General + 3;

    private static readonly Dictionary<string, int> s_byName = Names();

    public static bool TryFind(string name, out int register)
    {
        if (s_byName.TryGetValue(name, out register))
        {
            return true;
        }
        bool isSystem = Arm64SystemRegisters.TryFind(name, out int index);
        register = isSystem ? System + index : 0;
        return isSystem;
    }

    /// <summary>The register's bits in an instruction.</summary>
    public static uint Bits(int register) => (uint)register & 31;

    /// <summary>A general register or zero.</summary>
    public static bool IsGeneral(int register) => (register & ~31) == General;

    /// <summary>A general register or the stack pointer.</summary>
    public static bool IsBase(int register) => (IsGeneral(register) && register != Zero) || register == Sp;

    public static bool IsFloat(int register) => (register & ~31) == Float;

    public static bool IsVector(int register) => (register & ~31) == Vector;

    private static Dictionary<string, int> Names()
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal) { ["LR"] = Link, ["g"] = G, ["ZR"] = Zero, ["RSP"] = Sp,
            ["R18_PLATFORM"] = General + 18 };
        for (int i = 0; i < 32; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            if (i is not (18 or 28 or 31))
            {
                all["R" + number] = General + i;
            }
            all["F" + number] = Float + i;
            all["V" + number] = Vector + i;
        }
        return all;
    }
}

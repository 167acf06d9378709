using System.Globalization;

namespace Go.Compiler.Arch.Arm64;

/// <summary>
/// Registers of arm64: a number is a class and the five bits that name the register in instructions. The stack pointer and zero share
/// theirs.
/// </summary>
internal static class Arm64AsmRegisters
{
    public const int General = 1 << 8, StackPointer = 2 << 8, Float = 3 << 8, Vector = 4 << 8, System = 1 << 16;

    public const int Zero = General + Arm64Registers.Zero, Sp = StackPointer + Arm64Registers.Sp, Link = General + Arm64Registers.Link,
        G = General + Arm64Registers.G;

    /// <summary>The assembler's own register.</summary>
    public const int Temporary = General + Arm64Registers.AssemblerTemporary;

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

    /// <summary>A general register or the stack pointer, by its number in <see cref="Arm64Registers"/>.</summary>
    public static int Of(int register) => register == Arm64Registers.Sp ? Sp : General + register;

    /// <summary>A general register or zero.</summary>
    public static bool IsGeneral(int register) => (register & ~31) == General;

    /// <summary>A general register or the stack pointer.</summary>
    public static bool IsBase(int register) => (IsGeneral(register) && register != Zero) || register == Sp;

    public static bool IsFloat(int register) => (register & ~31) == Float;

    public static bool IsVector(int register) => (register & ~31) == Vector;

    private static Dictionary<string, int> Names()
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal) { ["LR"] = Link, ["g"] = G, ["ZR"] = Zero, ["RSP"] = Sp,
            ["R18_PLATFORM"] = General + Arm64Registers.Platform };
        for (int i = 0; i < 32; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            if (i is not (Arm64Registers.Platform or Arm64Registers.G or Arm64Registers.Zero))
            {
                all["R" + number] = General + i;
            }
            all["F" + number] = Float + i;
            all["V" + number] = Vector + i;
        }
        return all;
    }
}

using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Registers of amd64 assembly. Go's names carry no size: AX is AL, EAX or RAX as the instruction demands, so a number is a class and
/// an index, and Iced's register is chosen when the instruction's form is known.
/// </summary>
internal static class Amd64AsmRegisters
{
    public const int General = 1 << 8, HighByte = 2 << 8, Xmm = 3 << 8, Ymm = 4 << 8, Zmm = 5 << 8, Mask = 6 << 8, Mmx = 7 << 8,
    Segment = 8 << 8, Control = 9 << 8, Debug = 10 << 8, X87 = 11 << 8;

    /// <summary>General registers under their names for one byte.</summary>
    public const int LowByte = 13 << 8;

    /// <summary>The thread-local storage pseudo register.</summary>
    public const int Tls = 12 << 8;

    public const int Sp = General + Amd64Registers.Sp;
    public const int Fs = Segment + 4, Gs = Segment + 5;

    private static readonly Dictionary<string, int> s_byName = Names();

    public static bool TryFind(string name, out int register) => s_byName.TryGetValue(name, out register);

    public static int Class(int register) => register & ~0xff;

    public static int Index(int register) => register & 0xff;

    /// <summary>The general register as Iced's register of 1, 2, 4 or 8 bytes.</summary>
    public static Register ToGeneral(int register, int size)
    {
        int index = Index(register);
        if (Class(register) == HighByte)
        {
            return Register.AH + index;
        }
        return size switch
        {
            // Iced's order is AL..BL, AH..BH, SPL..DIL, R8L...
            1 => index < 4 ? Register.AL + index : Register.SPL + (index - 4),
            2 => Register.AX + index,
            4 => Register.EAX + index,
            _ => Register.RAX + index,
        };
    }

    private static Dictionary<string, int> Names()
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal) { ["TLS"] = Tls, ["g"] = General + Amd64Registers.G };
        string[] words = ["AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI"];
        string[] bytes = ["AL", "CL", "DL", "BL", "SPB", "BPB", "SIB", "DIB"];
        for (int i = 0; i < 16; i++)
        {
            all[i < 8 ? words[i] : "R" + i] = General + i;
            all[i < 8 ? bytes[i] : "R" + i + "B"] = LowByte + i;
        }
        string[] high = ["AH", "CH", "DH", "BH"];
        string[] segments = ["ES", "CS", "SS", "DS", "FS", "GS"];
        Add(all, high, HighByte);
        Add(all, segments, Segment);
        Add(all, "X", 32, Xmm);
        Add(all, "Y", 32, Ymm);
        Add(all, "Z", 32, Zmm);
        Add(all, "K", 8, Mask);
        Add(all, "M", 8, Mmx);
        Add(all, "F", 8, X87);
        Add(all, "CR", 16, Control);
        Add(all, "DR", 8, Debug);
        return all;
    }

    private static void Add(Dictionary<string, int> all, string[] names, int first)
    {
        for (int i = 0; i < names.Length; i++)
        {
            all[names[i]] = first + i;
        }
    }

    private static void Add(Dictionary<string, int> all, string prefix, int count, int first)
    {
        for (int i = 0; i < count; i++)
        {
            all[prefix + i] = first + i;
        }
    }
}

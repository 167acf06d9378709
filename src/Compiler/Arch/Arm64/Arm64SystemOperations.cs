using System.Globalization;

namespace Go.Compiler.Arch.Arm64;

/// <summary>Operations of TLBI and DC by name, as fields of SYS.</summary>
internal static class Arm64SystemOperations
{
    // table: name, op1, CRn (8 TLBI, 7 DC), CRm, op2, x when there is a register
    private const string Rows = """
        VMALLE1IS 0 8 3 0, VAE1IS 0 8 3 1 x, ASIDE1IS 0 8 3 2 x, VAAE1IS 0 8 3 3 x, VALE1IS 0 8 3 5 x, VAALE1IS 0 8 3 7 x,
        VMALLE1 0 8 7 0, VAE1 0 8 7 1 x, ASIDE1 0 8 7 2 x, VAAE1 0 8 7 3 x, VALE1 0 8 7 5 x, VAALE1 0 8 7 7 x,
        IPAS2E1IS 4 8 0 1 x, IPAS2LE1IS 4 8 0 5 x, ALLE2IS 4 8 3 0, VAE2IS 4 8 3 1 x, ALLE1IS 4 8 3 4, VALE2IS 4 8 3 5 x,
        VMALLS12E1IS 4 8 3 6, IPAS2E1 4 8 4 1 x, IPAS2LE1 4 8 4 5 x, ALLE2 4 8 7 0, VAE2 4 8 7 1 x, ALLE1 4 8 7 4,
        VALE2 4 8 7 5 x, VMALLS12E1 4 8 7 6, ALLE3IS 6 8 3 0, VAE3IS 6 8 3 1 x, VALE3IS 6 8 3 5 x, ALLE3 6 8 7 0,
        VAE3 6 8 7 1 x, VALE3 6 8 7 5 x, VMALLE1OS 0 8 1 0, VAE1OS 0 8 1 1 x, ASIDE1OS 0 8 1 2 x, VAAE1OS 0 8 1 3 x,
        VALE1OS 0 8 1 5 x, VAALE1OS 0 8 1 7 x, RVAE1IS 0 8 2 1 x, RVAAE1IS 0 8 2 3 x, RVALE1IS 0 8 2 5 x, RVAALE1IS 0 8 2 7 x,
        RVAE1OS 0 8 5 1 x, RVAAE1OS 0 8 5 3 x, RVALE1OS 0 8 5 5 x, RVAALE1OS 0 8 5 7 x, RVAE1 0 8 6 1 x, RVAAE1 0 8 6 3 x,
        RVALE1 0 8 6 5 x, RVAALE1 0 8 6 7 x, RIPAS2E1IS 4 8 0 2 x, RIPAS2LE1IS 4 8 0 6 x, ALLE2OS 4 8 1 0, VAE2OS 4 8 1 1 x,
        ALLE1OS 4 8 1 4, VALE2OS 4 8 1 5 x, VMALLS12E1OS 4 8 1 6, RVAE2IS 4 8 2 1 x, RVALE2IS 4 8 2 5 x, IPAS2E1OS 4 8 4 0 x,
        RIPAS2E1 4 8 4 2 x, RIPAS2E1OS 4 8 4 3 x, IPAS2LE1OS 4 8 4 4 x, RIPAS2LE1 4 8 4 6 x, RIPAS2LE1OS 4 8 4 7 x,
        RVAE2OS 4 8 5 1 x, RVALE2OS 4 8 5 5 x, RVAE2 4 8 6 1 x, RVALE2 4 8 6 5 x, ALLE3OS 6 8 1 0, VAE3OS 6 8 1 1 x,
        VALE3OS 6 8 1 5 x, RVAE3IS 6 8 2 1 x, RVALE3IS 6 8 2 5 x, RVAE3OS 6 8 5 1 x, RVALE3OS 6 8 5 5 x, RVAE3 6 8 6 1 x,
        RVALE3 6 8 6 5 x, IVAC 0 7 6 1 x, ISW 0 7 6 2 x, CSW 0 7 10 2 x, CISW 0 7 14 2 x, ZVA 3 7 4 1 x, CVAC 3 7 10 1 x,
        CVAU 3 7 11 1 x, CIVAC 3 7 14 1 x, IGVAC 0 7 6 3 x, IGSW 0 7 6 4 x, IGDVAC 0 7 6 5 x, IGDSW 0 7 6 6 x, CGSW 0 7 10 4 x,
        CGDSW 0 7 10 6 x, CIGSW 0 7 14 4 x, CIGDSW 0 7 14 6 x, GVA 3 7 4 3 x, GZVA 3 7 4 4 x, CGVAC 3 7 10 3 x,
        CGDVAC 3 7 10 5 x, CGVAP 3 7 12 3 x, CGDVAP 3 7 12 5 x, CGVADP 3 7 13 3 x, CGDVADP 3 7 13 5 x, CIGVAC 3 7 14 3 x,
        CIGDVAC 3 7 14 5 x, CVAP 3 7 12 1 x, CVADP 3 7 13 1 x
        """;

    private static readonly Dictionary<string, (int Class, uint Bits, bool HasRegister)> s_rows = Parse();

    /// <summary>CRn, the fields at their places in the instruction, and whether there is a register.</summary>
    public static bool TryFind(string name, out (int Class, uint Bits, bool HasRegister) operation)
        => s_rows.TryGetValue(name, out operation);

    private static Dictionary<string, (int Class, uint Bits, bool HasRegister)> Parse()
    {
        var result = new Dictionary<string, (int, uint, bool)>(StringComparer.Ordinal);
        foreach (string row in Rows.Split(','))
        {
            string[] columns = row.Trim().Split(' ');
            uint op1 = Number(columns[1]), n = Number(columns[2]), m = Number(columns[3]), op2 = Number(columns[4]);
            result.Add(columns[0], ((int)n, (op1 << 16) | (n << 12) | (m << 8) | (op2 << 5), columns.Length > 5));
        }
        return result;
    }

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}

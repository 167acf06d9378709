namespace Go.Compiler.Arch.Amd64;

/// <summary>Suffixes of AVX-512 instructions: at most one of broadcast, exceptions off and a rounding mode, then Z.</summary>
internal static class Amd64AsmSuffixes
{
    private static readonly string[] s_sae = ["SAE", "RN_SAE", "RZ_SAE", "RD_SAE", "RU_SAE"];

    /// <summary>What is wrong with the parts, each told once, or null.</summary>
    public static string? Check(string suffix)
    {
        string[] parts = suffix.Split('.');
        var seen = new List<string>();
        var told = new List<string>();
        int exceptionParts = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i];
            bool isSae = Array.IndexOf(s_sae, part) >= 0;
            exceptionParts += isSae ? 1 : 0;
            if (part == "Z" && i != parts.Length - 1)
            {
                Tell(told, "Z suffix should be the last");
            }
            else if (part is not ("Z" or "BCST") && !isSae)
            {
                Tell(told, $"unknown suffix \"{part}\"");
            }
            if (seen.Contains(part))
            {
                Tell(told, $"duplicate suffix \"{part}\"");
            }
            seen.Add(part);
        }
        if (exceptionParts > 0 && seen.Contains("BCST"))
        {
            Tell(told, "can't combine rounding/SAE and broadcast");
        }
        return told.Count > 0 ? string.Join("; ", told) : exceptionParts > 1 ? "bad suffix combination" : null;
    }

    private static void Tell(List<string> told, string message)
    {
        if (!told.Contains(message))
        {
            told.Add(message);
        }
    }
}

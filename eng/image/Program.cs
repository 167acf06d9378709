using Go.Compiler.Images.MachO;
using Go.Compiler.Tests.Images;

// Prints programs of macOS, or compares two:
//   dotnet run --project eng/image -- FILE [--all]
//   dotnet run --project eng/image -- ORIGINAL OURS
bool isFull = args.Contains("--all");
string[] files = [.. args.Where(a => !a.StartsWith("--", StringComparison.Ordinal))];
switch (files.Length)
{
    case 1:
        Console.Write(MachOPrinter.Print(MachOFile.Read(File.ReadAllBytes(files[0])), isFull));
        return 0;
    case 2:
        byte[] first = File.ReadAllBytes(files[0]), second = File.ReadAllBytes(files[1]);
        MachOFile original = MachOFile.Read(first), ours = MachOFile.Read(second);
        List<string> differences = MachOComparison.Differences(original, ours);
        differences.ForEach(Console.WriteLine);
        (List<string> onlyOriginal, List<string> onlyOurs) = MachOComparison.Symbols(original, ours);
        Console.WriteLine($"symbols: {onlyOriginal.Count} only original, {onlyOurs.Count} only ours; imports {original.Binds().Count} and {ours.Binds().Count}; "
            + $"rebases {original.Rebases().Count} and {ours.Rebases().Count}");
        Console.WriteLine($"size: {first.Length} and {second.Length} bytes, ratio {second.Length / (double)first.Length:F3}");
        if (isFull)
        {
            onlyOriginal.ForEach(name => Console.WriteLine("only original: " + name));
            onlyOurs.ForEach(name => Console.WriteLine("only ours: " + name));
        }
        return differences.Count == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: FILE [--all] | ORIGINAL OURS [--all]");
        return 2;
}

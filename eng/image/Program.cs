using Go.Compiler.Images.MachO;
using Go.Compiler.Tests.Images;

// Prints programs of macOS and Windows, or compares two:
//   dotnet run --project eng/image -- FILE [--all]
//   dotnet run --project eng/image -- ORIGINAL OURS
// and looks whether a program holds addresses that its loader does not know, given one that was linked for another address (-ldflags=-T=ADDRESS):
//   dotnet run --project eng/image -- PROGRAM MOVED --moved
bool isFull = args.Contains("--all");
string[] files = [.. args.Where(a => !a.StartsWith("--", StringComparison.Ordinal))];
if (files.Length is 1 or 2 && IsPe(files[0]))
{
    if (files.Length == 1)
    {
        Console.Write(PeImageText.Print(File.ReadAllBytes(files[0])));
        return 0;
    }
    byte[] one = File.ReadAllBytes(files[0]), other = File.ReadAllBytes(files[1]);
    List<string> between = PeComparison.Differences(one, other);
    between.ForEach(Console.WriteLine);
    Console.WriteLine($"size: {one.Length} and {other.Length} bytes, ratio {other.Length / (double)one.Length:F3}");
    return between.Count == 0 ? 0 : 1;
}
switch (files.Length)
{
    case 1:
        Console.Write(MachOPrinter.Print(MachOFile.Read(File.ReadAllBytes(files[0])), isFull));
        return 0;
    case 2 when args.Contains("--moved"):
        MachOFile own = MachOFile.Read(File.ReadAllBytes(files[0])), moved = MachOFile.Read(File.ReadAllBytes(files[1]));
        ulong distance = moved.Segments[1].Address - own.Segments[1].Address;
        MachOLoader loader = new(own, distance), other = new(moved, 0);
        List<string> problems = [.. loader.Problems, .. other.Problems, .. loader.DifferencesFrom(other).Select(a => $"0x{a:x} {MachOPrinter.SectionAt(own, a)} holds an address")];
        problems.ForEach(Console.WriteLine);
        Console.WriteLine($"{loader.Rebased.Count} words rebased by 0x{distance:x}, {loader.Bound.Count} bound: {problems.Count} problems");
        return problems.Count == 0 ? 0 : 1;
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

static bool IsPe(string file)
{
    using FileStream stream = File.OpenRead(file);
    return stream.ReadByte() == 'M' && stream.ReadByte() == 'Z';
}

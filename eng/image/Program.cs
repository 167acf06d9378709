using Go.Compiler.Images.MachO;
using Go.Compiler.Tests.Images;

// Prints programs of Linux, macOS and Windows, or how many of everything they have, or compares two:
//   dotnet run --project eng/image -- FILE [--all|--counts]
//   dotnet run --project eng/image -- ORIGINAL OURS
// and looks whether a program of macOS holds addresses that its loader does not know, given one that was linked for another address
// (-ldflags=-T=ADDRESS):
//   dotnet run --project eng/image -- PROGRAM MOVED --moved
bool isFull = args.Contains("--all");
string[] paths = [.. args.Where(a => !a.StartsWith("--", StringComparison.Ordinal))];
byte[][] files = [.. paths.Select(File.ReadAllBytes)];
switch (files.Length)
{
    case 1 when args.Contains("--counts"):
        Console.WriteLine(ImageCounts.Of(files[0]));
        return 0;
    case 1:
        Console.Write(IsPe(files[0]) ? PeImageText.Print(files[0]) : IsElf(files[0])
            ? ElfImageText.Print(files[0]) : MachOPrinter.Print(MachOFile.Read(files[0]), isFull));
        return 0;
    case 2 when args.Contains("--moved"):
        return CompareMoved(MachOFile.Read(files[0]), MachOFile.Read(files[1]));
    case 2:
        List<string> differences = IsPe(files[0]) ? PeComparison.Differences(files[0], files[1]) : IsElf(files[0])
            ? ElfComparison.Differences(files[0], files[1])
            : MachOComparison.Differences(MachOFile.Read(files[0]), MachOFile.Read(files[1]));
        differences.ForEach(Console.WriteLine);
        if (!IsPe(files[0]) && !IsElf(files[0]))
        {
            CompareSymbols(MachOFile.Read(files[0]), MachOFile.Read(files[1]), isFull);
        }
        Console.WriteLine($"size: {files[0].Length} and {files[1].Length} bytes, ratio {files[1].Length / (double)files[0].Length:F3}");
        return differences.Count == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: FILE [--all|--counts] | ORIGINAL OURS [--all] | PROGRAM MOVED --moved");
        return 2;
}

static int CompareMoved(MachOFile own, MachOFile moved)
{
    ulong distance = moved.Segments[1].Address - own.Segments[1].Address;
    MachOLoader loader = new(own, distance), other = new(moved, 0);
    List<string> problems = [.. loader.Problems, .. other.Problems,
        .. loader.DifferencesFrom(other).Select(a => $"0x{a:x} {MachOPrinter.SectionAt(own, a)} holds an address")];
    problems.ForEach(Console.WriteLine);
    Console.WriteLine($"{loader.Rebased.Count} words rebased by 0x{distance:x}, {loader.Bound.Count} bound: {problems.Count} problems");
    return problems.Count == 0 ? 0 : 1;
}

static void CompareSymbols(MachOFile original, MachOFile ours, bool isFull)
{
    (List<string> onlyOriginal, List<string> onlyOurs) = MachOComparison.Symbols(original, ours);
    Console.WriteLine($"symbols: {onlyOriginal.Count} only original, {onlyOurs.Count} only ours; imports {original.Binds().Count} and {ours.Binds().Count}; "
        + $"rebases {original.Rebases().Count} and {ours.Rebases().Count}");
    if (isFull)
    {
        onlyOriginal.ForEach(name => Console.WriteLine("only original: " + name));
        onlyOurs.ForEach(name => Console.WriteLine("only ours: " + name));
    }
}

static bool IsPe(byte[] file) => file is [(byte)'M', (byte)'Z', ..];

static bool IsElf(byte[] file) => file is [0x7F, (byte)'E', (byte)'L', (byte)'F', ..];

using System.Buffers.Binary;
using Go.Compiler.Tests.Link;

namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// Every sample builds from its project file and gives its expected output, also under the collector's and scheduler's stress settings.
/// </summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (string folder in Directory.GetDirectories(Path.Combine(Repository.Root, "samples")).Order(StringComparer.Ordinal))
            {
                data.Add(Path.GetFileName(folder));
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_gives_its_expected_output(string name)
    {
        string folder = Path.Combine(Repository.Root, "samples", name);
        CommandResult.Dotnet(folder, "build", "--nologo", "-v:q").Expect(0);
        string expected = File.ReadAllText(Path.Combine(folder, "expected.txt"));
        foreach ((string variable, string value) in ((string, string)[])[("GOGC", "100"), ("GOGC", "1"), ("GODEBUG", "gcstoptheworld=1"),
            ("GOMAXPROCS", "1"), ("GOMAXPROCS", "4")])
        {
            CommandResult result = CommandResult.Run(Path.Combine(folder, "bin", "Debug", name), [], folder,
                new Dictionary<string, string> { [variable] = value }, TimeSpan.FromSeconds(180));
            Assert.True(result.ExitCode == 0 && result.Output == expected,
                $"{name} with {variable}={value}: exit code {result.ExitCode}\n{result.Output}\n{result.Error}");
        }
        byte[] program = File.ReadAllBytes(Path.Combine(folder, "bin", "Debug", name));
        Assert.Empty(new RuntimeTables(program).Check());
        AssertIsStatic(program);
    }

    /// <summary>The sample of four modules, from a proxy that its project makes: restored, and published without another restore.</summary>
    [Fact]
    public void Service_is_restored_and_published_with_its_modules()
    {
        using var output = new ProjectFolder();
        string folder = Path.Combine(Repository.Root, "samples", "service");
        output.Write("other.yaml", "name: other\ngreeting: read from a file\ntags:\n  - one\n");
        CommandResult restored = CommandResult.Dotnet(folder, "restore", "-v:n").Expect(0);
        Assert.Matches("Go modules (restored: 4|are up to date)", restored.Output);
        CommandResult.Dotnet(folder, "publish", "--no-restore", "--nologo", "-v:q", "-o", Path.Combine(output.Root, "out")).Expect(0);
        CommandResult result = CommandResult.Run(Path.Combine(output.Root, "out", "service"), ["--config=other.yaml"], output.Root,
            new Dictionary<string, string>(), TimeSpan.FromSeconds(60));
        Assert.Equal((0, "GET /: 200 other: read from a file (1 tags)"), (result.ExitCode, result.Output.Split('\n')[0]));
    }

    /// <summary>An ELF executable for x86-64 that needs neither a program loader (PT_INTERP) nor libraries (PT_DYNAMIC).</summary>
    private static void AssertIsStatic(byte[] program)
    {
        Assert.Equal([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1], program[..7]);
        Assert.Equal((2, 62), (BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(16)),
            BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(18))));
        int headers = checked((int)BinaryPrimitives.ReadInt64LittleEndian(program.AsSpan(32)));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(54)),
            count = BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(56));
        var kinds = new List<uint>();
        for (int i = 0; i < count; i++)
        {
            kinds.Add(BinaryPrimitives.ReadUInt32LittleEndian(program.AsSpan(headers + i * size)));
        }
        const uint Load = 1, Dynamic = 2, Interpreter = 3;
        Assert.Contains(Load, kinds);
        Assert.DoesNotContain(Dynamic, kinds);
        Assert.DoesNotContain(Interpreter, kinds);
    }
}

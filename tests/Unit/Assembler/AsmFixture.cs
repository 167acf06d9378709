using System.Text;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Arch.Arm64;
using Go.Compiler.Assembler;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Assembler;

/// <summary>Assembles sources given as text.</summary>
internal sealed class AsmFixture
{
    private static readonly Amd64AsmDialect s_amd64 = new(Amd64ThreadLocal.InFs);
    private static readonly Arm64AsmDialect s_arm64 = new();
    private readonly SourceFileTable _table = new();
    private readonly Dictionary<string, string> _includes = [];

    public bool IsArm64 { get; init; }

    /// <summary>Of amd64 on systems other than the first.</summary>
    public Amd64ThreadLocal? ThreadLocal { get; init; }
    public string Package { get; init; } = "p";
    public string[] Defines { get; init; } = [];
    public string GoAsmHeader { get; init; } = "";
    public string[] StackMaps { get; init; } = [];
    public bool AbiSelectors { get; init; }
    public bool IsDynamicLink { get; init; }
    public DiagnosticSink Sink { get; } = new();

    public AsmFixture Include(string name, string text)
    {
        _includes[name] = text;
        return this;
    }

    private IAsmDialect Dialect => IsArm64 ? s_arm64 : ThreadLocal is null ? s_amd64 : new Amd64AsmDialect(ThreadLocal);

    private AssemblerOptions Options => new()
    {
        PackagePath = Package, Defines = Defines, GoAsmHeader = GoAsmHeader, AllowAbiSelectors = AbiSelectors, IsDynamicLink = IsDynamicLink,
        CompilerStackMaps = new HashSet<string>(StackMaps),
        FindInclude = name => _includes.TryGetValue(name, out string? text) ? _table.Add(name, name, Encoding.UTF8.GetBytes(text)) : null,
    };

    public ObjectFile Assemble(params string[] sources)
    {
        var output = new ObjectFile { PackagePath = Package };
        Go.Compiler.Assembler.Assembler.Assemble(Files(sources), Dialect, IsArm64 ? Arm64Facts.Abi : Amd64Facts.Abi, Options, output, Sink);
        return output;
    }

    public AssemblySymbols Scan(params string[] sources) => AssemblySymbols.Scan(Files(sources), Dialect, Options, Sink);

    private List<SourceFile> Files(string[] sources)
        => [.. sources.Select((text, i) => _table.Add($"f{i}.s", $"f{i}.s", Encoding.UTF8.GetBytes(text)))];

    /// <summary>The object as text, after checking that there were no errors.</summary>
    public static string Print(string source) => new AsmFixture().PrintAll(source);

    public string PrintAll(string source)
    {
        ObjectFile output = Assemble(source);
        Assert.Equal("", Errors());
        Assert.Empty(ObjectVerifier.Verify(output));
        string text = ObjectPrinter.Print(output);
        return text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].TrimEnd();
    }

    /// <summary>Bytes in hex of the statements, in a function without frame or check.</summary>
    public static string Encode(string statements, bool isArm64 = false)
    {
        var fixture = new AsmFixture { IsArm64 = isArm64 };
        ObjectFile output = fixture.Assemble($"TEXT ·f(SB),4|512,$0\n{statements}\n");
        Assert.Equal("", fixture.Errors());
        return Convert.ToHexStringLower(output.Symbols[0].Data);
    }

    /// <summary>"file:line: code message" per finding.</summary>
    public string Errors()
        => string.Join("\n", Sink.All.Select(d => $"{_table.Resolve(d.Pos).File}:{_table.Resolve(d.Pos).Line}: {d.Code} {d.Message}"));

    public static string ErrorsOf(string source, bool isArm64 = false)
    {
        var fixture = new AsmFixture { IsArm64 = isArm64 };
        fixture.Assemble(source);
        return fixture.Errors();
    }
}

using Go.Compiler.Code;
using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

using Code = Iced.Intel.Code;

/// <summary>How a mnemonic becomes bytes.</summary>
internal enum Amd64AsmAction : byte
{
    /// <summary>Operands choose one of the mnemonic's forms.</summary>
    Encode,
    /// <summary>Fixed bytes, no operands (prefixes included).</summary>
    Raw,
    Jump,
    Call,
    Return,
    /// <summary>BYTE, WORD, LONG, QUAD: the operand's bytes.</summary>
    Literal,
    /// <summary>No bytes; operands are allowed.</summary>
    Nop,
    /// <summary>ADJSP: moves SP down by the operand.</summary>
    AdjustSp,
    /// <summary>x87: fixed bytes; the operands are the two tops of the stack, F0 and F1.</summary>
    StackTops,
    /// <summary>Known to the original, but not to the processor in 64-bit mode.</summary>
    Illegal,
    /// <summary>Known to the original, which has no encoding of it.</summary>
    Refused,
}

[Flags]
internal enum Amd64AsmTraits : ushort
{
    None = 0,
    /// <summary>Operands are in Intel's order already (compares).</summary>
    IntelOrder = 1,
    /// <summary>The immediate is written last but is the last operand of the manual too: source, destination, immediate.</summary>
    ImmediateLast = 2,
    /// <summary>The first operand is X0, which the encoding implies.</summary>
    ImpliedX0 = 4,
    /// <summary>Operands may be exchanged.</summary>
    Symmetric = 8,
    /// <summary>The memory operand is 16, 32 or 64 bytes wide although no register says so.</summary>
    Wide16 = 16, Wide32 = 32, Wide64 = 64,
    /// <summary>Reads but does not write its last operand.</summary>
    ReadsLast = 128,
    /// <summary>
    /// A 32-bit immediate of its form for 32-bit registers is zero-extended, so negative values need another form (MOVQ).
    /// </summary>
    ZeroExtends = 256,
    /// <summary>x87: operands name the top of the stack, which forms with a single operand imply.</summary>
    NamesTop = 512,
    /// <summary>Has no forms for MMX registers.</summary>
    NoMmx = 1024,
    /// <summary>An 8-bit immediate is unsigned.</summary>
    UnsignedByte = 2048,
    /// <summary>The immediate has two bits.</summary>
    TwoBits = 4096,
}

/// <summary>One row of the mnemonic table.</summary>
internal sealed class Amd64AsmMnemonic(Amd64AsmAction action)
{
    public Amd64AsmAction Action { get; } = action;

    /// <summary>Iced's mnemonics whose forms are candidates.</summary>
    public Mnemonic[] Family { get; init; } = [];

    /// <summary>The candidates in order of preference, where the usual order would choose another form than Go does.</summary>
    public Code[]? Codes { get; init; }

    /// <summary>Size in bytes of general registers; 0 = any.</summary>
    public int Size { get; init; }

    public Amd64AsmTraits Traits { get; init; }

    /// <summary>Raw: the bytes.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>Jump: its forms, the shortest first.</summary>
    public BranchForm[] Forms { get; init; } = [];

    /// <summary>Raw: the bytes before an 8-bit immediate, when the instruction may have one; empty = it may not.</summary>
    public byte[] ImmediateBytes { get; init; } = [];

    /// <summary>PUSH and POP of segment registers: bytes by register, where the processor has the instruction.</summary>
    public IReadOnlyDictionary<int, byte[]>? Segments { get; init; }

    /// <summary>Replaces the opcode of the form that is encoded: what no processor decodes in 64-bit mode has no form. 0 = none.</summary>
    public byte Opcode { get; init; }

    /// <summary>Bytes pushed (positive) or popped.</summary>
    public int StackDelta { get; init; }
}

/// <summary>Go's mnemonics of amd64. Immutable after construction.</summary>
internal sealed partial class Amd64AsmMnemonics
{
    /// <summary>Rows that no source can name: jumps and calls through a register or memory.</summary>
    public const string IndirectJump = "JMP*", IndirectCall = "CALL*";

    private static readonly string[] s_conditions = ["OS", "OC", "CS", "CC", "EQ", "NE", "LS", "HI", "MI", "PL", "PS", "PC", "LT", "GE",
        "LE", "GT"];

    // table: other names of conditional jumps (contract 9.4)
    private static readonly (string Alias, string Name)[] s_jumpAliases =
    [
        ("JA", "JHI"), ("JNBE", "JHI"), ("JAE", "JCC"), ("JNB", "JCC"), ("JNC", "JCC"), ("JHS", "JCC"), ("JB", "JCS"), ("JC", "JCS"),
        ("JNAE", "JCS"), ("JLO", "JCS"), ("JBE", "JLS"), ("JNA", "JLS"), ("JE", "JEQ"), ("JZ", "JEQ"), ("JNZ", "JNE"), ("JG", "JGT"),
        ("JNLE", "JGT"), ("JNL", "JGE"), ("JL", "JLT"), ("JNGE", "JLT"), ("JNG", "JLE"), ("JS", "JMI"), ("JNS", "JPL"), ("JO", "JOS"),
        ("JNO", "JOC"), ("JP", "JPS"), ("JPE", "JPS"), ("JNP", "JPC"), ("JPO", "JPC"),
    ];

    // table: instructions without operands
    private static readonly (string Name, string Bytes)[] s_raw =
    [
        ("LOCK", "f0"), ("REP", "f3"), ("REPN", "f2"), ("XACQUIRE", "f2"), ("XRELEASE", "f3"), ("UNDEF", "0f0b"), ("UD1", "0fb9"),
        ("UD2", "0f0b"), ("CPUID", "0fa2"), ("CLD", "fc"), ("STD", "fd"), ("CLC", "f8"), ("STC", "f9"), ("CMC", "f5"), ("CLI", "fa"),
        ("STI", "fb"), ("CLAC", "0f01ca"), ("STAC", "0f01cb"), ("HLT", "f4"), ("WAIT", "9b"), ("SYSCALL", "0f05"), ("SYSRET", "0f07"),
        ("SYSENTER", "0f34"), ("SYSENTER64", "480f34"), ("SYSEXIT", "0f35"), ("SYSEXIT64", "480f35"), ("RDTSC", "0f31"),
        ("RDTSCP", "0f01f9"), ("RDMSR", "0f32"), ("WRMSR", "0f30"), ("RDPMC", "0f33"), ("RDPKRU", "0f01ee"), ("WRPKRU", "0f01ef"),
        ("SWAPGS", "0f01f8"), ("INVD", "0f08"), ("WBINVD", "0f09"), ("CLTS", "0f06"), ("RSM", "0faa"), ("MONITOR", "0f01c8"),
        ("MWAIT", "0f01c9"), ("PAUSE", "f390"), ("MFENCE", "0faef0"), ("LFENCE", "0faee8"), ("SFENCE", "0faef8"), ("XGETBV", "0f01d0"),
        ("XSETBV", "0f01d1"), ("XEND", "0f01d5"), ("XTEST", "0f01d6"), ("ENDBR64", "f30f1efa"), ("EMMS", "0f77"), ("LAHF", "9f"),
        ("SAHF", "9e"), ("XLAT", "d7"), ("ICEBP", "f1"), ("CBW", "6698"), ("CWDE", "98"), ("CDQE", "4898"), ("CWD", "6699"), ("CDQ", "99"),
        ("CQO", "4899"), ("IRETL", "cf"), ("POPAW", "6661"), ("PUSHAW", "6660"), ("IRETQ", "48cf"), ("IRETW", "66cf"), ("LEAVEQ", "c9"),
        ("LEAVEW", "66c9"), ("VZEROUPPER", "c5f877"), ("VZEROALL", "c5fc77"), ("INB", "ec"), ("INW", "66ed"), ("INL", "ed"), ("OUTB", "ee"),
        ("OUTW", "66ef"), ("OUTL", "ef"), ("MOVSB", "a4"), ("MOVSW", "66a5"), ("MOVSL", "a5"), ("MOVSQ", "48a5"), ("CMPSB", "a6"),
        ("CMPSW", "66a7"), ("CMPSL", "a7"), ("CMPSQ", "48a7"), ("STOSB", "aa"), ("STOSW", "66ab"), ("STOSL", "ab"), ("STOSQ", "48ab"),
        ("LODSB", "ac"), ("LODSW", "66ad"), ("LODSL", "ad"), ("LODSQ", "48ad"), ("SCASB", "ae"), ("SCASW", "66af"), ("SCASL", "af"),
        ("SCASQ", "48af"), ("INSB", "6c"), ("INSW", "666d"), ("INSL", "6d"), ("OUTSB", "6e"), ("OUTSW", "666f"), ("OUTSL", "6f"),
        ("F2XM1", "d9f0"), ("FABS", "d9e1"), ("FCHS", "d9e0"), ("FCLEX", "dbe2"), ("FCOS", "d9ff"), ("FDECSTP", "d9f6"),
        ("FINCSTP", "d9f7"), ("FINIT", "dbe3"), ("FLD1", "d9e8"), ("FLDL2E", "d9ea"), ("FLDL2T", "d9e9"), ("FLDLG2", "d9ec"),
        ("FLDLN2", "d9ed"), ("FLDPI", "d9eb"), ("FLDZ", "d9ee"), ("FNOP", "d9d0"), ("FPATAN", "d9f3"), ("FPREM", "d9f8"),
        ("FPREM1", "d9f5"), ("FPTAN", "d9f2"), ("FRNDINT", "d9fc"), ("FSCALE", "d9fd"), ("FSIN", "d9fe"), ("FSINCOS", "d9fb"),
        ("FSQRT", "d9fa"), ("FTST", "d9e4"), ("FXAM", "d9e5"), ("FXTRACT", "d9f4"), ("FYL2X", "d9f1"), ("FYL2XP1", "d9f9"),
    ];

    // table: what is only encoded outside 64-bit mode
    private static readonly string[] s_illegal =
        ["AAA", "AAD", "AAM", "AAS", "ARPL", "BOUNDL", "DAA", "DAS", "INTO", "LEAVEL", "POPAL", "POPFL", "PUSHAL", "PUSHFL"];

    // table: names without an encoding
    private static readonly string[] s_refused =
        ["ENTER", "FFREE", "VCVTSD2USI", "VCVTSS2USI", "VCVTTSD2USI", "VCVTTSS2USI", "VCVTUSI2SD", "VCVTUSI2SS", "VFPCLASSPD",
            "VFPCLASSPS"];

    // table: a port as an immediate
    private static readonly (string Name, string Bytes)[] s_ports = [("INB", "e4"), ("INW", "66e5"), ("INL", "e5"), ("OUTB", "e6"),
        ("OUTW", "66e7"), ("OUTL", "e7")];

    private readonly Dictionary<string, Amd64AsmMnemonic> _byName = new(2048, StringComparer.Ordinal);

    public Amd64AsmMnemonics()
    {
        foreach ((string name, Mnemonic mnemonic) in s_direct)
        {
            _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Encode) { Family = [mnemonic] };
        }
        AddRaw();
        AddSized();
        AddRenamed();
        AddConditions();
        AddMoves();
        AddStack();
        AddWide();
        AddX87();
        AddImmediates();
        foreach (string name in s_illegal)
        {
            _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Illegal);
        }
        foreach (string name in s_refused)
        {
            _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Refused);
        }
    }

    public Amd64AsmMnemonic? Find(string name) => _byName.GetValueOrDefault(name);

    private void AddRaw()
    {
        foreach ((string name, string hex) in s_raw)
        {
            _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Raw) { Bytes = Convert.FromHexString(hex) };
        }
        foreach ((string name, string hex) in s_ports)
        {
            _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Raw) { Bytes = _byName[name].Bytes,
                ImmediateBytes = Convert.FromHexString(hex) };
        }
        foreach (string name in (string[])["BYTE", "WORD", "LONG", "QUAD"])
        {
            _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Literal) { Size = name switch { "BYTE" => 1, "WORD" => 2, "LONG" => 4,
                _ => 8 } };
        }
        _byName["ADJSP"] = new Amd64AsmMnemonic(Amd64AsmAction.AdjustSp);
        _byName["NOP"] = new Amd64AsmMnemonic(Amd64AsmAction.Nop);
    }

    private void Add(string name, Code[] codes, int stackDelta = 0, Amd64AsmTraits traits = 0)
        => _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Encode) { Codes = codes, StackDelta = stackDelta, Traits = traits };

    private void Add(string name, Mnemonic family, int size = 0, Amd64AsmTraits traits = 0)
        => _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Encode) { Family = [family], Size = size, Traits = traits };

    private void AddSizes(string name, string sizes, Mnemonic family, Amd64AsmTraits traits = 0)
    {
        foreach (char size in sizes)
        {
            Add(name + size, family, size switch { 'B' => 1, 'W' => 2, 'L' => 4, 'Q' => 8, _ => throw Diagnostics.Unexpected.Value(size) },
                traits);
        }
    }

    private void AddConditions()
    {
        Mnemonic[] set = [Mnemonic.Seto, Mnemonic.Setno, Mnemonic.Setb, Mnemonic.Setae, Mnemonic.Sete, Mnemonic.Setne, Mnemonic.Setbe,
            Mnemonic.Seta,
            Mnemonic.Sets, Mnemonic.Setns, Mnemonic.Setp, Mnemonic.Setnp, Mnemonic.Setl, Mnemonic.Setge, Mnemonic.Setle, Mnemonic.Setg];
        Mnemonic[] move = [Mnemonic.Cmovo, Mnemonic.Cmovno, Mnemonic.Cmovb, Mnemonic.Cmovae, Mnemonic.Cmove, Mnemonic.Cmovne,
            Mnemonic.Cmovbe, Mnemonic.Cmova,
            Mnemonic.Cmovs, Mnemonic.Cmovns, Mnemonic.Cmovp, Mnemonic.Cmovnp, Mnemonic.Cmovl, Mnemonic.Cmovge, Mnemonic.Cmovle,
            Mnemonic.Cmovg];
        for (int i = 0; i < 16; i++)
        {
            string condition = s_conditions[i];
            Add("SET" + condition, set[i], 1);
            Add("CMOVW" + condition, move[i], 2);
            Add("CMOVL" + condition, move[i], 4);
            Add("CMOVQ" + condition, move[i], 8);
            AddJump("J" + condition, Amd64BranchForm.Conditional(i));
        }
        foreach ((string alias, string name) in s_jumpAliases)
        {
            _byName[alias] = _byName[name];
        }
        AddJump("JMP", Amd64BranchForm.Plain);
        AddJump("XBEGIN", [new Amd64BranchForm([0xc7, 0xf8], isLong: true)]);
        foreach ((string name, string opcode) in (ReadOnlySpan<(string, string)>)[("LOOP", "e2"), ("LOOPEQ", "e1"), ("LOOPNE", "e0"),
            ("JCXZQ", "e3"), ("JCXZW", "e3"), ("JCXZL", "67e3")])
        {
            AddJump(name, [new Amd64BranchForm(Convert.FromHexString(opcode), isLong: false)]);
        }
        _byName["CALL"] = new Amd64AsmMnemonic(Amd64AsmAction.Call);
        _byName["RET"] = new Amd64AsmMnemonic(Amd64AsmAction.Return);
    }

    private void AddJump(string name, BranchForm[] forms) => _byName[name] = new Amd64AsmMnemonic(Amd64AsmAction.Jump) { Forms = forms };
}

using Go.Compiler.Backend;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Condition codes as encoded in Jcc, SETcc and CMOVcc.</summary>
internal enum Amd64Condition : byte
{
    Overflow, NotOverflow, Below, AboveOrEqual, Equal, NotEqual, BelowOrEqual, Above, Sign, NotSign, Parity, NotParity, Less,
    GreaterOrEqual, LessOrEqual, Greater,
}

/// <summary>Two-operand integer operations, as encoded.</summary>
internal enum Amd64Alu : byte { Add, Or, Adc, Sbb, And, Sub, Xor, Cmp }

/// <summary>Shifts and rotates, as encoded.</summary>
internal enum Amd64Shift : byte { Rol, Ror, Rcl, Rcr, Shl, Shr, Sar = 7 }

/// <summary>One-operand operations of opcode F7, as encoded; multiplications and divisions use DX:AX.</summary>
internal enum Amd64Unary : byte { Not = 2, Neg, Mul, Imul, Div, Idiv }

/// <summary>Bit tests, as encoded in 0F BA.</summary>
internal enum Amd64BitTest : byte { Bt = 4, Bts, Btr, Btc }

/// <summary>Operations of the shape 0F xx reg, r/m on integers.</summary>
internal enum Amd64Bits : byte { Bsf = 0xBC, Bsr = 0xBD, Imul = 0xAF }

/// <summary>Scalar and packed floating-point operations: second opcode byte after 0F.</summary>
internal enum Amd64Float : byte { Sqrt = 0x51, And = 0x54, AndNot = 0x55, Or = 0x56, Xor = 0x57, Add = 0x58, Mul = 0x59, Sub = 0x5C,
    Min = 0x5D, Div = 0x5E, Max = 0x5F }

/// <summary>
/// A memory operand: <c>base + index * scale + displacement</c>, or a symbol relative to the program counter, or a displacement from the
/// thread pointer. Registers may be numbered 0..31; only the low four bits count.
/// </summary>
internal readonly struct Amd64Memory
{
    public const int None = -1;

    private Amd64Memory(int @base, int index, int scale, int displacement, CodeTarget target, bool isSymbol, byte segment,
        bool isThreadLocal)
    {
        Base = @base;
        Index = index;
        Scale = scale;
        Displacement = displacement;
        Target = target;
        IsSymbol = isSymbol;
        SegmentPrefix = segment;
        IsThreadLocal = isThreadLocal;
    }

    public int Base { get; }
    public int Index { get; }
    public int Scale { get; }

    /// <summary>For symbols: the offset from the symbol.</summary>
    public int Displacement { get; }
    public CodeTarget Target { get; }
    public bool IsSymbol { get; }

    /// <summary>The prefix of the segment that the address counts from; 0: none.</summary>
    public byte SegmentPrefix { get; }

    /// <summary>The word of thread-local storage that holds g, or one at a displacement from there; its offset is relocated.</summary>
    public bool IsThreadLocal { get; }

    public static Amd64Memory At(int register, int displacement = 0) => new(register, None, 1, displacement, default, false, 0, false);

    /// <summary><paramref name="register"/> may be <see cref="None"/>.</summary>
    public static Amd64Memory Indexed(int register, int index, int scale, int displacement = 0)
        => new(register, index, scale, displacement, default, false, 0, false);

    public static Amd64Memory Symbol(CodeTarget target, int offset = 0) => new(None, None, 1, offset, target, true, 0, false);

    public static Amd64Memory ThreadLocalG(byte segment, int offset = 0) => new(None, None, 1, offset, default, false, segment, true);

    /// <summary>As far into a segment as a register says.</summary>
    public static Amd64Memory InSegment(byte segment, int register) => new(register, None, 1, 0, default, false, segment, false);

    /// <summary>The same place, further on.</summary>
    public Amd64Memory Plus(int bytes) => new(Base, Index, Scale, Displacement + bytes, Target, IsSymbol, SegmentPrefix, IsThreadLocal);
}

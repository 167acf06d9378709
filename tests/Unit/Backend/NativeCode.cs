using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.Platforms;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Pipeline;
using Go.Compiler.Tests.Ir;

namespace Go.Compiler.Tests.Backend;

/// <summary>
/// Go functions compiled and executed in this process. Code and data stand in one mapping; calls of runtime helpers stop at a stub. A
/// trampoline goes from the system's calling convention to Go's: integer and float argument registers, a g whose stack never overflows, a
/// zero X15.
/// </summary>
internal sealed unsafe class NativeCode : IDisposable
{
    private const int Size = 4 << 20, IntegerRegisters = 9, FloatRegisters = 15, GuardOffset = 16;

    // Layout of the call block: code, g, context, integers, floats.
    private const int IntegersAt = 24, FloatsAt = IntegersAt + 8 * IntegerRegisters, BlockSize = FloatsAt + 8 * FloatRegisters;
    private readonly byte* _memory;
    private int _used;
    private readonly Dictionary<string, long> _addresses = [];
    private readonly List<(long Place, CodeRelocation Relocation)> _pending = [];
    private readonly delegate* unmanaged<byte*, void> _trampoline;
    private readonly byte* _g;

    public NativeCode()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new PlatformNotSupportedException("runs amd64 code");
        }
        _memory = (byte*)Map(null, Size, 7, 0x22, -1, 0);
        _g = Reserve(512);
        _trampoline = (delegate* unmanaged<byte*, void>)Place(Trampoline());
        _addresses["runtime.writeBarrier"] = (long)Reserve(16);
    }

    [DllImport("libc", EntryPoint = "mmap")]
    private static extern nint Map(void* address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(void* address, nint length);

    public void Dispose() => Unmap(_memory, Size);

    /// <summary>Compiles all functions of a package <c>p</c>; every register allocation is proved.</summary>
    public static NativeCode Of(string source, bool optimize = true)
    {
        var code = new NativeCode();
        IReadOnlyList<SsaFunction> functions = Ssa(source, optimize);
        var generator = Amd64Machine.New(BuiltPackage.Layout, Amd64ThreadLocal.InFs, verify: true);
        foreach (SsaFunction f in functions)
        {
            code.Add(generator.Generate(f));
        }
        code.Link();
        return code;
    }

    public static IReadOnlyList<SsaFunction> Ssa(string source, bool optimize = true)
    {
        Compiler.Ir.IrPackage package = BuiltPackage.From(source);
        var sink = new DiagnosticSink();
        var environment = new SsaEnvironment(package.Package, BuiltPackage.Layout, SupportedPlatforms.LinuxAmd64) { Optimize = optimize };
        var builder = new SsaPackageBuilder(environment, f => package.Functions.FirstOrDefault(x => x.Object == f),
            sink) { Switches = new Passes.PassSwitches { Verify = true } };
        builder.Add(package);
        IReadOnlyList<SsaFunction> functions = builder.Run();
        Assert.False(sink.HasErrors);
        return functions;
    }

    public void Add(CompiledFunction function)
    {
        byte* place = Place(function.Code);
        _addresses[function.Source.Symbol.Name] = (long)place;
        for (int t = 0; t < function.JumpTables.Count; t++)
        {
            int[] pcs = function.JumpTables[t];
            var table = (long*)Reserve(8 * pcs.Length);
            for (int i = 0; i < pcs.Length; i++)
            {
                table[i] = (long)place + pcs[i];
            }
            _addresses[CompiledFunction.JumpTableName(function.Source.Symbol.Name, t)] = (long)table;
        }
        foreach (CodeRelocation r in function.Relocations)
        {
            if (r.Kind != RelocationKind.IndirectCall)
            {
                _pending.Add(((long)place + r.Offset, r));
            }
        }
    }

    public void Link()
    {
        foreach ((long place, CodeRelocation r) in _pending)
        {
            long target = AddressOf(r.Target);
            BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>((byte*)place, 4), checked((int)(target + r.Addend - (place + 4))));
        }
        _pending.Clear();
    }

    private long AddressOf(CodeTarget target)
    {
        string name = target.Data switch
        {
            null => target.Symbol.Name,
            NamedSymbol n => n.Name,
            FuncValueSymbol f => f.Function.Name + "·f",
            StringSymbol s => "string:" + Convert.ToHexString(s.Bytes),
            ConstantDataSymbol c => "data:" + Convert.ToHexString(c.Bytes),
            DataSymbol other => other.ToString(),
        };
        if (_addresses.TryGetValue(name, out long address))
        {
            return address;
        }
        address = target.Data switch
        {
            // A missing function stops the process where it is called.
            null => (long)Place([0x0F, 0x0B]),
            StringSymbol s => (long)Place(s.Bytes),
            ConstantDataSymbol c => (long)Place(c.Bytes),
            _ => (long)Reserve(1 << 12),
        };
        if (target.Data is FuncValueSymbol function)
        {
            *(long*)address = AddressOf(new CodeTarget(new SymbolKey(function.Function.Name, SymbolAbi.Internal), null));
        }
        _addresses.Add(name, address);
        return address;
    }

    private byte* Reserve(int size)
    {
        byte* at = _memory + _used;
        _used = (_used + size + 31) & ~31;
        return _used <= Size ? at : throw new InvalidOperationException("code area is full");
    }

    private byte* Place(ReadOnlySpan<byte> bytes)
    {
        byte* at = Reserve(bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        return at;
    }

    /// <summary>RDI: the call block. Results are stored back over the arguments.</summary>
    private static byte[] Trampoline()
    {
        var w = new Amd64InstructionWriter();
        ReadOnlySpan<byte> saved = [3, 5, 12, 13, 14, 15];
        foreach (byte r in saved)
        {
            w.Push(r);
        }
        w.Push(7);
        w.AluConstant(Amd64Alu.Sub, 8, 4, 1024);
        w.Move(8, 12, 7);
        w.Load(8, 14, Amd64Memory.At(12, 8));
        w.Load(8, 2, Amd64Memory.At(12, 16));
        for (int i = 0; i < FloatRegisters; i++)
        {
            w.LoadFloat(8, 16 + i, Amd64Memory.At(12, FloatsAt + 8 * i));
        }
        for (int i = 0; i < IntegerRegisters; i++)
        {
            w.Load(8, Amd64Registers.Roles.IntegerArguments[i], Amd64Memory.At(12, IntegersAt + 8 * i));
        }
        w.ClearVector(31);
        w.CallMemory(Amd64Memory.At(12));
        w.AluConstant(Amd64Alu.Add, 8, 4, 1024);
        w.Pop(12);
        for (int i = 0; i < FloatRegisters; i++)
        {
            w.StoreFloat(8, Amd64Memory.At(12, FloatsAt + 8 * i), 16 + i);
        }
        for (int i = 0; i < IntegerRegisters; i++)
        {
            w.Store(8, Amd64Memory.At(12, IntegersAt + 8 * i), Amd64Registers.Roles.IntegerArguments[i]);
        }
        for (int i = saved.Length - 1; i >= 0; i--)
        {
            w.Pop(saved[i]);
        }
        w.Return();
        return w.Finish();
    }

    /// <summary>Calls a function with integer and float argument registers; returns all result registers.</summary>
    public (long[] Integers, double[] Floats) Call(string function, long[] integers, double[]? floats = null)
    {
        byte* block = stackalloc byte[BlockSize];
        new Span<byte>(block, BlockSize).Clear();
        ((long*)block)[0] = _addresses[function];
        ((long*)block)[1] = (long)_g;
        integers.CopyTo(new Span<long>(block + IntegersAt, IntegerRegisters));
        floats?.CopyTo(new Span<double>(block + FloatsAt, FloatRegisters));
        *(long*)(_g + GuardOffset) = 0;
        _trampoline(block);
        return (new Span<long>(block + IntegersAt, IntegerRegisters).ToArray(),
            new Span<double>(block + FloatsAt, FloatRegisters).ToArray());
    }

    /// <summary>The first integer result of a call with integers.</summary>
    public long Run(string function, params long[] arguments) => Call("p." + function, arguments).Integers[0];

    /// <summary>The first float result of a call with floats.</summary>
    public double RunFloat(string function, params double[] arguments) => Call("p." + function, [], arguments).Floats[0];

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}

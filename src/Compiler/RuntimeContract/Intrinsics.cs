using System.Collections.Frozen;
using Go.Compiler.Targets;

namespace Go.Compiler.RuntimeContract;

/// <summary>
/// Intrinsics by symbol name (contract 3.1, 3.2). Which of them a target has is its architecture's to say (<see cref="IntrinsicColumn"/>).
/// </summary>
internal static class Intrinsics
{
    private static readonly FrozenDictionary<string, Intrinsic> s_all = Make().ToFrozenDictionary();

    /// <summary>The intrinsic of that name; null when there is none, or the target has it not.</summary>
    public static Intrinsic? Find(string symbol, IntrinsicColumn of) => s_all.TryGetValue(symbol, out Intrinsic i) && of.Has(i) ? i : null;

    private static Dictionary<string, Intrinsic> Make()
    {
        var all = new Dictionary<string, Intrinsic>
        {
            ["internal/abi.EscapeNonString"] = Intrinsic.EscapeNonString, ["runtime.getg"] = Intrinsic.GetG,
            ["internal/runtime/sys.GetCallerPC"] = Intrinsic.GetCallerPc, ["internal/runtime/sys.GetCallerSP"] = Intrinsic.GetCallerSp,
            ["internal/runtime/sys.GetClosurePtr"] = Intrinsic.GetClosurePtr, ["internal/abi.FuncPCABI0"] = Intrinsic.FuncPcAbi0,
            ["internal/abi.FuncPCABIInternal"] = Intrinsic.FuncPcAbiInternal,
            ["crypto/internal/constanttime.boolToUint8"] = Intrinsic.BoolToUint8, ["runtime.KeepAlive"] = Intrinsic.KeepAlive,
            ["internal/runtime/sys.Prefetch"] = Intrinsic.Prefetch, ["internal/runtime/sys.PrefetchStreamed"] = Intrinsic.PrefetchStreamed,
            ["math.sqrt"] = Intrinsic.Sqrt, ["math.Sqrt"] = Intrinsic.Sqrt, ["math.Abs"] = Intrinsic.Abs,
            ["math.Copysign"] = Intrinsic.CopySign,
            ["math.Floor"] = Intrinsic.Floor, ["math.Ceil"] = Intrinsic.Ceil, ["math.Trunc"] = Intrinsic.Trunc,
            ["math.RoundToEven"] = Intrinsic.RoundToEven, ["math.FMA"] = Intrinsic.FusedMultiplyAdd,
            ["math/bits.OnesCount16"] = Intrinsic.OnesCount16, ["math/bits.OnesCount32"] = Intrinsic.OnesCount32,
            ["math/bits.OnesCount64"] = Intrinsic.OnesCount64, ["math/bits.OnesCount"] = Intrinsic.OnesCount64,
            ["internal/runtime/sys.OnesCount64"] = Intrinsic.OnesCount64, ["math.Float64bits"] = Intrinsic.Float64Bits,
            ["math.Float64frombits"] = Intrinsic.Float64FromBits, ["math.Float32bits"] = Intrinsic.Float32Bits,
            ["math.Float32frombits"] = Intrinsic.Float32FromBits, ["internal/runtime/math.Add64"] = Intrinsic.AddCarry64,
            ["internal/runtime/math.Mul64"] = Intrinsic.MulWide64, ["internal/runtime/math.MulUintptr"] = Intrinsic.MulUintptr,
            ["math/bits.Add64"] = Intrinsic.AddCarry64, ["math/bits.Add"] = Intrinsic.AddCarry64,
            ["math/bits.Sub64"] = Intrinsic.SubBorrow64, ["math/bits.Sub"] = Intrinsic.SubBorrow64,
            ["math/bits.Mul64"] = Intrinsic.MulWide64, ["math/bits.Mul"] = Intrinsic.MulWide64,
            ["math/bits.RotateLeft8"] = Intrinsic.RotateLeft8, ["math/bits.RotateLeft16"] = Intrinsic.RotateLeft16,
            ["math/bits.RotateLeft32"] = Intrinsic.RotateLeft32, ["math/bits.RotateLeft64"] = Intrinsic.RotateLeft64,
            ["math/bits.RotateLeft"] = Intrinsic.RotateLeft64, ["math/bits.ReverseBytes16"] = Intrinsic.ByteSwap16,
            ["math/bits.ReverseBytes32"] = Intrinsic.ByteSwap32, ["math/bits.ReverseBytes64"] = Intrinsic.ByteSwap64,
            ["math/bits.ReverseBytes"] = Intrinsic.ByteSwap64, ["internal/runtime/sys.Bswap32"] = Intrinsic.ByteSwap32,
            ["internal/runtime/sys.Bswap64"] = Intrinsic.ByteSwap64,
        };
        foreach ((string package, bool hasPlain) in new[] { ("math/bits.", true), ("internal/runtime/sys.", false) })
        {
            all[package + "TrailingZeros8"] = Intrinsic.TrailingZeros8;
            all[package + "TrailingZeros32"] = Intrinsic.TrailingZeros32;
            all[package + "TrailingZeros64"] = Intrinsic.TrailingZeros64;
            all[package + "Len8"] = Intrinsic.Length8;
            all[package + "Len64"] = Intrinsic.Length64;
            if (hasPlain)
            {
                all[package + "TrailingZeros16"] = Intrinsic.TrailingZeros16;
                all[package + "TrailingZeros"] = Intrinsic.TrailingZeros64;
                all[package + "Len16"] = Intrinsic.Length16;
                all[package + "Len32"] = Intrinsic.Length32;
                all[package + "Len"] = Intrinsic.Length64;
            }
        }
        AddAtomics(all);
        return all;
    }

    private static void AddAtomics(Dictionary<string, Intrinsic> all)
    {
        const string p = "internal/runtime/atomic.";
        foreach ((string name, Intrinsic op) in new[]
        {
            ("Load", Intrinsic.Load32), ("Load8", Intrinsic.Load8), ("Load64", Intrinsic.Load64), ("Loadp", Intrinsic.LoadPointer),
            ("LoadAcq", Intrinsic.Load32), ("LoadAcq64", Intrinsic.Load64), ("LoadAcquintptr", Intrinsic.Load64),
            ("Loadint32", Intrinsic.Load32), ("Loadint64", Intrinsic.Load64), ("Loaduint", Intrinsic.Load64),
            ("Loaduintptr", Intrinsic.Load64), ("Store", Intrinsic.Store32), ("Store8", Intrinsic.Store8), ("Store64", Intrinsic.Store64),
            ("StoreRel", Intrinsic.Store32), ("StoreRel64", Intrinsic.Store64), ("StoreReluintptr", Intrinsic.Store64),
            ("Storeint32", Intrinsic.Store32), ("Storeint64", Intrinsic.Store64), ("Storeuintptr", Intrinsic.Store64),
            ("StorepNoWB", Intrinsic.Store64), ("Xadd", Intrinsic.Add32), ("Xaddint32", Intrinsic.Add32), ("Xadd64", Intrinsic.Add64),
            ("Xaddint64", Intrinsic.Add64), ("Xadduintptr", Intrinsic.Add64), ("Xchg8", Intrinsic.Exchange8),
            ("Xchg", Intrinsic.Exchange32), ("Xchgint32", Intrinsic.Exchange32), ("Xchg64", Intrinsic.Exchange64),
            ("Xchgint64", Intrinsic.Exchange64), ("Xchguintptr", Intrinsic.Exchange64), ("Cas", Intrinsic.CompareExchange32),
            ("CasRel", Intrinsic.CompareExchange32), ("Casint32", Intrinsic.CompareExchange32), ("Cas64", Intrinsic.CompareExchange64),
            ("Casint64", Intrinsic.CompareExchange64), ("Casuintptr", Intrinsic.CompareExchange64), ("Casp1", Intrinsic.CompareExchange64),
            ("And8", Intrinsic.And8), ("And", Intrinsic.And32), ("Or8", Intrinsic.Or8), ("Or", Intrinsic.Or32),
            ("And32", Intrinsic.And32Old), ("And64", Intrinsic.And64Old), ("Anduintptr", Intrinsic.And64Old), ("Or32", Intrinsic.Or32Old),
            ("Or64", Intrinsic.Or64Old), ("Oruintptr", Intrinsic.Or64Old),
        })
        {
            all[p + name] = op;
        }
        foreach ((string type, bool wide) in new[] { ("Int32", false), ("Uint32", false), ("Int64", true), ("Uint64", true),
            ("Uintptr", true) })
        {
            const string s = "sync/atomic.";
            all[s + "Load" + type] = wide ? Intrinsic.Load64 : Intrinsic.Load32;
            all[s + "Store" + type] = wide ? Intrinsic.Store64 : Intrinsic.Store32;
            all[s + "Add" + type] = wide ? Intrinsic.Add64 : Intrinsic.Add32;
            all[s + "Swap" + type] = wide ? Intrinsic.Exchange64 : Intrinsic.Exchange32;
            all[s + "CompareAndSwap" + type] = wide ? Intrinsic.CompareExchange64 : Intrinsic.CompareExchange32;
            all[s + "And" + type] = wide ? Intrinsic.And64Old : Intrinsic.And32Old;
            all[s + "Or" + type] = wide ? Intrinsic.Or64Old : Intrinsic.Or32Old;
        }
        all["sync/atomic.LoadPointer"] = Intrinsic.LoadPointer;
    }
}

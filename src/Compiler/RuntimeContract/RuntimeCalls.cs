using System.Collections.Frozen;
using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.RuntimeContract;

/// <summary>One function of package runtime that generated code calls.</summary>
/// <param name="Name">Without <c>runtime.</c>.</param>
/// <param name="EscapingParameters">Bit i: pointer scalar i may be kept in the heap.</param>
/// <param name="ReturnedParameters">Bit i: the first result may be pointer scalar i, or point into what it points to.</param>
/// <param name="LeakingContents">Bit i: what pointer scalar i points to may be copied to the heap.</param>
public sealed record RuntimeCall(string Name, IReadOnlyList<ScalarKind> Parameters, IReadOnlyList<ScalarKind> Results,
    ulong EscapingParameters, ulong LeakingContents, ulong ReturnedParameters, bool NoReturn)
{
    public string Symbol => RuntimeCalls.Prefix + Name;

    /// <summary>Its result is new memory, never nil.</summary>
    public bool IsAllocation => Name is "newobject" or "makeslice" || Name.StartsWith("mallocgc", StringComparison.Ordinal);
}

/// <summary>
/// Helpers that generated code calls, with flattened signatures (contract 4). Notation: p pointer that does not escape, P pointer that
/// does, D pointer whose contents do, R pointer that may be the first result, q 64-bit integer, i 32-bit, h 16-bit, b byte or bool, f
/// float32, d float64; results after '&gt;'; '!' marks functions that never return.
/// </summary>
public static class RuntimeCalls
{
    public const string Prefix = "runtime.";

    /// <summary>The itab of a dynamic type for an assertion's interface.</summary>
    public const string TypeAssert = "typeAssert";

    /// <summary>Variables of package runtime that generated code names (contract 3.3).</summary>
    public const string ZeroBase = Prefix + "zerobase", ZeroValue = Prefix + "zeroVal", StaticUint64s = Prefix + "staticuint64s";

    /// <summary>Size of <see cref="ZeroValue"/>: larger map elements need the fat access functions.</summary>
    public const int ZeroValueSize = 1024;

    private static readonly FrozenDictionary<string, RuntimeCall> s_calls = Parse(
        "newobject p>p", "mallocgc qpb>p", "makeslice pqq>p", "makeslice64 pqq>p", "makeslicecopy pqqD>p", "growslice Dqqqp>pqq",
        "growsliceBuf DqqqpRq>pqq", "moveSlice pDqq>pqq", "moveSliceNoScan qpqq>pqq", "moveSliceNoCap pDq>pqq",
        "moveSliceNoCapNoScan qpq>pqq", "panicdivide >!", "panicshift >!", "panicmakeslicelen >!", "panicmakeslicecap >!",
        "unreachableMethod >!", "panicwrap >!", "gopanic qP>!", "gorecover >qp", "printbool b>", "printfloat64 d>", "printfloat32 f>",
        "printint q>", "printhex q>", "printuint q>", "printcomplex128 dd>", "printcomplex64 ff>", "printstring pq>", "printquoted pq>",
        "printpointer p>", "printuintptr q>", "printiface qp>", "printeface qp>", "printslice pqq>", "printnl >", "printsp >",
        "printlock >", "printunlock >", "concatstring2 Rpqpq>pq", "concatstring3 Rpqpqpq>pq", "concatstring4 Rpqpqpqpq>pq",
        "concatstring5 Rpqpqpqpqpq>pq", "concatstrings Rpqq>pq", "cmpstring pqpq>q", "intstring Rq>pq", "slicebytetostring Rpq>pq",
        "slicebytetostringtmp pq>pq", "slicerunetostring Rpqq>pq", "stringtoslicebyte Rpq>pqq", "stringtoslicerune Rpq>pqq",
        "slicecopy pqDqq>q", "decoderune pqq>iq", "countrunes pq>q", "convT pD>p", "convTnoptr pp>p", "convT16 h>p", "convT32 i>p",
        "convT64 q>p", "convTstring Pq>p", "convTslice Pqq>p", "assertE2I pp>p", "assertE2I2 pp>p", "panicdottypeE ppp>!",
        "panicdottypeI ppp>!", "panicnildottype p>!", "typeAssert pp>p", "interfaceSwitch pp>qp", "ifaceeq ppp>b", "efaceeq ppp>b",
        "panicrangestate q>!", "deferrangefunc >qp", "rand >q", "rand32 >i", "makemap64 pqp>p", "makemap pqp>p", "makemap_small >p",
        "mapaccess1 ppp>p", "mapaccess1_fast32 ppi>p", "mapaccess1_fast64 ppq>p", "mapaccess1_faststr pppq>p", "mapaccess1_fat pppp>p",
        "mapaccess2 ppp>pb", "mapaccess2_fast32 ppi>pb", "mapaccess2_fast64 ppq>pb", "mapaccess2_faststr pppq>pb", "mapaccess2_fat pppp>pb",
        "mapassign ppD>p", "mapassign_fast32 ppi>p", "mapassign_fast64 ppq>p", "mapassign_fast64ptr ppP>p", "mapassign_faststr ppPq>p",
        "mapdelete ppp>", "mapdelete_fast32 ppi>", "mapdelete_fast64 ppq>", "mapdelete_faststr pppq>", "mapIterStart ppp>",
        "mapIterNext p>", "mapclear pp>", "makechan64 pq>p", "makechan pq>p", "chanrecv1 pp>", "chanrecv2 pp>b", "chansend1 pD>",
        "closechan p>", "chanlen p>q", "chancap p>q", "selectnbsend pD>b", "selectnbrecv pp>bb", "selectgo pppqqb>qb", "block >!",
        "typedmemmove ppD>", "typedmemclr pp>", "typedslicecopy ppqDq>q", "memmove pDq>", "memclrNoHeapPointers pq>",
        "memclrHasPointers pq>", "memequal ppq>b", "memhash pqq>q", "strhash pq>q", "interhash pq>q", "nilinterhash pq>q", "f32hash pq>q",
        "f64hash pq>q", "c64hash pq>q", "c128hash pq>q", "panicunsafeslicelen >!", "panicunsafeslicenilptr >!", "panicunsafestringlen >!",
        "panicunsafestringnilptr >!", "complex128div dddd>dd", "mallocgcTinySC2 qpb>p", "mallocgcSmallNoScanSC2 qpb>p",
        "mallocgcSmallNoScanSC3 qpb>p", "mallocgcSmallNoScanSC4 qpb>p", "mallocgcSmallNoScanSC5 qpb>p", "mallocgcSmallNoScanSC6 qpb>p",
        "mallocgcSmallNoScanSC7 qpb>p", "mallocgcSmallScanNoHeaderSC1 qpb>p", "mallocgcSmallScanNoHeaderSC2 qpb>p",
        "mallocgcSmallScanNoHeaderSC3 qpb>p", "mallocgcSmallScanNoHeaderSC4 qpb>p", "mallocgcSmallScanNoHeaderSC5 qpb>p",
        "mallocgcSmallScanNoHeaderSC6 qpb>p", "mallocgcSmallScanNoHeaderSC7 qpb>p", "deferproc P>", "deferprocStack p>", "deferprocat PqP>",
        "newproc P>", "deferreturn >");

    /// <summary>The helper of that name; an unknown one is a compiler error.</summary>
    public static RuntimeCall Get(string name) => s_calls.TryGetValue(name, out RuntimeCall? call) ? call
        : throw Diagnostics.Unexpected.State("no runtime call " + name);

    /// <summary>
    /// The allocation of zeroed memory of a size class, or null where the runtime has none of its own for the size (contract 4.1).
    /// </summary>
    public static RuntimeCall? AllocationOf(long size, bool hasPointers)
    {
        if (size is <= 0 or > LargestSpecialSize)
        {
            return null;
        }
        int sizeClass = s_sizeClasses[(int)((size + 7) / 8)];
        return Get(hasPointers ? "mallocgcSmallScanNoHeaderSC" + sizeClass : size < TinySize ? "mallocgcTinySC2"
            : "mallocgcSmallNoScanSC" + sizeClass);
    }

    private const int LargestSpecialSize = 80, TinySize = 16;

    /// <summary>By words: the runtime's classes have 8, 16, 24, 32, 48, 64 and 80 bytes.</summary>
    private static readonly byte[] s_sizeClasses = [0, 1, 2, 3, 4, 5, 5, 6, 6, 7, 7];

    public static bool TryGet(string name, out RuntimeCall? call) => s_calls.TryGetValue(name, out call);

    private static FrozenDictionary<string, RuntimeCall> Parse(params ReadOnlySpan<string> rows)
    {
        var calls = new Dictionary<string, RuntimeCall>(rows.Length);
        foreach (string row in rows)
        {
            int space = row.IndexOf(' ');
            int arrow = row.IndexOf('>');
            string name = row[..space];
            bool noReturn = row.EndsWith('!');
            var parameters = new EntityList<ScalarKind>();
            ulong escaping = 0, leaking = 0, returned = 0;
            foreach (char c in row.AsSpan(space + 1, arrow - space - 1))
            {
                if (c == 'P')
                {
                    escaping |= 1UL << parameters.Count;
                }
                else if (c == 'D')
                {
                    leaking |= 1UL << parameters.Count;
                }
                else if (c == 'R')
                {
                    returned |= 1UL << parameters.Count;
                }
                parameters.Add(KindOf(c));
            }
            var results = new EntityList<ScalarKind>();
            foreach (char c in row.AsSpan(arrow + 1).TrimEnd('!'))
            {
                results.Add(KindOf(c));
            }
            calls.Add(name, new RuntimeCall(name, parameters, results, escaping, leaking, returned, noReturn));
        }
        return calls.ToFrozenDictionary();
    }

    private static ScalarKind KindOf(char c) => c switch
    {
        'p' or 'P' or 'D' or 'R' => ScalarKind.Pointer,
        'q' => ScalarKind.I64,
        'i' => ScalarKind.I32,
        'h' => ScalarKind.I16,
        'b' => ScalarKind.I8,
        'f' => ScalarKind.F32,
        'd' => ScalarKind.F64,
        _ => throw Diagnostics.Unexpected.Value(c),
    };
}

using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// Comparisons of strings with constants: the length first, then the bytes in words, which are immediate operands. Relies on targets that
/// read words at any address and whose memory is little-endian.
/// </summary>
internal sealed partial class SsaBuilder
{
    /// <summary>Bytes of a constant that are compared in words; longer ones are the runtime's.</summary>
    private const int MostConstantBytes = 32;

    /// <summary>Cases from which a switch looks at the length first, for all of them at once.</summary>
    private const int FewStringCases = 4;

    /// <summary>A word of a string's bytes.</summary>
    private readonly record struct StringWord(int Offset, ValueKind Kind);

    /// <summary>The words that cover n bytes. The last one may begin inside the one before: two loads of four bytes do for seven.</summary>
    private static EntityList<StringWord> WordsOf(int n)
    {
        var words = new EntityList<StringWord>();
        ValueKind kind = n >= 8 ? ValueKind.I64 : n >= 4 ? ValueKind.I32 : n >= 2 ? ValueKind.I16 : ValueKind.I8;
        int size = OpFacts.SizeOf(kind), at = 0;
        for (; at + size <= n; at += size)
        {
            words.Add(new StringWord(at, kind));
        }
        if (at < n)
        {
            words.Add(n == 3 ? new StringWord(2, ValueKind.I8) : new StringWord(n - size, kind));
        }
        return words;
    }

    /// <summary>A constant of a switch on a string, and where it leads.</summary>
    private readonly record struct StringCase(byte[] Text, Block Body, Pos Pos);

    private static long WordIn(byte[] text, StringWord word) => ScalarBits.In(text.AsSpan(word.Offset), word.Kind);

    private ValueId HasWord(ValueId data, byte[] text, StringWord word)
        => Emit(Op.Eq, ValueKind.I8, LoadScalar(data, word.Offset, word.Kind), Const(word.Kind, WordIn(text, word)));

    /// <summary>The bytes of a short constant string; null for all other values.</summary>
    private byte[]? ShortConstant(GoValue s)
        => IsConst(s[1], out long n) && n is > 0 and <= MostConstantBytes
            && _f[s[0]] is { Op: Op.GlobalAddress, AuxInt: 0, Aux: StringSymbol { Bytes: var bytes } } && bytes.Length == n ? bytes : null;

    private ValueId EqualsConstant(GoValue s, byte[] text)
    {
        Region region = BeginRegion();
        Block no = NewBlock(), join = NewBlock();
        int result = NewVariable(ValueKind.I8);
        ValueId test = Emit(Op.Eq, ValueKind.I8, s[1], ConstInt(text.Length));
        foreach (StringWord word in WordsOf(text.Length))
        {
            Block next = NewBlock();
            Branch(test, next, no);
            SealAndStart(next);
            test = HasWord(s[0], text, word);
        }
        WriteVariable(result, test);
        JumpTo(join);
        SealAndStart(no);
        WriteVariable(result, Const(ValueKind.I8, 0));
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(result);
    }

    /// <summary>A switch on a string whose cases are constants: by length, then by the first word, then by the others.</summary>
    private bool StringSwitch(IrSwitch s, Block[] bodies, Block otherwise)
    {
        if (s.Tag is null || !IsString(T(s.Tag.Type)) || !_env.Optimize)
        {
            return false;
        }
        var byLength = new SortedDictionary<int, EntityList<StringCase>>();
        int count = 0;
        for (int i = 0; i < bodies.Length; i++)
        {
            foreach (IrCase c in s.Clauses[i].Cases)
            {
                if (c.Constant is not StringConstant { Bytes: var text } || text.Length > MostConstantBytes)
                {
                    return false;
                }
                if (!byLength.TryGetValue(text.Length, out EntityList<StringCase>? list))
                {
                    byLength.Add(text.Length, list = []);
                }
                list.Add(new StringCase(text, bodies[i], c.Condition.Pos));
                count++;
            }
        }
        if (count < FewStringCases || IsDead)
        {
            return false;
        }
        GoValue tag = Read(PlaceOf(s.Tag));
        var lengths = new EntityList<SwitchCase>(byLength.Count);
        foreach (int length in byLength.Keys)
        {
            lengths.Add(new SwitchCase(length, NewBlock(), s.Pos));
        }
        if (!TryJumpTable(tag[1], ValueKind.I64, true, lengths, otherwise))
        {
            BinarySearch(tag[1], ValueKind.I64, true, lengths, 0, lengths.Count, otherwise);
        }
        int at = 0;
        foreach ((int length, EntityList<StringCase> cases) in byLength)
        {
            SealAndStart(lengths[at++].Body);
            _pos = s.Pos;
            ByWords(tag[0], cases, WordsOf(length), 0, otherwise);
        }
        return true;
    }

    /// <summary>Which of some constants of one length, equal in the words before, a string is.</summary>
    private void ByWords(ValueId data, EntityList<StringCase> cases, EntityList<StringWord> words, int first, Block otherwise)
    {
        if (first == words.Count)
        {
            JumpTo(cases[0].Body); // of equal ones, which instances may have, the first
            return;
        }
        StringWord word = words[first];
        var byWord = new SortedDictionary<long, EntityList<StringCase>>();
        foreach (StringCase c in cases)
        {
            long value = WordIn(c.Text, word);
            if (!byWord.TryGetValue(value, out EntityList<StringCase>? list))
            {
                byWord.Add(value, list = []);
            }
            list.Add(c);
        }
        bool isLast = first + 1 == words.Count;
        var values = new EntityList<SwitchCase>(byWord.Count);
        foreach ((long value, EntityList<StringCase> same) in byWord)
        {
            values.Add(new SwitchCase(value, isLast ? same[0].Body : NewBlock(), same[0].Pos));
        }
        BinarySearch(LoadScalar(data, word.Offset, word.Kind), word.Kind, true, values, 0, values.Count, otherwise);
        if (isLast)
        {
            return;
        }
        int at = 0;
        foreach (EntityList<StringCase> same in byWord.Values)
        {
            SealAndStart(values[at++].Body);
            _pos = same[0].Pos;
            ByWords(data, same, words, first + 1, otherwise);
        }
    }
}

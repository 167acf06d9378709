using Go.Compiler.Collections;

namespace Go.Compiler.Images.MachO;

/// <summary>
/// The words that the loader adds the distance to by which it moved the program: a program for a small machine with a segment and an
/// address as its state (mach-o/loader.h, REBASE_OPCODE).
/// </summary>
internal static class RebaseList
{
    private const int WordSize = 8;
    private const byte OpcodeMask = 0xF0, ImmediateMask = 0x0F, Pointer = 1;
    private const byte Done = 0x00, SetKind = 0x10, SetPlace = 0x20, Skip = 0x30, SkipWords = 0x40, RebaseFew = 0x50, RebaseMany = 0x60,
    RebaseAndSkip = 0x70, RebaseEvery = 0x80;

    /// <summary>Puts ascending places into as few bytes as runs of neighbours and equal steps allow.</summary>
    /// <param name="places">Index of the segment and offset in it.</param>
    public static byte[] Write(IReadOnlyList<(int Segment, ulong Offset)> places)
    {
        var list = new ByteWriter();
        list.Byte(SetKind | Pointer);
        int segment = -1;
        ulong at = 0;
        for (int i = 0; i < places.Count;)
        {
            (int own, ulong offset) = places[i];
            if (own != segment)
            {
                list.Byte((byte)(SetPlace | own));
                list.Unsigned(offset);
                segment = own;
            }
            else
            {
                WriteSkip(list, offset - at);
            }
            int run = RunFrom(places, i, WordSize);
            ulong step = 0;
            int steps = run > 1 ? 0 : StepsFrom(places, i, out step);
            if (steps > 2)
            {
                list.Byte(RebaseEvery);
                list.Unsigned((ulong)steps);
                list.Unsigned(step - WordSize);
                (i, at) = (i + steps, offset + ((ulong)steps * step));
                continue;
            }
            if (run <= ImmediateMask)
            {
                list.Byte((byte)(RebaseFew | run));
            }
            else
            {
                list.Byte(RebaseMany);
                list.Unsigned((ulong)run);
            }
            (i, at) = (i + run, offset + ((ulong)run * WordSize));
        }
        list.Byte(Done);
        return list.ToArray();
    }

    private static void WriteSkip(ByteWriter list, ulong distance)
    {
        if (distance == 0)
        {
            return;
        }
        ulong words = distance / WordSize;
        if (distance % WordSize == 0 && words <= ImmediateMask)
        {
            list.Byte((byte)(SkipWords | (byte)words));
            return;
        }
        list.Byte(Skip);
        list.Unsigned(distance);
    }

    /// <summary>How many places from one on follow each other at a distance.</summary>
    private static int RunFrom(IReadOnlyList<(int Segment, ulong Offset)> places, int from, ulong distance)
    {
        int end = from + 1;
        while (end < places.Count && places[end].Segment == places[from].Segment && places[end].Offset - places[end - 1].Offset == distance)
        {
            end++;
        }
        return end - from;
    }

    private static int StepsFrom(IReadOnlyList<(int Segment, ulong Offset)> places, int from, out ulong step)
    {
        step = 0;
        if (from + 1 >= places.Count || places[from + 1].Segment != places[from].Segment)
        {
            return 1;
        }
        step = places[from + 1].Offset - places[from].Offset;
        return RunFrom(places, from, step);
    }

    /// <summary>The places, in the order of the list.</summary>
    public static List<(int Segment, ulong Offset)> Read(ReadOnlySpan<byte> bytes)
    {
        var places = new List<(int, ulong)>();
        var list = new UlebReader(bytes);
        int segment = -1;
        ulong at = 0;
        while (!list.IsAtEnd)
        {
            byte code = list.Byte();
            int immediate = code & ImmediateMask;
            switch (code & OpcodeMask)
            {
                case Done:
                    return places;
                case SetKind:
                    if (immediate != Pointer)
                    {
                        throw new InvalidDataException($"rebase of kind {immediate}");
                    }
                    break;
                case SetPlace:
                    (segment, at) = (immediate, list.Unsigned());
                    break;
                case Skip:
                    at += list.Unsigned();
                    break;
                case SkipWords:
                    at += (ulong)immediate * WordSize;
                    break;
                case RebaseFew:
                    at = Add(places, segment, at, (ulong)immediate, WordSize);
                    break;
                case RebaseMany:
                    at = Add(places, segment, at, list.Unsigned(), WordSize);
                    break;
                case RebaseAndSkip:
                    at = Add(places, segment, at, 1, WordSize + list.Unsigned());
                    break;
                case RebaseEvery:
                    ulong count = list.Unsigned();
                    at = Add(places, segment, at, count, WordSize + list.Unsigned());
                    break;
                default:
                    throw new InvalidDataException($"rebase code 0x{code:x2}");
            }
        }
        return places;
    }

    private static ulong Add(List<(int, ulong)> places, int segment, ulong at, ulong count, ulong step)
    {
        const int most = 1 << 28;
        if (count > most || places.Count > most)
        {
            throw new InvalidDataException("too many rebases");
        }
        for (ulong i = 0; i < count; i++, at += step)
        {
            places.Add((segment, at));
        }
        return at;
    }
}

using Go.Compiler.Collections;
using Xunit;

namespace Go.Compiler.Tests.Collections;

public class EntityListTests
{
    private const int Rounds = 2000;

    [Fact]
    public void AnyRowOfChangesLeavesWhatTheFrameworksListHas()
    {
        var random = new Random(11);
        List<int> expected = [];
        EntityList<int> actual = [];
        for (int round = 0; round < Rounds; round++)
        {
            Change(random, expected, actual, round);
            Assert.Equal(expected, actual);
            Assert.Equal(expected.Count, actual.Count);
        }
    }

    private static void Change(Random random, List<int> expected, EntityList<int> actual, int value)
    {
        int at = random.Next(expected.Count + 1), length = random.Next(expected.Count - at + 1);
        switch (random.Next(9))
        {
            case 0:
                expected.Insert(at, value);
                actual.Insert(at, value);
                break;
            case 1:
                expected.InsertRange(at, [value, value + 1, value + 2]);
                actual.InsertRange(at, [value, value + 1, value + 2]);
                break;
            case 2:
                expected.RemoveRange(at, length);
                actual.RemoveRange(at, length);
                break;
            case 3:
                Assert.Equal(expected.RemoveAll(v => v % 7 == value % 7), actual.RemoveAll(v => v % 7 == value % 7));
                break;
            case 4:
                expected.Reverse(at, length);
                actual.Reverse(at, length);
                break;
            case 5:
                Assert.Equal(expected.IndexOf(value - 3), actual.IndexOf(value - 3));
                Assert.Equal(expected.FindIndex(v => v > value / 2), actual.FindIndex(v => v > value / 2));
                Assert.Equal(expected.TrueForAll(v => v < value - 1), actual.TrueForAll(v => v < value - 1));
                break;
            default:
                expected.Add(value);
                actual.Add(value);
                break;
        }
    }

    [Fact]
    public void TheLastItemIsTakenFirst()
    {
        EntityList<int> list = [1, 2];
        Assert.True(list.TryPop(out int item));
        Assert.Equal(2, item);
        Assert.True(list.TryPop(out item));
        Assert.Equal(1, item);
        Assert.False(list.TryPop(out item));
        Assert.Equal(0, item);
    }

    [Fact]
    public void WhatIsAddedWhileTheListIsWalkedIsWalkedToo()
    {
        EntityList<int> list = [1];
        List<int> met = [];
        foreach (int item in list)
        {
            met.Add(item);
            if (item < 20)
            {
                list.Add(item + 1);
            }
        }
        Assert.Equal(Enumerable.Range(1, 20), met);
    }

    [Fact]
    public void ItemsThatAreNotThereAreRefused()
    {
        EntityList<int> list = [1, 2, 3];
        list.RemoveAt(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveAt(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveRange(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.Insert(3, 0));
        Assert.Equal([1, 2], list.ToArray());
    }

    [Fact]
    public void AListCanBeAddedToItself()
    {
        EntityList<int> list = [1, 2, 3];
        list.AddRange(list);
        list.AddRange(list);
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], list.ToArray());
    }
}

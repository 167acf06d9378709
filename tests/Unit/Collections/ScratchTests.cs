using Go.Compiler.Collections;
using Xunit;

namespace Go.Compiler.Tests.Collections;

public class ScratchTests
{
    [Fact]
    public void ATableIsZeroWhateverTheOneBeforeHeld()
    {
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            int length = random.Next(2000);
            using var table = Scratch<int>.Rent(length);
            Assert.Equal(length, table.Length);
            Assert.False(table.Span.ContainsAnyExcept(0));
            table.Span.Fill(-1);
        }
    }

    [Fact]
    public void TablesThatAreHeldAtOnceAreApart()
    {
        Scratch<long>[] tables = [.. Enumerable.Range(0, 40).Select(_ => Scratch<long>.Rent(100))];
        for (int again = 0; again < 2; again++)
        {
            for (int i = 0; i < tables.Length; i++)
            {
                tables[i].Span.Fill(i + 1);
            }
            for (int i = 0; i < tables.Length; i++)
            {
                Assert.False(tables[i].Span.ContainsAnyExcept(i + 1));
                tables[i].Dispose();
            }
            tables = [.. Enumerable.Range(0, 40).Select(_ => Scratch<long>.Rent(100))];
        }
    }

    [Fact]
    public void WhatLiesBehindTheLengthIsRefused()
    {
        using var table = Scratch<byte>.Rent(3);
        Assert.Throws<IndexOutOfRangeException>(() => table[3]);
        Assert.Throws<IndexOutOfRangeException>(() => table[-1]);
    }
}

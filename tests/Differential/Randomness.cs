namespace Go.Compiler.Tests.Differential;

/// <summary>Numbers that depend on the seed alone (splitmix64), on every machine and version of .NET.</summary>
internal sealed class Randomness(ulong seed)
{
    private ulong _state = seed * 0x9e3779b97f4a7c15;

    /// <summary>Any 64 bits.</summary>
    public ulong Bits()
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>0 to limit - 1.</summary>
    public int Below(int limit) => (int)(Bits() % (ulong)limit);

    /// <summary>True so many times in a hundred.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>One of several, all as likely.</summary>
    public T Pick<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}

namespace Go.Compiler.Objects;

/// <summary>What one kind of relocation is in the code of an instruction set.</summary>
/// <param name="Size">Bytes that hold it.</param>
/// <param name="IsCall">A call of a function, or a jump to one: where it does not reach, it may go through a
/// <see cref="IRelocator.JumpTo"/>.</param>
/// <param name="IsPair">Two instructions hold it together.</param>
/// <param name="Backward">The least distance from the field's address to the target that it can hold.</param>
/// <param name="Forward">The greatest.</param>
public readonly record struct RelocationForm(int Size, bool IsCall, bool IsPair, long Backward, long Forward)
{
    public bool Reaches(long distance) => distance >= Backward && distance <= Forward;
}

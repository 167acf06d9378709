namespace Go.Compiler.Objects;

/// <summary>How far one kind of relocation reaches in the code of an instruction set.</summary>
/// <param name="IsCall">
/// A call of a function, or a jump to one: where it does not reach, it may go through a <see cref="IRelocator.JumpTo"/>.
/// </param>
/// <param name="Backward">The least distance from the field's address to the target that it can hold.</param>
/// <param name="Forward">The greatest.</param>
public readonly record struct RelocationForm(bool IsCall, long Backward, long Forward)
{
    public bool Reaches(long distance) => distance >= Backward && distance <= Forward;
}

namespace Go.Compiler.RegAlloc;

/// <summary>Register files. A location of one class is never moved into a register of the other.</summary>
public enum RegisterClass : byte { Integer, Float }

/// <summary>What an instruction does with an operand, and when: inputs are read early, results are written late.</summary>
public enum OperandRole : byte
{
    /// <summary>Read before any result is written: may share a register with a result.</summary>
    Use,
    /// <summary>Read until the very end: shares no register with results, temporaries or clobbers.</summary>
    LateUse,
    /// <summary>Written after all early reads.</summary>
    Def,
    /// <summary>Written while inputs are still read: shares no register with any other operand. Also temporaries.</summary>
    EarlyDef,
}

/// <summary>Where an operand may be.</summary>
public enum OperandConstraint : byte
{
    /// <summary>Any register of the class.</summary>
    Register,
    /// <summary>A register or a spill slot; values that can be made again have no slot and get a register. Uses only.</summary>
    Any,
    /// <summary>The register <see cref="Operand.Detail"/>.</summary>
    Fixed,
    /// <summary>
    /// Results only: the same register as input number <see cref="Operand.Detail"/> of the instruction, which it overwrites.
    /// </summary>
    Reuse,
}

/// <summary>One operand of an instruction. Virtual registers are in SSA form: one definition each; 0 is none.</summary>
public readonly record struct Operand(int Vreg, OperandRole Role, OperandConstraint Constraint, byte Detail = 0)
{
    public bool IsUse => Role <= OperandRole.LateUse;

    public override string ToString()
    {
        string role = Role switch { OperandRole.Use => "", OperandRole.LateUse => "late ", OperandRole.Def => "=", _ => "=&" };
        string where = Constraint switch { OperandConstraint.Register => "", OperandConstraint.Any => ":any",
            OperandConstraint.Fixed => ":p" + Detail, _ => ":reuse" + Detail };
        return $"{role}r{Vreg}{where}";
    }
}

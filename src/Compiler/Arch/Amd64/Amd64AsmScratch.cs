using Go.Compiler.Assembler;
using Iced.Intel;

namespace Go.Compiler.Arch.Amd64;

/// <summary>
/// Dynamic linking: R15, through which statements reach global symbols, as a function's statements leave and find it. What each does to it
/// is read from the instruction that it became.
/// </summary>
internal sealed class Amd64AsmScratch(AsmFunction function)
{
    /// <summary>R15 as an operand.</summary>
    public const int Number = Amd64AsmRegisters.General + (int)(Register.R15 - Register.RAX);

    [Flags]
    private enum Effect : byte { None = 0, Reads = 1, Writes = 2, Clobbers = 4 }

    private readonly Dictionary<AsmStatement, Effect> _effects = [];
    private readonly InstructionInfoFactory _facts = new();

    /// <summary>
    /// The statement became this instruction; through a slot: whose base register is R15 though the source says a symbol.
    /// </summary>
    public void Executes(AsmStatement statement, in Instruction instruction, bool isThroughSlot)
    {
        Effect effect = isThroughSlot ? Effect.Clobbers : 0;
        // Without a bit to find the result is undefined: nobody relies on what was there before.
        bool isSearch = instruction.Mnemonic is Mnemonic.Bsf or Mnemonic.Bsr;
        InstructionInfo info = _facts.GetInfo(instruction, InstructionInfoOptions.NoMemoryUsage);
        for (int i = 0; i < instruction.OpCount; i++)
        {
            effect |= instruction.GetOpKind(i) switch
            {
                OpKind.Register when IsScratch(instruction.GetOpRegister(i))
                    => isSearch && i == 0 ? Effect.Writes : Of(info.GetOpAccess(i)),
                OpKind.Memory when IsScratch(instruction.MemoryIndex) || (!isThroughSlot && IsScratch(instruction.MemoryBase))
                    => Effect.Reads,
                _ => 0,
            };
        }
        _effects[statement] = effect;
    }

    /// <summary>The statement gives R15 a value of its own, by instructions that are not the source's.</summary>
    public void Writes(AsmStatement statement) => _effects[statement] = Effect.Writes;

    /// <summary>
    /// The first statement, in the source's order, that can read what an access left in R15; null: none. One is enough for a function: the
    /// others have the same cause.
    /// </summary>
    public AsmStatement? FirstUse()
    {
        List<AsmStatement> statements = function.Statements;
        var isReached = new bool[statements.Count];
        var work = new Stack<int>();
        for (int i = 0; i < statements.Count; i++)
        {
            if ((EffectOf(i) & Effect.Clobbers) != 0)
            {
                Reach(i);
            }
        }
        while (work.TryPop(out int at))
        {
            if ((EffectOf(at) & (Effect.Reads | Effect.Writes)) != 0)
            {
                continue;
            }
            if (statements[at].Target != AsmStatement.NoTarget)
            {
                // The TEXT itself, -1, leads to the first statement.
                Reach(Math.Max(statements[at].Target, 0));
            }
            if (statements[at].Mnemonic is not ("JMP" or "RET"))
            {
                Reach(at + 1);
            }
        }
        for (int i = 0; i < isReached.Length; i++)
        {
            if (isReached[i] && (EffectOf(i) & Effect.Reads) != 0)
            {
                return statements[i];
            }
        }
        return null;

        void Reach(int statement)
        {
            if (statement < statements.Count && !isReached[statement])
            {
                isReached[statement] = true;
                work.Push(statement);
            }
        }

        Effect EffectOf(int statement) => _effects.GetValueOrDefault(statements[statement]);
    }

    private static bool IsScratch(Register register) => register.GetFullRegister() == Register.R15;

    /// <summary>Who writes a part of the register knows which part to read again.</summary>
    private static Effect Of(OpAccess access) => access switch
    {
        OpAccess.Read or OpAccess.CondRead => Effect.Reads,
        OpAccess.Write => Effect.Writes,
        OpAccess.None or OpAccess.NoMemAccess => 0,
        _ => Effect.Reads | Effect.Writes,
    };
}

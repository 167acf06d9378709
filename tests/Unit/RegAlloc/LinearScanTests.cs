using Go.Compiler.RegAlloc;

namespace Go.Compiler.Tests.RegAlloc;

public sealed class LinearScanTests
{
    [Theory]
    [InlineData(1, 60, 5, 400)]
    [InlineData(10_000, 200, 6, 200)]
    [InlineData(20_000, 400, 13, 60)]
    [InlineData(30_000, 30, 4, 400)]
    public void RandomProblemsAllocateCorrectly(int firstSeed, int size, int registers, int count)
    {
        for (int seed = firstSeed; seed < firstSeed + count; seed++)
        {
            AllocationProblem problem = RandomProblems.Make(seed, size, registers);
            try
            {
                AllocationChecker.Check(problem, LinearScan.Run(problem));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}\n{problem.Print()}", e);
            }
        }
    }

    [Fact]
    public void CheckerRejectsAWrongPlace()
    {
        AllocationProblem problem = RandomProblems.Make(7, 60, 5);
        AllocationResult result = LinearScan.Run(problem);
        AllocationChecker.Check(problem, result);
        int use = Enumerable.Range(0, problem.Operands.Count)
            .First(o => problem.Operands[o] is { IsUse: true, Constraint: OperandConstraint.Register } && result.Operands[o].IsRegister);
        result.Operands[use] = Location.Register((result.Operands[use].Number + 1) % 5);
        Assert.ThrowsAny<Exception>(() => AllocationChecker.Check(problem, result));
    }

    /// <summary>
    /// A value read at the head of each round and one wanted only after the loop compete for the last register in the middle of the loop:
    /// in layout order neither is read again within it, but the first is read in the next round.
    /// </summary>
    [Fact]
    public void TheNextRoundOfALoopCounts()
    {
        var problem = new AllocationProblem();
        problem.Allocatable[0] = 7;
        problem.PreferredOrder[0] = [0, 1, 2];
        int[] r = [0, .. Enumerable.Range(0, 4).Select(_ => problem.NewVreg(new VirtualRegister(RegisterClass.Integer)))];
        Operand use(int v) => new(r[v], OperandRole.Use, OperandConstraint.Register);
        Operand def(int v) => new(r[v], OperandRole.Def, OperandConstraint.Register);
        void block(int depth, float weight, int[] from, int[] to, params Operand[][] instructions)
        {
            var made = new AllocationBlock { First = problem.InstructionCount, LoopDepth = depth, Weight = weight };
            made.Predecessors.AddRange(from);
            made.Successors.AddRange(to);
            foreach (Operand[] operands in instructions)
            {
                problem.Add(operands);
            }
            made.End = problem.InstructionCount;
            made.Incoming.AddRange(from.Select(_ => Array.Empty<int>()));
            problem.Blocks.Add(made);
        }
        block(0, 1, [], [1], [def(1)], [def(2)], []);
        block(1, 8, [0, 2], [2, 3], [use(1)], []);
        block(1, 8, [1], [1], [def(3)], [def(4)], [use(3), use(4)], []);
        block(0, 1, [1], [], [use(2)], []);
        AllocationResult result = LinearScan.Run(problem);
        AllocationChecker.Check(problem, result);
        AllocationBlock head = problem.Blocks[1], body = problem.Blocks[2];
        Assert.DoesNotContain(result.Moves, m => m.Instruction >= head.First && m.Instruction < body.End && m.Vreg == r[1]);
    }
}

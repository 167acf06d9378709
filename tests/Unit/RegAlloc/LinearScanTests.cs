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
        int use = Enumerable.Range(0, problem.Operands.Count).First(o => problem.Operands[o] is { IsUse: true, Constraint: OperandConstraint.Register } && result.Operands[o].IsRegister);
        result.Operands[use] = Location.Register((result.Operands[use].Number + 1) % 5);
        Assert.ThrowsAny<Exception>(() => AllocationChecker.Check(problem, result));
    }
}

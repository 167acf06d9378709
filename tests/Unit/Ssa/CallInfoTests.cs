using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

public sealed class CallInfoTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 10)]
    [InlineData(2, null)]
    [InlineData(3, 11)]
    [InlineData(4, 12)]
    [InlineData(7, 13)]
    [InlineData(8, null)]
    public void Address_operands_are_found_by_their_place(int argument, int? found)
    {
        var call = new CallInfo
        {
            ArgumentKinds = [],
            ResultKinds = [],
            Abi = SsaTextTests.Environment().Assign([], [], FunctionAbi.Internal),
            MemoryOperands = [new(1, false, 10), new(3, false, 11), new(4, false, 12), new(7, true, 13)],
        };
        Assert.Equal(found, call.MemoryOperandAt(argument)?.AbiIndex);
    }
}

using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Escape;

/// <summary>Which parameter each argument scalar of a call belongs to, and which result each result scalar.</summary>
internal sealed class CallScalars(Layout layout)
{
    private readonly Dictionary<CallInfo, Shape> _known = new(ReferenceEqualityComparer.Instance);

    internal sealed class Shape
    {
        public required int[] Parameters { get; init; }
        public required int[] Results { get; init; }
        public required CallInfo Info { get; init; }

        public bool IsMemory(int scalar) => Info.MemoryOperandAt(scalar) is not null;

        public bool IsResultAddress(int scalar) => Info.MemoryOperandAt(scalar) is { IsResult: true };
    }

    public Shape Of(CallInfo info)
    {
        if (!_known.TryGetValue(info, out Shape? shape))
        {
            shape = new Shape
            {
                Parameters = Indices(info.Abi.Parameters, memoryIsOne: true), Results = Indices(info.Abi.Results, memoryIsOne: false),
                Info = info,
            };
            _known.Add(info, shape);
        }
        return shape;
    }

    private int[] Indices(IReadOnlyList<AbiParameter> list, bool memoryIsOne)
    {
        var indices = new EntityList<int>();
        for (int i = 0; i < list.Count; i++)
        {
            int count = list[i].InRegisters ? list[i].Scalars.Count : layout.Components(list[i].Type)?.Count ?? (memoryIsOne ? 1 : 0);
            for (int j = 0; j < count; j++)
            {
                indices.Add(i);
            }
        }
        return [.. indices];
    }
}

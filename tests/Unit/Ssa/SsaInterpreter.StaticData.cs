using System.Runtime.InteropServices;
using Go.Compiler.Constants;
using Go.Compiler.Ir;
using Go.Compiler.Ssa;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

internal sealed unsafe partial class SsaInterpreter
{
    private readonly Dictionary<StaticValue, long> _literals = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gives package-level variables, named and nameless, what they start with.</summary>
    public void Initialize(StaticInitialization statics)
    {
        foreach ((Variable variable, StaticValue value) in statics.Values)
        {
            WriteStatic(value, AddressOf(SymbolNames.Of(variable)));
        }
        foreach (StaticVariable variable in statics.Anonymous)
        {
            WriteStatic(variable.Value, AddressOf(variable.Symbol));
        }
    }

    private long AddressOf(string variable) => SymbolAddress(new NamedSymbol(variable));

    /// <summary>The read-only data of a literal; one that a program changes would show in its second use.</summary>
    private long LiteralAddress(StaticValue value)
    {
        if (!_literals.TryGetValue(value, out long address))
        {
            address = Allocate(layout.SizeOf(value.Type));
            WriteStatic(value, address);
            _literals.Add(value, address);
        }
        return address;
    }

    private void WriteStatic(StaticValue value, long at)
    {
        switch (value)
        {
            case StaticZero:
                break;
            case StaticScalar scalar:
                WriteScalar(scalar, at);
                break;
            case StaticString text:
                *(long*)at = StringData(text.Bytes);
                *(long*)(at + 8) = text.Bytes.Length;
                break;
            case StaticBytes bytes:
                bytes.Bytes.CopyTo(new Span<byte>((void*)at, bytes.Bytes.Length));
                break;
            case StaticFunction function:
                *(long*)at = SymbolAddress(new FuncValueSymbol(new FunctionSymbol(function.Symbol, FunctionAbi.Internal)));
                break;
            case StaticPointer { Target: StaticGlobal global } pointer:
                *(long*)at = AddressOf(SymbolNames.Of(global.Variable)) + pointer.Offset;
                break;
            case StaticPointer { Target: StaticVariable variable } pointer:
                *(long*)at = AddressOf(variable.Symbol) + pointer.Offset;
                break;
            case StaticSlice slice:
                WriteStatic(slice.Data, at);
                *(long*)(at + 8) = slice.Length;
                *(long*)(at + 16) = slice.Capacity;
                break;
            case StaticInterface boxed:
                bool isEmpty = TypeSets.Of((InterfaceType)AliasType.Unalias(boxed.Type).Underlying).Methods.Count == 0;
                *(long*)at = isEmpty ? DescriptorOf(boxed.Value.Type) : ItabOf(boxed.Value.Type, boxed.Type);
                if (layout.IsDirectInterface(boxed.Value.Type))
                {
                    WriteStatic(boxed.Value, at + 8);
                }
                else
                {
                    *(long*)(at + 8) = LiteralAddress(boxed.Value);
                }
                break;
            case StaticAggregate aggregate:
                foreach ((long offset, StaticValue part) in aggregate.Parts)
                {
                    WriteStatic(part, at + offset);
                }
                break;
            default:
                throw new InvalidOperationException("static value " + value);
        }
    }

    private void WriteScalar(StaticScalar scalar, long at)
    {
        var basic = (BasicType)AliasType.Unalias(scalar.Type).Underlying;
        byte[] bytes = scalar.Value switch
        {
            BoolConstant b => [b.Value ? (byte)1 : (byte)0],
            var number when (basic.Info & BasicInfo.Complex) != 0 => throw new InvalidOperationException("complex literal " + number),
            var number when (basic.Info & BasicInfo.Float) != 0 && layout.SizeOf(basic) == 4
                => BitConverter.GetBytes((uint)ConstantFloats.SingleBitsOf(number)),
            var number when (basic.Info & BasicInfo.Float) != 0 => BitConverter.GetBytes((ulong)ConstantFloats.DoubleBitsOf(number)),
            var number => BitConverter.GetBytes((ulong)(((IntConstant)ConstantArithmetic.ToInt(number)).Value & ulong.MaxValue)),
        };
        Marshal.Copy(bytes, 0, (nint)at, (int)Math.Min(bytes.Length, layout.SizeOf(basic)));
    }
}

using System.Buffers.Binary;
using System.Numerics;
using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Emission;

public sealed partial class PackageEmitter
{
    /// <summary>
    /// Turns a static value into the bytes and relocations of one symbol. Bytes grow up to the last one that is not zero.
    /// </summary>
    private sealed class StaticDataWriter(PackageEmitter emitter)
    {
        private readonly EntityList<Relocation> _relocations = [];
        private byte[] _data = [];
        private int _length;

        /// <summary>Nothing but zero was written.</summary>
        public bool IsZero => _length == 0;

        public byte[] Bytes() => _data.AsSpan(0, _length).ToArray();

        public Relocation[] Relocations()
        {
            Relocation[] all = [.. _relocations];
            Array.Sort(all, static (a, b) => a.Offset.CompareTo(b.Offset));
            return all;
        }

        /// <param name="size">Bytes of the value; only strings, slices and such know their own.</param>
        public void Write(StaticValue value, long offset, long size)
        {
            switch (value)
            {
                case StaticZero:
                    break;
                case StaticScalar scalar:
                    PutScalar(scalar, (int)offset, (int)size);
                    break;
                case StaticString text:
                    if (text.Bytes.Length > 0)
                    {
                        PutAddress((int)offset, emitter.StringBytes(text.Bytes), 0);
                        PutWord((int)offset + 8, text.Bytes.Length);
                    }
                    break;
                case StaticBytes bytes:
                    ReadOnlySpan<byte> content = bytes.Bytes.AsSpan().TrimEnd((byte)0);
                    content.CopyTo(Reserve((int)offset, content.Length));
                    break;
                case StaticPointer pointer:
                    PutAddress((int)offset, TargetOf(pointer.Target), pointer.Offset);
                    break;
                case StaticFunction function:
                    PutAddress((int)offset, emitter._descriptors.FunctionValueOf(function.Symbol), 0);
                    break;
                case StaticSlice slice:
                    PutAddress((int)offset, TargetOf(slice.Data.Target), slice.Data.Offset);
                    PutWord((int)offset + 8, slice.Length);
                    PutWord((int)offset + 16, slice.Capacity);
                    break;
                case StaticInterface boxed:
                    PutInterface(boxed, (int)offset);
                    break;
                case StaticAggregate aggregate:
                    foreach ((long at, StaticValue part) in aggregate.Parts)
                    {
                        Write(part, offset + at, emitter._layout.SizeOf(part.Type));
                    }
                    break;
                default:
                    throw Unexpected.Value(value);
            }
        }

        private SymbolRef TargetOf(StaticTarget target) => target switch
        {
            StaticGlobal global => emitter._file.Reference(SymbolNames.Of(global.Variable)),
            StaticVariable variable => emitter._file.Reference(variable.Symbol),
            EmbeddedTarget embedded => embedded.Symbol,
            _ => throw Unexpected.Value(target),
        };

        private void PutInterface(StaticInterface boxed, int offset)
        {
            GoType dynamic = boxed.Value.Type;
            var target = (InterfaceType)AliasType.Unalias(boxed.Type).Underlying;
            SymbolRef descriptor = emitter._descriptors.DescriptorOf(dynamic);
            PutAddress(offset, TypeSets.Of(target).Methods.Count == 0 ? descriptor : emitter._descriptors.ItabOf(dynamic, boxed.Type), 0);
            _relocations.Add(new Relocation(offset, RelocationKind.UseInInterface, descriptor, 0));
            if (emitter._layout.IsDirectInterface(dynamic))
            {
                Write(boxed.Value, offset + 8, 8);
                return;
            }
            PutAddress(offset + 8, emitter.ReadOnlyCopy(boxed.Value), 0);
        }

        private void PutScalar(StaticScalar scalar, int offset, int size)
        {
            switch (scalar.Value)
            {
                case BoolConstant b:
                    if (b.Value)
                    {
                        Reserve(offset, 1)[0] = 1;
                    }
                    break;
                default:
                    PutNumber(scalar.Value, AliasType.Unalias(scalar.Type).Underlying, offset, size);
                    break;
            }
        }

        private void PutNumber(ConstantValue value, GoType type, int offset, int size)
        {
            var basic = (BasicType)type;
            if ((basic.Info & BasicInfo.Complex) != 0)
            {
                PutFloat(ConstantArithmetic.Real(value), offset, size / 2);
                PutFloat(ConstantArithmetic.Imaginary(value), offset + size / 2, size / 2);
            }
            else if ((basic.Info & BasicInfo.Float) != 0)
            {
                PutFloat(value, offset, size);
            }
            else
            {
                var integer = (IntConstant)ConstantArithmetic.ToInt(value);
                PutBits((ulong)(integer.Value & ulong.MaxValue), offset, size);
            }
        }

        private void PutFloat(ConstantValue value, int offset, int size)
            => PutBits(size == 4 ? ConstantFloats.SingleBitsOf(value) : ConstantFloats.DoubleBitsOf(value), offset, size);

        private void PutBits(ulong bits, int offset, int size)
        {
            if (size < 8)
            {
                bits &= (1UL << (8 * size)) - 1;
            }
            if (bits == 0)
            {
                return;
            }
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
            bytes[..size].CopyTo(Reserve(offset, size));
        }

        private void PutWord(int offset, long value) => PutBits((ulong)value, offset, 8);

        private void PutAddress(int offset, SymbolRef target, long addend)
        {
            Reserve(offset, 8);
            _relocations.Add(new Relocation(offset, RelocationKind.Address, target, addend));
        }

        private Span<byte> Reserve(int offset, int size)
        {
            if (offset + size > _length)
            {
                _length = offset + size;
                if (_length > _data.Length)
                {
                    Array.Resize(ref _data, Math.Max(_length, _data.Length * 2));
                }
            }
            return _data.AsSpan(offset, size);
        }
    }

    private int _readOnlyCopies;

    /// <summary>A read-only symbol with a value that an interface points to.</summary>
    private SymbolRef ReadOnlyCopy(StaticValue value) => ReadOnlyCopy(value, $"{_symbolPrefix}.interface.{_readOnlyCopies++}");

    private SymbolRef ReadOnlyCopy(StaticValue value, string name)
    {
        long size = _layout.SizeOf(value.Type);
        if (size == 0)
        {
            return _file.Reference(RuntimeCalls.ZeroBase);
        }
        var writer = new StaticDataWriter(this);
        writer.Write(value, 0, size);
        byte[] data = writer.Bytes();
        if (data.Length > size)
        {
            throw new InvalidOperationException($"the value of {name}, a {value.Type} of {size} bytes, has {data.Length}");
        }
        SymbolRef symbol = _file.Reference(name);
        _defined.Add(symbol.Index);
        _file.Symbols.Add(new ObjectSymbol(symbol, SymbolKind.ReadOnly)
        {
            Data = data, Size = size, Alignment = Math.Max(1, _layout.AlignOf(value.Type)), Relocations = writer.Relocations(),
        });
        return symbol;
    }
}

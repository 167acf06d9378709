using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>Reads what <see cref="IrWriter"/> wrote.</summary>
internal sealed partial class IrReader
{
    private readonly ExportReader _export;
    private ByteCursor _in;
    private readonly Pos _base;
    private IrFunction?[] _functions = [];
    private IrLocal[] _locals = [];
    private IrLabel[] _labels = [];
    private IrJumpTarget[] _targets = [];

    private IrReader(ExportReader export, ByteCursor cursor)
    {
        _export = export;
        _in = cursor;
        _in.Count(); // display path: the position has it, the hash needs it
        _base = export.Position(_in.Count());
    }

    public static IrFunction Read(ExportReader export, ByteCursor cursor) => new IrReader(export, cursor).Run();

    /// <param name="Flags">Attributes that follow the construction.</param>
    private readonly record struct Header(
        int Outer, Function? Object, Package Package, string Symbol, string Suffix, TypeParameter[] TypeParameters,
            FunctionPragmas Pragmas, FunctionAbi Abi, int Flags, Pos Pos, Pos End);

    private IrFunction Run()
    {
        Header[] headers = new Header[_in.ListLength()];
        for (int i = 0; i < headers.Length; i++)
        {
            int number = _in.Count();
            headers[number < headers.Length ? number : throw ByteCursor.Damaged()] = ReadHeader();
        }
        _functions = new IrFunction?[headers.Length];
        for (int i = 0; i < headers.Length; i++)
        {
            MakeFunction(headers, i, 0);
        }
        _locals = new IrLocal[_in.ListLength()];
        for (int i = 0; i < _locals.Length; i++)
        {
            _locals[i] = ReadLocal();
        }
        _labels = new IrLabel[_in.ListLength()];
        for (int i = 0; i < _labels.Length; i++)
        {
            _labels[i] = new IrLabel(_export.String(_in.Count())) { IsUsed = _in.Bool() };
        }
        _targets = new IrJumpTarget[_in.ListLength()];
        for (int i = 0; i < _targets.Length; i++)
        {
            _targets[i] = new IrJumpTarget();
        }
        for (int i = 0; i < headers.Length; i++)
        {
            ReadFunction(_functions[i]!, headers[i].Flags);
        }
        return _functions.Length > 0 ? _functions[0]! : throw ByteCursor.Damaged();
    }

    private Header ReadHeader()
    {
        int outer = _in.Count();
        Function? o = ReadFunctionObject();
        Package package = _export.PackageAt(_in.Count()) ?? throw ByteCursor.Damaged();
        string symbol = _export.String(_in.Count()), suffix = _export.String(_in.Count());
        TypeParameter[] parameters = new TypeParameter[_in.ListLength()];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = _export.Type(_in.Count()) as TypeParameter ?? throw ByteCursor.Damaged();
        }
        var pragmas = (FunctionPragmas)_in.Count();
        var abi = (FunctionAbi)_in.Byte();
        int flags = _in.Count();
        Pos pos = ReadPosition();
        return new Header(outer, o, package, symbol, suffix, parameters, pragmas, abi, flags, pos, ReadPosition());
    }

    private IrFunction MakeFunction(Header[] headers, int number, int depth)
    {
        if (number >= headers.Length || depth > headers.Length)
        {
            throw ByteCursor.Damaged();
        }
        if (_functions[number] is { } made)
        {
            return made;
        }
        Header h = headers[number];
        return _functions[number] = new IrFunction
        {
            Object = h.Object,
            Package = h.Package,
            Symbol = h.Symbol,
            NameSuffix = h.Suffix,
            Outer = h.Outer == 0 ? null : MakeFunction(headers, h.Outer - 1, depth + 1),
            TypeParameters = h.TypeParameters,
            Pragmas = h.Pragmas,
            Abi = h.Abi,
            HasNamedResults = (h.Flags & 1) != 0,
            HasDefer = (h.Flags & 2) != 0,
            HasRecover = (h.Flags & 4) != 0,
            IsWrapper = (h.Flags & 8) != 0,
            IsDuplicable = (h.Flags & 16) != 0,
            IsRangeBody = (h.Flags & 32) != 0,
            IsInit = (h.Flags & 128) != 0,
            Pos = number == 0 ? _base : h.Pos,
            End = h.End,
        };
    }

    private void ReadFunction(IrFunction f, int flags)
    {
        f.Parameters.AddRange(ReadLocals());
        f.Results.AddRange(ReadLocals());
        for (int n = _in.ListLength(); n > 0; n--)
        {
            IrLocal outer = Local(), inner = Local();
            f.Captures.Add(new IrCapture(outer, inner, _in.Bool()));
        }
        for (int n = _in.ListLength(); n > 0; n--)
        {
            f.Closures.Add(FunctionAt(_in.Count()));
        }
        if ((flags & 64) != 0)
        {
            f.Body = Statement() as IrBlock ?? throw ByteCursor.Damaged();
        }
    }

    private IrFunction FunctionAt(int number) => number < _functions.Length ? _functions[number]! : throw ByteCursor.Damaged();

    private IrLocal ReadLocal()
    {
        string name = _export.String(_in.Count());
        GoType type = _export.Type(_in.Count());
        Pos pos = ReadPosition();
        int flags = _in.Byte();
        return new IrLocal(name, type, pos)
        {
            IsAddressTaken = (flags & 1) != 0, IsReassigned = (flags & 2) != 0, IsParameter = (flags & 4) != 0, IsResult = (flags & 8) != 0,
        };
    }

    private IrLocal[] ReadLocals()
    {
        IrLocal[] list = new IrLocal[_in.ListLength()];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = Local();
        }
        return list;
    }

    private IrLocal? LocalOrNull()
    {
        int number = _in.Count();
        return number == 0 ? null : number <= _locals.Length ? _locals[number - 1] : throw ByteCursor.Damaged();
    }

    private IrLocal Local() => LocalOrNull() ?? throw ByteCursor.Damaged();

    private IrJumpTarget Target() => _in.Count() is var n && n < _targets.Length ? _targets[n] : throw ByteCursor.Damaged();

    private IrLabel Label() => _in.Count() is var n && n < _labels.Length ? _labels[n] : throw ByteCursor.Damaged();

    private GoType Type() => _export.Type(_in.Count());

    private GoType[] Types()
    {
        GoType[] list = new GoType[_in.ListLength()];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = Type();
        }
        return list;
    }

    private Pos ReadPosition()
    {
        ulong code = _in.Unsigned();
        switch (code)
        {
            case 0:
                return default;
            case 1:
                int file = _export.FileOf(_export.String(_in.Count()));
                return new Pos(file, _in.Count(), 0);
            default:
                code -= 2;
                long delta = (long)(code >> 1) ^ -(long)(code & 1);
                return new Pos(_base.File, (int)Math.Clamp(_base.Line + delta, 0, Pos.MaxLine), 0);
        }
    }

    private Function? ReadFunctionObject()
    {
        switch (_in.Byte())
        {
            case 0:
                return null;
            case 1:
                return _export.Object(_in.Count()) as Function ?? throw ByteCursor.Damaged();
            case 2:
                NamedType named = (_export.Object(_in.Count()) as TypeName)?.Type as NamedType ?? throw ByteCursor.Damaged();
                string name = _export.String(_in.Count());
                Package? package = _export.PackageAt(_in.Count());
                int index = named.IndexOfMethod(package, name);
                return index >= 0 ? named.Methods[index] : throw new ExportDataException($"method {named}.{name} is gone");
            case 3:
                return InterfaceMethod(_export.Type(_in.Count()));
            default:
                throw ByteCursor.Damaged();
        }
    }

    /// <summary>The method named next of an interface, a type parameter's constraint, or what a pointer to one points to.</summary>
    private Function InterfaceMethod(GoType type)
    {
        string name = _export.String(_in.Count());
        Package? package = _export.PackageAt(_in.Count());
        if (Lookup.Dereference(type).Type.Underlying is InterfaceType i)
        {
            TypeSet set = TypeSets.Of(i);
            if (set.IndexOf(package, name) is >= 0 and var index)
            {
                return set.Methods[index];
            }
        }
        throw new ExportDataException($"method {type}.{name} is gone");
    }
}

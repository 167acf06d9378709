using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir;

public sealed class WrapperFactoryTests
{
    private const string Source = """
        package p

        type A struct{ n int }

        func (a A) V(x int, y ...string) int { return a.n }
        func (a *A) P()                      {}

        type I interface{ M() (int, error) }
        type B struct {
        	*A
        	I
        }
        type S struct {
        	a    int32
        	b    int32
        	_    int64
        	s    string
        	f    [2]float64
        	e    any
        	c, d bool
        }
        """;

    private static readonly IrPackage s_package = BuiltPackage.From(Source);

    private static GoType Named(string name) => BuiltPackage.TypeNamed(s_package, name).Type!;

    private static MethodEntry Entry(GoType type, string name) => Lookup.MethodSet(type).Single(m => m.Method.Name == name);

    private static string Wrapper(GoType receiver, string name)
    {
        IrFunction wrapper = WrapperFactory.MakeMethod(receiver, Entry(receiver, name), s_package.Package);
        IrVerifier.Verify(wrapper);
        Assert.True(wrapper.IsWrapper && wrapper.IsDuplicable);
        return IrPrinter.Print(wrapper);
    }

    [Fact]
    public void Declared_methods_need_no_wrapper()
    {
        MethodCode code = WrapperFactory.Method(Named("A"), Entry(Named("A"), "V"));
        Assert.Equal("p.A.V", code.Symbol);
        Assert.NotNull(code.Declared);
        var pointer = new PointerType(Named("A"));
        Assert.Equal("p.(*A).P", WrapperFactory.Method(pointer, Entry(pointer, "P")).Symbol);
    }

    [Fact]
    public void Value_method_through_a_pointer_panics_by_name_when_nil()
        => Assert.Equal(
            """
            func p.(*A).V(.this *p.A, .p int, .p'2 []string) (.r int) wrapper {
              if (.this == zero[*p.A])
                runtime panicwrap()
              return p.A.V((*.this), .p, .p'2)
            }

            """,
            Wrapper(new PointerType(Named("A")), "V"));

    [Fact]
    public void Promoted_through_an_embedded_pointer()
        => Assert.Equal("func p.B.P(.this p.B) wrapper {\n  p.(*A).P(.this.A)\n}\n", Wrapper(Named("B"), "P"));

    [Fact]
    public void Promoted_through_an_embedded_interface()
        => Assert.Equal(
            "func p.(*B).M(.this *p.B) (.r int, .r'2 error) wrapper {\n  return (*.this).I.interface M()\n}\n",
                Wrapper(new PointerType(Named("B")), "M"));

    [Fact]
    public void Interface_words_of_values_use_the_pointer_wrapper()
        => Assert.Equal("p.(*B).M", WrapperFactory.InterfaceMethod(Named("B"), Entry(Named("B"), "M"), BuiltPackage.Layout).Symbol);

    [Fact]
    public void Method_value_of_an_interface()
    {
        var method = Entry(Named("I"), "M").Method;
        IrFunction wrapper = WrapperFactory.MakeInterfaceMethodValue(Named("I"), method, s_package.Package);
        Assert.Equal("p.I.M-fm", wrapper.Symbol);
        Assert.Equal("func p.I.M-fm() (.r int, .r'2 error) copy .this=.this'2 wrapper {\n  return .this.interface M()\n}\n",
            IrPrinter.Print(wrapper));
    }

    [Fact]
    public void Equality_of_a_struct_is_that_of_its_values()
    {
        IrFunction equality = WrapperFactory.MakeEquality(Named("S"), s_package.Package);
        IrVerifier.Verify(equality);
        string text = IrPrinter.Print(equality);
        Assert.StartsWith("func type:.eq.p.S(.p unsafe.Pointer, .p'2 unsafe.Pointer) (.r bool) wrapper {", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split(" == ").Length);
    }

    [Fact]
    public void Hash_takes_runs_of_plain_memory_at_once()
    {
        IrFunction hash = WrapperFactory.MakeHash(Named("S"), BuiltPackage.Layout, s_package.Package);
        IrVerifier.Verify(hash);
        Assert.Equal(
            """
            func type:.hash.p.S(.p unsafe.Pointer, .p'2! uintptr) (.r uintptr) wrapper {
              .p'2 = runtime memhash(conv[unsafe.Pointer](&(*conv[*p.S](.p)).a), .p'2, uintptr(8))
              .p'2 = runtime strhash(conv[unsafe.Pointer](&(*conv[*p.S](.p)).s), .p'2)
              {
                var .i! int = 0
                @1 for (.i < 2)
                  .p'2 = runtime f64hash(conv[unsafe.Pointer](&(*conv[*p.S](.p)).f[.i]), .p'2)
                post
                  .i += 1
              }
              .p'2 = runtime nilinterhash(conv[unsafe.Pointer](&(*conv[*p.S](.p)).e), .p'2)
              .p'2 = runtime memhash(conv[unsafe.Pointer](&(*conv[*p.S](.p)).c), .p'2, uintptr(2))
              return .p'2
            }

            """,
            IrPrinter.Print(hash));
    }
}

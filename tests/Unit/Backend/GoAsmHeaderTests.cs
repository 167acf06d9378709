using System.Text;
using Go.Compiler.Arch.Amd64;
using Go.Compiler.Backend;
using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Tests.Check;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Backend;

public sealed class GoAsmHeaderTests
{
    private static string Header(string source)
    {
        var sink = new DiagnosticSink();
        int nextId = 1;
        SyntaxFile file = Parser.ParseFile(new SourceFileTable().Add("p.go", "p.go", Encoding.UTF8.GetBytes(source)), new NameTable(),
            ref nextId, sink);
        CheckedPackage checkedPackage = Checker.Check(new Package("p", "p"), [file], nextId, StandardLibrary.Options(_ => null), sink);
        Assert.Equal("", string.Join("\n", sink.All.Select(d => d.Message)));
        return GoAsmHeader.Write(checkedPackage.Package, new Layout(Amd64Facts.Abi));
    }

    [Fact]
    public void Constants_and_structs_appear_in_source_order()
        => Assert.Equal(
            """
            // Constants and struct layouts of package p

            #define const_z 3
            #define const_S "a\"b"
            #define const_on true
            #define const_big 340282366920938463463374607431768211455
            #define T__size 40
            #define T_a 0
            #define T_b 8
            #define T_E 32
            #define E__size 8
            #define E_x 0
            #define Alias__size 40
            #define Alias_a 0
            #define Alias_b 8
            #define Alias_E 32

            """,
            Header("""
            package p

            const z, f, one = 3, 1.5, 1.0
            const S = "a\"b"
            const _ = 7
            const on, c, big = true, 1i, 1<<128 - 1
            type T struct { a int8; _ int8; b []int32; E }
            type E struct { x int }
            type N int
            type Alias = T
            type G[P any] struct { x P }
            func local() { type L struct{}; const l = 1 }
            """));
}

namespace Go.Compiler.Packages;

/// <summary>Packages that need cgo, and such that do the same without: facts about public modules, for advice only.</summary>
internal static class CgoAlternatives
{
    private static readonly (string Needs, string Does)[] s_alternatives =
    [
        ("github.com/mattn/go-sqlite3", "modernc.org/sqlite"),
        ("github.com/confluentinc/confluent-kafka-go", "github.com/twmb/franz-go"),
        ("github.com/valyala/gozstd", "github.com/klauspost/compress/zstd"),
        ("github.com/DataDog/zstd", "github.com/klauspost/compress/zstd"),
        ("github.com/godror/godror", "github.com/sijms/go-ora"),
        ("github.com/libgit2/git2go", "github.com/go-git/go-git"),
        ("github.com/tecbot/gorocksdb", "github.com/cockroachdb/pebble"),
        ("github.com/pebbe/zmq4", "github.com/go-zeromq/zmq4"),
        ("github.com/bytecodealliance/wasmtime-go", "github.com/tetratelabs/wazero"),
        ("github.com/wasmerio/wasmer-go", "github.com/tetratelabs/wazero"),
    ];

    /// <summary>A half-sentence that names a package without cgo in the place of one; empty when none is known.</summary>
    public static string Advice(string path)
    {
        foreach ((string needs, string does) in s_alternatives)
        {
            if (path == needs || path.StartsWith(needs + "/", StringComparison.Ordinal))
            {
                return $"; {does} does the same without cgo";
            }
        }
        return "";
    }
}

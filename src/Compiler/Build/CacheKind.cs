namespace Go.Compiler.Build;

/// <summary>What an entry of the cache is. The value is in every file, so that none is taken for one of another kind.</summary>
internal enum CacheKind : uint
{
    /// <summary>What is known of the compilation that has this key: <see cref="CacheEntry"/>.</summary>
    Package = 1,

    /// <summary>A package's interface part.</summary>
    Interface = 2,

    /// <summary>A package's code part.</summary>
    Code = 3,

    /// <summary>What a program was linked from: <see cref="LinkRecord"/>.</summary>
    Link = 4,

    /// <summary>The hash of a file of <see cref="ExportFiles"/>.</summary>
    Export = 5,

    /// <summary>That a program can be linked; the key says from what.</summary>
    Linkable = 6,

    /// <summary>What a program of analyzers said of a package: <see cref="Analysis.AnalysisRecord"/>.</summary>
    Analysis = 7,

    /// <summary>Sources that count statements: what <see cref="Coverage.CoverageInstrumentation"/> makes of a package's.</summary>
    Coverage = 8,

    /// <summary>What a test program asked for in its last run.</summary>
    TestLog = 9,

    /// <summary>What a test program printed that passed, after the time when; the key says in which circumstances.</summary>
    TestOutput = 10,

    /// <summary>Results of tests that are older than this time do not count.</summary>
    TestExpiry = 11,

    /// <summary>The profile of counted statements that a test program wrote with what <see cref="TestOutput"/> has of it.</summary>
    TestProfile = 12,
}

namespace Go.Compiler.Diagnostics;

public static partial class Catalogue
{
    // GO2xxx: names, types and constants. The number 2000 + n is the kind that Go numbers n in internal/types/errors/codes.go.
    public static readonly DiagnosticDescriptor InvalidSyntaxTree = new("GO2199", Severity.Error, "invalid syntax tree",
        "InvalidSyntaxTree");
    public static readonly DiagnosticDescriptor Test = new("GO2001", Severity.Error, "test", "Test");
    public static readonly DiagnosticDescriptor BlankPkgName = new("GO2002", Severity.Error, "blank package name", "BlankPkgName");
    public static readonly DiagnosticDescriptor MismatchedPkgName = new("GO2003", Severity.Error, "mismatched package name",
        "MismatchedPkgName");
    public static readonly DiagnosticDescriptor InvalidPkgUse = new("GO2004", Severity.Error, "invalid package use", "InvalidPkgUse");
    public static readonly DiagnosticDescriptor BadImportPath = new("GO2005", Severity.Error, "bad import path", "BadImportPath");
    public static readonly DiagnosticDescriptor BrokenImport = new("GO2006", Severity.Error, "broken import", "BrokenImport");
    public static readonly DiagnosticDescriptor ImportCRenamed = new("GO2007", Severity.Error, "import c renamed", "ImportCRenamed");
    public static readonly DiagnosticDescriptor UnusedImport = new("GO2008", Severity.Error, "unused import", "UnusedImport");
    public static readonly DiagnosticDescriptor InvalidInitCycle = new("GO2009", Severity.Error, "invalid initialization cycle",
        "InvalidInitCycle");
    public static readonly DiagnosticDescriptor DuplicateDecl = new("GO2010", Severity.Error, "duplicate declaration", "DuplicateDecl");
    public static readonly DiagnosticDescriptor InvalidDeclCycle = new("GO2011", Severity.Error, "invalid declaration cycle",
        "InvalidDeclCycle");
    public static readonly DiagnosticDescriptor InvalidTypeCycle = new("GO2012", Severity.Error, "invalid type cycle", "InvalidTypeCycle");
    public static readonly DiagnosticDescriptor InvalidConstInit = new("GO2013", Severity.Error, "invalid constant initialization",
        "InvalidConstInit");
    public static readonly DiagnosticDescriptor InvalidConstVal = new("GO2014", Severity.Error, "invalid constant value",
        "InvalidConstVal");
    public static readonly DiagnosticDescriptor InvalidConstType = new("GO2015", Severity.Error, "invalid constant type",
        "InvalidConstType");
    public static readonly DiagnosticDescriptor UntypedNilUse = new("GO2016", Severity.Error, "untyped nil use", "UntypedNilUse");
    public static readonly DiagnosticDescriptor WrongAssignCount = new("GO2017", Severity.Error, "wrong assign count", "WrongAssignCount");
    public static readonly DiagnosticDescriptor UnassignableOperand = new("GO2018", Severity.Error, "unassignable operand",
        "UnassignableOperand");
    public static readonly DiagnosticDescriptor NoNewVar = new("GO2019", Severity.Error, "no new variable", "NoNewVar");
    public static readonly DiagnosticDescriptor MultiValAssignOp = new("GO2020", Severity.Error, "multiple value assign operation",
        "MultiValAssignOp");
    public static readonly DiagnosticDescriptor InvalidIfaceAssign = new("GO2021", Severity.Error, "invalid interface assign",
        "InvalidIfaceAssign");
    public static readonly DiagnosticDescriptor InvalidChanAssign = new("GO2022", Severity.Error, "invalid chan assign",
        "InvalidChanAssign");
    public static readonly DiagnosticDescriptor IncompatibleAssign = new("GO2023", Severity.Error, "incompatible assign",
        "IncompatibleAssign");
    public static readonly DiagnosticDescriptor UnaddressableFieldAssign = new("GO2024", Severity.Error, "unaddressable field assign",
        "UnaddressableFieldAssign");
    public static readonly DiagnosticDescriptor NotAType = new("GO2025", Severity.Error, "not a type", "NotAType");
    public static readonly DiagnosticDescriptor InvalidArrayLen = new("GO2026", Severity.Error, "invalid array length", "InvalidArrayLen");
    public static readonly DiagnosticDescriptor BlankIfaceMethod = new("GO2027", Severity.Error, "blank interface method",
        "BlankIfaceMethod");
    public static readonly DiagnosticDescriptor IncomparableMapKey = new("GO2028", Severity.Error, "incomparable map key",
        "IncomparableMapKey");
    public static readonly DiagnosticDescriptor InvalidPtrEmbed = new("GO2030", Severity.Error, "invalid pointer embed", "InvalidPtrEmbed");
    public static readonly DiagnosticDescriptor BadRecv = new("GO2031", Severity.Error, "bad receiver", "BadRecv");
    public static readonly DiagnosticDescriptor InvalidRecv = new("GO2032", Severity.Error, "invalid receiver", "InvalidRecv");
    public static readonly DiagnosticDescriptor DuplicateFieldAndMethod = new("GO2033", Severity.Error, "duplicate field and method",
        "DuplicateFieldAndMethod");
    public static readonly DiagnosticDescriptor DuplicateMethod = new("GO2034", Severity.Error, "duplicate method", "DuplicateMethod");
    public static readonly DiagnosticDescriptor InvalidBlank = new("GO2035", Severity.Error, "invalid blank", "InvalidBlank");
    public static readonly DiagnosticDescriptor InvalidIota = new("GO2036", Severity.Error, "invalid iota", "InvalidIota");
    public static readonly DiagnosticDescriptor MissingInitBody = new("GO2037", Severity.Error, "missing initialization body",
        "MissingInitBody");
    public static readonly DiagnosticDescriptor InvalidInitSig = new("GO2038", Severity.Error, "invalid initialization signature",
        "InvalidInitSig");
    public static readonly DiagnosticDescriptor InvalidInitDecl = new("GO2039", Severity.Error, "invalid initialization declaration",
        "InvalidInitDecl");
    public static readonly DiagnosticDescriptor InvalidMainDecl = new("GO2040", Severity.Error, "invalid main declaration",
        "InvalidMainDecl");
    public static readonly DiagnosticDescriptor TooManyValues = new("GO2041", Severity.Error, "too many values", "TooManyValues");
    public static readonly DiagnosticDescriptor NotAnExpr = new("GO2042", Severity.Error, "not an expression", "NotAnExpr");
    public static readonly DiagnosticDescriptor TruncatedFloat = new("GO2043", Severity.Error, "truncated float", "TruncatedFloat");
    public static readonly DiagnosticDescriptor NumericOverflow = new("GO2044", Severity.Error, "numeric overflow", "NumericOverflow");
    public static readonly DiagnosticDescriptor UndefinedOp = new("GO2045", Severity.Error, "undefined operation", "UndefinedOp");
    public static readonly DiagnosticDescriptor MismatchedTypes = new("GO2046", Severity.Error, "mismatched types", "MismatchedTypes");
    public static readonly DiagnosticDescriptor DivByZero = new("GO2047", Severity.Error, "division by zero", "DivByZero");
    public static readonly DiagnosticDescriptor NonNumericIncDec = new("GO2048", Severity.Error, "non numeric increment decrement",
        "NonNumericIncDec");
    public static readonly DiagnosticDescriptor UnaddressableOperand = new("GO2049", Severity.Error, "unaddressable operand",
        "UnaddressableOperand");
    public static readonly DiagnosticDescriptor InvalidIndirection = new("GO2050", Severity.Error, "invalid indirection",
        "InvalidIndirection");
    public static readonly DiagnosticDescriptor NonIndexableOperand = new("GO2051", Severity.Error, "non indexable operand",
        "NonIndexableOperand");
    public static readonly DiagnosticDescriptor InvalidIndex = new("GO2052", Severity.Error, "invalid index", "InvalidIndex");
    public static readonly DiagnosticDescriptor SwappedSliceIndices = new("GO2053", Severity.Error, "swapped slice indices",
        "SwappedSliceIndices");
    public static readonly DiagnosticDescriptor NonSliceableOperand = new("GO2054", Severity.Error, "non sliceable operand",
        "NonSliceableOperand");
    public static readonly DiagnosticDescriptor InvalidSliceExpr = new("GO2055", Severity.Error, "invalid slice expression",
        "InvalidSliceExpr");
    public static readonly DiagnosticDescriptor InvalidShiftCount = new("GO2056", Severity.Error, "invalid shift count",
        "InvalidShiftCount");
    public static readonly DiagnosticDescriptor InvalidShiftOperand = new("GO2057", Severity.Error, "invalid shift operand",
        "InvalidShiftOperand");
    public static readonly DiagnosticDescriptor InvalidReceive = new("GO2058", Severity.Error, "invalid receive", "InvalidReceive");
    public static readonly DiagnosticDescriptor InvalidSend = new("GO2059", Severity.Error, "invalid send", "InvalidSend");
    public static readonly DiagnosticDescriptor DuplicateLitKey = new("GO2060", Severity.Error, "duplicate literal key", "DuplicateLitKey");
    public static readonly DiagnosticDescriptor MissingLitKey = new("GO2061", Severity.Error, "missing literal key", "MissingLitKey");
    public static readonly DiagnosticDescriptor InvalidLitIndex = new("GO2062", Severity.Error, "invalid literal index", "InvalidLitIndex");
    public static readonly DiagnosticDescriptor OversizeArrayLit = new("GO2063", Severity.Error, "oversize array literal",
        "OversizeArrayLit");
    public static readonly DiagnosticDescriptor MixedStructLit = new("GO2064", Severity.Error, "mixed struct literal", "MixedStructLit");
    public static readonly DiagnosticDescriptor InvalidStructLit = new("GO2065", Severity.Error, "invalid struct literal",
        "InvalidStructLit");
    public static readonly DiagnosticDescriptor MissingLitField = new("GO2066", Severity.Error, "missing literal field", "MissingLitField");
    public static readonly DiagnosticDescriptor DuplicateLitField = new("GO2067", Severity.Error, "duplicate literal field",
        "DuplicateLitField");
    public static readonly DiagnosticDescriptor UnexportedLitField = new("GO2068", Severity.Error, "unexported literal field",
        "UnexportedLitField");
    public static readonly DiagnosticDescriptor InvalidLitField = new("GO2069", Severity.Error, "invalid literal field", "InvalidLitField");
    public static readonly DiagnosticDescriptor UntypedLit = new("GO2070", Severity.Error, "untyped literal", "UntypedLit");
    public static readonly DiagnosticDescriptor InvalidLit = new("GO2071", Severity.Error, "invalid literal", "InvalidLit");
    public static readonly DiagnosticDescriptor AmbiguousSelector = new("GO2072", Severity.Error, "ambiguous selector",
        "AmbiguousSelector");
    public static readonly DiagnosticDescriptor UndeclaredImportedName = new("GO2073", Severity.Error, "undeclared imported name",
        "UndeclaredImportedName");
    public static readonly DiagnosticDescriptor UnexportedName = new("GO2074", Severity.Error, "unexported name", "UnexportedName");
    public static readonly DiagnosticDescriptor UndeclaredName = new("GO2075", Severity.Error, "undeclared name", "UndeclaredName");
    public static readonly DiagnosticDescriptor MissingFieldOrMethod = new("GO2076", Severity.Error, "missing field or method",
        "MissingFieldOrMethod");
    public static readonly DiagnosticDescriptor BadDotDotDotSyntax = new("GO2077", Severity.Error, "bad dot dot dot syntax",
        "BadDotDotDotSyntax");
    public static readonly DiagnosticDescriptor NonVariadicDotDotDot = new("GO2078", Severity.Error, "non variadic dot dot dot",
        "NonVariadicDotDotDot");
    public static readonly DiagnosticDescriptor InvalidDotDotDot = new("GO2081", Severity.Error, "invalid dot dot dot", "InvalidDotDotDot");
    public static readonly DiagnosticDescriptor UncalledBuiltin = new("GO2082", Severity.Error, "uncalled builtin", "UncalledBuiltin");
    public static readonly DiagnosticDescriptor InvalidAppend = new("GO2083", Severity.Error, "invalid append", "InvalidAppend");
    public static readonly DiagnosticDescriptor InvalidCap = new("GO2084", Severity.Error, "invalid cap", "InvalidCap");
    public static readonly DiagnosticDescriptor InvalidClose = new("GO2085", Severity.Error, "invalid close", "InvalidClose");
    public static readonly DiagnosticDescriptor InvalidCopy = new("GO2086", Severity.Error, "invalid copy", "InvalidCopy");
    public static readonly DiagnosticDescriptor InvalidComplex = new("GO2087", Severity.Error, "invalid complex", "InvalidComplex");
    public static readonly DiagnosticDescriptor InvalidDelete = new("GO2088", Severity.Error, "invalid delete", "InvalidDelete");
    public static readonly DiagnosticDescriptor InvalidImag = new("GO2089", Severity.Error, "invalid imag", "InvalidImag");
    public static readonly DiagnosticDescriptor InvalidLen = new("GO2090", Severity.Error, "invalid length", "InvalidLen");
    public static readonly DiagnosticDescriptor SwappedMakeArgs = new("GO2091", Severity.Error, "swapped make arguments",
        "SwappedMakeArgs");
    public static readonly DiagnosticDescriptor InvalidMake = new("GO2092", Severity.Error, "invalid make", "InvalidMake");
    public static readonly DiagnosticDescriptor InvalidReal = new("GO2093", Severity.Error, "invalid real", "InvalidReal");
    public static readonly DiagnosticDescriptor InvalidAssert = new("GO2094", Severity.Error, "invalid assert", "InvalidAssert");
    public static readonly DiagnosticDescriptor ImpossibleAssert = new("GO2095", Severity.Error, "impossible assert", "ImpossibleAssert");
    public static readonly DiagnosticDescriptor InvalidConversion = new("GO2096", Severity.Error, "invalid conversion",
        "InvalidConversion");
    public static readonly DiagnosticDescriptor InvalidUntypedConversion = new("GO2097", Severity.Error, "invalid untyped conversion",
        "InvalidUntypedConversion");
    public static readonly DiagnosticDescriptor BadOffsetofSyntax = new("GO2098", Severity.Error, "bad offsetof syntax",
        "BadOffsetofSyntax");
    public static readonly DiagnosticDescriptor InvalidOffsetof = new("GO2099", Severity.Error, "invalid offsetof", "InvalidOffsetof");
    public static readonly DiagnosticDescriptor UnusedExpr = new("GO2100", Severity.Error, "unused expression", "UnusedExpr");
    public static readonly DiagnosticDescriptor UnusedVar = new("GO2101", Severity.Error, "unused variable", "UnusedVar");
    public static readonly DiagnosticDescriptor MissingReturn = new("GO2102", Severity.Error, "missing return", "MissingReturn");
    public static readonly DiagnosticDescriptor WrongResultCount = new("GO2103", Severity.Error, "wrong result count", "WrongResultCount");
    public static readonly DiagnosticDescriptor OutOfScopeResult = new("GO2104", Severity.Error, "out of scope result", "OutOfScopeResult");
    public static readonly DiagnosticDescriptor InvalidCond = new("GO2105", Severity.Error, "invalid condition", "InvalidCond");
    public static readonly DiagnosticDescriptor InvalidPostDecl = new("GO2106", Severity.Error, "invalid post declaration",
        "InvalidPostDecl");
    public static readonly DiagnosticDescriptor InvalidIterVar = new("GO2108", Severity.Error, "invalid iteration variable",
        "InvalidIterVar");
    public static readonly DiagnosticDescriptor InvalidRangeExpr = new("GO2109", Severity.Error, "invalid range expression",
        "InvalidRangeExpr");
    public static readonly DiagnosticDescriptor MisplacedBreak = new("GO2110", Severity.Error, "misplaced break", "MisplacedBreak");
    public static readonly DiagnosticDescriptor MisplacedContinue = new("GO2111", Severity.Error, "misplaced continue",
        "MisplacedContinue");
    public static readonly DiagnosticDescriptor MisplacedFallthrough = new("GO2112", Severity.Error, "misplaced fallthrough",
        "MisplacedFallthrough");
    public static readonly DiagnosticDescriptor DuplicateCase = new("GO2113", Severity.Error, "duplicate case", "DuplicateCase");
    public static readonly DiagnosticDescriptor DuplicateDefault = new("GO2114", Severity.Error, "duplicate default", "DuplicateDefault");
    public static readonly DiagnosticDescriptor BadTypeKeyword = new("GO2115", Severity.Error, "bad type keyword", "BadTypeKeyword");
    public static readonly DiagnosticDescriptor InvalidTypeSwitch = new("GO2116", Severity.Error, "invalid type switch",
        "InvalidTypeSwitch");
    public static readonly DiagnosticDescriptor InvalidExprSwitch = new("GO2117", Severity.Error, "invalid expression switch",
        "InvalidExprSwitch");
    public static readonly DiagnosticDescriptor InvalidSelectCase = new("GO2118", Severity.Error, "invalid select case",
        "InvalidSelectCase");
    public static readonly DiagnosticDescriptor UndeclaredLabel = new("GO2119", Severity.Error, "undeclared label", "UndeclaredLabel");
    public static readonly DiagnosticDescriptor MisplacedLabel = new("GO2121", Severity.Error, "misplaced label", "MisplacedLabel");
    public static readonly DiagnosticDescriptor JumpOverDecl = new("GO2123", Severity.Error, "jump over declaration", "JumpOverDecl");
    public static readonly DiagnosticDescriptor JumpIntoBlock = new("GO2124", Severity.Error, "jump into block", "JumpIntoBlock");
    public static readonly DiagnosticDescriptor InvalidMethodExpr = new("GO2125", Severity.Error, "invalid method expression",
        "InvalidMethodExpr");
    public static readonly DiagnosticDescriptor WrongArgCount = new("GO2126", Severity.Error, "wrong argument count", "WrongArgCount");
    public static readonly DiagnosticDescriptor InvalidCall = new("GO2127", Severity.Error, "invalid call", "InvalidCall");
    public static readonly DiagnosticDescriptor UnusedResults = new("GO2128", Severity.Error, "unused results", "UnusedResults");
    public static readonly DiagnosticDescriptor InvalidDefer = new("GO2129", Severity.Error, "invalid defer", "InvalidDefer");
    public static readonly DiagnosticDescriptor InvalidGo = new("GO2130", Severity.Error, "invalid go", "InvalidGo");
    public static readonly DiagnosticDescriptor BadDecl = new("GO2131", Severity.Error, "bad declaration", "BadDecl");
    public static readonly DiagnosticDescriptor RepeatedDecl = new("GO2132", Severity.Error, "repeated declaration", "RepeatedDecl");
    public static readonly DiagnosticDescriptor InvalidUnsafeAdd = new("GO2133", Severity.Error, "invalid unsafe add", "InvalidUnsafeAdd");
    public static readonly DiagnosticDescriptor InvalidUnsafeSlice = new("GO2134", Severity.Error, "invalid unsafe slice",
        "InvalidUnsafeSlice");
    public static readonly DiagnosticDescriptor UnsupportedFeature = new("GO2135", Severity.Error, "unsupported feature",
        "UnsupportedFeature");
    public static readonly DiagnosticDescriptor NotAGenericType = new("GO2136", Severity.Error, "not a generic type", "NotAGenericType");
    public static readonly DiagnosticDescriptor WrongTypeArgCount = new("GO2137", Severity.Error, "wrong type argument count",
        "WrongTypeArgCount");
    public static readonly DiagnosticDescriptor CannotInferTypeArgs = new("GO2138", Severity.Error, "cannot infer type arguments",
        "CannotInferTypeArgs");
    public static readonly DiagnosticDescriptor InvalidTypeArg = new("GO2139", Severity.Error, "invalid type argument", "InvalidTypeArg");
    public static readonly DiagnosticDescriptor InvalidInstanceCycle = new("GO2140", Severity.Error, "invalid instance cycle",
        "InvalidInstanceCycle");
    public static readonly DiagnosticDescriptor InvalidUnion = new("GO2141", Severity.Error, "invalid union", "InvalidUnion");
    public static readonly DiagnosticDescriptor MisplacedConstraintIface = new("GO2142", Severity.Error, "misplaced constraint interface",
        "MisplacedConstraintIface");
    public static readonly DiagnosticDescriptor InvalidMethodTypeParams = new("GO2143", Severity.Error, "invalid method type parameters",
        "InvalidMethodTypeParams");
    public static readonly DiagnosticDescriptor MisplacedTypeParam = new("GO2144", Severity.Error, "misplaced type parameter",
        "MisplacedTypeParam");
    public static readonly DiagnosticDescriptor InvalidUnsafeSliceData = new("GO2145", Severity.Error, "invalid unsafe slice data",
        "InvalidUnsafeSliceData");
    public static readonly DiagnosticDescriptor InvalidUnsafeString = new("GO2146", Severity.Error, "invalid unsafe string",
        "InvalidUnsafeString");
    public static readonly DiagnosticDescriptor InvalidClear = new("GO2148", Severity.Error, "invalid clear", "InvalidClear");
    public static readonly DiagnosticDescriptor TypeTooLarge = new("GO2149", Severity.Error, "type too large", "TypeTooLarge");
    public static readonly DiagnosticDescriptor InvalidMinMaxOperand = new("GO2150", Severity.Error, "invalid min max operand",
        "InvalidMinMaxOperand");
    public static readonly DiagnosticDescriptor TooNew = new("GO2151", Severity.Error, "too new", "TooNew");

    /// <summary>Restrictions of the compiler that Go's type checker does not know.</summary>
    public static readonly DiagnosticDescriptor NotInHeapMisuse = new("GO2201", Severity.Error, "incomplete or unallocatable type");
    public static readonly DiagnosticDescriptor InvalidPrint = new("GO2206", Severity.Error, "invalid operand of print");
    public static readonly DiagnosticDescriptor MissingFunctionBody = new("GO2202", Severity.Error, "missing function body");
    public static readonly DiagnosticDescriptor InvalidDirective = new("GO2204", Severity.Error, "invalid compiler directive");
    public static readonly DiagnosticDescriptor InvalidLinkName = new("GO2205", Severity.Error, "invalid linkname directive");

    /// <summary>The kind with this name in Go's <c>internal/types/errors</c>.</summary>
    public static DiagnosticDescriptor ByGoName(string name) => name switch // table
    {
        nameof(InvalidSyntaxTree) => InvalidSyntaxTree,
        nameof(Test) => Test,
        nameof(BlankPkgName) => BlankPkgName,
        nameof(MismatchedPkgName) => MismatchedPkgName,
        nameof(InvalidPkgUse) => InvalidPkgUse,
        nameof(BadImportPath) => BadImportPath,
        nameof(BrokenImport) => BrokenImport,
        nameof(ImportCRenamed) => ImportCRenamed,
        nameof(UnusedImport) => UnusedImport,
        nameof(InvalidInitCycle) => InvalidInitCycle,
        nameof(DuplicateDecl) => DuplicateDecl,
        nameof(InvalidDeclCycle) => InvalidDeclCycle,
        nameof(InvalidTypeCycle) => InvalidTypeCycle,
        nameof(InvalidConstInit) => InvalidConstInit,
        nameof(InvalidConstVal) => InvalidConstVal,
        nameof(InvalidConstType) => InvalidConstType,
        nameof(UntypedNilUse) => UntypedNilUse,
        nameof(WrongAssignCount) => WrongAssignCount,
        nameof(UnassignableOperand) => UnassignableOperand,
        nameof(NoNewVar) => NoNewVar,
        nameof(MultiValAssignOp) => MultiValAssignOp,
        nameof(InvalidIfaceAssign) => InvalidIfaceAssign,
        nameof(InvalidChanAssign) => InvalidChanAssign,
        nameof(IncompatibleAssign) => IncompatibleAssign,
        nameof(UnaddressableFieldAssign) => UnaddressableFieldAssign,
        nameof(NotAType) => NotAType,
        nameof(InvalidArrayLen) => InvalidArrayLen,
        nameof(BlankIfaceMethod) => BlankIfaceMethod,
        nameof(IncomparableMapKey) => IncomparableMapKey,
        nameof(InvalidPtrEmbed) => InvalidPtrEmbed,
        nameof(BadRecv) => BadRecv,
        nameof(InvalidRecv) => InvalidRecv,
        nameof(DuplicateFieldAndMethod) => DuplicateFieldAndMethod,
        nameof(DuplicateMethod) => DuplicateMethod,
        nameof(InvalidBlank) => InvalidBlank,
        nameof(InvalidIota) => InvalidIota,
        nameof(MissingInitBody) => MissingInitBody,
        nameof(InvalidInitSig) => InvalidInitSig,
        nameof(InvalidInitDecl) => InvalidInitDecl,
        nameof(InvalidMainDecl) => InvalidMainDecl,
        nameof(TooManyValues) => TooManyValues,
        nameof(NotAnExpr) => NotAnExpr,
        nameof(TruncatedFloat) => TruncatedFloat,
        nameof(NumericOverflow) => NumericOverflow,
        nameof(UndefinedOp) => UndefinedOp,
        nameof(MismatchedTypes) => MismatchedTypes,
        nameof(DivByZero) => DivByZero,
        nameof(NonNumericIncDec) => NonNumericIncDec,
        nameof(UnaddressableOperand) => UnaddressableOperand,
        nameof(InvalidIndirection) => InvalidIndirection,
        nameof(NonIndexableOperand) => NonIndexableOperand,
        nameof(InvalidIndex) => InvalidIndex,
        nameof(SwappedSliceIndices) => SwappedSliceIndices,
        nameof(NonSliceableOperand) => NonSliceableOperand,
        nameof(InvalidSliceExpr) => InvalidSliceExpr,
        nameof(InvalidShiftCount) => InvalidShiftCount,
        nameof(InvalidShiftOperand) => InvalidShiftOperand,
        nameof(InvalidReceive) => InvalidReceive,
        nameof(InvalidSend) => InvalidSend,
        nameof(DuplicateLitKey) => DuplicateLitKey,
        nameof(MissingLitKey) => MissingLitKey,
        nameof(InvalidLitIndex) => InvalidLitIndex,
        nameof(OversizeArrayLit) => OversizeArrayLit,
        nameof(MixedStructLit) => MixedStructLit,
        nameof(InvalidStructLit) => InvalidStructLit,
        nameof(MissingLitField) => MissingLitField,
        nameof(DuplicateLitField) => DuplicateLitField,
        nameof(UnexportedLitField) => UnexportedLitField,
        nameof(InvalidLitField) => InvalidLitField,
        nameof(UntypedLit) => UntypedLit,
        nameof(InvalidLit) => InvalidLit,
        nameof(AmbiguousSelector) => AmbiguousSelector,
        nameof(UndeclaredImportedName) => UndeclaredImportedName,
        nameof(UnexportedName) => UnexportedName,
        nameof(UndeclaredName) => UndeclaredName,
        nameof(MissingFieldOrMethod) => MissingFieldOrMethod,
        nameof(BadDotDotDotSyntax) => BadDotDotDotSyntax,
        nameof(NonVariadicDotDotDot) => NonVariadicDotDotDot,
        nameof(InvalidDotDotDot) => InvalidDotDotDot,
        nameof(UncalledBuiltin) => UncalledBuiltin,
        nameof(InvalidAppend) => InvalidAppend,
        nameof(InvalidCap) => InvalidCap,
        nameof(InvalidClose) => InvalidClose,
        nameof(InvalidCopy) => InvalidCopy,
        nameof(InvalidComplex) => InvalidComplex,
        nameof(InvalidDelete) => InvalidDelete,
        nameof(InvalidImag) => InvalidImag,
        nameof(InvalidLen) => InvalidLen,
        nameof(SwappedMakeArgs) => SwappedMakeArgs,
        nameof(InvalidMake) => InvalidMake,
        nameof(InvalidReal) => InvalidReal,
        nameof(InvalidAssert) => InvalidAssert,
        nameof(ImpossibleAssert) => ImpossibleAssert,
        nameof(InvalidConversion) => InvalidConversion,
        nameof(InvalidUntypedConversion) => InvalidUntypedConversion,
        nameof(BadOffsetofSyntax) => BadOffsetofSyntax,
        nameof(InvalidOffsetof) => InvalidOffsetof,
        nameof(UnusedExpr) => UnusedExpr,
        nameof(UnusedVar) => UnusedVar,
        nameof(MissingReturn) => MissingReturn,
        nameof(WrongResultCount) => WrongResultCount,
        nameof(OutOfScopeResult) => OutOfScopeResult,
        nameof(InvalidCond) => InvalidCond,
        nameof(InvalidPostDecl) => InvalidPostDecl,
        nameof(InvalidIterVar) => InvalidIterVar,
        nameof(InvalidRangeExpr) => InvalidRangeExpr,
        nameof(MisplacedBreak) => MisplacedBreak,
        nameof(MisplacedContinue) => MisplacedContinue,
        nameof(MisplacedFallthrough) => MisplacedFallthrough,
        nameof(DuplicateCase) => DuplicateCase,
        nameof(DuplicateDefault) => DuplicateDefault,
        nameof(BadTypeKeyword) => BadTypeKeyword,
        nameof(InvalidTypeSwitch) => InvalidTypeSwitch,
        nameof(InvalidExprSwitch) => InvalidExprSwitch,
        nameof(InvalidSelectCase) => InvalidSelectCase,
        nameof(UndeclaredLabel) => UndeclaredLabel,
        nameof(DuplicateLabel) => DuplicateLabel,
        nameof(MisplacedLabel) => MisplacedLabel,
        nameof(UnusedLabel) => UnusedLabel,
        nameof(JumpOverDecl) => JumpOverDecl,
        nameof(JumpIntoBlock) => JumpIntoBlock,
        nameof(InvalidMethodExpr) => InvalidMethodExpr,
        nameof(WrongArgCount) => WrongArgCount,
        nameof(InvalidCall) => InvalidCall,
        nameof(UnusedResults) => UnusedResults,
        nameof(InvalidDefer) => InvalidDefer,
        nameof(InvalidGo) => InvalidGo,
        nameof(BadDecl) => BadDecl,
        nameof(RepeatedDecl) => RepeatedDecl,
        nameof(InvalidUnsafeAdd) => InvalidUnsafeAdd,
        nameof(InvalidUnsafeSlice) => InvalidUnsafeSlice,
        nameof(UnsupportedFeature) => UnsupportedFeature,
        nameof(NotAGenericType) => NotAGenericType,
        nameof(WrongTypeArgCount) => WrongTypeArgCount,
        nameof(CannotInferTypeArgs) => CannotInferTypeArgs,
        nameof(InvalidTypeArg) => InvalidTypeArg,
        nameof(InvalidInstanceCycle) => InvalidInstanceCycle,
        nameof(InvalidUnion) => InvalidUnion,
        nameof(MisplacedConstraintIface) => MisplacedConstraintIface,
        nameof(InvalidMethodTypeParams) => InvalidMethodTypeParams,
        nameof(MisplacedTypeParam) => MisplacedTypeParam,
        nameof(InvalidUnsafeSliceData) => InvalidUnsafeSliceData,
        nameof(InvalidUnsafeString) => InvalidUnsafeString,
        nameof(InvalidClear) => InvalidClear,
        nameof(TypeTooLarge) => TypeTooLarge,
        nameof(InvalidMinMaxOperand) => InvalidMinMaxOperand,
        nameof(TooNew) => TooNew,
        _ => throw Unexpected.Value(name),
    };
}

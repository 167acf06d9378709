namespace Go.Compiler.ExportData;

/// <summary>Numbers of expression nodes; 0 = no expression. Changing them changes <see cref="ExportFormat.Version"/>.</summary>
internal enum ExpressionTag : byte
{
    None, Constant, Zero, Local, Global, Function, Closure, Unary, Binary, Convert, AddressOf, Dereference, Field, Index, MapIndex, Slice,
    StructLiteral,
    ArrayLiteral, MapLiteral, New, Make, Call, InterfaceCall, TypeParameterCall, MethodValue, TypeAssert, Receive, Builtin, RuntimeCall,
    NilCheck, Sequence,
}

/// <summary>Numbers of statement nodes; 0 = no statement.</summary>
internal enum StatementTag : byte
{
    None, Block, Expression, Declare, Assign, OperatorAssign, If, For, Range, Switch, TypeSwitch, Select, Break, Continue, LabelMark, Goto,
    Breakable, Return,
    Go, Defer, Send,
}

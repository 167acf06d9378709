namespace Go.Compiler.ExportData;

/// <summary>The sections of Go's unified export data, in its order: a reference names a section and an element of it.</summary>
internal enum UnifiedSection : byte
{
    String, Meta, PositionBase, Package, Name, Type, Object, ObjectExtension, ObjectDictionary, Body,
}

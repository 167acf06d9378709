namespace Go.Compiler.Images.Pe;

/// <summary>Tables that the optional header leads to, as it numbers them.</summary>
internal enum PeDirectory { Exports, Imports, Resources, Exceptions, Certificates, BaseRelocations, Debug, Architecture, GlobalPointer,
    ThreadLocals, LoadConfiguration, BoundImports, ImportAddresses, DelayedImports, Clr, Reserved }

using System.Buffers.Binary;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// Makes the init tasks of packages and the two lists in which they run (contract 8). A package without a record is no node of the order:
/// records exist for packages with init functions, for importers of packages with records, for main and for runtime.
/// </summary>
internal static class InitOrder
{
    private const int TaskHeaderSize = 8;

    public static void Run(LinkSession session)
    {
        Dictionary<string, PackageInit> packages = CollectPackages(session);
        foreach (ObjectFile file in session.Objects)
        {
            if (packages.TryGetValue(file.PackagePath, out PackageInit? package))
            {
                DecideRecord(package, packages);
            }
        }
        foreach (ObjectFile file in session.Objects)
        {
            if (packages.TryGetValue(file.PackagePath, out PackageInit? package) && package.HasRecord == true && !package.IsDefined)
            {
                package.IsDefined = true;
                DefineTask(session, package);
            }
        }
        DefineList(session, LinkerSymbols.MainInitTasks, Schedule(packages, LinkerSymbols.MainPackage));
        int runtimeCount = DefineList(session, LinkerSymbols.RuntimeInitTasks, Schedule(packages, LinkerSymbols.RuntimePackage));
        int variable = session.Symbols.Find(LinkerSymbols.RuntimeInitTasksVariable);
        if (variable != 0 && session.Definitions[variable] is not null)
        {
            DefineSlice(session, LinkerSymbols.RuntimeInitTasksVariable, LinkerSymbols.RuntimeInitTasks, runtimeCount);
        }
    }

    private static Dictionary<string, PackageInit> CollectPackages(LinkSession session)
    {
        var packages = new Dictionary<string, PackageInit>();
        for (int i = 0; i < session.Objects.Count - 1; i++)
        {
            // Several objects may make up one package (compiled and assembled parts).
            ObjectFile file = session.Objects[i];
            if (!packages.TryGetValue(file.PackagePath, out PackageInit? package))
            {
                packages.Add(file.PackagePath, package = new PackageInit(file.PackagePath));
            }
            package.Imports.AddRange(file.Imports);
            foreach (SymbolRef function in file.InitFunctions)
            {
                package.Functions.Add(file.Names[function.Index]);
            }
        }
        return packages;
    }

    private static bool DecideRecord(PackageInit package, Dictionary<string, PackageInit> packages)
    {
        if (package.HasRecord is { } known)
        {
            return known;
        }
        package.HasRecord = false; // imports have no cycles; this only stops on broken input
        bool has = package.Functions.Count != 0 || package.Path is LinkerSymbols.MainPackage or LinkerSymbols.RuntimePackage;
        foreach (string import in package.Imports)
        {
            if (packages.TryGetValue(import, out PackageInit? imported) && DecideRecord(imported, packages)
                && !package.Dependencies.Contains(imported))
            {
                package.Dependencies.Add(imported);
                has = true;
            }
        }
        package.HasRecord = has;
        return has;
    }

    /// <summary>Runs the packages whose imports are done in the order of their records' symbol names, not of their paths.</summary>
    private static List<string> Schedule(Dictionary<string, PackageInit> packages, string root)
    {
        var result = new List<string>();
        if (!packages.TryGetValue(root, out PackageInit? first))
        {
            return result;
        }
        var importers = new Dictionary<PackageInit, List<PackageInit>>();
        var waiting = new Dictionary<PackageInit, int>();
        var ready = new PriorityQueue<PackageInit, string>(StringComparer.Ordinal);
        var found = new Stack<PackageInit>([first]);
        waiting.Add(first, 0);
        while (found.TryPop(out PackageInit? package))
        {
            waiting[package] = package.Dependencies.Count;
            if (package.Dependencies.Count == 0)
            {
                ready.Enqueue(package, package.RecordName);
            }
            foreach (PackageInit import in package.Dependencies)
            {
                if (!importers.TryGetValue(import, out List<PackageInit>? list))
                {
                    importers.Add(import, list = []);
                }
                list.Add(package);
                if (waiting.TryAdd(import, 0))
                {
                    found.Push(import);
                }
            }
        }
        int scheduled = 0;
        while (ready.TryDequeue(out PackageInit? package, out _))
        {
            scheduled++;
            if (package.Functions.Count != 0)
            {
                result.Add(package.RecordName);
            }
            foreach (PackageInit importer in importers.GetValueOrDefault(package) ?? [])
            {
                if (--waiting[importer] == 0)
                {
                    ready.Enqueue(importer, importer.RecordName);
                }
            }
        }
        return scheduled == waiting.Count ? result : throw Unexpected.State("packages import each other in a cycle");
    }

    /// <summary>u32 state, u32 number of functions, then their code addresses.</summary>
    private static void DefineTask(LinkSession session, PackageInit package)
    {
        int count = package.Functions.Count;
        var data = new byte[TaskHeaderSize + 8 * count];
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4), count);
        var relocations = new Relocation[count];
        for (int i = 0; i < count; i++)
        {
            SymbolKey f = package.Functions[i];
            relocations[i] = new Relocation(TaskHeaderSize + 8 * i, RelocationKind.Address, session.Own.Reference(f.Name, f.Abi), 0);
        }
        session.Define(package.RecordName, SymbolKind.NoPointerData, data, relocations, alignment: 8);
    }

    private static int DefineList(LinkSession session, string name, List<string> tasks)
    {
        var relocations = new Relocation[tasks.Count];
        for (int i = 0; i < tasks.Count; i++)
        {
            relocations[i] = new Relocation(8 * i, RelocationKind.Address, session.Own.Reference(tasks[i]), 0);
        }
        session.Define(name, SymbolKind.NoPointerData, new byte[8 * tasks.Count], relocations, alignment: 8);
        return tasks.Count;
    }

    private static void DefineSlice(LinkSession session, string name, string elements, int count)
    {
        var header = new byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), count);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), count);
        session.Define(name, SymbolKind.NoPointerData, header,
            [new Relocation(0, RelocationKind.Address, session.Own.Reference(elements), 0)], alignment: 8);
    }

    private sealed class PackageInit(string path)
    {
        public string Path { get; } = path;
        public string RecordName { get; } = path + LinkerSymbols.InitTaskSuffix;
        public List<string> Imports { get; } = [];
        public List<SymbolKey> Functions { get; } = [];

        /// <summary>Directly imported packages with a record.</summary>
        public List<PackageInit> Dependencies { get; } = [];
        public bool? HasRecord { get; set; }
        public bool IsDefined { get; set; }
    }
}

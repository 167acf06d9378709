using System.Buffers.Binary;
using System.Text;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;

namespace Go.Compiler.Link;

/// <summary>Sets string variables at link time (contract 7.8) and makes the build information (contract 7.7).</summary>
internal static class LinkVariables
{
    private const int StringHeaderSize = 16;

    public static void Run(LinkSession session)
    {
        LinkOptions options = session.Options;
        foreach (LinkVariable variable in LastOfEachName(options.Variables))
        {
            SetByUser(session, variable);
        }
        byte[] moduleInfo = options.ModuleInfo.Length == 0
            ? [] : [.. BuildInfoFormat.ModInfoStart, .. Encoding.UTF8.GetBytes(options.ModuleInfo), .. BuildInfoFormat.ModInfoEnd];
        byte[] version = Encoding.UTF8.GetBytes(options.BuildVersion);
        SetOwn(session, LinkerSymbols.BuildVersion, version);
        SetOwn(session, LinkerSymbols.ModInfo, moduleInfo);
        SetOwn(session, LinkerSymbols.GodebugDefault, Encoding.UTF8.GetBytes(options.GodebugDefault));
        SetOwn(session, LinkerSymbols.DefaultGoRoot, Encoding.UTF8.GetBytes(options.DefaultGoRoot));
        session.Define(LinkerSymbols.BuildInfo, SymbolKind.NoPointerData, BuildInfoBlob(version, moduleInfo), [],
            BuildInfoFormat.Alignment);
    }

    private static List<LinkVariable> LastOfEachName(IReadOnlyList<LinkVariable> variables)
    {
        var result = new List<LinkVariable>(variables.Count);
        for (int i = 0; i < variables.Count; i++)
        {
            bool isLast = true;
            for (int j = i + 1; j < variables.Count; j++)
            {
                isLast &= variables[j].Name != variables[i].Name;
            }
            if (isLast)
            {
                result.Add(variables[i]);
            }
        }
        return result;
    }

    private static void SetByUser(LinkSession session, LinkVariable variable)
    {
        int dot = variable.Name.LastIndexOf('.');
        string symbol = dot <= 0 ? variable.Name : SymbolNames.EscapePath(variable.Name[..dot]) + variable.Name[dot..];
        int id = session.Symbols.Find(symbol);
        ObjectSymbol? definition = id == 0 ? null : session.Definitions[id];
        if (variable.IsWish && (definition is null || (definition.Flags & SymbolFlags.StringVariable) == 0))
        {
            return;
        }
        if (definition is null || (definition.Flags & SymbolFlags.Variable) == 0)
        {
            string? near = Nearest(session, symbol);
            session.Error(variable.IsOptional ? Catalogue.LinkVariableIgnored : Catalogue.UnknownLinkVariable,
                $"no variable {variable.Name} to set" + (near is null ? "" : $" (did you mean {near}?)"));
        }
        else if ((definition.Flags & SymbolFlags.StringVariable) == 0)
        {
            session.Error(Catalogue.LinkVariableNotString, $"{variable.Name}: cannot set with -X: not a var of type string");
        }
        else
        {
            SetString(session, symbol, Encoding.UTF8.GetBytes(variable.Value));
        }
    }

    /// <summary>The linker's own settings: silently skipped when the program has no such variable or nothing is to be said.</summary>
    private static void SetOwn(LinkSession session, string symbol, byte[] value)
    {
        int id = session.Symbols.Find(symbol);
        if (value.Length != 0 && id != 0 && session.Definitions[id] is not null)
        {
            SetString(session, symbol, value);
        }
    }

    /// <summary>Replaces the variable's static value; a dynamic initialiser still runs later and wins.</summary>
    private static void SetString(LinkSession session, string symbol, byte[] value)
    {
        string text = symbol + ".str";
        session.Define(text, SymbolKind.ReadOnly, value, [], alignment: 1);
        var header = new byte[StringHeaderSize];
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), value.Length);
        Relocation[] relocations = value.Length == 0 ? [] : [new Relocation(0, RelocationKind.Address, session.Own.Reference(text), 0)];
        session.Define(symbol, SymbolKind.Data, header, relocations, alignment: 8, new PointerMap([1], 2, 1));
    }

    /// <summary>A variable whose name differs from the wanted one by two edits at most.</summary>
    private static string? Nearest(LinkSession session, string wanted)
    {
        string? best = null;
        int bestDistance = 3;
        for (int id = 1; id < session.Symbols.Count && id < session.Definitions.Length; id++)
        {
            if (session.Definitions[id] is not { } d || (d.Flags & SymbolFlags.StringVariable) == 0)
            {
                continue;
            }
            string name = session.NameOf(id);
            int distance = string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase) ? 1
                : EditDistance.Between(name, wanted, bestDistance);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }
        return best;
    }

    private static byte[] BuildInfoBlob(byte[] version, byte[] moduleInfo)
    {
        var blob = new List<byte>(BuildInfoFormat.HeaderSize + version.Length + moduleInfo.Length + 32);
        blob.AddRange(BuildInfoFormat.Magic);
        blob.Add(8);
        blob.Add(BuildInfoFormat.InlineStringsFlag);
        while (blob.Count < BuildInfoFormat.HeaderSize)
        {
            blob.Add(0);
        }
        foreach (byte[] text in (ReadOnlySpan<byte[]>)[version, moduleInfo])
        {
            Leb128.Append(blob, (ulong)text.Length);
            blob.AddRange(text);
        }
        while (blob.Count % BuildInfoFormat.Alignment != 0)
        {
            blob.Add(0);
        }
        return [.. blob];
    }
}

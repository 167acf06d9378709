using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// Compares what was downloaded with what go.sum says, and, for what go.sum does not know, with what the checksum database says. A
/// difference is an error that no setting turns into less. Thread-safe.
/// </summary>
internal sealed class SumVerifier(IRecordedSums? recorded, IChecksumDatabase? database, IModuleProgress progress)
{
    private const string GoModSuffix = "/go.mod";

    private const string MoreInformation = "\n\nFor more information, see 'go help module-auth'.\n";

    private const string GoSumMismatch = """


        SECURITY ERROR
        This download does NOT match an earlier download recorded in go.sum.
        The bits may have been replaced on the origin server, or an attacker may
        have intercepted the download attempt.
        """ + MoreInformation;

    private const string DatabaseMismatch = """


        SECURITY ERROR
        This download does NOT match the one reported by the checksum server.
        The bits may have been replaced on the origin server, or an attacker may
        have intercepted the download attempt.
        """ + MoreInformation;

    private const string DatabaseAbsent = """


        SECURITY ERROR
        This download does NOT match one reported by the checksum server.
        The checksum server has provided checksums, but the checksums do
        not contain an entry for the download.
        The checksum server may be malfunctioning, or an attacker may have
        intercepted the checksum request.
        The download cannot be verified.
        """ + MoreInformation;

    private const string UnknownAlgorithm = """


        SECURITY WARNING
        This download is listed in go.sum, but using an unknown hash algorithm.
        The download cannot be verified.
        """ + MoreInformation + "\n";

    /// <summary>Checks the hash of a version's zip, or of its go.mod file if the version ends in <c>/go.mod</c>, and records it.</summary>
    /// <exception cref="ModuleException">It is not the one that was expected, or nobody can say.</exception>
    public void Check(ModuleVersion module, string hash, CancellationToken cancellation)
    {
        IReadOnlyList<RecordedSum> known = recorded?.Of(module) ?? [];
        if (MatchesRecord(module, hash, known))
        {
            return;
        }
        if (database is not null && database.IsUsedFor(module.Path))
        {
            CheckDatabase(database, module, hash, cancellation);
        }
        if (recorded is not null)
        {
            if (known.Count > 0)
            {
                string text =
                    $"verifying {module.Path}@{module.Version}: unknown hashes in go.sum: {string.Join(", ", known.Select(k => k.Hash))}; adding {hash}";
                progress.Warn(new ModuleException(Catalogue.UnknownSumAlgorithm, text + UnknownAlgorithm));
            }
            recorded.Add(module, hash);
        }
    }

    private static bool MatchesRecord(ModuleVersion module, string hash, IReadOnlyList<RecordedSum> known)
    {
        bool matches = false;
        foreach (RecordedSum sum in known)
        {
            if (sum.Hash == hash)
            {
                matches = true;
            }
            else if (sum.Hash.StartsWith(DirectoryHash.Prefix, StringComparison.Ordinal))
            {
                string text =
                    $"verifying {module.Path}@{module.Version}: checksum mismatch\n\tdownloaded: {hash}\n\t{sum.File}:     {sum.Hash}";
                throw new SumMismatchException(text + GoSumMismatch);
            }
        }
        return matches;
    }

    private static void CheckDatabase(IChecksumDatabase database, ModuleVersion module, string hash, CancellationToken cancellation)
    {
        bool isGoMod = module.Version.EndsWith(GoModSuffix, StringComparison.Ordinal);
        string start =
            $"{module.Path}@{(isGoMod ? module.Version[..^GoModSuffix.Length] : module.Version)}: verifying {(isGoMod ? "go.mod" : "module")}: ";
        IReadOnlyList<string> lines;
        try
        {
            lines = database.Lookup(module, cancellation);
        }
        catch (ModuleException e) when (e.Descriptor != Catalogue.ChecksumDatabaseForked)
        {
            throw new ModuleException(Catalogue.ChecksumDatabaseFailed, start + e.Message, e);
        }
        string prefix = $"{module.Path} {module.Version} ";
        foreach (string line in lines)
        {
            if (line == prefix + hash)
            {
                return;
            }
            if (line.StartsWith(prefix + DirectoryHash.Prefix, StringComparison.Ordinal))
            {
                string text = $"{start}checksum mismatch\n\tdownloaded: {hash}\n\t{database.Name}: {line[prefix.Length..]}";
                throw new ModuleException(Catalogue.ChecksumMismatch, text + DatabaseMismatch);
            }
        }
        throw new ModuleException(Catalogue.ChecksumMismatch, $"{start}checksum missing from sumdb response" + DatabaseAbsent);
    }
}

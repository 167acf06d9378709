using System.Text;
using Go.Compiler.Modules.Checksums;
using Go.Compiler.Build;
using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Fetching;
using Go.Compiler.Modules.Files;
using Go.Compiler.Platforms;

namespace Go.Compiler.Driver.Modules;

/// <summary>
/// Brings the modules that builds of a project need into the module cache, many at a time, so that the builds need no network. Whether
/// go.mod and go.sum are complete is for the build to say, which knows the packages.
/// </summary>
public static class ModuleRestore
{
    /// <param name="settings">Which modules, and where they come from.</param>
    /// <param name="directory">The project's folder.</param>
    /// <param name="recordFile">Has what the last restore read and brought; nothing is done while that stays as it was.</param>
    /// <param name="say">Takes what the user may want to read meanwhile.</param>
    /// <param name="cancellation">Ends the restore; what is in the cache then is whole.</param>
    public static ModuleRestoreReport Run(ModuleSettings settings, string directory, string recordFile, Action<string> say,
        CancellationToken cancellation)
    {
        byte[] asked = Question(settings, directory);
        if (InputRecord.Read(recordFile) is { } last
            && last.FirstChange(asked, DiskFileView.Instance, HostFileStamps.Instance, out InputRecord? refreshed) is null)
        {
            refreshed?.Write(recordFile);
            return new ModuleRestoreReport(IsUpToDate: true, BitConverter.ToInt32(last.Answer), []);
        }
        var view = new RecordingFileView(DiskFileView.Instance, HostFileStamps.Instance);
        using var progress = new Progress(say);
        var findings = new List<ReportedFinding>();
        IReadOnlyList<string> folders = [];
        try
        {
            folders = Bring(settings, directory, view, progress, findings, cancellation);
        }
        catch (ModFileException e)
        {
            findings.AddRange(e.Errors.Select(error => new ReportedFinding(error.Descriptor.Code, error.Descriptor.Severity, error.Message,
                e.FilePath, error.Position.Line, error.Position.Column)));
        }
        catch (ModuleException e)
        {
            findings.Add(Finding(e));
        }
        catch (Exception e) when (SumMismatchException.In(e) is { } mismatch)
        {
            findings.Add(new ReportedFinding(SumMismatchException.Descriptor.Code, Severity.Error, mismatch.Message, "", 0, 0));
        }
        findings.InsertRange(0, progress.Warnings);
        if (!findings.Exists(f => f.Severity == Severity.Error))
        {
            foreach (string folder in folders)
            {
                view.KindOf(folder); // a module that has gone from the cache is brought again
            }
            InputRecord.Of(asked, BitConverter.GetBytes(folders.Count), view, [], [], HostFileStamps.Instance)?.Write(recordFile);
        }
        return new ModuleRestoreReport(IsUpToDate: false, folders.Count, findings);
    }

    private static byte[] Question(ModuleSettings settings, string directory)
    {
        // Of a record every property counts; the list has no text of its own.
        string text = $"{settings with { ReferencedModules = [] }}\n{string.Join('\n', settings.ReferencedModules)}\n{directory}";
        return Encoding.UTF8.GetBytes(text);
    }

    private static List<string> Bring(ModuleSettings settings, string directory, IFileView view, Progress progress,
        List<ReportedFinding> findings, CancellationToken cancellation)
    {
        var folders = new List<string>();
        var plan = new RestorePlan(settings, directory, view);
        if (plan.Modules.Count + plan.GoMods.Count == 0)
        {
            return folders;
        }
        using var source = new ModuleSource(settings, plan, progress);
        ModulePrefetch.Run(source, plan.Modules, cancellation);
        var told = new HashSet<string>(StringComparer.Ordinal); // a full disk fails all of them in the same words
        foreach (ModuleVersion module in plan.Modules)
        {
            try
            {
                folders.Add(source.Directory(module, cancellation));
            }
            catch (ModuleException e) when (told.Add(e.Message))
            {
                findings.Add(Finding(e));
            }
            catch (ModuleException)
            {
                continue;
            }
        }
        // The same version fails once, with its zip.
        if (findings.Count > 0)
        {
            return folders;
        }
        BringGoMods(plan, source, progress, findings, cancellation);
        return folders;
    }

    /// <summary>
    /// go.sum may name versions that nothing requires any more, and whose go.mod is not to be had: what is wrong with one that is not
    /// required is only told.
    /// </summary>
    private static void BringGoMods(RestorePlan plan, ModuleSource source, Progress progress, List<ReportedFinding> findings,
        CancellationToken cancellation)
    {
        ModulePrefetch.GoMods(source, plan.GoMods, cancellation);
        var required = new HashSet<ModuleVersion>(plan.Modules);
        foreach (ModuleVersion module in plan.GoMods)
        {
            try
            {
                source.GoMod(module, cancellation);
            }
            catch (ModuleException e) when (required.Contains(module))
            {
                findings.Add(Finding(e));
            }
            catch (ModuleException e)
            {
                progress.Say(e.Message);
            }
        }
    }

    private static ReportedFinding Finding(ModuleException e) => new(e.Descriptor.Code, e.Descriptor.Severity, e.Message, "", 0, 0);

    /// <summary>Says what is downloaded, and keeps warnings.</summary>
    private sealed class Progress(Action<string> say) : IModuleProgress, IDisposable
    {
        private readonly Lock _lock = new();
        private readonly List<ReportedFinding> _warnings = [];
        private bool _isOver;

        public IReadOnlyList<ReportedFinding> Warnings
        {
            get
            {
                lock (_lock)
                {
                    return [.. _warnings];
                }
            }
        }

        public void Say(string text)
        {
            lock (_lock)
            {
                if (!_isOver)
                {
                    say(text);
                }
            }
        }

        public void Downloading(ModuleVersion module) => Say($"downloading {module.Path} {module.Version}");

        public void Warn(ModuleException warning)
        {
            lock (_lock)
            {
                _warnings.Add(Finding(warning));
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _isOver = true;
            }
        }
    }
}

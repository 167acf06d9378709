namespace Go.Compiler.Modules;

/// <summary>Hears what the source of modules does. Called from several threads.</summary>
public interface IModuleProgress
{
    /// <summary>A version's zip is being downloaded.</summary>
    void Downloading(ModuleVersion module);

    /// <summary>Something to tell the user that does not end the work.</summary>
    void Warn(ModuleException warning);

    /// <summary>Hears of every request to a server (<c>-x</c>).</summary>
    void Trace(string line)
    {
    }
}

using Go.Compiler.Objects;

namespace Go.Compiler.Link;

/// <summary>
/// Calls that do not reach go through thunks: code that jumps to the target from anywhere. Functions are taken together in groups, and
/// behind each group stand the thunks of its calls, so that every call reaches those. A call that has a thunk keeps it, so adding ends.
/// </summary>
internal sealed class CallThunks
{
    /// <summary>
    /// More than what lies between the end of the code and stubs for symbols of libraries, and the alignment of a section.
    /// </summary>
    private const long Slack = 1 << 16;

    private readonly LinkSession _session;
    private readonly RelocationForm _call;

    /// <summary>By group: its functions, as a range of <see cref="_functions"/>, and its thunks.</summary>
    private readonly List<(int First, int End, List<int> Thunks)> _groups = [];
    private readonly int[] _functions;
    private readonly int _moduleFrom;
    private readonly Dictionary<(int Function, int Relocation), int> _thunkOf = [];
    private readonly Dictionary<(int Group, int Target, long Addend), int> _known = [];

    private CallThunks(LinkSession session, RelocationForm call)
    {
        _session = session;
        _call = call;
        LinkSection text = session[SectionId.Text];
        _functions = [.. text.Symbols];
        _moduleFrom = _functions.Length - text.ModuleSymbols;
        MakeGroups(Math.Min(call.Forward, -call.Backward) / 2);
    }

    /// <summary>Null where all calls reach: the usual case.</summary>
    public static CallThunks? Of(LinkSession session)
    {
        long farthest = session[SectionId.Text].Image.Size + session[SectionId.Stubs].Image.Size + Slack;
        return session.Options.Relocator.FormOf(RelocationKind.Call) is { IsCall: true } call
            && !(call.Reaches(farthest) && call.Reaches(-farthest)) ? new CallThunks(session, call) : null;
    }

    /// <summary>The thunk that a call goes through; 0: it reaches its target.</summary>
    public int Of(int function, int relocation) => _thunkOf.GetValueOrDefault((function, relocation));

    /// <summary>Makes thunks for the calls that do not reach from where everything is placed now; false when there are none.</summary>
    public bool AddMissing()
    {
        bool added = false;
        for (int group = 0; group < _groups.Count; group++)
        {
            for (int i = _groups[group].First; i < _groups[group].End; i++)
            {
                _session.Options.Cancellation.ThrowIfCancellationRequested();
                added |= AddFor(group, _functions[i]);
            }
        }
        return added;
    }

    /// <summary>Puts the thunks behind their groups; those behind functions of the cryptographic module belong to it.</summary>
    public void Insert(LinkSection text)
    {
        text.Symbols.Clear();
        text.ModuleSymbols = 0;
        foreach ((int first, int end, List<int> thunks) in _groups)
        {
            text.Symbols.AddRange(_functions.AsSpan(first, end - first));
            text.Symbols.AddRange(thunks);
            text.ModuleSymbols += first < _moduleFrom ? 0 : end - first + thunks.Count;
        }
    }

    private void MakeGroups(long most)
    {
        int first = 0;
        for (int i = 0; i < _functions.Length; i++)
        {
            long end = _session.OffsetOf[_functions[i]] + _session.Definitions[_functions[i]]!.Size;
            if (i > first && (i == _moduleFrom || end - _session.OffsetOf[_functions[first]] > most))
            {
                _groups.Add((first, i, []));
                first = i;
            }
        }
        _groups.Add((first, _functions.Length, []));
    }

    private bool AddFor(int group, int function)
    {
        bool added = false;
        Relocation[] relocations = _session.Definitions[function]!.Relocations;
        for (int i = 0; i < relocations.Length; i++)
        {
            ref readonly Relocation r = ref relocations[i];
            if (r.Kind != RelocationKind.Call || _thunkOf.ContainsKey((function, i)))
            {
                continue;
            }
            int target = _session.Resolve(function, r.Target);
            if (!_call.Reaches(OffsetOf(target) + r.Addend - (_session.OffsetOf[function] + r.Offset)))
            {
                _thunkOf.Add((function, i), ThunkTo(group, target, r.Addend));
                added = true;
            }
        }
        return added;
    }

    /// <summary>From the start of the code; what is called besides functions lies right behind them.</summary>
    private long OffsetOf(int target)
        => _session.SectionOf[target] == SectionId.Text ? _session.OffsetOf[target]
            : _session[SectionId.Text].Image.Size + Slack + _session.OffsetOf[target];

    private int ThunkTo(int group, int target, long addend)
    {
        if (!_known.TryGetValue((group, target, addend), out int thunk)
            && _session.Options.Relocator.JumpTo(_session.OwnReference(target), addend) is (var code, var jump))
        {
            // As the original names them; the target's two calling conventions need a thunk each.
            SymbolKey key = _session.Symbols[target];
            thunk = _session.DefineCode($"{key.Name}{(addend == 0 ? "" : $"+{addend:x}")}-tramp{group}", key.Abi, code, jump);
            _known.Add((group, target, addend), thunk);
            _groups[group].Thunks.Add(thunk);
        }
        return thunk;
    }
}

using Go.Compiler.Collections;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// Short cuts for reading variables: a statement with several ways through it is a region that is entered in one place and left at one
/// block. What is not written inside has there the value that it had before, and needs no phi. Without this, every variable would have one
/// at every such block.
/// </summary>
internal sealed partial class SsaBuilder
{
    /// <summary>Where a region was entered.</summary>
    /// <param name="From">The block; none in functions with labels, where a goto may enter regions elsewhere.</param>
    /// <param name="Time">Number of writes before it.</param>
    private readonly record struct Region(BlockId From, int Time);

    /// <summary>
    /// Of a block that ends a region, or has one predecessor. Regions that follow one another are a list with jump pointers (Myers, "An
    /// Applicative Random-Access Stack"), so that a variable is found over any number of them in few steps.
    /// </summary>
    /// <param name="Entered">The region.</param>
    /// <param name="End">Number of writes when it ended.</param>
    /// <param name="Depth">Length of the list.</param>
    /// <param name="Jump">Where this or an earlier region of the list was entered.</param>
    private readonly record struct RegionEnd(Region Entered, int End, int Depth, Region Jump)
    {
        public bool IsNone => Depth == 0;
    }

    private readonly EntityList<RegionEnd> _regionEnds = []; // by block index
    private readonly EntityList<int> _endTimes = []; // by block index: number of writes when its code ended
    private readonly List<EntityList<int>> _writeTimes = []; // by variable
    private int _writes;

    private void NoteWrite(int variable)
    {
        while (_writeTimes.Count <= variable)
        {
            _writeTimes.Add([]);
        }
        _writeTimes[variable].Add(++_writes);
    }

    private Region BeginRegion() => _hasLabels || IsDead ? default : new Region(Current.Id, _writes);

    /// <summary>Seals and starts the block at which all ways through a region meet.</summary>
    private void EndRegion(Block end, Region region)
    {
        SealAndStart(end);
        if (!region.From.IsNone && end.Predecessors.Count > 0)
        {
            Link(end, region);
        }
    }

    private void Link(Block end, Region region)
    {
        RegionEnd previous = _regionEnds[region.From.Index];
        Region jump = region;
        if (!previous.IsNone)
        {
            RegionEnd far = _regionEnds[previous.Jump.From.Index];
            if (previous.Depth - far.Depth == far.Depth - (far.IsNone ? 0 : _regionEnds[far.Jump.From.Index].Depth) && !far.IsNone)
            {
                jump = far.Jump;
            }
        }
        _regionEnds[end.Id.Index] = new RegionEnd(region, _writes, previous.Depth + 1, jump);
    }

    /// <summary>
    /// A block that all ways to a block pass, at whose end the variable has the value that it has when that block starts; none when no
    /// region says so.
    /// </summary>
    private BlockId Before(BlockId block, int variable)
    {
        RegionEnd end = _regionEnds[block.Index];
        if (end.IsNone)
        {
            return default;
        }
        if (!IsWritten(variable, end.Jump.Time, end.End))
        {
            return end.Jump.From;
        }
        return IsWritten(variable, end.Entered.Time, end.End) ? default : end.Entered.From;
    }

    /// <summary>The variable was written after one time and not after another.</summary>
    private bool IsWritten(int variable, int from, int to)
    {
        if (variable >= _writeTimes.Count)
        {
            return false;
        }
        EntityList<int> times = _writeTimes[variable];
        int at = times.AsSpan().BinarySearch(from + 1);
        at = at < 0 ? ~at : at;
        return at < times.Count && times[at] <= to;
    }
}

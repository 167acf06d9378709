using Go.Compiler.Modules.Files;

namespace Go.Compiler.Modules;

/// <summary>How requirements are laid out in a file; it depends on its go version.</summary>
internal enum RequirementLayout : byte
{
    /// <summary>Before go 1.17: lines stay where they are, new ones go to the last block.</summary>
    Mixed,

    /// <summary>Direct and indirect ones have a block each; commented blocks are left alone.</summary>
    SeparateIndirect,

    /// <summary>From go 1.27 on: two blocks at most, whatever there was.</summary>
    AtMostTwoBlocks,
}

public sealed partial class GoModFile
{
    /// <summary>Makes the requirements exactly these; comments stay at the first line of each module.</summary>
    internal void SetRequirements(IReadOnlyList<RequiredModule> wanted, RequirementLayout layout)
    {
        if (layout == RequirementLayout.Mixed)
        {
            SetMixed(wanted);
        }
        else
        {
            new RequirementBlocks(this, layout == RequirementLayout.AtMostTwoBlocks).Set(wanted);
        }
        SortBlocks();
    }

    private void SetMixed(IReadOnlyList<RequiredModule> wanted)
    {
        var needed = wanted.ToDictionary(r => r.Module.Path);
        for (int i = 0; i < _requirements.Count; i++)
        {
            if (needed.Remove(_requirements[i].Module.Path, out RequiredModule? r))
            {
                Change(i, r);
            }
            else
            {
                _requirements[i].Line.Remove();
                _requirements.RemoveAt(i--);
            }
        }
        foreach (RequiredModule r in needed.Values.OrderBy(r => r.Module.Path, StringComparer.Ordinal))
        {
            AddRequirement(r.Module, r.IsIndirect);
        }
    }

    private void Change(int index, RequiredModule wanted)
    {
        ModLine line = _requirements[index].Line;
        int version = line.IsInBlock ? 1 : 2;
        if (line.IsInBlock && line.Before is [{ Text: "" }])
        {
            line.Before = []; // a blank line before a changed requirement would split the block for ever
        }
        if (line.Tokens.Count > version)
        {
            line.Tokens[version] = wanted.Module.Version;
        }
        line.SetIndirect(wanted.IsIndirect);
        _requirements[index] = wanted with { Line = line };
    }

    /// <summary>Lays requirements out in a block of direct and one of indirect ones.</summary>
    private sealed class RequirementBlocks(GoModFile file, bool isAggressive)
    {
        private readonly List<ModNode> _statements = file.Syntax.Statements;
        private readonly Dictionary<ModLine, ModBlock> _blockOf = new(ReferenceEqualityComparer.Instance);
        private readonly List<ModComment> _directComments = [], _indirectComments = [];
        private int _lastDirect = -1, _lastIndirect = -1, _last = -1, _count;

        public void Set(IReadOnlyList<RequiredModule> wanted)
        {
            var needed = wanted.ToDictionary(r => r.Module.Path);
            Survey(needed);
            bool isOneFlatBlock = _count == 1 && !_statements[_last].HasCommentsBesidesIndirect;
            ModBlock direct = DirectBlock(), indirect = IndirectBlock();
            direct.Before.AddRange(_directComments);
            indirect.Before.AddRange(_indirectComments);
            var have = new HashSet<string>(StringComparer.Ordinal);
            for (int i = 0; i < file._requirements.Count; i++)
            {
                RequiredModule old = file._requirements[i];
                if (!needed.TryGetValue(old.Module.Path, out RequiredModule? r) || !have.Add(old.Module.Path))
                {
                    old.Line.Remove();
                    file._requirements.RemoveAt(i--);
                    continue;
                }
                file.Change(i, r);
                ModBlock other = r.IsIndirect ? direct : indirect;
                if (isAggressive || isOneFlatBlock || _blockOf.GetValueOrDefault(old.Line) == other)
                {
                    file._requirements[i] = Move(file._requirements[i], r.IsIndirect ? indirect : direct);
                }
            }
            foreach (RequiredModule r in wanted.Where(r => have.Add(r.Module.Path)).OrderBy(r => r.Module.Path, StringComparer.Ordinal))
            {
                var line = new ModLine { Tokens = [ModWords.Quote(r.Module.Path), r.Module.Version], IsInBlock = true };
                line.SetIndirect(r.IsIndirect);
                (r.IsIndirect ? indirect : direct).Lines.Add(line);
                file._requirements.Add(r with { Line = line });
            }
        }

        /// <summary>Finds the last blocks (or lines) that hold only direct or only indirect requirements and have no comments.</summary>
        private void Survey(Dictionary<string, RequiredModule> needed)
        {
            var willBeDirect = file._requirements.Where(r => needed.TryGetValue(r.Module.Path, out RequiredModule? n) && !n.IsIndirect)
                .Select(r => r.Line).ToHashSet();
            for (int i = 0; i < _statements.Count; i++)
            {
                if (_statements[i] is ModLine { IsRemoved: false } line && line.Tokens[0] == "require")
                {
                    (_last, _count) = (i, _count + 1);
                    if (!line.HasCommentsBesidesIndirect)
                    {
                        (line.IsIndirect ? ref _lastIndirect : ref _lastDirect) = i;
                    }
                }
                else if (_statements[i] is ModBlock { Verb: "require" } block)
                {
                    (_last, _count) = (i, _count + 1);
                    SurveyBlock(i, block, willBeDirect);
                }
            }
        }

        private void SurveyBlock(int index, ModBlock block, HashSet<ModLine> willBeDirect)
        {
            bool isPlain = block.Lines.Count > 0 && !block.HasCommentsBesidesIndirect
                && !block.Lines.Exists(l => l.HasCommentsBesidesIndirect);
            foreach (ModLine line in block.Lines)
            {
                _blockOf[line] = block;
            }
            if (isPlain && block.Lines.TrueForAll(l => !l.IsIndirect))
            {
                _lastDirect = index;
            }
            if (isPlain && block.Lines.TrueForAll(l => l.IsIndirect))
            {
                _lastIndirect = index;
            }
            if (isAggressive)
            {
                List<ModComment> target = block.Lines.Count == 0 || block.Lines.Exists(willBeDirect.Contains)
                    ? _directComments : _indirectComments;
                if (target.Count > 0 && block.Before.Count > 0)
                {
                    target.Add(new ModComment("//", default, false));
                }
                target.AddRange(block.Before);
                block.Before = [];
            }
        }

        private ModBlock DirectBlock()
        {
            if (_lastDirect >= 0)
            {
                return BlockAt(_lastDirect);
            }
            if (_lastIndirect >= 0)
            {
                _lastDirect = _lastIndirect++;
            }
            else
            {
                _lastDirect = _last >= 0 ? _last + 1 : _statements.Count;
            }
            return Insert(_lastDirect);
        }

        private ModBlock IndirectBlock()
        {
            if (_lastIndirect >= 0)
            {
                return BlockAt(_lastIndirect);
            }
            _lastIndirect = _lastDirect + 1;
            return Insert(_lastIndirect);
        }

        private ModBlock Insert(int index)
        {
            var block = new ModBlock { Tokens = ["require"] };
            _statements.Insert(index, block);
            return block;
        }

        private ModBlock BlockAt(int index)
        {
            if (_statements[index] is ModLine line)
            {
                _statements[index] = ModSyntaxFile.AsBlock(line);
            }
            return (ModBlock)_statements[index];
        }

        private static RequiredModule Move(RequiredModule requirement, ModBlock block)
        {
            ModLine old = requirement.Line;
            var line = new ModLine
            {
                Tokens = old.IsInBlock ? old.Tokens : old.Tokens[1..],
                Before = old.Before,
                Suffix = old.Suffix,
                After = old.After,
                Start = old.Start,
                End = old.End,
                IsInBlock = true,
            };
            old.Tokens = [];
            block.Lines.Add(line);
            return requirement with { Line = line };
        }
    }
}

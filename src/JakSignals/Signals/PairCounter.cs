using JakSignals.Cases;
using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>What counting may use; the counts do not depend on it.</summary>
/// <param name="Threads">Threads, 1 or more.</param>
/// <param name="Gathered">Events gathered at a time, 2 bytes each; where cases × drugs × events are more, drugs are counted in several rounds.</param>
public sealed record CountingMeans(int Threads, int Gathered = (1 << 27) - (1 << 21))
{
    /// <summary>All processors.</summary>
    public static CountingMeans All { get; } = new(Environment.ProcessorCount);
}

/// <summary>Counts distinct cases of every drug–event pair.</summary>
/// <remarks>
/// Three passes, each on all threads: (1) the cases, for how many each drug and each event has; (2) the cases again, to gather for each drug
/// the events of its cases into one list; (3) the lists, a drug at a time, each counted in one dense array of events that stays in the cache.
/// Lists are shared out in blocks, the longest first, so that a drug in a third of the cases does not keep the others waiting; blocks are put together
/// in order. Cost: Σ over cases of (drugs × events). Memory: 2 bytes for each of these, at most 256 MB at a time; 8 bytes a pair, and 72 bytes a kept pair
/// while the blocks are put together, 36 after that; 4 bytes a case where there are marks.
/// </remarks>
public static class PairCounter
{
    private const int BlockWork = 1 << 15;

    /// <summary>Counts all pairs, and those wanted by mark as well.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="columns">Their seriousness and novelty.</param>
    /// <param name="wanted">Pairs to keep.</param>
    /// <param name="cancel">Stops the counting.</param>
    public static PairCounts Count(CodedCases cases, CaseColumns columns, WantedPairs wanted, CancellationToken cancel) =>
        Count(cases, MarkOrder.Read(columns), wanted, CountingMeans.All, cancel);

    /// <summary>Counts all pairs, and those wanted by mark as well.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="marks">Marks of each case.</param>
    /// <param name="wanted">Pairs to keep.</param>
    /// <param name="means">What it may use.</param>
    /// <param name="cancel">Stops the counting.</param>
    public static PairCounts Count(CodedCases cases, CaseMarks[] marks, WantedPairs wanted, CountingMeans means, CancellationToken cancel)
    {
        if (marks.Length != cases.CaseCount)
            throw new ArgumentException($"There are {cases.CaseCount} cases, but marks of {marks.Length}.", nameof(marks));
        var pages = Math.Max(1, (cases.Events.Count + EventLists.PageSize - 1) / EventLists.PageSize);
        var parts = CasePart.Split(cases, marks, pages, means.Threads, cancel);
        var blocks = Blocks(parts, cases.Drugs.Count, pages);
        var (byDrug, kept) = (new ArraySegment<EventCount>[cases.Drugs.Count], new PairCount[blocks.Count][]);
        var forced = new ForcedPairs(cases, wanted.Always);
        foreach (var round in Rounds(blocks, means.Gathered))
        {
            using var lists = new EventLists(parts, blocks[round.Start.Value].FirstDrug, blocks[round.End.Value - 1].EndDrug, pages);
            Workers.Run(means.Threads, part => lists.Gather(part, cancel));
            var queue = new WorkQueue([.. Enumerable.Range(round.Start.Value, round.End.Value - round.Start.Value).OrderByDescending(block => blocks[block].Work)]);
            Workers.Run(means.Threads, _ =>
            {
                var counter = new BlockCounter(lists, cases.Events.Count, pages, forced, wanted.Minimum);
                while (queue.TryTake(out var block))
                {
                    cancel.ThrowIfCancellationRequested();
                    kept[block] = counter.Count(blocks[block], byDrug);
                }
            });
        }
        return new(cases.CaseCount, [.. Enumerable.Range(0, cases.Drugs.Count).Select(drug => parts.Sum(part => part.DrugCases(drug)))],
            [.. Enumerable.Range(0, cases.Events.Count).Select(@event => parts.Sum(part => part.EventCases(@event)))],
            new KeptPairs(kept), new AllPairs(byDrug, forced.Substances, forced.Terms));
    }

    /// <summary>Neighbouring drugs that together are worth the taking.</summary>
    private static List<Block> Blocks(CasePart[] parts, int drugs, int pages)
    {
        var blocks = new List<Block>();
        var (first, work) = (0, 0L);
        for (var drug = 0; drug < drugs; drug++)
        {
            for (var page = 0; page < pages; page++)
                foreach (var part in parts)
                    work += part.Length(drug * pages + page);
            if (work < BlockWork && drug < drugs - 1)
                continue;
            blocks.Add(new(first, drug + 1, work));
            (first, work) = (drug + 1, 0);
        }
        return blocks;
    }

    /// <summary>Neighbouring blocks whose lists fit into memory together.</summary>
    private static IEnumerable<Range> Rounds(List<Block> blocks, int gathered)
    {
        var (first, work) = (0, 0L);
        for (var block = 0; block < blocks.Count; block++)
        {
            if (block > first && work + blocks[block].Work > gathered)
            {
                yield return first..block;
                (first, work) = (block, 0);
            }
            work += blocks[block].Work;
        }
        if (first < blocks.Count)
            yield return first..blocks.Count;
    }

    /// <summary>Blocks to count, each given out once.</summary>
    private sealed class WorkQueue(int[] blocks)
    {
        private int _taken;

        public bool TryTake(out int block)
        {
            var place = Interlocked.Increment(ref _taken) - 1;
            block = place < blocks.Length ? blocks[place] : -1;
            return block >= 0;
        }
    }
}

/// <summary>Drugs counted by one thread in one go.</summary>
/// <param name="FirstDrug">First drug.</param>
/// <param name="EndDrug">Drug after the last.</param>
/// <param name="Work">Σ over the drugs' cases of their events.</param>
internal readonly record struct Block(int FirstDrug, int EndDrug, long Work);

namespace JakSignals.Simulation;

/// <summary>One report to write: a version of a case.</summary>
/// <param name="CaseId">FAERS <c>caseid</c>.</param>
/// <param name="Identity">Identifies the case within the seed.</param>
/// <param name="Content">Identity of the case whose story it tells: its own, or for a near-duplicate that of the case it repeats.</param>
/// <param name="ContentDay">Day number on which FDA first received that story.</param>
/// <param name="InSurge">Whether that day is among the last seven of the simulation.</param>
/// <param name="Version">1 for an initial report.</param>
/// <param name="FirstReceived">Day number on which FDA received version 1 of this case.</param>
/// <param name="Received">Day number on which FDA received this version.</param>
internal readonly record struct ReportVersion(
    long CaseId, ulong Identity, ulong Content, int ContentDay, bool InSurge, int Version, int FirstReceived, int Received);

/// <summary>Which reports each quarter holds: later versions of cases older than the simulation, later versions of simulated cases, new cases.</summary>
/// <remarks>
/// Case ids ascend within a quarter, as in FDA's files. A third of the reports are later versions (32 of 100 in FDA's 2017Q2 sample). Of the new cases
/// 1.2 % repeat another case under their own id (294,307 near-duplicates of 24,812,425 rows in 2004Q1 to 2026Q2).
/// Memory: 12 bytes a simulated case.
/// </remarks>
internal sealed class ReportPlan
{
    private const int Slots = 16;                 // old case ids leave the quarter of their follow-up as remainder, so that no two quarters invent the same id
    private const int Unused = 14;                // remainder of ids of reports that cannot be read
    private const int NeverReported = 15;         // remainder of ids that only deleted-case lists name
    private const long OldestId = 10_000_000;     // ids of March 2014 …
    private const long IdsPerDay = 3643;          // … and how many a day were given until late 2022: 21,402,034 in October 2022
    private static readonly int OldestDay = new DateOnly(2014, 3, 12).DayNumber;
    private static readonly Spread OldVersions = new(2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 4, 5, 9, 24);

    private readonly ulong _seed;
    private readonly Quarter[] _quarters;
    private readonly int[] _reports;
    private readonly List<CaseState> _cases = [];
    private readonly long _firstId;

    /// <summary>A plan for <paramref name="reports"/> reports, spread evenly over the quarters.</summary>
    public ReportPlan(ulong seed, int reports, Quarter[] quarters)
    {
        (_seed, _quarters) = (seed, quarters);
        _reports = [.. quarters.Select((_, i) => (int)((i + 1L) * reports / quarters.Length - (long)i * reports / quarters.Length))];
        _firstId = OldestId + (quarters[0].FirstDay - OldestDay) * IdsPerDay;
    }

    /// <summary>What the plan remembers of a simulated case.</summary>
    private record struct CaseState(int FirstReceived, int Source, byte Version, bool InSurge, bool HasTwin);

    /// <summary>Reports of a quarter.</summary>
    public int ReportsIn(int quarter) => _reports[quarter];

    /// <summary>The reports of a quarter; quarters are asked for once each, in order.</summary>
    public IEnumerable<ReportVersion> Reports(int quarter)
    {
        var random = new Prng(_seed, Streams.Plan, (ulong)quarter);
        var days = new ReceivingDays(_quarters[quarter]);
        var (reports, earlier) = (_reports[quarter], _cases.Count);
        var (within, ofSimulated) = (reports / 25, Math.Min(reports / 8, earlier / 3));
        var ofOlder = Math.Min(reports * 32L / 100 - within - ofSimulated, (_firstId - OldestId) / Slots * 35 / 100);
        foreach (var report in FollowUpsOfOlderCases(quarter, (int)ofOlder, days, random))
            yield return report;
        foreach (var number in Choose(ofSimulated, earlier, random))
            yield return FollowUp(number, days.Draw(random));
        foreach (var report in NewCases(quarter, reports - (int)ofOlder - ofSimulated - within, within, days, random))
            yield return report;
    }

    /// <summary>Ids that the deleted-case list of a quarter names, ascending; asked for after the reports of that quarter.</summary>
    /// <remarks>Their number and the share that FAERS ever reported: 3,624 ids beside 483,643 reports in 2022Q4; 104,186 of 229,233 ids of all lists.</remarks>
    public IEnumerable<(long CaseId, bool Appears)> Deleted(int quarter)
    {
        var random = new Prng(_seed, Streams.Deleted, (ulong)quarter);
        var listed = Math.Max(2, (int)(_reports[quarter] * 75L / 10_000));
        var appearing = Math.Max(1, (int)(listed * 45L / 100));
        foreach (var slot in Strata(listed - appearing, OldestId / 3 / Slots, _firstId / Slots, random))
            yield return (slot * Slots + NeverReported, false);
        foreach (var number in Strata(appearing, 0, _cases.Count, random))
            yield return (CaseIdOf((int)number), true);
    }

    /// <summary>A case id that no report and no list has, another one for each ordinal.</summary>
    public long UnusedCaseId(int quarter, int ordinal) => _firstId / Slots * Slots - (1 + quarter * 100L + ordinal) * Slots + Unused;

    /// <summary>Half of them to cases of the last fifth of the years since 2014.</summary>
    private IEnumerable<ReportVersion> FollowUpsOfOlderCases(int quarter, int count, ReceivingDays days, Prng random)
    {
        var (first, end) = (OldestId / Slots, _firstId / Slots);
        var recent = first + (end - first) * 4 / 5;
        var ordinal = 0UL;
        foreach (var slot in Strata(count / 2, first, recent, random).Concat(Strata(count - count / 2, recent, end, random)))
        {
            var id = slot * Slots + quarter;
            var identity = (1UL << 48) | ((ulong)quarter << 40) | ordinal++;
            var received = OldestDay + (int)((id - OldestId) / IdsPerDay);
            yield return new(id, identity, identity, received, false, OldVersions.Draw(random), received, days.Draw(random));
        }
    }

    private IEnumerable<ReportVersion> NewCases(int quarter, int count, int followedUp, ReceivingDays days, Prng random)
    {
        var surgeFrom = quarter == _quarters.Length - 1 ? _quarters[quarter].LastDay - 6 : int.MaxValue;
        for (var i = 0; i < count; i++)
        {
            var received = days.At(i, count);
            var number = AddCase(received, received >= surgeFrom, random);
            yield return Report(number, received);
            if (random.Below(count - i) < followedUp)       // each case equally likely, and exactly that many in the end
            {
                followedUp--;
                yield return FollowUp(number, received + random.Below(_quarters[quarter].LastDay - received + 1));
            }
        }
    }

    private int AddCase(int received, bool inSurge, Prng random)
    {
        var number = _cases.Count;
        var twin = random.Chance(12_000) && number > 0 ? number - 1 - random.Below(Math.Min(number, 2000)) : number;
        if (twin != number && _cases[twin].HasTwin)
            twin = number;       // near-duplicates come in pairs: three reports of one rare pair would be a signal that nobody planted
        _cases.Add(new(received, twin, 1, twin == number ? inSurge : _cases[twin].InSurge, HasTwin: twin != number));
        if (twin != number)
            _cases[twin] = _cases[twin] with { HasTwin = true };
        return number;
    }

    private ReportVersion FollowUp(int number, int received)
    {
        var state = _cases[number];
        _cases[number] = state with { Version = (byte)(state.Version + 1) };
        return Report(number, received);
    }

    private ReportVersion Report(int number, int received)
    {
        var state = _cases[number];
        return new(CaseIdOf(number), (ulong)number, (ulong)state.Source, _cases[state.Source].FirstReceived, state.InSurge, state.Version, state.FirstReceived, received);
    }

    /// <summary>Every third number or so: other numbers went to cases that are not published.</summary>
    private long CaseIdOf(int number)
    {
        var state = (ulong)number;
        return _firstId + 3L * number + (long)(Prng.SplitMix(ref state) % 3);
    }

    /// <summary><paramref name="count"/> of the numbers below <paramref name="total"/>, ascending, each choice equally likely (selection sampling, Knuth vol. 2, 3.4.2 S).</summary>
    private static IEnumerable<int> Choose(int count, int total, Prng random)
    {
        for (var i = 0; i < total && count > 0; i++)
            if (random.Below(total - i) < count)
            {
                count--;
                yield return i;
            }
    }

    /// <summary><paramref name="count"/> distinct numbers from <paramref name="start"/> to <paramref name="end"/> − 1, ascending: one from each of as many equal parts.</summary>
    private static IEnumerable<long> Strata(int count, long start, long end, Prng random)
    {
        for (var i = 0; i < count; i++)
        {
            var (from, to) = (start + (end - start) * i / count, start + (end - start) * (i + 1) / count);
            if (to > from)
                yield return from + random.Below((int)(to - from));
        }
    }
}

/// <summary>The days of a quarter on which reports arrive.</summary>
internal sealed class ReceivingDays
{
    private readonly int _firstDay;
    private readonly Sampler _sampler;
    private readonly int[] _cumulative;

    public ReceivingDays(Quarter quarter)
    {
        _firstDay = quarter.FirstDay;
        int[] weights = [.. Enumerable.Range(quarter.FirstDay, quarter.LastDay - quarter.FirstDay + 1).Select(Days.ReceivingWeight)];
        _sampler = new Sampler(weights);
        _cumulative = new int[weights.Length];
        for (int i = 0, sum = 0; i < weights.Length; i++)
            _cumulative[i] = sum += weights[i];
    }

    /// <summary>A day number.</summary>
    public int Draw(Prng random) => _firstDay + _sampler.Draw(random);

    /// <summary>The day number on which the <paramref name="i"/>-th of <paramref name="count"/> reports in order of receipt arrives.</summary>
    public int At(int i, int count)
    {
        var place = (int)((2L * i + 1) * _cumulative[^1] / (2L * count));
        var found = Array.BinarySearch(_cumulative, place);
        return _firstDay + (found >= 0 ? found + 1 : ~found);
    }
}

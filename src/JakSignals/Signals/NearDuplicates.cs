using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>Finds cases that tell of the same patient and event under different ids.</summary>
/// <remarks>
/// The rule is strict, so that what it calls a duplicate is one: the event's date is known to the day, age and sex are known, and all of these, the country, the
/// substances within the role scope and the terms are equal. Routes, uses and outcomes are not compared, and so neither are drug groups and event classes. Reports without such detail are never called duplicates, so some remain. Nothing is left out of the main figures;
/// the robustness grid counts with and without.
/// </remarks>
public static class NearDuplicates
{
    /// <summary>Whether each case repeats an earlier one, in the order of the cases; the first of its kind is none.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="coded">Their drugs and events.</param>
    /// <param name="cancel">Stops the work.</param>
    public static bool[] Find(CaseColumns cases, CodedCases coded, CancellationToken cancel)
    {
        var told = new Told(coded);
        int[] rows = [.. Enumerable.Range(0, cases.Count).Where(row => IsDetailed(cases, told, row))];
        ulong[] keys = [.. rows.Select(row => KeyOf(cases, told, row))];
        cancel.ThrowIfCancellationRequested();
        Array.Sort(keys, rows);
        var duplicates = new bool[cases.Count];
        for (var start = 0; start < rows.Length;)
        {
            var end = start + 1;
            while (end < rows.Length && keys[end] == keys[start])
                end++;
            Mark(cases, told, rows.AsSpan(start..end), duplicates);
            start = end;
        }
        return duplicates;
    }

    private static bool IsDetailed(CaseColumns cases, Told told, int row) =>
        !double.IsNaN(cases.AgeYears[row]) && cases.Sex[row] != Sex.Unknown && cases.EventOn[row] % 100 != 0
        && told.Substances(row).Length > 0 && told.Terms(row).Length > 0;

    /// <summary>Cases with one key, nearly always equal: each is compared with those before it.</summary>
    private static void Mark(CaseColumns cases, Told told, Span<int> rows, bool[] duplicates)
    {
        rows.Sort();
        for (var later = 1; later < rows.Length; later++)
            for (var earlier = 0; earlier < later && !duplicates[rows[later]]; earlier++)
                duplicates[rows[later]] = !duplicates[rows[earlier]] && AreAlike(cases, told, rows[earlier], rows[later]);
    }

    private static bool AreAlike(CaseColumns cases, Told told, int x, int y) =>
        cases.EventOn[x] == cases.EventOn[y] && cases.AgeYears[x] == cases.AgeYears[y] && cases.Sex[x] == cases.Sex[y] && IsSameCountry(cases.Country[x], cases.Country[y])
        && told.Substances(x).SequenceEqual(told.Substances(y)) && told.Terms(x).SequenceEqual(told.Terms(y));

    // A store of an earlier version has JPN beside JP.
    private static bool IsSameCountry(string? x, string? y) => x == y || Countries.CodeOf(x) is { } code && code == Countries.CodeOf(y);

    private static ulong KeyOf(CaseColumns cases, Told told, int row)
    {
        var key = Mixed(Mixed(0, (uint)cases.EventOn[row]), (ulong)BitConverter.DoubleToInt64Bits(cases.AgeYears[row]) ^ (byte)cases.Sex[row]);
        foreach (var drug in told.Substances(row))
            key = Mixed(key, (uint)drug);
        foreach (var @event in told.Terms(row))
            key = Mixed(key, ~(ulong)(uint)@event);
        return key;
    }

    // The finaliser of splitmix64: only to bring alike cases together, which are then compared in full.
    private static ulong Mixed(ulong key, ulong value)
    {
        unchecked
        {
            key = (key ^ value) * 0x9E3779B97F4A7C15;
            key = (key ^ key >> 30) * 0xBF58476D1CE4E5B9;
            return key ^ key >> 31;
        }
    }

    /// <summary>What reports tell: substances and terms, which stand before the groups and classes made from them.</summary>
    private sealed class Told(CodedCases coded)
    {
        private readonly int _firstGroup = coded.Drugs.TakeWhile(drug => drug.Kind == DrugEntry.SubstanceKind).Count();
        private readonly int _firstClass = coded.Events.TakeWhile(@event => !@event.IsClass).Count();

        public ReadOnlySpan<int> Substances(int row) => Below(coded.DrugsOf(row), _firstGroup);

        public ReadOnlySpan<int> Terms(int row) => Below(coded.EventsOf(row), _firstClass);

        private static ReadOnlySpan<int> Below(ReadOnlySpan<int> ascending, int limit)
        {
            while (ascending is [.., var last] && last >= limit)
                ascending = ascending[..^1];
            return ascending;
        }
    }
}

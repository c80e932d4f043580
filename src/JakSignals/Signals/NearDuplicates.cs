using JakSignals.Cases;
using JakSignals.Normalise;

namespace JakSignals.Signals;

/// <summary>Finds cases that tell of the same patient and event under different ids.</summary>
/// <remarks>
/// The rule is strict, so that what it calls a duplicate is one: the event's date is known to the day, age and sex are known, and all of these, the country, the
/// drugs within the role scope and the terms are equal. Reports without such detail are never called duplicates, so some remain. Nothing is left out of the main figures;
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
        int[] rows = [.. Enumerable.Range(0, cases.Count).Where(row => IsDetailed(cases, coded, row))];
        ulong[] keys = [.. rows.Select(row => KeyOf(cases, coded, row))];
        cancel.ThrowIfCancellationRequested();
        Array.Sort(keys, rows);
        var duplicates = new bool[cases.Count];
        for (var start = 0; start < rows.Length;)
        {
            var end = start + 1;
            while (end < rows.Length && keys[end] == keys[start])
                end++;
            Mark(cases, coded, rows.AsSpan(start..end), duplicates);
            start = end;
        }
        return duplicates;
    }

    private static bool IsDetailed(CaseColumns cases, CodedCases coded, int row) =>
        !double.IsNaN(cases.AgeYears[row]) && cases.Sex[row] != Sex.Unknown && cases.EventOn[row] % 100 != 0 && coded.DrugsOf(row).Length > 0 && coded.EventsOf(row).Length > 0;

    /// <summary>Cases with one key, nearly always equal: each is compared with those before it.</summary>
    private static void Mark(CaseColumns cases, CodedCases coded, Span<int> rows, bool[] duplicates)
    {
        rows.Sort();
        for (var later = 1; later < rows.Length; later++)
            for (var earlier = 0; earlier < later && !duplicates[rows[later]]; earlier++)
                duplicates[rows[later]] = !duplicates[rows[earlier]] && AreAlike(cases, coded, rows[earlier], rows[later]);
    }

    private static bool AreAlike(CaseColumns cases, CodedCases coded, int x, int y) =>
        cases.EventOn[x] == cases.EventOn[y] && cases.AgeYears[x] == cases.AgeYears[y] && cases.Sex[x] == cases.Sex[y] && cases.Country[x] == cases.Country[y]
        && coded.DrugsOf(x).SequenceEqual(coded.DrugsOf(y)) && coded.EventsOf(x).SequenceEqual(coded.EventsOf(y));

    private static ulong KeyOf(CaseColumns cases, CodedCases coded, int row)
    {
        var key = Mixed(Mixed(0, (uint)cases.EventOn[row]), (ulong)BitConverter.DoubleToInt64Bits(cases.AgeYears[row]) ^ (byte)cases.Sex[row]);
        foreach (var drug in coded.DrugsOf(row))
            key = Mixed(key, (uint)drug);
        foreach (var @event in coded.EventsOf(row))
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
}

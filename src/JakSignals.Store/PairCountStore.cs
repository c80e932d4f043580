using System.Globalization;
using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Signals;

namespace JakSignals.Store;

/// <summary>Which cases to count: those that agree with all that is not null.</summary>
public sealed record CaseFilter
{
    /// <summary>Every current case.</summary>
    public static CaseFilter All { get; } = new();

    /// <summary>Sex.</summary>
    public Sex? Sex { get; init; }

    /// <summary>Youngest age that belongs to it, in years.</summary>
    public double? AgeFrom { get; init; }

    /// <summary>Youngest age that does not belong to it any more, in years.</summary>
    public double? AgeBelow { get; init; }

    /// <summary>Region.</summary>
    public Region? Region { get; init; }

    /// <summary>Who reported.</summary>
    public ReporterGroup? Reporter { get; init; }

    /// <summary>Whether serious.</summary>
    public bool? IsSerious { get; init; }
}

/// <summary>Counts pairs in the database, from the reports themselves and a run's codes, by sql/queries/count_pairs.sql.</summary>
public sealed class PairCountStore(Database database, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly string[] Tables = ["counting_drug", "counting_event", "counting_name", "counting_term", "counting_indication", "counting_country"];

    /// <summary>Writes the codes of a run, which is in the ledger, in the place of those it may have.</summary>
    /// <returns>The number to count by. No other set of codes has it or will: a count can only meet these codes, or none when the run's were written again meanwhile.</returns>
    public int WriteCodes(string runId, CountingCodes codes, CancellationToken cancel)
    {
        var counting = 0;
        StoreWrite.Commit(database, write =>
        {
            write.Lock("counting");
            counting = write.Scalar<int>("SELECT COALESCE(MAX(counting_id), 0) + 1 FROM jaksignals.counting");
            var now = clock.GetUtcNow();
            write.Execute("DELETE FROM jaksignals.counting WHERE run_id = @runId OR written_at < @stale", new { runId, stale = Iso(now - Kept) });
            foreach (var table in Tables)
                write.Execute($"DELETE FROM jaksignals.{table} WHERE counting_id NOT IN (SELECT counting_id FROM jaksignals.counting)");
            write.Execute("INSERT INTO jaksignals.counting (counting_id, run_id, written_at) VALUES (@counting, @runId, @now)", new { counting, runId, now = Iso(now) });
            Write(write.Session, counting, codes);
        }, cancel);
        return counting;
    }

    /// <summary>Counts all pairs of a run's cases.</summary>
    /// <param name="counting">What <see cref="WriteCodes"/> gave.</param>
    /// <param name="scope">Roles that count.</param>
    /// <param name="filter">Which cases.</param>
    /// <param name="cases">The run's cases: what the codes stand for. They are not counted.</param>
    /// <param name="wanted">Pairs to keep by mark.</param>
    /// <param name="cancel">Stops the counting.</param>
    /// <param name="interactingIsSuspect">Whether an interacting drug is a suspect one.</param>
    public PairCounts Count(int counting, RoleScope scope, CaseFilter filter, CodedCases cases, WantedPairs wanted, CancellationToken cancel,
        bool interactingIsSuspect = true) => database.Do(session =>
    {
        var (total, drugCases, eventCases) = (0, new int[cases.Drugs.Count], new int[cases.Events.Count]);
        var pairs = new PairCountsBuilder(cases, wanted);
        using var rows = session.Rows(session.Query("count_pairs"), cancel, Parameters(counting, scope, interactingIsSuspect, filter));
        while (rows.Read())
            switch (rows.Int32(0), rows.Int32(1))
            {
                case (-1, -1):
                    total = rows.Int32(2);
                    break;
                case (-1, var @event):
                    eventCases[@event] = rows.Int32(2);
                    break;
                case (var drug, -1):
                    drugCases[drug] = rows.Int32(2);
                    break;
                case var (drug, @event):
                    pairs.Add(new PairCount(drug, @event, rows.Int32(2), rows.Int32(3), rows.Int32(4), rows.Int32(5), rows.Int32(6), rows.Int32(7), rows.Int32(8)));
                    break;
            }
        return pairs.Build(total, drugCases, eventCases);
    }, cancel);

    /// <summary>Counts all pairs of all cases of a run, and holds N and every margin against the cases the program chose itself.</summary>
    /// <param name="runId">The run, which is in the ledger.</param>
    /// <param name="codes">What its normalisation made of names and terms.</param>
    /// <param name="scope">Roles that count.</param>
    /// <param name="cases">Its cases.</param>
    /// <param name="wanted">Pairs to keep by mark.</param>
    /// <param name="cancel">Stops the counting.</param>
    /// <param name="interactingIsSuspect">Whether an interacting drug is a suspect one.</param>
    /// <exception cref="StoreException">The database counts other cases than the program chose.</exception>
    public PairCounts Count(string runId, CountingCodes codes, RoleScope scope, CodedCases cases, WantedPairs wanted, CancellationToken cancel,
        bool interactingIsSuspect = true)
    {
        var counts = Count(WriteCodes(runId, codes, cancel), scope, CaseFilter.All, cases, wanted, cancel, interactingIsSuspect);
        Require(runId, "current cases", cases.CaseCount, counts.Total);
        RequireAll(runId, Margins(cases.CaseDrugs, cases.Drugs.Count), counts.DrugCases, drug => $"cases with {cases.Drugs[drug].Key}");
        RequireAll(runId, Margins(cases.CaseEvents, cases.Events.Count), counts.EventCases, @event => $"cases with {cases.Events[@event].Key}");
        return counts;
    }

    private static (string, object?)[] Parameters(int counting, RoleScope scope, bool interactingIsSuspect, CaseFilter filter) =>
    [
        ("@counting", counting), ("@scope", (int)scope), ("@interacting", (int)RoleScopes.Narrowest(DrugRole.Interacting, interactingIsSuspect)!),
        ("@sex", (int?)filter.Sex), ("@age_from", filter.AgeFrom), ("@age_below", filter.AgeBelow),
        ("@region", (int?)filter.Region), ("@reporter", (int?)filter.Reporter), ("@serious", filter.IsSerious is { } serious ? serious ? 1 : 0 : null),
    ];

    private static int[] Margins(int[] codes, int count)
    {
        var cases = new int[count];
        foreach (var code in codes)
            cases[code]++;
        return cases;
    }

    private static void RequireAll(string runId, int[] expected, int[] found, Func<int, string> what)
    {
        for (var code = 0; code < expected.Length; code++)
            if (expected[code] != found[code])
                Require(runId, what(code), expected[code], found[code]);
    }

    private static void Require(string runId, string what, int expected, int found)
    {
        if (found != expected)
            throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"Run {runId}: the database counts {found:N0} {what}, the program chose {expected:N0}. Nothing was published. ")
                + "Either rows were changed by hand, or the same run was counted by another process meanwhile: run the same command again; if it goes on, run it without counting in the database and report this as a bug.");
    }

    private static void Write(StoreSession session, int counting, CountingCodes codes)
    {
        session.Write(new TableShape<(int Code, string Key)>("counting_drug", ["counting_id", "drug_code", "drug_key"], (row, drug) => row.Bind((long)counting).Bind((long)drug.Code).Bind(drug.Key)), codes.Drugs.Index());
        session.Write(new TableShape<(int Code, string Key)>("counting_event", ["counting_id", "event_code", "event_key"], (row, @event) => row.Bind((long)counting).Bind((long)@event.Code).Bind(@event.Key)), codes.Events.Index());
        session.Write(new TableShape<NameCode>("counting_name", ["counting_id", "drug_name_id", "topical", "drug_code", "use_code", "given"],
            (row, name) => row.Bind((long)counting).Bind((long)name.NameId).Bind(name.Topical ? 1L : 0L).Bind((long)name.Drug).Bind((long?)name.Use?.Group).Bind(name.Use is { } use ? use.Given ? 1L : 0L : (long?)null)), codes.Names);
        session.Write(new TableShape<TermCode>("counting_term", ["counting_id", "term_id", "event_code", "severity"],
            (row, term) => row.Bind((long)counting).Bind((long)term.TermId).Bind((long)term.Event).Bind((long)term.Least)), codes.Terms);
        session.Write(new TableShape<(int TermId, int Group)>("counting_indication", ["counting_id", "term_id", "use_code"],
            (row, indication) => row.Bind((long)counting).Bind((long)indication.TermId).Bind((long)indication.Group)), codes.Indications);
        session.Write(new TableShape<(string Country, Region Region)>("counting_country", ["counting_id", "country", "region"],
            (row, country) => row.Bind((long)counting).Bind(country.Country).Bind((long)country.Region)), codes.Countries);
    }

    private static string Iso(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}

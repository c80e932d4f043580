using System.Globalization;
using JakSignals.Cases;
using JakSignals.Ingest;

namespace JakSignals.Store.Tests;

/// <summary>Builds reports that say only what a test is about: <c>A.Case("101").Received("2026-03-01").Taking("TOFACITINIB").With("Herpes zoster")</c>.</summary>
internal static class A
{
    public static CaseBuilder Case(string id) => new(id);
}

internal sealed class CaseBuilder(string id)
{
    public string Id { get; } = id;
    public long Number { get; private set; }
    public int Version { get; private set; } = 1;
    public DateOnly? ReceivedOn { get; private set; }
    public PartialDate? FirstReceivedOn { get; private set; }
    public Outcomes Outcomes { get; private set; }
    public List<(string Name, DrugRole Role, AdministrationRoute Route)> Drugs { get; } = [];
    public Sex Sex { get; private set; }
    public double? AgeYears { get; private set; }
    public string? Country { get; private set; }
    public ReporterType Reporter { get; private set; }
    public List<string> Terms { get; } = [];
    public List<(long Sequence, string Term)> Indications { get; } = [];
    public List<(long Sequence, string? From, string? To)> Therapies { get; } = [];

    public bool IsUnreadable { get; private set; }

    /// <summary>Its record is in quarantine, and its other records with it.</summary>
    public CaseBuilder Unreadable()
    {
        IsUnreadable = true;
        Drugs.Clear();
        Terms.Clear();
        Indications.Clear();
        Therapies.Clear();
        return this;
    }

    public CaseBuilder Numbered(long number) { Number = number; return this; }
    public CaseBuilder OfVersion(int version) { Version = version; return this; }
    public CaseBuilder Received(string day) => Received(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
    public CaseBuilder Received(DateOnly? day, DateOnly? first = null) { (ReceivedOn, FirstReceivedOn) = (day, first is { } known ? PartialDate.FromDay(known) : null); return this; }
    public CaseBuilder FirstReceived(string date) { FirstReceivedOn = PartialDate.TryParse(date); return this; }
    public CaseBuilder Taking(string name, DrugRole role = DrugRole.PrimarySuspect, AdministrationRoute route = AdministrationRoute.Topical) { Drugs.Add((name, role, route)); return this; }
    public CaseBuilder Of(Sex sex, double? ageYears = null) { (Sex, AgeYears) = (sex, ageYears); return this; }
    public CaseBuilder From(string? country, ReporterType reporter = ReporterType.Unknown) { (Country, Reporter) = (country, reporter); return this; }
    public CaseBuilder With(params string[] terms) { Terms.AddRange(terms); return this; }
    public CaseBuilder For(long sequence, string term) { Indications.Add((sequence, term)); return this; }
    public CaseBuilder Given(long sequence, string? from, string? to) { Therapies.Add((sequence, from, to)); return this; }
    public CaseBuilder EndingIn(Outcomes outcomes) { Outcomes = outcomes; return this; }
}

/// <summary>A load that lies in memory; it can be told to break before its reports.</summary>
internal sealed class MemoryLoad(string name, string? period, Vocabulary vocabulary, IReadOnlyList<CaseBuilder> cases, bool breaks = false, Action? quarantineOne = null, CaseSource source = CaseSource.Faers,
    Action<Defect>? quarantine = null, Action? requireUnchanged = null) : ICaseLoad
{
    public static IReadOnlyList<SourceFile> FilesOf(string name, string? period) =>
    [
        new($"DEMO_{name}", SourceFileKind.FaersDemo, period, 1, "demo-" + name),
        new($"DRUG_{name}", SourceFileKind.FaersDrug, period, 1, "drug-" + name),
        new($"REAC_{name}", SourceFileKind.FaersReaction, period, 1, "reac-" + name),
    ];

    public CaseSource Source => source;
    public bool Simulated => false;
    public IReadOnlyList<SourceFile> Files => FilesOf(name, period);

    public IEnumerable<DrugRow> Drugs(CancellationToken cancel)
    {
        quarantineOne?.Invoke();
        foreach (var one in cases.Where(c => c.IsUnreadable))
            quarantine!(new Defect(Files[0].Name, 2, "fda_dt", "", "a date", one.Id));
        return DrugRows();
    }

    private IEnumerable<DrugRow> DrugRows() => cases.Index().SelectMany(c => c.Item.Drugs.Select((d, i) =>
        new DrugRow(c.Index, i + 1, d.Role, vocabulary.DrugNames.Intern(d.Name + Vocabulary.Separator), d.Route, Challenge.Negative, Challenge.DoesNotApply)));

    public IEnumerable<EventRow> Events(CancellationToken cancel) =>
        cases.Index().SelectMany(c => c.Item.Terms.Select(t => new EventRow(c.Index, vocabulary.Terms.Intern(t))));

    public IEnumerable<IndicationRow> Indications(CancellationToken cancel) =>
        cases.Index().SelectMany(c => c.Item.Indications.Select(i => new IndicationRow(c.Index, i.Sequence, vocabulary.Terms.Intern(i.Term))));

    public IEnumerable<TherapyRow> Therapies(CancellationToken cancel) =>
        cases.Index().SelectMany(c => c.Item.Therapies.Select(t => new TherapyRow(c.Index, t.Sequence, t.From is null ? null : PartialDate.TryParse(t.From), t.To is null ? null : PartialDate.TryParse(t.To))));

    public IEnumerable<ReportRow> Reports(CancellationToken cancel)
    {
        foreach (var (index, one) in cases.Index())
        {
            if (breaks && index == cases.Count - 1)
                throw new IOException("the disk went away");
            yield return new ReportRow
            {
                Report = index, CaseId = one.Id, ReportNumber = one.Number, Version = one.Version, ReceivedOn = one.ReceivedOn, FirstReceivedOn = one.FirstReceivedOn, EventOn = null,
                AgeYears = one.AgeYears, Sex = one.Sex, Country = one.Country, Reporter = one.Reporter, Outcomes = one.Outcomes,
                Records = new ReportRecords(one.Drugs.Count, one.Terms.Count, 0, 0, 0, 0), IsUnreadable = one.IsUnreadable,
            };
        }
    }

    public IReadOnlyList<LoadTally> Tallies
    {
        get
        {
            long drugs = cases.Sum(c => c.Drugs.Count), events = cases.Sum(c => c.Terms.Count);
            var unreadable = cases.Count(c => c.IsUnreadable);
            var quarantined = unreadable + (quarantineOne is null ? 0 : 1);
            return [new(cases.Count - unreadable + quarantined, cases.Count - unreadable, 0, quarantined), new(drugs, drugs, 0, 0), new(events, events, 0, 0)];
        }
    }

    public void RequireUnchanged(CancellationToken cancel) => requireUnchanged?.Invoke();

    public void Dispose() { }
}

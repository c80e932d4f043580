using System.Globalization;
using System.Runtime.InteropServices;
using JakSignals.Cases;

namespace JakSignals.Ingest.Tables;

/// <summary>A table of cases that a user exported: one row is a case with a drug and an event, or with several of each.</summary>
/// <remarks>
/// Text separated by commas, semicolons, tabs or vertical lines, or a workbook (.xlsx). Columns <c>case_id, drug, event</c> and, where wanted,
/// <c>role</c> (PS, SS, I, C, DN or in words; when empty, PS, and SS where the cell names several drugs), <c>received_on</c> (see <see cref="DateText"/>),
/// <c>sex</c>, <c>age_years</c> (0 to 130), <c>country</c>, <c>serious</c> and <c>fatal</c> (yes or no, true or false, 1 or 0; a fatal case is serious),
/// and <c>outcomes</c>. The columns of the FAERS dashboard's case listing are known by their own names.
/// <para>
/// Rows of one case need not follow each other. What they say of the case must agree: an empty value agrees with any, and a row that
/// contradicts an earlier one goes to quarantine. A row whose case, drugs, roles and events all stood in earlier rows counts as superseded.
/// The whole table is held as integers: about 60 bytes a row while it is read.
/// </para>
/// </remarks>
public sealed class CaseTableLoad : ICaseLoad
{
    private readonly SourceText _text;
    private readonly Vocabulary _vocabulary;
    private readonly Action<Defect> _quarantine;
    private Content? _content;

    /// <summary>A load that has read nothing yet.</summary>
    /// <param name="text">The table, from <see cref="SourceDiscovery"/>.</param>
    /// <param name="vocabulary">Takes drug names (without an ingredient) and events as reported.</param>
    /// <param name="quarantine">Takes each record that could not be read.</param>
    public CaseTableLoad(SourceText text, Vocabulary vocabulary, Action<Defect> quarantine) =>
        (_text, _vocabulary, _quarantine) = (text, vocabulary, quarantine);

    /// <inheritdoc/>
    public CaseSource Source => CaseSource.Tables;

    /// <inheritdoc/>
    public bool Simulated => false;

    /// <inheritdoc/>
    public IReadOnlyList<SourceFile> Files => [_text.File];

    /// <inheritdoc/>
    public IReadOnlyList<LoadTally> Tallies =>
        [(_content ?? throw new InvalidOperationException($"{_text.File.Name}: the tally is known after the rows were read.")).Tally];

    /// <summary>Distinct (case, drug, role), in the order of the file; <see cref="DrugRow.Sequence"/> numbers them within the case.</summary>
    public IEnumerable<DrugRow> Drugs(CancellationToken cancel)
    {
        foreach (var drug in Read(cancel).Drugs)
            yield return new(drug.Case, drug.Sequence, drug.Role, drug.NameId, AdministrationRoute.Unknown, Challenge.Unknown, Challenge.Unknown);
    }

    /// <summary>Distinct (case, event), in the order of the file.</summary>
    public IEnumerable<EventRow> Events(CancellationToken cancel) => Read(cancel).Events;

    /// <inheritdoc/>
    public IEnumerable<IndicationRow> Indications(CancellationToken cancel) => [];

    /// <inheritdoc/>
    public IEnumerable<TherapyRow> Therapies(CancellationToken cancel) => [];

    /// <summary>Cases, in the order of their first rows; <see cref="ReportRecords.Drugs"/> holds the number of rows that the table has of the case.</summary>
    public IEnumerable<ReportRow> Reports(CancellationToken cancel)
    {
        var content = Read(cancel);
        for (var ordinal = 0; ordinal < content.Cases.Count; ordinal++)
            yield return Row(content, ordinal);
    }

    /// <inheritdoc/>
    public void RequireUnchanged(CancellationToken cancel) => _text.RequireUnchanged(cancel);

    /// <inheritdoc/>
    public void Dispose() => _content = null;

    private Content Read(CancellationToken cancel) => _content ??= new(_text, _vocabulary, _quarantine, cancel);

    private static ReportRow Row(Content content, int ordinal)
    {
        var @case = content.Cases[ordinal];
        return new()
        {
            Report = ordinal,
            CaseId = content.CaseIds[ordinal + 1],   // text ids begin with 1
            ReportNumber = 0,
            Version = 0,
            ReceivedOn = @case.Attributes.ReceivedOn?.Latest,
            FirstReceivedOn = @case.Attributes.FirstReceivedOn ?? NotToTheDay(@case.Attributes.ReceivedOn),
            EventOn = null,
            AgeYears = @case.Attributes.AgeYears,
            Sex = @case.Attributes.Sex ?? Sex.Unknown,
            Country = @case.Attributes.CountryId is { } country ? content.Countries[country] : null,
            Reporter = ReporterType.Unknown,
            Outcomes = OutcomesOf(@case.Attributes),
            Records = new(@case.Rows, 0, 0, 0, 0, 0),
        };
    }

    /// <summary>A receipt known to the month or year: the store keeps it as the first receipt, beside the last day it can be, from which the report counts.</summary>
    private static PartialDate? NotToTheDay(PartialDate? received) => received is { Day: null } ? received : null;

    /// <summary>What is coded, and for flags without a code death or another serious outcome.</summary>
    private static Outcomes OutcomesOf(in Attributes stated)
    {
        var outcomes = stated.Coded ?? Outcomes.None;
        if (stated.IsFatal == true)
            outcomes |= Outcomes.Death;
        if (stated.IsSerious == true && stated.Coded is null or Outcomes.None)
            outcomes |= Outcomes.OtherSerious;
        return outcomes;
    }

    private readonly record struct Drug(int Case, int Sequence, DrugRole Role, int NameId);

    /// <summary>What rows say of their case; null is not stated.</summary>
    private readonly record struct Attributes(
        PartialDate? ReceivedOn, Sex? Sex, double? AgeYears, int? CountryId, bool? IsSerious, bool? IsFatal, Outcomes? Coded, PartialDate? FirstReceivedOn);

    private struct Case
    {
        internal Attributes Attributes;
        internal int Rows;
        internal int Drugs;
    }

    /// <summary>The table as it was read.</summary>
    private sealed class Content
    {
        private static readonly HashSet<string> SpreadsheetErrors =
            new(["#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"], StringComparer.OrdinalIgnoreCase);

        private readonly HashSet<(int Case, int NameId, DrugRole Role)> _knownDrugs = [];
        private readonly HashSet<(int Case, int TermId)> _knownEvents = [];
        private readonly HashSet<(int Case, int NameId, DrugRole Role, int TermId)> _knownRows = [];
        private readonly List<(int NameId, DrugRole Role)> _drugsOfRow = [];
        private readonly List<int> _eventsOfRow = [];
        private readonly Vocabulary _vocabulary;

        internal Content(SourceText text, Vocabulary vocabulary, Action<Defect> quarantine, CancellationToken cancel)
        {
            _vocabulary = vocabulary;
            using var table = new RecordTable(text, quarantine);
            while (table.Read())
            {
                if (table.Line % 4096 == 0)
                    cancel.ThrowIfCancellationRequested();
                TakeRow(table);
            }
            Tally = table.Tally.RequireBalanced(text.File.Name);
            _knownDrugs = [];
            _knownEvents = [];
            _knownRows = [];
        }

        internal TextTable CaseIds { get; } = new();
        internal TextTable Countries { get; } = new();
        internal List<Case> Cases { get; } = [];
        internal List<Drug> Drugs { get; } = [];
        internal List<EventRow> Events { get; } = [];
        internal LoadTally Tally { get; }

        private void TakeRow(RecordTable row)
        {
            var id = row["case_id"];
            if (CaseIdText.Fault(id, row.Raw("case_id")) is { } fault)
                row.Quarantine("case_id", fault);
            else if (TryReadRole(row, out var role) && TryReadDrugs(row, role) && TryReadEvents(row)
                && TryReadAttributes(row, out var stated) && TryFindCase(row, id, stated, out var ordinal))
                TakePairs(ordinal, row);
        }

        private void TakePairs(int ordinal, RecordTable row)
        {
            var isNew = false;
            foreach (var (nameId, role) in _drugsOfRow)
                foreach (var termId in _eventsOfRow)
                    isNew |= _knownRows.Add((ordinal, nameId, role, termId));
            if (!isNew)
            {
                row.CountSuperseded();
                return;
            }
            ref var @case = ref CollectionsMarshal.AsSpan(Cases)[ordinal];
            foreach (var (nameId, role) in _drugsOfRow)
                if (_knownDrugs.Add((ordinal, nameId, role)))
                    Drugs.Add(new(ordinal, ++@case.Drugs, role, nameId));
            foreach (var termId in _eventsOfRow)
                if (_knownEvents.Add((ordinal, termId)))
                    Events.Add(new(ordinal, termId));
            @case.Rows++;
            row.CountLoaded();
        }

        /// <summary>The drugs of the row with their roles. Of several in one cell without a role none is the primary suspect more than another.</summary>
        private bool TryReadDrugs(RecordTable row, DrugRole stated)
        {
            _drugsOfRow.Clear();
            var column = row.Utf8("drug").IsEmpty && row.Has("product_names") ? "product_names" : "drug";
            if (!TryReadValues(row, column, out var names) || !TryReadValues(row, "concomitants", out var others))
                return false;
            if (names.Count == 0)
                return row.Quarantine("drug", "a text");
            var unstated = names.Count > 1 ? DrugRole.SecondarySuspect : DrugRole.PrimarySuspect;
            foreach (var name in names)
                _drugsOfRow.Add((NameId(name), stated == DrugRole.Unknown ? unstated : stated));
            foreach (var name in others)
                _drugsOfRow.Add((NameId(name), DrugRole.Concomitant));
            return true;
        }

        private bool TryReadEvents(RecordTable row)
        {
            _eventsOfRow.Clear();
            if (!TryReadValues(row, "event", out var terms))
                return false;
            foreach (var term in terms)
                _eventsOfRow.Add(_vocabulary.Terms.Intern(term));
            return terms.Count > 0 || row.Quarantine("event", "a text");
        }

        private static bool TryReadValues(RecordTable row, string column, out IReadOnlyList<string> values)
        {
            var cell = row[column];
            if (cell.StartsWith('#') && SpreadsheetErrors.Contains(cell))
            {
                values = [];
                return row.Quarantine(column, "a name; this is an error of a spreadsheet");
            }
            values = (cell.Length == 0 ? [] : CellValues.Split(row.Raw(column))) ?? [];
            return cell.Length == 0 || values.Count > 0 || row.Quarantine(column, CellValues.Expected);
        }

        private int NameId(string name) => _vocabulary.DrugNames.Intern(name + Vocabulary.Separator);

        private bool TryFindCase(RecordTable row, string id, in Attributes stated, out int ordinal)
        {
            ordinal = CaseIds.Intern(id) - 1;
            if (ordinal == Cases.Count)
                Cases.Add(default);
            ref var @case = ref CollectionsMarshal.AsSpan(Cases)[ordinal];
            var known = @case.Attributes;
            if (Contradiction(known, stated) is { } column)
                return row.Quarantine(column, "what an earlier row says of this case");
            @case.Attributes = new(stated.ReceivedOn ?? known.ReceivedOn, stated.Sex ?? known.Sex, stated.AgeYears ?? known.AgeYears,
                stated.CountryId ?? known.CountryId, stated.IsSerious ?? known.IsSerious, stated.IsFatal ?? known.IsFatal,
                stated.Coded ?? known.Coded, stated.FirstReceivedOn ?? known.FirstReceivedOn);
            return true;
        }

        private static string? Contradiction(in Attributes known, in Attributes stated) =>
            Differ(known.ReceivedOn, stated.ReceivedOn) ? "received_on"
            : Differ(known.Sex, stated.Sex) ? "sex"
            : Differ(known.AgeYears, stated.AgeYears) ? "age_years"
            : Differ(known.CountryId, stated.CountryId) ? "country"
            : Differ(known.IsSerious, stated.IsSerious) ? "serious"
            : Differ(known.IsFatal, stated.IsFatal) ? "fatal"
            : Differ(known.Coded, stated.Coded) ? "outcomes"
            : Differ(known.FirstReceivedOn, stated.FirstReceivedOn) ? "first_received_on"
            : null;

        private static bool Differ<T>(T? known, T? stated) where T : struct =>
            known is { } one && stated is { } other && !EqualityComparer<T>.Default.Equals(one, other);

        private bool TryReadAttributes(RecordTable row, out Attributes stated)
        {
            stated = default;
            if (!DateText.TryRead(row["received_on"], out var received))
                return row.Quarantine("received_on", DateText.Expected);
            if (!DateText.TryRead(row["first_received_on"], out var first))
                return row.Quarantine("first_received_on", DateText.Expected);
            if (!TryReadSex(row["sex"], out var sex))
                return row.Quarantine("sex", "F, M, female, male or unknown");
            if (!AgeText.TryRead(row["age_years"], out var age))
                return row.Quarantine("age_years", AgeText.Expected);
            if (!TryReadFlag(row["serious"], out var serious))
                return row.Quarantine("serious", "yes or no, true or false, 1 or 0");
            if (!TryReadFlag(row["fatal"], out var fatal))
                return row.Quarantine("fatal", "yes or no, true or false, 1 or 0");
            if (!OutcomeText.TryRead(row["outcomes"], out var coded))
                return row.Quarantine("outcomes", OutcomeText.Expected);
            var country = Ingest.Countries.Resolve(row["country"]);
            stated = new(received, sex, age, country is null ? null : Countries.Intern(country), serious, fatal, coded, first);
            return true;
        }

        private static bool TryReadSex(string text, out Sex? sex)
        {
            sex = text.ToUpperInvariant() switch
            {
                "F" or "FEMALE" => Sex.Female,
                "M" or "MALE" => Sex.Male,
                _ => null,
            };
            return sex is not null || text.ToUpperInvariant() is "" or "U" or "UNK" or "UNKNOWN" or "NS" or "O" or "OTHER";
        }

        private static bool TryReadFlag(string text, out bool? flag)
        {
            flag = text.ToUpperInvariant() switch
            {
                "TRUE" or "YES" or "Y" or "1" or "SERIOUS" => true,
                "FALSE" or "NO" or "N" or "0" or "NON-SERIOUS" or "NOT SERIOUS" => false,
                _ => null,
            };
            return flag is not null || text.Length == 0;
        }

        private static bool TryReadRole(RecordTable row, out DrugRole role)
        {
            var text = row["role"];
            role = text.ToUpperInvariant() switch
            {
                "PS" or "PRIMARY" or "PRIMARY SUSPECT" => DrugRole.PrimarySuspect,
                "SS" or "SECONDARY" or "SECONDARY SUSPECT" or "SUSPECT" => DrugRole.SecondarySuspect,
                "I" or "INTERACTING" => DrugRole.Interacting,
                "C" or "CONCOMITANT" => DrugRole.Concomitant,
                "DN" or "NOT ADMINISTERED" => DrugRole.NotAdministered,
                _ => DrugRole.Unknown,
            };
            return role != DrugRole.Unknown || text.Length == 0 || row.Quarantine("role", "PS, SS, I, C, DN, primary, secondary, suspect, interacting or concomitant");
        }
    }
}

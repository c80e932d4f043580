using System.Globalization;
using System.Runtime.InteropServices;
using JakSignals.Cases;

namespace JakSignals.Ingest.Tables;

/// <summary>A CSV file of cases that a user exported: one row is a case with one drug and one event.</summary>
/// <remarks>
/// Columns <c>case_id, drug, event</c> and, where wanted, <c>role</c> (PS, SS, I, C, DN or in words; PS when empty), <c>received_on</c>
/// (yyyy-MM-dd, yyyyMMdd or only year and month), <c>sex</c>, <c>age_years</c> (0 to 130), <c>country</c>, <c>serious</c> and <c>fatal</c>
/// (yes or no, true or false, 1 or 0; a fatal case is serious).
/// <para>
/// Rows of one case need not follow each other. What they say of the case must agree: an empty value agrees with any, and a row that
/// contradicts an earlier one goes to quarantine. A row whose case, drug, role and event all stood in an earlier row counts as superseded.
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
            FirstReceivedOn = null,
            EventOn = null,
            AgeYears = @case.Attributes.AgeYears,
            Sex = @case.Attributes.Sex ?? Sex.Unknown,
            Country = @case.Attributes.CountryId is { } country ? content.Countries[country] : null,
            Reporter = ReporterType.Unknown,
            Outcomes = (@case.Attributes.IsFatal == true ? Outcomes.Death : 0) | (@case.Attributes.IsSerious == true ? Outcomes.OtherSerious : 0),
            Records = new(@case.Rows, 0, 0, 0, 0, 0),
        };
    }

    private readonly record struct Drug(int Case, int Sequence, DrugRole Role, int NameId);

    /// <summary>What rows say of their case; null is not stated.</summary>
    private readonly record struct Attributes(PartialDate? ReceivedOn, Sex? Sex, double? AgeYears, int? CountryId, bool? IsSerious, bool? IsFatal);

    private struct Case
    {
        internal Attributes Attributes;
        internal int Rows;
        internal int Drugs;
    }

    /// <summary>The table as it was read.</summary>
    private sealed class Content
    {
        private readonly HashSet<(int Case, int NameId, DrugRole Role)> _knownDrugs = [];
        private readonly HashSet<(int Case, int TermId)> _knownEvents = [];
        private readonly HashSet<(int Case, int NameId, DrugRole Role, int TermId)> _knownRows = [];
        private readonly Vocabulary _vocabulary;

        internal Content(SourceText text, Vocabulary vocabulary, Action<Defect> quarantine, CancellationToken cancel)
        {
            _vocabulary = vocabulary;
            using var table = new CsvTable(text, quarantine);
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

        private void TakeRow(CsvTable row)
        {
            if (!HasText(row, "case_id") || !HasText(row, "drug") || !HasText(row, "event")
                || !TryReadRole(row, out var role) || !TryReadAttributes(row, out var stated) || !TryFindCase(row, stated, out var ordinal))
                return;
            var nameId = _vocabulary.DrugNames.Intern(row["drug"] + Vocabulary.Separator);
            var termId = _vocabulary.Terms.Intern(row.Utf8("event"));
            if (_knownRows.Add((ordinal, nameId, role, termId)))
                TakePair(ordinal, nameId, role, termId, row);
            else
                row.CountSuperseded();
        }

        private void TakePair(int ordinal, int nameId, DrugRole role, int termId, CsvTable row)
        {
            ref var @case = ref CollectionsMarshal.AsSpan(Cases)[ordinal];
            if (_knownDrugs.Add((ordinal, nameId, role)))
                Drugs.Add(new(ordinal, ++@case.Drugs, role, nameId));
            if (_knownEvents.Add((ordinal, termId)))
                Events.Add(new(ordinal, termId));
            @case.Rows++;
            row.CountLoaded();
        }

        private static bool HasText(CsvTable row, string column) => !row.Utf8(column).IsEmpty || row.Quarantine(column, "a text");

        private bool TryFindCase(CsvTable row, in Attributes stated, out int ordinal)
        {
            ordinal = CaseIds.Intern(row.Utf8("case_id")) - 1;
            if (ordinal == Cases.Count)
                Cases.Add(default);
            ref var @case = ref CollectionsMarshal.AsSpan(Cases)[ordinal];
            var known = @case.Attributes;
            if (Contradiction(known, stated) is { } column)
                return row.Quarantine(column, "what an earlier row says of this case");
            @case.Attributes = new(stated.ReceivedOn ?? known.ReceivedOn, stated.Sex ?? known.Sex, stated.AgeYears ?? known.AgeYears,
                stated.CountryId ?? known.CountryId, stated.IsSerious ?? known.IsSerious, stated.IsFatal ?? known.IsFatal);
            return true;
        }

        private static string? Contradiction(in Attributes known, in Attributes stated) =>
            Differ(known.ReceivedOn, stated.ReceivedOn) ? "received_on"
            : Differ(known.Sex, stated.Sex) ? "sex"
            : Differ(known.AgeYears, stated.AgeYears) ? "age_years"
            : Differ(known.CountryId, stated.CountryId) ? "country"
            : Differ(known.IsSerious, stated.IsSerious) ? "serious"
            : Differ(known.IsFatal, stated.IsFatal) ? "fatal"
            : null;

        private static bool Differ<T>(T? known, T? stated) where T : struct =>
            known is { } one && stated is { } other && !EqualityComparer<T>.Default.Equals(one, other);

        private bool TryReadAttributes(CsvTable row, out Attributes stated)
        {
            stated = default;
            if (!TryReadDate(row["received_on"], out var received))
                return row.Quarantine("received_on", "yyyy-MM-dd, yyyyMMdd, yyyy-MM or yyyy");
            if (!TryReadSex(row["sex"], out var sex))
                return row.Quarantine("sex", "F, M, female, male or unknown");
            if (!TryReadAge(row["age_years"], out var age))
                return row.Quarantine("age_years", "years from 0 to 130");
            if (!TryReadFlag(row["serious"], out var serious))
                return row.Quarantine("serious", "yes or no, true or false, 1 or 0");
            if (!TryReadFlag(row["fatal"], out var fatal))
                return row.Quarantine("fatal", "yes or no, true or false, 1 or 0");
            var country = Ingest.Countries.Resolve(row["country"]);
            stated = new(received, sex, age, country is null ? null : Countries.Intern(country), serious, fatal);
            return true;
        }

        private static bool TryReadDate(string text, out PartialDate? date)
        {
            var isIso = text.Length is 7 or 10 && text[4] == '-' && (text.Length == 7 || text[7] == '-');
            date = PartialDate.TryParse(isIso ? text.Replace("-", "", StringComparison.Ordinal) : text);
            return text.Length == 0 || date is not null;
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

        private static bool TryReadAge(string text, out double? age)
        {
            var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var years) && years is >= 0 and <= 130;
            age = isNumber ? years : null;
            return isNumber || text.Length == 0;
        }

        private static bool TryReadFlag(string text, out bool? flag)
        {
            flag = text.ToUpperInvariant() switch
            {
                "TRUE" or "YES" or "Y" or "1" => true,
                "FALSE" or "NO" or "N" or "0" => false,
                _ => null,
            };
            return flag is not null || text.Length == 0;
        }

        private static bool TryReadRole(CsvTable row, out DrugRole role)
        {
            role = row["role"].ToUpperInvariant() switch
            {
                "" or "PS" or "PRIMARY" or "PRIMARY SUSPECT" => DrugRole.PrimarySuspect,
                "SS" or "SECONDARY" or "SECONDARY SUSPECT" or "SUSPECT" => DrugRole.SecondarySuspect,
                "I" or "INTERACTING" => DrugRole.Interacting,
                "C" or "CONCOMITANT" => DrugRole.Concomitant,
                "DN" or "NOT ADMINISTERED" => DrugRole.NotAdministered,
                _ => DrugRole.Unknown,
            };
            return role != DrugRole.Unknown || row.Quarantine("role", "PS, SS, I, C, DN, primary, secondary, suspect, interacting or concomitant");
        }
    }
}

using JakSignals.Cases;

namespace JakSignals.Simulation;

/// <summary>The seven tables of one quarter, open for writing, and the rows of a report in each.</summary>
internal sealed class FaersQuarterWriter : IDisposable
{
    private static readonly (Outcomes Outcome, byte[] Code)[] OutcomeCodes =
    [
        (Outcomes.Death, "DE"u8.ToArray()), (Outcomes.LifeThreatening, "LT"u8.ToArray()), (Outcomes.Hospitalisation, "HO"u8.ToArray()), (Outcomes.Disability, "DS"u8.ToArray()),
        (Outcomes.CongenitalAnomaly, "CA"u8.ToArray()), (Outcomes.RequiredIntervention, "RI"u8.ToArray()), (Outcomes.OtherSerious, "OT"u8.ToArray()),
    ];

    private static readonly byte[][] RoleCodes = [[], "PS"u8.ToArray(), "SS"u8.ToArray(), "I"u8.ToArray(), "C"u8.ToArray(), "DN"u8.ToArray()];

    private readonly ulong _seed;
    private readonly Quarter _quarter;
    private readonly Prng _wording;        // what all versions of a case say alike
    private readonly Prng _sending;        // what belongs to the case id: who sent it
    private readonly Prng _version;        // what belongs to this version
    private readonly DemographicRow _demographic;
    private readonly List<Oddity> _oddities = [];

    public FaersQuarterWriter(string folder, ulong seed, Quarter quarter)
    {
        (_seed, _quarter) = (seed, quarter);
        (_wording, _sending, _version) = (new(seed), new(seed), new(seed));
        TableWriter Open(FaersTable table)
        {
            var name = $"{table.Name}{quarter.Short}.txt";
            var writer = new TableWriter(Path.Combine(folder, name), name, "\r\n"u8.ToArray());
            writer.Part(table.Header).EndLine();
            return writer;
        }
        (Demo, Drug, Reac, Outc) = (Open(FaersTable.Demo), Open(FaersTable.Drug), Open(FaersTable.Reac), Open(FaersTable.Outc));
        (Rpsr, Ther, Indi) = (Open(FaersTable.Rpsr), Open(FaersTable.Ther), Open(FaersTable.Indi));
        _demographic = new DemographicRow(Demo);
    }

    public TableWriter Demo { get; }
    public TableWriter Drug { get; }
    public TableWriter Reac { get; }
    public TableWriter Outc { get; }
    public TableWriter Rpsr { get; }
    public TableWriter Ther { get; }
    public TableWriter Indi { get; }

    /// <summary>Oddities written so far, in the order of the reports.</summary>
    public IReadOnlyList<Oddity> Oddities => _oddities;

    /// <summary>All tables, in FDA's order.</summary>
    public IEnumerable<TableWriter> Tables => [Demo, Drug, Reac, Outc, Rpsr, Ther, Indi];

    /// <summary>Writes one report into every table.</summary>
    public void Write(in ReportVersion report, SimulatedCase content)
    {
        _wording.Reseed(_seed, Streams.Wording, report.Content);
        _sending.Reseed(_seed, Streams.Sending, report.Identity);
        _version.Reseed(_seed, Streams.Version, (report.Identity << 8) | (uint)report.Version);
        _demographic.Write(report, content, _wording, _sending, _version);
        WriteReactions(report, content, WriteDrugs(report, content));
        foreach (var (outcome, code) in OutcomeCodes)
            if ((content.Outcomes & outcome) != 0)
                Start(Outc, report).Field(code).EndRow();
        if (_wording.Chance(FieldRates.ReportSource))
            Start(Rpsr, report).Field(FieldRates.ReportSourceCode.Draw(_wording)).EndRow();
    }

    public void Dispose()
    {
        foreach (var table in Tables)
            table.Dispose();
    }

    private static TableWriter Start(TableWriter table, in ReportVersion report) =>
        table.Part(report.CaseId).Field(report.Version).Field(report.CaseId);

    /// <returns>Whether a reaction came back on giving a drug again.</returns>
    private bool WriteDrugs(in ReportVersion report, SimulatedCase content)
    {
        var recurred = false;
        for (var i = 0; i < content.Drugs.Length; i++)
        {
            ref readonly var drug = ref content.Drugs[i];
            var rates = RoleRates.Of(drug.Role);
            recurred |= WriteDrug(report, i + 1, drug, rates);
            if (_wording.Chance(rates.Therapy))
                WriteTherapy(report, content, i + 1);
            if (_wording.Chance(rates.Indication))
                WriteIndication(report, content, i + 1);
        }
        return recurred;
    }

    private bool WriteDrug(in ReportVersion report, int sequence, in DrugEntry drug, RoleRates rates)
    {
        var row = Start(Drug, report).Field(sequence).Field(RoleCodes[(int)drug.Role]).Field(drug.Name.Name).Field(drug.Name.Ingredient).Field(drug.Name.Validated ? 1 : 2);
        var strength = drug.Substance.Strengths[_wording.Below(drug.Substance.Strengths.Length)];
        WriteRoute(drug.Substance.Kind, rates);
        WriteDoseText(strength, rates);
        if (_wording.Chance(12_000))
            row.Field(100L * (1 + _wording.Below(90))).Field("MG"u8);
        else
            row.Empty().Empty();
        Optional(rates.Dechallenge, FieldRates.Dechallenge.Draw(_wording));
        var rechallenge = FieldRates.Rechallenge.Draw(_wording);
        var known = Optional(rates.Rechallenge, rechallenge);
        WriteLot(rates);
        WriteExpiry(report);
        WriteApplication(drug.Substance, rates);
        var amount = _wording.Chance(rates.Amount);
        row.Field(amount ? strength.Amount : []).Field(amount ? strength.Unit : []);
        var kind = drug.Substance.Kind;
        Optional(rates.Form, kind.Forms[_wording.Below(kind.Forms.Length)]);
        Optional(rates.Frequency, kind.Frequencies[kind.FrequencySampler.Draw(_wording)]);
        row.EndRow();
        return known && rechallenge.SequenceEqual("Y"u8);
    }

    /// <summary>Writes the field when it is known, otherwise leaves it empty.</summary>
    private bool Optional(int perMillion, ReadOnlySpan<byte> text)
    {
        var known = _wording.Chance(perMillion);
        Drug.Field(known ? text : []);
        return known;
    }

    /// <summary>2017Q2 sample: 92 of 248 routes given are "Unknown".</summary>
    private void WriteRoute(ProductKind kind, RoleRates rates)
    {
        var (known, unknown) = (_wording.Chance(rates.Route), _wording.Chance(370_000));
        var route = kind.Routes[_wording.Below(kind.Routes.Length)];
        if (kind.RouteAlwaysReported)
            Drug.Field(route);
        else
            Drug.Field(!known ? [] : unknown ? "Unknown"u8 : route);
    }

    private void WriteDoseText(Strength strength, RoleRates rates)
    {
        if (!_wording.Chance(rates.DoseText))
            Drug.Empty();
        else if (_wording.Chance(300_000))
            Drug.Field(FieldRates.DoseText.Draw(_wording));
        else
            Drug.Part(strength.Amount).Part(" "u8).Part(strength.Unit).Part(", "u8).Field(FieldRates.DoseFrequencyText.Draw(_wording));
    }

    private void WriteLot(RoleRates rates)
    {
        if (!_wording.Chance(rates.Lot))
            Drug.Empty();
        else if (_wording.Chance(400_000))
            Drug.Field(FieldRates.UnknownLot.Draw(_wording));
        else
            Drug.Part("SIM"u8).Field(10_000 + _wording.Below(90_000));
    }

    /// <summary>2017Q2 sample: 2 of 328 drug rows have an expiry date.</summary>
    private void WriteExpiry(in ReportVersion report)
    {
        if (_wording.Chance(6_000))
            Drug.Field(Days.YearMonthDay(report.ContentDay + _wording.Below(700)));
        else
            Drug.Empty();
    }

    /// <summary>Some senders put spaces before the number; how often is not known, one in 500 here.</summary>
    private void WriteApplication(Substance substance, RoleRates rates)
    {
        var (known, spaced) = (_wording.Chance(rates.Application), _wording.Chance(2_000));
        if (known && substance.Application.Length > 0)
            Drug.Part(spaced ? "  "u8 : []).Field(substance.Application);
        else if (known)
            Drug.Part(spaced ? "  "u8 : []).Field(900_000L + substance.Index);     // no real application has such a number
        else
            Drug.Empty();
    }

    private void WriteTherapy(in ReportVersion report, SimulatedCase content, int sequence)
    {
        var row = Start(Ther, report).Field(sequence);
        var start = Math.Min(report.ContentDay, content.EventDay - Spread.Onset.Draw(_wording));
        var end = start + _wording.Below(report.ContentDay - start + 1);
        var (hasStart, hasEnd, hasDuration) = (!_wording.Chance(55_000), _wording.Chance(400_000), _wording.Chance(150_000));
        var precision = FieldRates.TherapyPrecision.Draw(_wording);
        Date(row, hasStart ? start : null, precision);
        Date(row, hasEnd || !hasStart ? end : null, precision);
        if (hasDuration && hasEnd && hasStart && precision == 0)
            row.Field(end - start + 1).Field("DAY"u8);
        else if (hasDuration)
            row.Field(1 + _wording.Below(9)).Field(_wording.Below(3) == 0 ? "YR"u8 : "MON"u8);
        else
            row.Empty().Empty();
        row.EndRow();
    }

    /// <summary>A date to the day (0), month (1) or year (2).</summary>
    internal static void Date(TableWriter row, int? day, int precision)
    {
        if (day is not { } known)
            row.Empty();
        else
            row.Field(Days.YearMonthDay(known) / (precision switch { 0 => 1, 1 => 100, _ => 10_000 }));
    }

    /// <summary>Unknown indications: 59 of 232 rows of the 2017Q2 sample, 244 of 607 of 2022Q4.</summary>
    private void WriteIndication(in ReportVersion report, SimulatedCase content, int sequence)
    {
        var substance = content.Drugs[sequence - 1].Substance;
        var disease = DrugWorld.Instance.Diseases[substance.Diseases[substance.DiseaseSampler.Draw(_wording)]];
        if (substance == content.Drugs[0].Substance)
            disease = content.Disease;
        var term = disease.Terms[_wording.Below(disease.Terms.Length)];
        Start(Indi, report).Field(sequence).Field(_wording.Chance(330_000) ? "Product used for unknown indication"u8 : term).EndRow();
    }

    private void WriteReactions(in ReportVersion report, SimulatedCase content, bool recurred)
    {
        var named = recurred && _wording.Chance(300_000);
        foreach (var index in content.Terms)
        {
            var term = EventWorld.Instance.Terms[index];
            Start(Reac, report).Field(term).Field(named ? term : []).EndRow();
            named = false;
        }
    }

    /// <summary>Writes an odd record behind a report: a further row of it, or a report of its own that cannot be read.</summary>
    public void WriteOdd(OddKind kind, in ReportVersion report, int drugs, long unusedCaseId)
    {
        switch (kind)
        {
            case OddKind.GluedDrugs:
                Further(report, drugs + 1, "ASPIRIN"u8, ""u8);
                Drug.Glue();
                Further(report, drugs + 2, "FOLIC ACID"u8, ""u8);
                Finish(Drug, "glued_records", "dose_freq");
                break;
            case OddKind.DollarInDrug:
                Further(report, drugs + 1, "ASPIRIN"u8, "100 MG $ DAILY"u8);
                Finish(Drug, "dollar_in_field", "dose_vbm");
                break;
            case OddKind.DollarInDemo:
                _demographic.WriteDamaged(unusedCaseId, report.Received, ""u8, "SIM-JP-ALPHA-$E2B0000000182"u8, Days.YearMonthDay(report.Received));
                Finish(Demo, "dollar_in_field", "mfr_num");
                break;
            case OddKind.BadEventDate:
                _demographic.WriteDamaged(unusedCaseId, report.Received, ""u8, "SIM-US-ALPHA-BAD-DATE"u8, 20261301);
                Finish(Demo, "bad_date", "event_dt");
                break;
            case OddKind.NonIntegerId:
                _demographic.WriteDamaged(unusedCaseId, report.Received, "A"u8, "SIM-US-ALPHA-BAD-ID"u8, Days.YearMonthDay(report.Received));
                Finish(Demo, "non_integer_id", "primaryid");
                break;
            case OddKind.BadTherapyDate:
                Start(Ther, report).Field(1).Field(20260231).Empty().Empty().Empty();
                Finish(Ther, "bad_date", "start_dt");
                break;
            default:
                WriteReadable(kind, report, drugs);
                break;
        }
    }

    private void WriteReadable(OddKind kind, in ReportVersion report, int drugs)
    {
        switch (kind)
        {
            case OddKind.BlankDemo:
                Blank(Demo);
                break;
            case OddKind.BlankDrug:
                Blank(Drug);
                break;
            case OddKind.BlankReaction:
                Blank(Reac);
                break;
            case OddKind.ControlCharacter:
                Further(report, drugs + 1, "VITAMIN\u007F C\u0008"u8, ""u8);
                Finish(Drug, "control_character", "drugname", readable: true);
                break;
            case OddKind.Latin1:
                Further(report, drugs + 1, [.. "CR"u8, 0xC8, .. "ME DE SOIN"u8], [.. "1 comprim"u8, 0xE9, .. " par jour"u8]);
                Finish(Drug, "latin1_byte", "drugname", readable: true);
                break;
            case OddKind.QuotesAndHash:
                Further(report, drugs + 1, "\"BABY\" ASPIRIN #81"u8, "1/2 TABLET, 'AS NEEDED'"u8);
                Finish(Drug, "quotes_and_hash", "drugname", readable: true);
                break;
            case OddKind.BadExpiryDate:
                Further(report, drugs + 1, "IBUPROFEN"u8, ""u8, expiry: "20261399"u8);
                Finish(Drug, "bad_expiry_date", "exp_dt", readable: true);
                break;
            case OddKind.FreeTextAmount:
                Further(report, drugs + 1, "IBUPROFEN"u8, ""u8, amount: "1 TO 2"u8);
                Finish(Drug, "free_text_amount", "dose_amt", readable: true);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "This oddity is written elsewhere.");
        }
    }

    /// <summary>A further concomitant drug without its line end.</summary>
    private void Further(in ReportVersion report, int sequence, ReadOnlySpan<byte> name, ReadOnlySpan<byte> dose, ReadOnlySpan<byte> expiry = default, ReadOnlySpan<byte> amount = default) =>
        Start(Drug, report).Field(sequence).Field("C"u8).Field(name).Empty().Field(2).Empty().Field(dose)
            .Empty().Empty().Empty().Empty().Empty().Field(expiry).Empty().Field(amount).Empty().Empty().Empty();

    private void Finish(TableWriter table, string kind, string column, bool readable = false)
    {
        table.EndRow();
        if (!readable)
            table.Rows--;
        _oddities.Add(new(_quarter.ToString(), table.Name, table.Lines, kind, column, readable));
    }

    private void Blank(TableWriter table)
    {
        table.EndLine();
        _oddities.Add(new(_quarter.ToString(), table.Name, table.Lines, "blank_line", "", true));
    }
}

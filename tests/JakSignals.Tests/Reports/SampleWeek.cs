using JakSignals.Snapshots;

namespace JakSignals.Tests.Reports;

/// <summary>Snapshots to render: invented counts of realistic size, with everything computed from them here, apart from the code under test.</summary>
internal static class SampleWeek
{
    public const string Hostile = "<script>alert(1)</script>\" onmouseover='x' &amp; ]]> <!-- \u0001 ";

    public static readonly DateOnly AsOf = new(2026, 11, 16);
    private const long Total = 18_412_306;

    public sealed record SignalRow(string DrugKey, string DrugName, string DrugKind, string EventKey, string EventName, string Level, long A, long B, long C, long D)
    {
        public string? Status { get; init; } = "none";
        public string Stratum { get; init; } = "all";
        public double? Eb05 { get; init; }
        public double? Q { get; init; }
        public double? ExpectedStratified { get; init; }
        public (double Value, double Lower, double Upper)? Adjusted { get; init; }
        public double? BreslowDayP { get; init; }
        public double? LikelihoodRatioP { get; init; }
        public (long Signals, long Ways)? Robust { get; init; }
        public string Reason { get; init; } = "";
        public long New { get; init; }
        public long Serious { get; init; }
        public long Fatal { get; init; }
        public bool Domain { get; init; } = true;
        public long? DrugOrder { get; init; }
        public long? EventOrder { get; init; }
        public double? IcLower { get; init; }
        public string RoleScope { get; init; } = "suspect";
        public long? NewSerious { get; init; }
        public long? NewFatal { get; init; }
        public long? PreviousCases { get; init; }
        public bool? PreviousEvans { get; init; }
        public bool? PreviousEma { get; init; }
        public double Expected => (A + B) * (double)(A + C) / (A + B + C + D);
        public bool Zero => A == 0 || B == 0 || C == 0 || D == 0;
        public double? Prr => A == 0 || C == 0 ? null : (double)A / (A + B) / ((double)C / (C + D));
        public double? Ror => Zero ? null : (double)A * D / ((double)B * C);
        public double? RorLower => Ror * Math.Exp(-1.959964 * Math.Sqrt(1.0 / A + 1.0 / B + 1.0 / C + 1.0 / D));
        public double? RorUpper => Ror * Math.Exp(1.959964 * Math.Sqrt(1.0 / A + 1.0 / B + 1.0 / C + 1.0 / D));
        public double? ChiSquare => A + B == 0 || C + D == 0 || A + C == 0 || B + D == 0 ? null : (double)(A + B + C + D) * Math.Pow((double)A * D - (double)B * C, 2) / ((double)(A + B) * (C + D) * (A + C) * (B + D));
    }

    public sealed record IncidenceRow(string Cohort, string DrugKey, string DrugName, string? Dose, string? Indication, string EventKey, string EventName, string Kind, long Events, double PatientYears, double? Rate, double? Lower, double? Upper)
    {
        public (double Rate, double? Lower, double? Upper, string Source)? Published { get; init; }
        public (string Comparator, double Ratio, double Lower, double Upper, double P, double Difference)? Versus { get; init; }
    }

    /// <summary>A way to count; the scores follow from the table.</summary>
    public sealed record SpecificationRow(string DrugKey, string EventKey, string Comparator, string Scope, string Reporter, string Region, string Period, string Duplicates, long A, long B, long C, long D, bool IsSignal)
    {
        public SignalRow Scores => new(DrugKey, "", "", EventKey, "", "", A, B, C, D);
    }

    public sealed record UnmaskedRow(string DrugKey, string EventKey, string LeftOut, long LeftOutCases, double Share, long A, long B, long C, long D, double? RorWith, double? LowerWith, bool IsSignal, bool Appears)
    {
        public SignalRow Scores => new(DrugKey, "", "", EventKey, "", "", A, B, C, D);
    }

    public sealed record DecisionRow(string DrugKey, string DrugName, string EventKey, string EventName, string State)
    {
        public string? Priority { get; init; }
        public DateOnly? Due { get; init; }
        public string? Assignee { get; init; }
        public bool? Labelled { get; init; }
        public string Rationale { get; init; } = "Two cases with a plausible time to onset.";
        public string? Refs { get; init; }
        public string By { get; init; } = "a.reviewer";
        public bool Suppressed { get; init; }
    }

    public sealed record TrendRow(string DrugKey, string EventKey, string Quarter, long A, double? Lower);

    public sealed record CaseRow(string EventKey, string EventName, string Id, DateOnly Received, double? Age, string? Sex, bool Serious, bool Fatal, string Suspects, string Terms, long? Onset)
    {
        public bool New { get; init; } = true;
    }

    public sealed record QualityRow(string Check, string? File, string? Subject, long Rows, string? Detail = null);

    private static readonly (string Key, string Name, string Kind, long Reports)[] Drugs =
    [
        ("jak_inhibitors", "JAK inhibitors (all)", "class", 214_310), ("tofacitinib", "Tofacitinib", "substance", 98_420), ("baricitinib", "Baricitinib", "substance", 14_212),
        ("upadacitinib", "Upadacitinib", "substance", 61_007), ("abrocitinib", "Abrocitinib", "substance", 2_903), ("ruxolitinib_oral", "Ruxolitinib, oral", "route", 33_811),
        ("ruxolitinib_topical", "Ruxolitinib, topical", "route", 3_120), ("deucravacitinib", "Deucravacitinib", "substance", 837), ("peficitinib", "Peficitinib", "substance", 41),
    ];

    private static readonly (string Key, string Name, long Cases)[] Events =
    [
        ("herpes_zoster", "Herpes zoster", 61_204), ("mace", "MACE (composite)", 402_310), ("vte", "Venous thromboembolism", 188_402), ("serious_infection", "Serious infection", 921_004),
        ("malignancy_excl_nmsc", "Malignancy excluding NMSC", 512_991), ("nmsc", "Non-melanoma skin cancer", 38_114), ("gi_perforation", "Gastrointestinal perforation", 21_870), ("cpk_elevation", "Creatine phosphokinase elevation", 30_405),
    ];

    // Reported over expected, by drug and class in the order above.
    private static readonly double[][] Ratios =
    [
        [3.7, 1.2, 1.9, 1.7, 1.5, 2.0, 1.9, 2.4], [3.2, 1.5, 2.3, 1.6, 1.7, 1.9, 1.6, 0.9], [3.9, 1.1, 2.9, 1.8, 1.2, 1.1, 4.2, 2.2], [5.1, 1.2, 1.9, 1.5, 1.1, 1.8, 2.7, 6.2],
        [4.4, 0.1, 1.3, 1.2, 0.7, 0.4, 0, 12], [3.0, 1.0, 1.4, 2.0, 2.2, 6.1, 0.9, 0.4], [1.1, 0.05, 0.4, 0.3, 0.4, 1.6, 0, 0.3], [1.2, 0.2, 0.6, 0.5, 0.3, 0, 0, 3.0], [0, 0, 0, 0, 0, 0, 0, 0],
    ];

    private static readonly Dictionary<(string, string), (string Status, string Reason, long New, long Serious, long Fatal)> Moves = new()
    {
        [("abrocitinib", "herpes_zoster")] = ("new", "3 new cases, 1 serious; not above the thresholds before", 3, 1, 0),
        [("baricitinib", "gi_perforation")] = ("strengthened", "2 new cases, both serious, 1 fatal; lower limit 2.68 before", 2, 2, 1),
        [("upadacitinib", "cpk_elevation")] = ("strengthened", "11 new cases; lower limit 5.31 before", 11, 2, 0),
        [("tofacitinib", "vte")] = ("weakened", "background moved: the event was reported more often with other drugs", 4, 4, 0),
        [("ruxolitinib_oral", "mace")] = ("cleared", "1 new case; lower limit no longer above 1", 1, 1, 0),
    };

    public static List<SignalRow> Signals() =>
    [
        .. Drugs.SelectMany((drug, i) => Events.Select((eventClass, j) => Pair(drug, eventClass, Ratios[i][j]) with { DrugOrder = i, EventOrder = j })).Select(Move),
        .. Enumerable.Range(1, 31).Select(i => new SignalRow("upadacitinib", "Upadacitinib", "substance", $"term_{i}", $"Preferred term {i}", "term", 2 + i, 61_000, 12 * i, Total) { Domain = false, Status = i % 9 == 0 ? "strengthened" : "new", Reason = $"{i} new cases; not above the thresholds before", New = i }),
    ];

    /// <summary>Abrocitinib × herpes zoster in other roles and in strata, and a drug group to compare with.</summary>
    public static List<SignalRow> Subsets() =>
    [
        Subset("all", 12, 88, 110, 9790) with { RoleScope = "primary" }, Subset("all", 60, 140, 300, 9500) with { RoleScope = "any" },
        Subset("sex=F", 20, 80, 100, 9800) with { IcLower = 3.21 }, Subset("sex=M", 0, 40, 60, 9900) with { IcLower = -9 }, Subset("age=65+", 4, 16, 100, 880) with { IcLower = -0.0066 }, Subset("age=65-74", 3, 12, 60, 525), Subset("age=75+", 1, 4, 40, 355),
        Subset("region=US", 3, 0, 60, 400), Subset("indication=atopic_dermatitis", 5, 20, 30, 400), Subset("indication=crohns_disease", 1, 20, 30, 400), Subset("indication=vitiligo", 0, 20, 30, 400),
        Subset("background=tnf_inhibitors", 2, 10, 100, 5000), Subset("background=abrocitinib", 42, 2861, 0, 0), Subset("background=jak_inhibitors", 10, 90, 1000, 99_000),
        new("tnf_inhibitors", "TNF inhibitors", "class", "herpes_zoster", "Herpes zoster", "class", 2000, 800_000, 59_204, 17_551_102) { Domain = false },
    ];

    private static SignalRow Subset(string stratum, long a, long b, long c, long d) =>
        new("abrocitinib", "Abrocitinib", "substance", "herpes_zoster", "Herpes zoster", "class", a, b, c, d) { Stratum = stratum, DrugOrder = 4, EventOrder = 0, Status = null };

    /// <summary>The grid of abrocitinib × herpes zoster, a signal unless only reports from the US count, and two comparators: of the first it is a member.</summary>
    public static List<SpecificationRow> Specifications(Func<SpecificationRow, bool>? isSignal = null) =>
    [
        new("abrocitinib", "herpes_zoster", "jak_inhibitors", "suspect", "all", "all", "all", "in", 10, 90, 1000, 99_000, true),
        new("abrocitinib", "herpes_zoster", "tnf_inhibitors", "suspect", "all", "all", "all", "in", 10, 90, 1000, 99_000, true),
        .. Grid("abrocitinib", "herpes_zoster").Select(way => way with { IsSignal = isSignal?.Invoke(way) ?? way.Region != "US" }),
    ];

    private static IEnumerable<SpecificationRow> Grid(string drug, string eventClass) =>
        from scope in new[] { "primary", "suspect", "any" }
        from reporter in new[] { "all", "professional" }
        from region in new[] { "all", "US", "non-US" }
        from period in new[] { "all", "last-5-years" }
        from duplicates in new[] { "in", "out" }
        select new SpecificationRow(drug, eventClass, "all", scope, reporter, region, period, duplicates, 40, 2800, 61_000, 18_000_000, true);

    public static List<UnmaskedRow> Masking() =>
    [
        new("abrocitinib", "herpes_zoster", "METHOTREXATE", 7712, 0.126, 20, 80, 100, 9800, 4.5, 3.3, true, false),
        new("ruxolitinib_topical", "herpes_zoster", "METHOTREXATE", 1793, 0.0293, 20, 80, 100, 9800, 1.104, 0.8, true, true),
    ];

    private static SignalRow Pair((string Key, string Name, string Kind, long Reports) drug, (string Key, string Name, long Cases) eventClass, double ratio)
    {
        var a = (long)Math.Round(ratio * drug.Reports * eventClass.Cases / Total);
        return new(drug.Key, drug.Name, drug.Kind, eventClass.Key, eventClass.Name, "class", a, drug.Reports - a, eventClass.Cases - a, Total - drug.Reports - eventClass.Cases + a);
    }

    private static SignalRow Move(SignalRow row)
    {
        var fatal = row.A / 17;
        if ((row.DrugKey, row.EventKey) == ("abrocitinib", "herpes_zoster"))
            row = row with { IcLower = 1.5, Eb05 = 2.75, Q = 0.00004, ExpectedStratified = 11.3, Adjusted = (3.71, 2.7, 5.1), BreslowDayP = 0.0123, LikelihoodRatioP = 0.002, Robust = (48, 72) };
        if (Moves.TryGetValue((row.DrugKey, row.EventKey), out var move))
            return row with { Status = move.Status, Reason = move.Reason, New = move.New, Serious = row.A * 2 / 3, Fatal = fatal };
        return row with { Status = row.A >= 3 && row.RorLower > 1 ? "persisting" : "none", New = row.DrugKey == "jak_inhibitors" ? Moves.Where(m => m.Key.Item2 == row.EventKey).Sum(m => m.Value.New) : 0, Serious = row.A * 2 / 3, Fatal = fatal };
    }

    public static List<IncidenceRow> Incidence() =>
    [
        new("ORAL Surveillance", "tofacitinib", "Tofacitinib", "5 mg twice daily", "rheumatoid arthritis", "mace", "MACE (composite)", "trial", 47, 5166.32, 0.9097, 0.6685, 1.2097)
            { Published = (0.91, 0.67, 1.21, "Ytterberg 2022, N Engl J Med 386:316–326"), Versus = ("TNF inhibitor", 1.24, 0.81, 1.91, 0.32, 0.18) },
        new("ORAL Surveillance", "tofacitinib", "Tofacitinib", "10 mg twice daily", "rheumatoid arthritis", "mace", "MACE (composite)", "trial", 51, 4871.96, 1.0468, 0.7794, 1.3764)
            { Published = (1.05, 0.78, 1.38, "Ytterberg 2022, N Engl J Med 386:316–326"), Versus = ("TNF inhibitor", 1.43, 0.94, 2.18, 0.095, 0.31) },
        new("Atopic dermatitis registry", "abrocitinib", "Abrocitinib", "200 mg", "atopic dermatitis", "herpes_zoster", "Herpes zoster", "registry", 34, 790.1, 4.303, 2.980, 6.014) { Published = (2.0, 1.2, 2.9, "Simpson 2021, Am J Clin Dermatol 22:693–707") },
        new("Claims A", "upadacitinib", "Upadacitinib", "15 mg", "rheumatoid arthritis", "herpes_zoster", "Herpes zoster", "claims", 112, 3301, 3.393, 2.794, 4.083) { Published = (3.1, null, null, "Product information") },
        new("Claims A", "baricitinib", "Baricitinib", "4 mg", "rheumatoid arthritis", "gi_perforation", "Gastrointestinal perforation", "claims", 0, 1204.4, 0, 0, 0.3063),
        new("Claims A", "upadacitinib", "Upadacitinib", null, null, "cpk_elevation", "Creatine phosphokinase elevation", "claims", 9, 205, 4.390, 2.007, 8.334) { Published = (4.4, 3.8, 6.2, "Product information") },
        new("Sales estimate 2026", "upadacitinib", "Upadacitinib", null, null, "herpes_zoster", "Herpes zoster", "sales", 1034, 512_000, 0.2020, 0.1898, 0.2146),
        new("Sales estimate 2026", "tofacitinib", "Tofacitinib", null, null, "vte", "Venous thromboembolism", "sales", 2316, 1_204_000, 0.1924, 0.1846, 0.2004),
    ];

    public static List<TrendRow> Trend() => [.. Moves.Keys.Append(("upadacitinib", "herpes_zoster")).SelectMany((pair, p) => Enumerable.Range(0, 20).Select(q =>
        new TrendRow(pair.Item1, pair.Item2, $"{2022 + q / 4}Q{q % 4 + 1}", (q * (p + 3) + q * q / 3) % (5 + 3 * p), q < 3 ? null : 0.6 + (p == 3 ? 2.4 - q * 0.06 : q * 0.09 * (p + 1) / 2))))];

    public static List<CaseRow> Cases() =>
    [
        new("gi_perforation", "Gastrointestinal perforation", "24101188", new(2026, 11, 12), 71, "F", true, true, "Baricitinib", "Large intestine perforation; Peritonitis", 41),
        new("serious_infection", "Serious infection", "24101188", new(2026, 11, 12), 71, "F", true, true, "Baricitinib", "Large intestine perforation; Peritonitis", 41),
        new("gi_perforation", "Gastrointestinal perforation", "24101201", new(2026, 11, 13), 58, "M", true, false, "Baricitinib", "Diverticular perforation", 230),
        new("herpes_zoster", "Herpes zoster", "24102230", new(2026, 11, 14), 34, "M", false, false, "Abrocitinib", "Herpes zoster; Rash", 12),
        new("herpes_zoster", "Herpes zoster", "24102231", new(2026, 11, 14), 29, "F", false, false, "Abrocitinib", "Herpes zoster", 64),
        new("herpes_zoster", "Herpes zoster", "24100071", new(2026, 11, 10), 66.5, "F", true, false, "Abrocitinib; Upadacitinib", "Ophthalmic herpes zoster", null),
        new("cpk_elevation", "Creatine phosphokinase elevation", "24100999", new(2026, 11, 11), null, null, true, false, "Upadacitinib", "Blood creatine phosphokinase increased; Rhabdomyolysis; Muscular weakness; Myalgia", 6),
        .. Enumerable.Range(0, 10).Select(i => new CaseRow("cpk_elevation", "Creatine phosphokinase elevation", $"2410300{i}", new(2026, 11, 9), 25 + i, i % 2 == 0 ? "M" : "F", false, false, "Upadacitinib", "Blood creatine phosphokinase increased", 20 + i)),
        .. Enumerable.Range(0, 4).Select(i => new CaseRow("vte", "Venous thromboembolism", $"2410400{i}", new(2026, 11, 10), 60 + 3 * i, "F", true, false, "Tofacitinib", "Pulmonary embolism; Deep vein thrombosis", 300 - 40 * i)),
        new("mace", "MACE (composite)", "24105000", new(2026, 11, 15), 77, "M", true, false, "Ruxolitinib, oral", "Acute myocardial infarction", 512),
        new("vte", "Venous thromboembolism", "19900001", new(2026, 9, 1), 59, "M", true, true, "Tofacitinib", "Pulmonary embolism", 300) { New = false },
    ];

    public static List<QualityRow> Quality() =>
    [
        .. File("DEMO26Q3.txt", 412_907, 398_110, 12_004, 1_911, 880, 2), .. File("DRUG26Q3.txt", 1_704_332, 1_661_020, 39_811, 2_401, 1_099, 1), .. File("REAC26Q3.txt", 1_233_410, 1_200_772, 30_911, 1_202, 525, 0),
        .. Enumerable.Range(1, 23).Select(i => new QualityRow("unmapped_name", null, $"UNKNOWN PRODUCT {i}", 4000 / i)),
        new("suggested_match", null, "XELJANS", 14, "tofacitinib (1 letter from XELJANZ)"), new("suggested_match", null, "RINVOC", 9, "upadacitinib (1 letter from RINVOQ)"),
    ];

    /// <summary>One pair under validation and overdue on the sample's as-of date, 16 November 2026; one cleared and refuted before; one closed with its due day past.</summary>
    public static List<DecisionRow> Decisions() =>
    [
        new("abrocitinib", "Abrocitinib", "herpes_zoster", "Herpes zoster", "under_validation") { Priority = "high", Due = new(2026, 11, 15), Assignee = "a.reviewer", Labelled = true, Refs = "Label 4.4" },
        new("ruxolitinib_oral", "Ruxolitinib, oral", "mace", "MACE (composite)", "refuted") { Labelled = false, Suppressed = true },
        new("tofacitinib", "Tofacitinib", "mace", "MACE (composite)", "closed") { Due = new(2026, 11, 1) },
    ];

    public static IEnumerable<QualityRow> File(string name, long read, long current, long superseded, long deleted, long later, long quarantined) =>
    [
        new("rows_read", name, null, read), new("rows_current", name, null, current), new("rows_superseded", name, null, superseded), new("rows_deleted", name, null, deleted),
        new("rows_later", name, null, later), new("rows_quarantined", name, null, quarantined),
    ];

    public static Snapshot Snapshot(IReadOnlyList<SignalRow>? signals = null, IReadOnlyList<IncidenceRow>? incidence = null, IReadOnlyList<TrendRow>? trend = null,
        IReadOnlyList<CaseRow>? cases = null, IReadOnlyList<QualityRow>? quality = null, SnapshotManifest? manifest = null,
        IReadOnlyList<SpecificationRow>? specifications = null, IReadOnlyList<UnmaskedRow>? masking = null, IReadOnlyList<DecisionRow>? decisions = null) =>
        new(manifest ?? Manifest(), new[] { DecisionTable.Fill(decisions ?? []), SignalTable.Fill(signals ?? [.. Signals(), .. Subsets()]), SpecificationTable.Fill(specifications ?? Specifications()), MaskingTable.Fill(masking ?? Masking()), IncidenceTable.Fill(incidence ?? Incidence()), TrendTable.Fill(trend ?? Trend()), CaseTable.Fill(cases ?? Cases()), QualityTable.Fill(quality ?? Quality()) }
            .ToDictionary(t => t.Name), new string('4', 60) + "b1f0");

    public static Snapshot Empty() => Snapshot([], [], [], [], [], Manifest() with { PreviousRunId = null, PreviousAsOf = null }, [], []);

    public static SnapshotManifest Manifest() => new()
    {
        RunId = "2026-W47-3fa9c104", AsOf = AsOf, PreviousRunId = "2026-W46-91aa03d2", PreviousAsOf = new(2026, 11, 9), CodeVersion = "0.1.0+92101ca", ParquetWriter = "JakSignals 0.1.0", Store = "sqlite",
        Simulated = true, Decisions = 6, AuditHead = new string('7', 64), Cases = Total, PairsTested = 412_774, PairsObserved = 5_120_338, Prior = new(0.2, 0.1, 2, 4, 0.3333, 445_796.3, 5, 4, null), ConfigurationSha256 = new('c', 64),
        Configuration = new Dictionary<string, string> { ["Report:Title"] = "JAK inhibitors", ["Signals:Thresholds:MinimumCases"] = "3", ["Signals:Thresholds:MinimumPrr"] = "2", ["Signals:Thresholds:MinimumChiSquare"] = "4", ["Signals:Thresholds:MinimumRorLower"] = "1" },
        Catalogues = new Dictionary<string, string> { ["event-classes.json"] = new('e', 64), ["substances.json"] = new('a', 64) },
        Sources = [new("DEMO26Q3.txt", "demographics", "2026Q3", new('d', 64)), new("DRUG26Q3.txt", "drugs", "2026Q3", new('f', 64))],
        Files = [new("signals.parquet", 412_774, 31_000_000, new('9', 64), [])],
    };

    /// <summary>The sample with one hostile text in every place that prints text.</summary>
    public static Snapshot HostileSnapshot()
    {
        var manifest = Manifest();
        return Snapshot(
            [.. Signals().Select((s, i) => i % 5 > 0 ? s : s with { DrugKey = "d " + Hostile, DrugName = Hostile + i % 3, EventKey = $"e{i} " + Hostile, EventName = Hostile, Reason = Hostile, Status = "new" }),
                .. Subsets().Select(s => s.Stratum.StartsWith("indication", StringComparison.Ordinal) ? s with { Stratum = s.Stratum + Hostile } : s)],
            [.. Incidence().Select(i => i with { DrugName = Hostile, EventName = Hostile, Cohort = Hostile, Dose = Hostile, Indication = Hostile, Published = (1, 0.5, 2, Hostile), Versus = (Hostile, 1, 0.5, 2, 0.5, 0.1) })],
            Trend(), [.. Cases().Select(c => c with { Id = c.Id + Hostile, EventName = Hostile, Sex = Hostile, Suspects = Hostile, Terms = Hostile })],
            [.. Quality().Select(q => q with { File = q.File is null ? null : q.File + Hostile, Subject = Hostile, Detail = Hostile })],
            manifest with
            {
                RunId = Hostile, PreviousRunId = Hostile, CodeVersion = Hostile, Store = Hostile, ParquetWriter = Hostile, ConfigurationSha256 = Hostile,
                Configuration = new Dictionary<string, string> { ["Report:Title"] = Hostile, [Hostile] = Hostile }, Catalogues = new Dictionary<string, string> { [Hostile] = Hostile },
                Sources = [new(Hostile, Hostile, Hostile, Hostile)], Files = [new(Hostile, 1, 1, Hostile, [])],
                Prior = new(null, null, null, null, null, null, 0, 0, Hostile),
            },
            [.. Specifications().Select(s => s.Comparator == "all" ? s : s with { Comparator = Hostile })], [.. Masking().Select(m => m with { LeftOut = Hostile })],
            [.. Decisions().Select(d => d with { DrugName = Hostile, EventName = Hostile, Priority = Hostile, Assignee = Hostile, Rationale = Hostile, Refs = Hostile, By = Hostile, Suppressed = false })]);
    }

    /// <summary>A full week: every pair of 31 drugs and 25 classes with cases, a signal and all its evidence, 16 quarters, 900 new cases.</summary>
    public static Snapshot FullWeek()
    {
        var random = new Random(7);
        var drugs = Enumerable.Range(0, 31).Select(i => (Key: $"drug_{i}", Name: i == 3 ? "A drug with a very long name, as injection, for intravenous use" : $"Examplecitinib {i}", Kind: "substance", Reports: 40L + 700 * i * i)).ToList();
        var events = Enumerable.Range(0, 25).Select(i => (Key: $"class_{i}", Name: i == 4 ? "Herpes zoster, disseminated or complicated" : i == 9 ? "Arterial thromboembolism" : $"Event class {i}", Cases: 900L + 33_000 * i)).ToList();
        List<SignalRow> signals = [.. drugs.SelectMany((d, i) => events.Select((e, j) => Pair(d, e, Math.Exp(random.NextDouble() * 3 - 1)) with { DrugOrder = i, EventOrder = j, Reason = "a reason", Status = random.Next(10) == 0 ? "strengthened" : "persisting", New = 2,
            IcLower = 0.31, Eb05 = 1.42, Q = 0.00213, ExpectedStratified = 12.3, Adjusted = (2.13, 1.21, 3.41), BreslowDayP = 0.01, LikelihoodRatioP = 0.001, Robust = (48, 72) }))];
        List<SignalRow> subsets = [.. signals.SelectMany(s => Subsets().SkipLast(1).Concat(FullStrata.Select(stratum => Subset(stratum, 123, 4567, 8910, 7_654_321))).DistinctBy(x => (x.RoleScope, x.Stratum))
            .Select(x => x with { DrugKey = s.DrugKey, DrugName = s.DrugName, EventKey = s.EventKey, EventName = s.EventName, IcLower = 0.31 }))];
        List<SpecificationRow> ways = [.. signals.SelectMany(s => Specifications().Select(way => way with { DrugKey = s.DrugKey, EventKey = s.EventKey }))];
        List<UnmaskedRow> unmasked = [.. signals.Select(s => Masking()[0] with { DrugKey = s.DrugKey, EventKey = s.EventKey })];
        List<TrendRow> trend = [.. signals.SelectMany(s => Enumerable.Range(0, 16).Select(q => new TrendRow(s.DrugKey, s.EventKey, $"{2023 + q / 4}Q{q % 4 + 1}", random.Next(30), 0.5 + random.NextDouble())))];
        List<CaseRow> cases = [.. Enumerable.Range(0, 900).Select(i => new CaseRow(events[i % 25].Key, events[i % 25].Name, $"2500{i}", AsOf.AddDays(-(i % 7)), i % 90, "F", i % 2 == 0, i % 30 == 0, drugs[i % 31].Name, "A preferred term; Another preferred term", i))];
        return Snapshot([.. signals, .. subsets], Incidence(), trend, cases, specifications: ways, masking: unmasked);
    }

    private static readonly string[] FullStrata = ["age=0-17", "age=18-44", "age=45-64", "region=Europe", "region=Japan", "region=other", "reporter=professional", "reporter=consumer", "serious=yes", "serious=no",
        "indication=rheumatoid_arthritis", "indication=psoriatic_arthritis", "indication=ulcerative_colitis", "indication=covid_19"];

    private static readonly TableSchema<SignalRow> SignalTable = new TableSchema<SignalRow>("signals", "pairs").Date("as_of", "", _ => AsOf)
        .Text("drug_key", "", r => r.DrugKey).Text("drug_name", "", r => r.DrugName).Text("drug_kind", "", r => r.DrugKind).Text("event_key", "", r => r.EventKey).Text("event_name", "", r => r.EventName).Text("event_level", "", r => r.Level)
        .Text("role_scope", "", r => r.RoleScope).Text("stratum", "", r => r.Stratum).Count("a", "", r => r.A).Count("b", "", r => r.B).Count("c", "", r => r.C).Count("d", "", r => r.D).Measure("expected", "", r => r.Expected)
        .MeasureOrNull("prr", "", r => r.Prr).MeasureOrNull("prr_lower", "", _ => null).MeasureOrNull("prr_upper", "", _ => null).MeasureOrNull("chi_square", "", r => r.ChiSquare).MeasureOrNull("chi_square_yates", "", _ => null)
        .MeasureOrNull("ror", "", r => r.Ror).MeasureOrNull("ror_lower", "", r => r.RorLower).MeasureOrNull("ror_upper", "", r => r.RorUpper)
        .MeasureOrNull("ic", "", _ => null).MeasureOrNull("ic_lower", "", r => r.IcLower).MeasureOrNull("ic_upper", "", _ => null).MeasureOrNull("ebgm", "", _ => null).MeasureOrNull("eb05", "", r => r.Eb05).MeasureOrNull("eb95", "", _ => null)
        .MeasureOrNull("fisher_p", "", _ => null).MeasureOrNull("q_value", "", r => r.Q).MeasureOrNull("expected_stratified", "", r => r.ExpectedStratified)
        .MeasureOrNull("ror_adjusted", "", r => r.Adjusted?.Value).MeasureOrNull("ror_adjusted_lower", "", r => r.Adjusted?.Lower).MeasureOrNull("ror_adjusted_upper", "", r => r.Adjusted?.Upper).MeasureOrNull("breslow_day_p", "", r => r.BreslowDayP)
        .MeasureOrNull("likelihood_ratio_p", "", r => r.LikelihoodRatioP).CountOrNull("robust_signals", "", r => r.Robust?.Signals).CountOrNull("robust_specifications", "", r => r.Robust?.Ways)
        .FlagOrNull("sdr_evans", "", r => r.A >= 3 && r.Prr >= 2 && r.ChiSquare >= 4).FlagOrNull("sdr_ema", "", r => r.A >= 3 && r.RorLower > 1).FlagOrNull("sdr_ic", "", _ => null).FlagOrNull("sdr_ebgm", "", _ => null)
        .TextOrNull("status", "", r => r.Status).TextOrNull("status_reason", "", r => r.Reason).Count("new_cases", "", r => r.New).Count("serious_cases", "", r => r.Serious).Count("fatal_cases", "", r => r.Fatal)
        .CountOrNull("new_serious_cases", "", r => r.NewSerious).CountOrNull("new_fatal_cases", "", r => r.NewFatal).CountOrNull("previous_a", "", r => r.PreviousCases)
        .FlagOrNull("previous_sdr_evans", "", r => r.PreviousEvans).FlagOrNull("previous_sdr_ema", "", r => r.PreviousEma).FlagOrNull("previous_sdr_ic", "", _ => null).MeasureOrNull("previous_ror", "", _ => null).MeasureOrNull("previous_ror_lower", "", _ => null)
        .Flag("domain", "", r => r.Domain).CountOrNull("drug_order", "", r => r.DrugOrder).CountOrNull("event_order", "", r => r.EventOrder);

    private static readonly TableSchema<DecisionRow> DecisionTable = new TableSchema<DecisionRow>("register", "decisions")
        .Text("drug_key", "", r => r.DrugKey).Text("drug_name", "", r => r.DrugName).Text("event_key", "", r => r.EventKey).Text("event_name", "", r => r.EventName).Text("state", "", r => r.State).TextOrNull("priority", "", r => r.Priority)
        .DateOrNull("due_on", "", r => r.Due).TextOrNull("assignee", "", r => r.Assignee).FlagOrNull("labelled", "", r => r.Labelled).Text("rationale", "", r => r.Rationale).TextOrNull("refs", "", r => r.Refs)
        .Text("decided_by", "", r => r.By).Text("decided_at", "", _ => "2026-11-10T09:30:00Z").Text("decided_on_run", "", _ => "2026-W46-91aa03d2").Count("decisions", "", _ => 2).Count("cases_seen", "", _ => 39).MeasureOrNull("ror_lower_seen", "", _ => 3.21)
        .Flag("suppressed", "", r => r.Suppressed).Text("hash", "", _ => new string('b', 64));

    private static readonly TableSchema<SpecificationRow> SpecificationTable = new TableSchema<SpecificationRow>("robustness", "ways").Date("as_of", "", _ => AsOf).Text("drug_key", "", r => r.DrugKey).Text("event_key", "", r => r.EventKey)
        .Text("comparator", "", r => r.Comparator).Text("role_scope", "", r => r.Scope).Text("reporter", "", r => r.Reporter).Text("region", "", r => r.Region).Text("period", "", r => r.Period).Text("duplicates", "", r => r.Duplicates)
        .Count("a", "", r => r.A).Count("b", "", r => r.B).Count("c", "", r => r.C).Count("d", "", r => r.D).MeasureOrNull("ror", "", r => r.Scores.Ror).MeasureOrNull("ror_lower", "", r => r.Scores.RorLower).MeasureOrNull("ror_upper", "", r => r.Scores.RorUpper)
        .MeasureOrNull("ic_lower", "", _ => 0.5).Flag("is_signal", "", r => r.IsSignal);

    private static readonly TableSchema<UnmaskedRow> MaskingTable = new TableSchema<UnmaskedRow>("masking", "without").Date("as_of", "", _ => AsOf).Text("drug_key", "", r => r.DrugKey).Text("event_key", "", r => r.EventKey)
        .Text("left_out_key", "", r => r.LeftOut).Text("left_out_name", "", r => r.LeftOut).Count("left_out_cases", "", r => r.LeftOutCases).Measure("left_out_share", "", r => r.Share)
        .Count("a", "", r => r.A).Count("b", "", r => r.B).Count("c", "", r => r.C).Count("d", "", r => r.D).MeasureOrNull("ror", "", r => r.Scores.Ror).MeasureOrNull("ror_lower", "", r => r.Scores.RorLower).MeasureOrNull("ror_upper", "", r => r.Scores.RorUpper)
        .MeasureOrNull("ror_with", "", r => r.RorWith).MeasureOrNull("ror_with_lower", "", r => r.LowerWith).Flag("is_signal", "", r => r.IsSignal).Flag("appears", "", r => r.Appears);

    private static readonly TableSchema<IncidenceRow> IncidenceTable = new TableSchema<IncidenceRow>("incidence", "rates").Date("as_of", "", _ => AsOf)
        .Text("cohort", "", r => r.Cohort).Text("drug_key", "", r => r.DrugKey).Text("drug_name", "", r => r.DrugName).TextOrNull("dose", "", r => r.Dose).TextOrNull("indication", "", r => r.Indication).Text("event_key", "", r => r.EventKey).Text("event_name", "", r => r.EventName)
        .Text("kind", "", r => r.Kind).Count("events", "", r => r.Events).CountOrNull("patients", "", _ => null).MeasureOrNull("patient_years", "", r => r.PatientYears).MeasureOrNull("rate_per_100py", "", r => r.Rate).MeasureOrNull("rate_lower", "", r => r.Lower).MeasureOrNull("rate_upper", "", r => r.Upper)
        .TextOrNull("comparator", "", r => r.Versus?.Comparator).MeasureOrNull("rate_ratio", "", r => r.Versus?.Ratio).MeasureOrNull("rate_ratio_lower", "", r => r.Versus?.Lower).MeasureOrNull("rate_ratio_upper", "", r => r.Versus?.Upper).MeasureOrNull("rate_ratio_p", "", r => r.Versus?.P).MeasureOrNull("rate_difference", "", r => r.Versus?.Difference)
        .MeasureOrNull("published_rate", "", r => r.Published?.Rate).MeasureOrNull("published_lower", "", r => r.Published?.Lower).MeasureOrNull("published_upper", "", r => r.Published?.Upper).TextOrNull("published_source", "", r => r.Published?.Source);

    private static readonly TableSchema<TrendRow> TrendTable = new TableSchema<TrendRow>("trend", "quarters").Date("as_of", "", _ => AsOf)
        .Text("drug_key", "", r => r.DrugKey).Text("event_key", "", r => r.EventKey).Text("role_scope", "", _ => "suspect").Text("stratum", "", _ => "all").Text("quarter", "", r => r.Quarter).Count("a", "", r => r.A).MeasureOrNull("ror_lower", "", r => r.Lower);

    private static readonly TableSchema<CaseRow> CaseTable = new TableSchema<CaseRow>("cases", "line list").Date("as_of", "", _ => AsOf)
        .Text("event_key", "", r => r.EventKey).Text("event_name", "", r => r.EventName).Text("case_id", "", r => r.Id).Count("version", "", _ => 1).Text("source", "", _ => "FAERS").DateOrNull("received_on", "", r => r.Received).DateOrNull("first_received_on", "", r => r.Received)
        .TextOrNull("event_on", "", _ => "2026-10").MeasureOrNull("age_years", "", r => r.Age).TextOrNull("sex", "", r => r.Sex).TextOrNull("country", "", _ => "US").TextOrNull("reporter", "", _ => "physician").Flag("serious", "", r => r.Serious).Flag("fatal", "", r => r.Fatal)
        .Text("suspect_drugs", "", r => r.Suspects).Text("drugs", "", r => r.Suspects + "; METHOTREXATE").Text("terms", "", r => r.Terms).CountOrNull("days_to_onset", "", r => r.Onset).TextOrNull("dechallenge", "", r => r.Fatal ? null : "positive").TextOrNull("rechallenge", "", _ => null).Flag("is_new", "", r => r.New);

    private static readonly TableSchema<QualityRow> QualityTable = new TableSchema<QualityRow>("data_quality", "checks").Date("as_of", "", _ => AsOf)
        .Text("check", "", r => r.Check).TextOrNull("source_file", "", r => r.File).TextOrNull("source_kind", "", r => r.File is null ? null : "FAERS ASCII").TextOrNull("period", "", r => r.File is null ? null : "2026Q3")
        .TextOrNull("subject", "", r => r.Subject).Count("rows", "", r => r.Rows).TextOrNull("detail", "", r => r.Detail);
}

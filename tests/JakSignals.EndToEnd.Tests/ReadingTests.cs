namespace JakSignals.EndToEnd.Tests;

/// <summary>Names, terms and places as people write them, from a table of cases to what is published.</summary>
public sealed class ReadingTests
{
    // Three cases on tofacitinib in each spelling: 4 × 3 = 12 of herpes zoster, 4 × 3 = 12 of Bowen's disease; and 3 each of the two others.
    private static readonly string[] Terms =
    [
        "Herpes zoster", "\"Herpes\tzoster\"", "Herpes zoster.", "Herpes\u200Bzoster", "Bowen's disease", "BOWEN^S DISEASE", "Bowen’s disease", "Bowens disease",
        "Non\u2011Hodgkin's lymphoma", "Localized infection",
    ];

    [Fact]
    public async Task Terms_in_any_spelling_are_in_their_class_and_a_slip_is_suggested()
    {
        using var place = new Place();
        var rows = Terms.SelectMany((term, number) => Enumerable.Range(0, 3).Select(copy => $"{number}-{copy},XELJANZ,{term}"));
        var cases = place.Write("cases.csv", ["case_id,drug,event", .. rows, "S1,XELJANZ,Herpes zostr", "B1,ASPIRIN,Headache", "B2,ASPIRIN,Nausea"]);

        var snapshot = await place.WeekAsync("2026-01-31", [cases]);

        var signals = snapshot.Table("signals");
        Assert.Equal(12, signals.Cells(signals.Of("TOFACITINIB", "HERPES ZOSTER")).A);
        Assert.Equal(12, signals.Cells(signals.Of("TOFACITINIB", "herpes_zoster")).A);
        Assert.Equal(12, signals.Cells(signals.Of("TOFACITINIB", "BOWEN'S DISEASE")).A);
        Assert.Equal(3, signals.Cells(signals.Of("TOFACITINIB", "NON-HODGKIN'S LYMPHOMA")).A);
        Assert.Equal(3, signals.Cells(signals.Of("TOFACITINIB", "LOCALISED INFECTION")).A);
        Assert.Equal("Herpes zoster", signals.Text("event_name", signals.Of("TOFACITINIB", "HERPES ZOSTER")));
        var quality = snapshot.Table("data_quality");
        var slip = quality.Where(("check", "suggested_term"));
        Assert.Equal(("HERPES ZOSTR", "HERPES ZOSTER", 1L), (quality.Text("subject", slip), quality.Text("detail", slip), quality.Count("rows", slip)));
    }

    [Fact] // Japan 2 (JPN, 日本), Europe 3 (DEU, England, EL), US 1; Atlantis and ZZ are unknown, Brasil is another country
    public async Task Countries_are_read_and_what_is_not_read_is_unknown_and_told()
    {
        using var place = new Place();
        string[] countries = ["JPN", "日本", "DEU", "England", "EL", "USA", "Brasil", "Atlantis", "Atlantis", "ZZ"];
        var rows = countries.Select((country, number) => $"{number},XELJANZ,Herpes zoster,{country}");
        var cases = place.Write("cases.csv", ["case_id,drug,event,country", .. rows, "B1,ASPIRIN,Nausea,US"]);

        var snapshot = await place.WeekAsync("2026-01-31", [cases]);

        var signals = snapshot.Table("signals");
        long InRegion(string region) => signals.Cells(signals.Where(("drug_key", "TOFACITINIB"), ("event_key", "herpes_zoster"), ("role_scope", "suspect"), ("stratum", region))).A;
        Assert.Equal((2L, 3L, 1L, 1L), (InRegion("region=Japan"), InRegion("region=Europe"), InRegion("region=US"), InRegion("region=other")));
        var quality = snapshot.Table("data_quality");
        Assert.Equal(2, quality.Count("rows", quality.Where(("check", "unread_country"), ("subject", "Atlantis"))));
        Assert.Equal(1, quality.Count("rows", quality.Where(("check", "unread_country"), ("subject", "ZZ"))));
        var report = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(place.Data, "reports"), "*.html")));
        Assert.Contains("3 cases give a country that was not read. Their region is unknown. Texts: Atlantis; ZZ.", report, StringComparison.Ordinal);
    }

    private static readonly string[] Drugs = ["XELJANZ$BARICITINIB", "$UNSPECIFIED INGREDIENT", "XELJANZ$TOFACITINIB CITRATE"];

    [Fact] // cases 1 to 3: XELJANZ coded as baricitinib, which counts; 4 to 6: nothing stated but a placeholder; 7 to 9 agree
    public async Task Name_and_ingredient_that_disagree_are_told_and_a_placeholder_is_no_substance()
    {
        using var place = new Place();
        place.Write("26Q1/DEMO26Q1.txt", [
            "primaryid$caseid$caseversion$i_f_code$event_dt$mfr_dt$init_fda_dt$fda_dt$rept_cod$auth_num$mfr_num$mfr_sndr$lit_ref$age$age_cod$age_grp$sex$e_sub$wt$wt_cod$rept_dt$to_mfr$occp_cod$reporter_country$occr_country",
            .. Enumerable.Range(1, 9).Select(id => $"10000{id}1$10000{id}$1$I$$$20260115$20260115$EXP$$T-{id}$TEST$$60$YR$$F$Y$$$20260115$$MD$US$US")]);
        place.Write("26Q1/DRUG26Q1.txt", [
            "primaryid$caseid$drug_seq$role_cod$drugname$prod_ai$val_vbm$route$dose_vbm$cum_dose_chr$cum_dose_unit$dechal$rechal$lot_num$exp_dt$nda_num$dose_amt$dose_unit$dose_form$dose_freq",
            .. Enumerable.Range(1, 9).Select(id => $"10000{id}1$10000{id}$1$PS${Drugs[(id - 1) / 3]}$1$$$$$$$$$$$$$")]);
        place.Write("26Q1/REAC26Q1.txt", ["primaryid$caseid$pt$drug_rec_act", .. Enumerable.Range(1, 9).Select(id => $"10000{id}1$10000{id}$Nausea$")]);
        foreach (var (table, header) in new[] { ("OUTC", "primaryid$caseid$outc_cod"), ("INDI", "primaryid$caseid$indi_drug_seq$indi_pt"), ("THER", "primaryid$caseid$dsg_drug_seq$start_dt$end_dt$dur$dur_cod"), ("RPSR", "primaryid$caseid$rpsr_cod") })
            place.Write($"26Q1/{table}26Q1.txt", [header]);

        var snapshot = await place.WeekAsync("2026-06-30", [place.Path("26Q1")]);

        var (signals, quality) = (snapshot.Table("signals"), snapshot.Table("data_quality"));
        foreach (var drug in new[] { "BARICITINIB", "TOFACITINIB", "(NOT STATED)" })
            Assert.Equal(3, signals.Cells(signals.Of(drug, "NAUSEA")).A);
        var row = quality.Where(("check", "name_disagrees"));
        Assert.Equal(("XELJANZ", "the coded ingredient is BARICITINIB; counted as BARICITINIB", 3L), (quality.Text("subject", row), quality.Text("detail", row), quality.Count("rows", row)));
    }

    [Fact]
    public async Task Drug_groups_of_the_catalogue_join_to_the_signals_by_their_keys()
    {
        using var place = new Place();
        var cases = place.Write("cases.csv", ["case_id,drug,event", "1,XELJANZ,Herpes zoster", "2,JAKAFI,Herpes zoster", "3,ASPIRIN,Nausea"]);

        var snapshot = await place.WeekAsync("2026-01-31", [cases]);

        var (signals, catalogue) = (snapshot.Table("signals"), snapshot.Table("catalogue"));
        var groups = Enumerable.Range(0, catalogue.RowCount).Where(row => catalogue.Text("kind", row) == "drug_group").Select(row => catalogue.Text("key", row)!).ToHashSet();
        var scored = Enumerable.Range(0, signals.RowCount).Where(row => signals.Text("event_key", row) == "herpes_zoster").Select(row => signals.Text("drug_key", row)!).ToHashSet();
        Assert.NotEmpty(scored);
        Assert.Contains("TOFACITINIB", scored);
        Assert.Contains("ruxolitinib_oral", scored);
        Assert.Subset(groups, scored.Where(key => key is "TOFACITINIB" or "ruxolitinib_oral" or "jak_inhibitors").ToHashSet());
    }
}

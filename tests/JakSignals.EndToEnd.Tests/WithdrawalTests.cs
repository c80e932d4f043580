using System.Globalization;
using JakSignals.App.Commands;
using JakSignals.Snapshots;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Sources that are taken back, and a quarter that is published again, from the command line to the published figures.</summary>
public sealed class WithdrawalTests : IDisposable
{
    private const string AsOf = "2026-06-30", NextWeek = "2026-07-07";
    private readonly Place _place = new();

    [Fact]
    public async Task A_list_that_deleted_cases_wrongly_is_taken_back_and_put_in_again()
    {
        // 40 cases of other drugs, 6 of XELJANZ with herpes zoster; the list names these 6.
        (await _place.RunAsync("ingest", Quarter("26Q1", "Nausea", zoster: 6), List())).Require(ExitCodes.Done);
        var before = await RunAsync();
        Assert.Equal((40, null), (before.Manifest.Cases, Zoster(before)));

        var withdrawn = (await _place.RunAsync("ingest", "--withdraw", "DELETE26Q1.txt", "--reason", "a list to review, not of deletions", "--by", "anna")).Require(ExitCodes.Done);
        Assert.Contains("Withdrawn: DELETE26Q1.txt (2026Q1, ", withdrawn.Output, StringComparison.Ordinal);

        var after = await RunAsync();
        Assert.Equal((46, 6L), (after.Manifest.Cases, Zoster(after)));
        Assert.NotEqual(before.Manifest.RunId, after.Manifest.RunId);
        Assert.Equal((0L, 1L), (before.Manifest.Decisions, after.Manifest.Decisions));
        var row = after.Table("data_quality").Where(("check", "withdrawn_source"));
        Assert.Equal(("DELETE26Q1.txt", 6L), (after.Table("data_quality").Text("source_file", row), after.Table("data_quality").Count("rows", row)));
        Assert.Contains("by anna (", after.Table("data_quality").Text("detail", row), StringComparison.Ordinal);
        Assert.DoesNotContain(after.Manifest.Sources, source => source.Name == "DELETE26Q1.txt");
        Assert.Contains("DELETE26Q1.txt was withdrawn on ", File.ReadAllText(Report()), StringComparison.Ordinal);

        var status = (await _place.RunAsync("status")).Require(ExitCodes.Done).Output;
        Assert.Contains("Withdrawn sources", status, StringComparison.Ordinal);
        Assert.Contains("a list to review", status, StringComparison.Ordinal);
        Assert.Contains("The chain of 1 decisions is whole", (await _place.RunAsync("audit", "verify")).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
        foreach (var folder in Snapshots(AsOf))
            (await _place.RunAsync("verify", folder)).Require(ExitCodes.Done);      // that of before the withdrawal, too

        var again = (await _place.RunAsync("ingest", List())).Require(ExitCodes.Done);
        Assert.Contains("withdrawn, now in again", again.Output, StringComparison.Ordinal);
        var last = await RunAsync();
        Assert.Equal((40, 2L), (last.Manifest.Cases, last.Manifest.Decisions));
        Assert.Equal(3, Snapshots(AsOf).Count);
        Assert.Contains("loaded before", (await _place.RunAsync("ingest", List())).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_week_after_a_withdrawal_says_what_the_source_took_with_it()
    {
        (await _place.RunAsync("ingest", Quarter("26Q1", "Nausea", zoster: 6), Quarter("26Q2", "Nausea", zoster: 8))).Require(ExitCodes.Done);
        Assert.Equal(14L, Zoster(await RunAsync()));
        (await _place.RunAsync("ingest", "--withdraw", "2026Q2", "--reason", "of another product")).Require(ExitCodes.Done);

        // 48 of 94 cases go: more than the quality gate would let go unexplained.
        var next = await RunAsync(NextWeek);

        var signals = next.Table("signals");
        var row = signals.Of("TOFACITINIB", "herpes_zoster");
        long Count(string column) => signals.Count(column, row)!.Value;
        Assert.Equal((46, 6L, 14L), (next.Manifest.Cases, Count("a"), Count("previous_a")));
        Assert.Equal((0L, 0L, 0L, -8L, 0L), (Count("new_cases"), Count("change_follow_up"), Count("change_deleted"), Count("change_withdrawn"), Count("change_definition")));
        Assert.Contains("−8 by withdrawn sources", signals.Text("status_reason", row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timetable_leaves_withdrawn_what_still_lies_in_the_drop_folder()
    {
        var drop = _place.Path("drop");
        var text = File.ReadAllText(_place.Settings).Replace("\"DropFolder\": \"drop\"", $"\"DropFolder\": \"{drop.Replace('\\', '/')}\"", StringComparison.Ordinal);
        File.WriteAllText(_place.Settings, text);
        Quarter("26Q1", "Nausea", zoster: 6, folder: Path.Combine("drop", "26Q1"));
        (await _place.RunAsync("run", "ingest")).Require(ExitCodes.Done);
        (await _place.RunAsync("ingest", "--withdraw", "2026Q1", "--reason", "wrong")).Require(ExitCodes.Done);

        Assert.Contains("1 withdrawn and left out", (await _place.RunAsync("run", "ingest")).Require(ExitCodes.Done).Output, StringComparison.Ordinal);
        (await _place.RunAsync("weekly", "--as-of", AsOf)).Require(ExitCodes.Failed);        // no case is left

        (await _place.RunAsync("ingest", drop, "--reason", "it was right")).Require(ExitCodes.Done);
        Assert.Equal(6L, Zoster(await RunAsync()));
    }

    [Fact]
    public async Task A_run_counted_in_the_database_sees_withdrawals_alike()
    {
        (await _place.RunAsync("ingest", Quarter("26Q1", "Nausea", zoster: 6), Quarter("26Q2", "Nausea", zoster: 8), List())).Require(ExitCodes.Done);
        await RunAsync();
        (await _place.RunAsync("ingest", "--withdraw", "DELETE26Q1.txt", "--reason", "wrong")).Require(ExitCodes.Done);
        (await _place.RunAsync("ingest", "--withdraw", "2026Q2", "--reason", "wrong")).Require(ExitCodes.Done);
        var counted = await RunAsync(NextWeek, "--count-in-database");

        (await _place.RunAsync("verify", Snapshots(NextWeek).Single())).Require(ExitCodes.Done);     // in memory, to the same bytes
        Assert.Equal((46, 6L), (counted.Manifest.Cases, Zoster(counted)));
    }

    [Fact]
    public async Task A_quarter_that_is_published_again_counts_as_published_last_and_the_reports_that_differ_are_told()
    {
        (await _place.RunAsync("ingest", Quarter("26Q1", "Nausea", folder: "first"))).Require(ExitCodes.Done);

        var second = (await _place.RunAsync("ingest", Quarter("26Q1", "Herpes zoster", folder: "second"))).Require(ExitCodes.Done);

        Assert.Contains("6 of the 46 reports that it shares with DEMO26Q1.txt (2026Q1, ", second.Output, StringComparison.Ordinal);
        var week = await RunAsync();
        Assert.Equal((46, 6L), (week.Manifest.Cases, Zoster(week)));
        Assert.Equal(6, week.Table("data_quality").Count("rows", week.Table("data_quality").Where(("check", "reports_differ"))));
        Assert.Contains("6 reports of DEMO26Q1.txt and DEMO26Q1.txt (2026Q1, ", File.ReadAllText(Report()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first", "second", 6L)]
    [InlineData("second", "first", null)]
    public async Task Of_two_publications_given_at_once_the_one_given_last_counts(string one, string other, long? zoster)
    {
        Quarter("26Q1", "Nausea", folder: "first");
        Quarter("26Q1", "Herpes zoster", folder: "second");

        var ran = (await _place.RunAsync("ingest", _place.Path(one), _place.Path(other))).Require(ExitCodes.Done);

        Assert.Contains("6 of the 46 reports", ran.Output, StringComparison.Ordinal);
        Assert.Contains("2026Q1 was given more than once", _place.Log(), StringComparison.Ordinal);
        Assert.Equal(zoster, Zoster(await RunAsync()));
    }

    [Fact]
    public async Task A_withdrawal_needs_a_name_that_one_loaded_source_has_and_a_reason()
    {
        (await _place.RunAsync("ingest", Quarter("26Q1", "Nausea", folder: "first"), Quarter("26Q1", "Herpes zoster", folder: "second"), List())).Require(ExitCodes.Done);

        var ambiguous = (await _place.RunAsync("ingest", "--withdraw", "DEMO26Q1.txt", "--reason", "wrong")).Require(ExitCodes.BadArguments);
        Assert.Contains("2 sources are called 'DEMO26Q1.txt'", ambiguous.Error, StringComparison.Ordinal);
        var unknown = (await _place.RunAsync("ingest", "--withdraw", "DEMO25Q4.txt", "--reason", "wrong")).Require(ExitCodes.BadArguments);
        Assert.Contains("No source is called 'DEMO25Q4.txt'", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("DELETE26Q1.txt (2026Q1, ", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("--reason", (await _place.RunAsync("ingest", "--withdraw", "2026Q1")).Require(ExitCodes.BadArguments).Error, StringComparison.Ordinal);
        Assert.Contains("not both", (await _place.RunAsync("ingest", List(), "--withdraw", "2026Q1", "--reason", "wrong")).Require(ExitCodes.BadArguments).Error, StringComparison.Ordinal);

        // The file itself says which is meant, and so does its digest.
        var reactions = _place.Path(Path.Combine("second", "REAC26Q1.txt"));
        (await _place.RunAsync("ingest", "--withdraw", reactions, "--reason", "wrong")).Require(ExitCodes.Done);
        Assert.Contains("withdrawn already", (await _place.RunAsync("ingest", "--withdraw", reactions, "--reason", "wrong")).Require(ExitCodes.BadArguments).Error, StringComparison.Ordinal);
        var digest = ambiguous.Error.Split('\n').First(line => line.Contains("  DEMO26Q1.txt", StringComparison.Ordinal)).Trim()[..12];
        var byDigest = await _place.RunAsync("ingest", "--withdraw", digest, "--reason", "wrong");
        Assert.True(byDigest.Code is ExitCodes.Done or ExitCodes.BadArguments, byDigest.Error);     // it may be the one that is withdrawn already
        Assert.Null(Zoster(await RunAsync()));
    }

    public void Dispose() => _place.Dispose();

    /// <summary>A quarter of 40 cases of other drugs, and so many of XELJANZ with herpes zoster; without a number 6 cases of XELJANZ with the term given.</summary>
    private string Quarter(string quarter, string term, int? zoster = null, string? folder = null)
    {
        var (year, number) = (quarter[..2], quarter[3]);
        var day = $"20{year}{number switch { '1' => "0115", _ => "0415" }}";
        var jak = zoster ?? 6;
        var cases = Enumerable.Range(0, 40 + jak).Select(i => (Id: string.Create(CultureInfo.InvariantCulture, $"{101000 + i + (number - '1') * 500}"), IsJak: i >= 40)).ToList();
        var into = folder ?? quarter;
        _place.Write(Path.Combine(into, $"DEMO{quarter}.txt"),
        [
            "primaryid$caseid$caseversion$i_f_code$event_dt$mfr_dt$init_fda_dt$fda_dt$rept_cod$auth_num$mfr_num$mfr_sndr$lit_ref$age$age_cod$age_grp$sex$e_sub$wt$wt_cod$rept_dt$to_mfr$occp_cod$reporter_country$occr_country",
            .. cases.Select(one => $"{one.Id}1${one.Id}$1$I$$${day}${day}$EXP$$$$$60$YR$$F$Y$$${day}$$MD$US$US"),
        ]);
        _place.Write(Path.Combine(into, $"DRUG{quarter}.txt"),
        [
            "primaryid$caseid$drug_seq$role_cod$drugname$prod_ai$val_vbm$route$dose_vbm$cum_dose_chr$cum_dose_unit$dechal$rechal$lot_num$exp_dt$nda_num$dose_amt$dose_unit$dose_form$dose_freq",
            .. cases.Select(one => $"{one.Id}1${one.Id}$1$PS${(one.IsJak ? "XELJANZ$TOFACITINIB CITRATE" : "ASPIRIN$ASPIRIN")}$1$$$$$$$$$$$$$"),
        ]);
        _place.Write(Path.Combine(into, $"REAC{quarter}.txt"),
            ["primaryid$caseid$pt$drug_rec_act", .. cases.Select(one => $"{one.Id}1${one.Id}${JakTerm(one.IsJak)}$")]);
        return _place.Path(into);

        string JakTerm(bool isJak) => isJak ? zoster is null ? term : "Herpes zoster" : "Headache";
    }

    /// <summary>A list of the 6 cases of XELJANZ of the first quarter.</summary>
    private string List() => _place.Write("DELETE26Q1.txt", Enumerable.Range(101040, 6).Select(id => id.ToString(CultureInfo.InvariantCulture)));

    private async Task<Snapshot> RunAsync(string asOf = AsOf, params string[] more)
    {
        var before = Snapshots(asOf);
        (await _place.RunAsync(["weekly", "--as-of", asOf, .. more])).Require(ExitCodes.Done);
        return SnapshotPublisher.Read(Assert.Single(Snapshots(asOf), folder => !before.Contains(folder)));
    }

    private List<string> Snapshots(string asOf)
    {
        var folder = Path.Combine(_place.Data, "snapshots", asOf);
        return Directory.Exists(folder) ? [.. Directory.GetDirectories(folder)] : [];
    }

    private string Report() => Directory.GetFiles(Path.Combine(_place.Data, "reports"), "*.html", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)!;

    /// <summary>Cases of tofacitinib with herpes zoster; null where the pair has none.</summary>
    private static long? Zoster(Snapshot week)
    {
        var signals = week.Table("signals");
        var rows = Enumerable.Range(0, signals.RowCount).Where(row => signals.Text("drug_key", row) == "TOFACITINIB" && signals.Text("event_key", row) == "herpes_zoster" && signals.IsMain(row));
        return rows.Select(row => signals.Count("a", row)).FirstOrDefault() is { } a and > 0 ? a : null;
    }
}

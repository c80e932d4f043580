using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;

namespace JakSignals.Tests.Ingest;

public sealed class FaersQuarterLoadTests
{
    [Fact]
    public void Report_carries_what_its_records_say()
    {
        using var feed = FaersFeed.Modern();
        var quarter = feed.Load();
        Assert.Equal(
            new ReportRow
            {
                Report = 1,
                CaseId = "10000002",
                ReportNumber = 100000022,
                Version = 2,
                ReceivedOn = new DateOnly(2026, 2, 1),
                FirstReceivedOn = new PartialDate(2025, 12, 10),
                EventOn = new PartialDate(2025, 12, 3),
                AgeYears = 52,
                Sex = Sex.Male,
                Country = "JP",
                Reporter = ReporterType.Consumer,
                Outcomes = Outcomes.Death,
                Records = new(1, 1, 1, 1, 1, 0),
            },
            quarter.Reports[1]);
        Assert.Equal(
            new DrugRow(0, 1, DrugRole.PrimarySuspect, 1, AdministrationRoute.Oral, Challenge.Positive, Challenge.Negative), quarter.Drugs[0]);
        Assert.Equal(
            new DrugRow(2, 1, DrugRole.PrimarySuspect, 4, AdministrationRoute.Topical, Challenge.DoesNotApply, Challenge.Unknown), quarter.Drugs[3]);
        Assert.Equal([(0, 1L, "Rheumatoid arthritis"), (2, 1L, "Vitiligo")], quarter.Indications.Select(row => (row.Report, row.Sequence, quarter.Vocabulary.Terms[row.TermId])));
        Assert.Equal(new TherapyRow(0, 1, new PartialDate(2025, 11), new PartialDate(2026, 1, 10)), quarter.Therapies[0]);
    }

    [Theory]
    [InlineData("Oral", "", AdministrationRoute.Oral)]
    [InlineData("ORAL", "CREAM", AdministrationRoute.Oral)]
    [InlineData("Topical", "", AdministrationRoute.Topical)]
    [InlineData("CUTANEOUS", "", AdministrationRoute.Topical)]
    [InlineData("Transdermal", "PATCH", AdministrationRoute.Other)]
    [InlineData("Subcutaneous", "", AdministrationRoute.Other)]
    [InlineData("", "Cream, 1.5%", AdministrationRoute.Topical)]
    [InlineData("Unknown", "OINTMENT", AdministrationRoute.Topical)]
    [InlineData("Unknown", "GELATIN CAPSULE", AdministrationRoute.Unknown)]
    [InlineData("", "SOFT GEL CAPSULE", AdministrationRoute.Unknown)]
    [InlineData("", "VAGINAL CREAM", AdministrationRoute.Unknown)]
    [InlineData("", "TABLET", AdministrationRoute.Unknown)]
    [InlineData("Other", "CREAM", AdministrationRoute.Other)]
    public void Route_is_as_stated_and_otherwise_told_by_a_form_for_the_skin(string route, string form, AdministrationRoute expected)
    {
        using var feed = FaersFeed.Modern();
        var lines = File.ReadAllLines(feed.Path("DRUG26Q1.txt"));
        var fields = lines[1].Split('$');
        (fields[7], fields[18]) = (route, form);
        File.WriteAllLines(feed.Path("DRUG26Q1.txt"), [lines[0], string.Join('$', fields)]);
        Assert.Equal(expected, feed.Load().Drugs.Single().Route);
    }

    [Fact]
    public void Records_of_reports_that_demo_lacks_or_that_are_in_quarantine_go_to_quarantine_and_say_which()
    {
        using var feed = FaersFeed.Modern("orphans_and_quarantined_reports/DEMO26Q1.txt");
        var quarter = feed.Load();
        Assert.Equal(new LoadTally(4, 2, 0, 2), quarter.Tally("DRUG"));
        var drugs = quarter.Defects.Where(defect => defect.File == "DRUG26Q1.txt").ToList();
        Assert.Equal("a report whose primaryid stands in DEMO26Q1.txt; its record there is in quarantine", drugs[0].Expected);
        Assert.Equal("a report whose primaryid stands in DEMO26Q1.txt", drugs[1].Expected);
        Assert.Equal(("100000022", 4L), (drugs[0].Value, drugs[0].Line));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1 << 17)]
    public void Rows_do_not_depend_on_the_size_of_the_buffer(int bufferSize)
    {
        foreach (var folder in Directory.GetDirectories(FaersFeed.FileOf("."), "0*"))
        {
            using var feed = FeedOf(folder);
            foreach (var files in feed.Find().Quarters)
                AssertSame(LoadedQuarter.Read(files, 997), LoadedQuarter.Read(files, bufferSize));
        }
    }

    [Fact]
    public void An_overlong_line_goes_to_quarantine_in_bounded_memory_and_the_next_is_read()
    {
        using var feed = FaersFeed.Modern();
        var header = File.ReadLines(feed.Path("REAC26Q1.txt")).First();
        File.WriteAllText(feed.Path("REAC26Q1.txt"), $"{header}\n100000011$10000001$Rash$\n100000011$10000001${new string('x', 3_000_000)}$\n100000022$10000002$Nausea$\n");
        foreach (var bufferSize in new[] { 1 << 10, 1 << 17, 1 << 23 })
        {
            var quarter = LoadedQuarter.Read(feed.Find().Quarters.Single(), bufferSize);
            Assert.Equal(["Rash", "Nausea"], quarter.EventTerms);
            Assert.Equal((3L, "line length"), (quarter.Defects.Single().Line, quarter.Defects.Single().Column));
            Assert.Equal(2000, quarter.Defects[0].Record.Length);
        }
    }

    [Fact]
    public void Any_damage_to_the_bytes_is_refused_or_balances()
    {
        var random = new Random(20260815);
        var tables = new[] { "base_modern", "base_legacy" }.Select(folder =>
            Directory.GetFiles(FaersFeed.FileOf(folder)).Order(StringComparer.Ordinal).ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllBytes)).ToList();
        var loads = 0;
        for (var round = 0; round < 200; round++)
        {
            using var feed = FaersFeed.Only();
            foreach (var (table, bytes) in tables[round % 2])
                File.WriteAllBytes(feed.Path(table + "26Q1.txt"), Damage(bytes, random.Next(20) == 0 ? 0 : bytes.IndexOf((byte)'\n') + 1, random));
            var found = feed.Find();
            Assert.True(found.Quarters.Count + found.Refused.Count > 0, $"round {round}");
            foreach (var quarter in found.Quarters)
            {
                Assert.Equal(7, LoadedQuarter.Read(quarter, 1 + random.Next(200)).Tallies.Count);   // throws when a tally does not balance
                loads++;
            }
        }
        Assert.InRange(loads, 100, 199);   // most headers survive, not all
    }

    [Fact]
    public void Sequences_are_read_in_their_order()
    {
        using var feed = FaersFeed.Modern();
        using var load = new FaersQuarterLoad(feed.Find().Quarters.Single(), new(), _ => { });
        var cancel = TestContext.Current.CancellationToken;
        Assert.Throws<InvalidOperationException>(() => load.Events(cancel).Count());
        Assert.Equal(4, load.Drugs(cancel).Count());
        Assert.Throws<InvalidOperationException>(() => load.Drugs(cancel).Count());
        Assert.Throws<InvalidOperationException>(() => load.Tallies);
    }

    [Fact]
    public void Cancelling_stops_the_load()
    {
        using var feed = FaersFeed.Modern();
        using var load = new FaersQuarterLoad(feed.Find().Quarters.Single(), new(), _ => { });
        Assert.Throws<OperationCanceledException>(() => load.Drugs(new CancellationToken(canceled: true)).Count());
    }

    [Theory]
    [InlineData("SIM-2026-1", true)]
    [InlineData("US-SIM-1", false)]
    public void A_simulated_quarter_says_so_by_its_first_report(string number, bool expected)
    {
        using var feed = FaersFeed.Modern();
        File.WriteAllText(feed.Path("DEMO26Q1.txt"), File.ReadAllText(feed.Path("DEMO26Q1.txt")).Replace("US-TEST-1", number, StringComparison.Ordinal));
        using var load = new FaersQuarterLoad(feed.Find().Quarters.Single(), new(), _ => { });
        Assert.Equal(expected, load.Simulated);
    }

    private static FaersFeed FeedOf(string folder)
    {
        var files = Directory.GetFiles(folder).Select(path => Path.GetFileName(folder) + "/" + Path.GetFileName(path)).ToArray();
        return files[0].EndsWith(".TXT", StringComparison.Ordinal) ? FaersFeed.Legacy(files[..1]) : FaersFeed.Modern(files[..1]);
    }

    private static void AssertSame(LoadedQuarter one, LoadedQuarter other)
    {
        Assert.Equal(one.Drugs, other.Drugs);
        Assert.Equal(one.Events, other.Events);
        Assert.Equal(one.Indications, other.Indications);
        Assert.Equal(one.Therapies, other.Therapies);
        Assert.Equal(one.Reports, other.Reports);
        Assert.Equal(one.Defects, other.Defects);
        Assert.Equal(one.DrugNames, other.DrugNames);
    }

    /// <summary>Changes, inserts and removes some bytes, most of them such as the format is made of.</summary>
    private static byte[] Damage(byte[] bytes, int from, Random random)
    {
        var text = bytes.ToList();
        for (var change = random.Next(6); change > 0; change--)
        {
            var at = random.Next(from, text.Count);
            var value = random.Next(3) == 0 ? (byte)random.Next(256) : "$$\n\r \0"u8[random.Next(6)];
            switch (random.Next(3))
            {
                case 0: text[at] = value; break;
                case 1: text.Insert(at, value); break;
                default: text.RemoveAt(at); break;
            }
        }
        return [.. text];
    }
}

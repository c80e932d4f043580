using System.Text;
using JakSignals.Cases;
using JakSignals.Incidence;
using JakSignals.Ingest;
using JakSignals.Ingest.Tables;
using JakSignals.Tests.Normalise;
using JakSignals.Tests.Signals;

namespace JakSignals.Tests.Ingest;

/// <summary>Small tables, changed at random: every record has one fate, and nothing that is published is no number.</summary>
public sealed class TableFuzzTests
{
    private const int Rounds = 300;

    private static readonly string[] Cells =
    [
        "1.23E+07", "12345.0", "#N/A", "n/a", "", " ", "Herpes Zoster;Pyrexia", "a|b", "03/04/2026", "46025", "2026-03", "-1", "NaN", "1e308", "1,234.5", "10%",
        "99999999999999999999", "0", "\"", "\"a,b\"", "\"open", "\uFEFFx", "\0", "日本", "tofacitinibe", "shingles", "=1+1", "2030-01-01", "Total", "5 mg BID", "RA",
    ];

    [Fact]
    public void A_case_table_gives_every_line_one_fate()
    {
        const string Table = """
            case_id,drug,event,role,received_on,sex,age_years,country,serious,fatal
            1,XELJANZ,Herpes zoster,PS,2026-01-15,F,60,JP,yes,no
            1,METHOTREXATE,Herpes zoster,C,2026-01-15,F,60,JP,yes,no
            2,"OLUMIANT, 2 MG",Nausea;Rash,,2026-02,M,71.5,DE,no,no
            3,RINVOQ,Pyrexia,SS,,,,,,
            3,RINVOQ,Pyrexia,SS,,,,,,
            4,ASPIRIN;IBUPROFEN,Headache,,20260301,U,,US,0,0

            A-5,ADALIMUMAB,Cough,suspect,2026,,,,1,1
            """;
        var random = new Random(20261129);
        var loaded = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Mutated(Table, random);
            if (Found(bytes, found => found.CaseTables) is not var (text, folder))
                continue;
            using (folder)
            {
                var defects = new List<Defect>();
                using var load = new CaseTableLoad(text, new Vocabulary(), defects.Add);
                var reports = load.Reports(TestContext.Current.CancellationToken).ToList();
                var tally = load.Tallies.Single();
                Assert.True(Records(bytes) == tally.Read, $"round {round}: {Records(bytes)} records, {tally}, of\n{Encoding.Latin1.GetString(bytes)}");
                Assert.Equal(tally.Quarantined, defects.Count);
                Assert.Equal(tally.Loaded, reports.Sum(report => report.Records.Drugs));
                Assert.All(reports, report => Assert.True(report.AgeYears is null or >= 0 and <= 130));
                loaded += tally.Loaded;
            }
        }
        Assert.True(loaded > Rounds, $"only {loaded} rows were loaded: the changes leave nothing to test");
    }

    [Fact]
    public void A_cohort_table_gives_every_line_one_fate_and_every_rate_is_a_number()
    {
        const string Table = """
            cohort,drug,dose,indication,event_class,events,patients,patient_years,period_start,period_end,kind,source
            A,tofacitinib,5 mg BID,RA,herpes_zoster,10,100,500,2020-01-01,2024-12-31,trial,"Author, 2022"
            A,Xeljanz,5 mg twice daily,rheumatoid arthritis,herpes zoster,10,100,500,2025-01-01,2025-12-31,trial,x
            B,baricitinib,2 mg daily,RA,serious_infection,30,,500,,,registry,x
            C,tofacitinib,,,herpes_zoster,,,1000,2025-01-01,2025-06-30,sales,x
            C,tofacitinib,,,herpes_zoster,,,1000,2025-06-30,2025-12-31,sales,x
            D,tocilizumab,any,RA,mace,4,900,1800.5,,,claims,x
            """;
        var random = new Random(20261130);
        var names = new RateNames(Bundled.Catalogue);
        var (coded, columns) = Reported();
        var rates = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Mutated(Table, random);
            if (Found(bytes, found => found.ExposureTables) is not var (text, folder))
                continue;
            using (folder)
            {
                var defects = new List<Defect>();
                var read = ExposureTable.Read(text, names.Checks, defects.Add, TestContext.Current.CancellationToken);
                Assert.True(Records(bytes) == read.Tally.Read, $"round {round}: {Records(bytes)} records, {read.Tally}, of\n{Encoding.Latin1.GetString(bytes)}");
                Assert.Equal((read.Tally.Quarantined, read.Tally.Loaded), (defects.Count, read.Rows.Count));
                var selected = SelectedCohorts.Of(read.Rows, names, new DateOnly(2026, 6, 30), coded);
                Assert.Equal(read.Rows.Count, selected.Rows.Count + selected.Rejected.Count);
                var rows = new IncidenceCalculator(names).Rates(selected.Rows, coded, columns);
                Assert.All(rows, row => Assert.True(double.IsFinite(row.PatientYears) && double.IsFinite(row.Rate.Value) && double.IsFinite(row.Rate.Lower) && double.IsFinite(row.Rate.Upper)));
                rates += rows.Count;
            }
        }
        Assert.True(rates > Rounds, $"only {rates} rates were made: the changes leave nothing to test");
    }

    private static (SourceText Text, FaersFeed Folder)? Found(byte[] bytes, Func<DiscoveredSources, IReadOnlyList<SourceText>> kind)
    {
        var folder = FaersFeed.Only();
        File.WriteAllBytes(folder.Path("table.csv"), bytes);
        var found = SourceDiscovery.Find([folder.Path("table.csv")]);
        if (kind(found) is [var text])
            return (text, folder);
        Assert.NotEmpty(found.Refused);     // a named file that gives nothing is refused
        folder.Dispose();
        return null;
    }

    /// <summary>One to three changes: a cell replaced, a line repeated, cut or moved, bytes replaced, removed or put in; every tenth time the header too.</summary>
    private static byte[] Mutated(string table, Random random)
    {
        var lines = table.ReplaceLineEndings("\n").Split('\n').ToList();
        var first = random.Next(10) == 0 ? 0 : 1;
        for (var change = random.Next(3); change >= 0; change--)
        {
            var at = random.Next(first, lines.Count);
            var fields = lines[at].Split(',');
            switch (random.Next(6))
            {
                case 0: fields[random.Next(fields.Length)] = Cells[random.Next(Cells.Length)]; lines[at] = string.Join(',', fields); break;
                case 1: lines.Insert(random.Next(1, lines.Count), lines[at]); break;
                case 2: lines[at] = lines[at][..random.Next(lines[at].Length + 1)]; break;
                case 3: lines.Insert(random.Next(1, lines.Count), new string(',', random.Next(12))); break;
                case 4: lines[at] = lines[at].Insert(random.Next(lines[at].Length + 1), ",\"; |\t"[random.Next(6)].ToString()); break;
                default: fields[random.Next(fields.Length)] = ((char)random.Next(0x20, 0x250)).ToString(); lines[at] = string.Join(',', fields); break;
            }
        }
        var bytes = Encoding.UTF8.GetBytes(string.Join(random.Next(3) == 0 ? "\r\n" : "\n", lines) + (random.Next(2) == 0 ? "\n" : ""));
        var header = Array.IndexOf(bytes, (byte)'\n') + 1;
        if (random.Next(3) == 0 && header > 0 && header < bytes.Length)
            bytes[random.Next(header, bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    /// <summary>Lines after the first, without those of blanks alone; counted byte by byte, and by nothing of the program's.</summary>
    private static int Records(byte[] bytes)
    {
        var (records, lines, hasText) = (0, 0, false);
        for (var at = 0; at <= bytes.Length; at++)
        {
            if (at < bytes.Length && bytes[at] is not ((byte)'\n' or (byte)'\r'))
            {
                hasText |= bytes[at] is not ((byte)' ' or (byte)'\t');
                continue;
            }
            records += hasText && lines++ > 0 ? 1 : 0;
            hasText = false;
        }
        return records;
    }

    private static (JakSignals.Normalise.CodedCases, CaseColumns) Reported()
    {
        HandCase[] cases = [new([0], [0], 20250304), new([0], [0], 20250630), new([0], [0])];
        var coded = new Hand(1, 0, 0, 1).Code(cases);
        return (new JakSignals.Normalise.CodedCases
        {
            Drugs = [new("TOFACITINIB", "Tofacitinib", "substance", true, 0)], Events = [new("herpes_zoster", "Herpes zoster", true, 0)],
            DrugStart = coded.DrugStart, CaseDrugs = coded.CaseDrugs, EventStart = coded.EventStart, CaseEvents = coded.CaseEvents,
        }, Hand.Columns(cases));
    }
}

using System.Text;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;
using JakSignals.Tests.Ingest;
using JakSignals.Tests.Stores;

namespace JakSignals.Store.Tests;

/// <summary>A small quarter damaged in 300 ways, from a seed each: bytes, lines, tails, fields.</summary>
public sealed class DamagedQuarterTests : IDisposable
{
    private const int Mutations = 300;
    private const long MaximumQuarantined = 4;

    private readonly SqliteStores _stores = new();

    public void Dispose() => _stores.Dispose();

    [Fact]
    public void Every_record_of_a_damaged_quarter_has_one_fate_and_no_case_loses_its_events_in_silence()
    {
        var met = new Met();
        for (var seed = 1; seed <= Mutations; seed++)
        {
            var random = new Random(seed);
            var folder = Quarter(random).Write(Path.Combine(_stores.Folder, $"quarter{seed}"));
            var damage = Damage(random, folder);
            try
            {
                Check(folder, met);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Assert.Fail($"Seed {seed}, {damage}: {error}");
            }
            Directory.Delete(folder, recursive: true);
        }
        Assert.True(met is { Loaded: > 100, Refused: > 20, Quarantined: > 50, Unreadable: > 5 }, $"what was met: {met}");
    }

    /// <summary>Loads the folder as the program does, and holds what is in the store against the lines of the files.</summary>
    private void Check(string folder, Met met)
    {
        var found = SourceDiscovery.Find([folder]);
        if (found.Quarters is not [var quarter])
        {
            Assert.NotEmpty(found.Refused);
            met.Refused++;
            return;
        }
        var database = _stores.NewDatabase();
        database.Migrate(TimeProvider.System);
        LoadOutcome outcome;
        try
        {
            outcome = new CaseStore(database, TimeProvider.System).Load(quarter.Files, (vocabulary, quarantine) => new FaersQuarterLoad(quarter, vocabulary, quarantine), null, CancellationToken.None);
        }
        catch (SourceRefusedException)
        {
            met.Refused++;
            Assert.Equal(0L, _stores.Scalar(database, "SELECT COUNT(*) FROM report"));
            return;
        }
        met.Loaded++;
        var current = CurrentCases.Read(database, new RunScope(new DateOnly(2026, 12, 31), new HashSet<long> { 1 }, null), [], CancellationToken.None);
        foreach (var (file, tally) in outcome.Files.Zip(outcome.Tallies))
        {
            var records = Records(Path.Combine(folder, file.Name));
            Assert.Equal((file.Name, records), (file.Name, tally.Read));
            Assert.Equal(tally.Read, tally.Loaded + tally.Superseded + tally.Quarantined);
            var fates = current.Files.Single(one => one.Name == file.Name);
            Assert.Equal(records, fates.Current + fates.Superseded + fates.Deleted + fates.Later + fates.Quarantined);
            met.Quarantined += tally.Quarantined;
        }
        met.Unreadable += current.Unreadable.Count;
        var withoutEvent = Without(current.Cases, current.Cases.EventStart);
        var withoutDrug = Without(current.Cases, current.Cases.DrugStart);
        RequireNamed(outcome, Findings.WithoutEvent, withoutEvent);
        RequireNamed(outcome, Findings.WithoutDrug, withoutDrug);
        Assert.True(withoutEvent.Count <= 1 && withoutDrug.Count <= 1, $"{withoutEvent.Count} cases without an event, {withoutDrug.Count} without a drug");
        // A case that is not counted is unreadable and listed, or nothing of it could be read: few, as the damage is small.
        Assert.InRange(current.Cases.Count + current.Unreadable.Count, 60 - MaximumQuarantined, 61);
    }

    private static void RequireNamed(LoadOutcome outcome, string finding, List<long> reports)
    {
        var told = outcome.Findings.Single(one => one.Finding == finding);
        Assert.True(told.Rows >= reports.Count, $"{finding}: {told.Rows} told, {reports.Count} are");
        Assert.All(reports, id => Assert.Contains($"{id}", told.Detail, StringComparison.Ordinal));
    }

    /// <summary>Numbers of the cases without child rows: case and version, which is 1 but where the damage made it another.</summary>
    private static List<long> Without(CaseColumns cases, int[] start) =>
        [.. Enumerable.Range(0, cases.Count).Where(row => start[row] == start[row + 1]).Select(row => cases.CaseKey[row])];

    /// <summary>Physical lines that hold something, but for the first.</summary>
    private static long Records(string path)
    {
        var lines = 0L;
        var holds = false;
        foreach (var one in File.ReadAllBytes(path).Append((byte)'\n'))
            if (one == '\n')
                (lines, holds) = (lines + (holds ? 1 : 0), false);
            else
                holds |= one > ' ';
        return lines - 1;
    }

    private static QuarterText Quarter(Random random)
    {
        var text = new QuarterText();
        for (var i = 0; i < 60; i++)
            text.Add(10050000 + i, 1, "20260115", random.Next(2) == 0 ? "XELJANZ" : "LIPITOR", random.Next(2) == 0 ? "Herpes zoster" : "Nausea", random.Next(3) == 0 ? null : "HO", "20260110");
        return text;
    }

    private static string Damage(Random random, string folder)
    {
        var table = QuarterText.TableNames[random.Next(QuarterText.TableNames.Length)];
        var path = Path.Combine(folder, $"{table}26Q1.txt");
        var bytes = File.ReadAllBytes(path).ToList();
        var lines = Encoding.Latin1.GetString([.. bytes]).Split('\n').ToList();
        var line = random.Next(1, Math.Max(2, lines.Count - 1));
        switch (random.Next(9))
        {
            case 0:
                var at = random.Next(bytes.Count);
                bytes[at] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(path, [.. bytes]);
                return $"a bit of byte {at} of {table}";
            case 1:
                var odd = new byte[] { 0, 7, 13, 26, 36, 10, 0x7F, 0xC3, 0xFF }[random.Next(9)];
                bytes.Insert(random.Next(bytes.Count), odd);
                File.WriteAllBytes(path, [.. bytes]);
                return $"byte {odd} put into {table}";
            case 2:
                var kept = bytes.Count - random.Next(1, Math.Min(200, bytes.Count));
                File.WriteAllBytes(path, [.. bytes.Take(kept)]);
                return $"{table} cut after {kept} bytes";
            case 3:
                lines.RemoveAt(line);
                return Write(path, lines, $"line {line} taken from {table}");
            case 4:
                lines.Insert(random.Next(1, lines.Count), lines[line]);
                return Write(path, lines, $"line {line} of {table} repeated");
            case 5:
                lines[line] += lines[Math.Min(line + 1, lines.Count - 1)];
                if (line + 1 < lines.Count)
                    lines.RemoveAt(line + 1);
                return Write(path, lines, $"line {line} of {table} joined with the next");
            case 6:
                var fields = lines[line].Split('$');
                var (one, other) = (random.Next(fields.Length), random.Next(fields.Length));
                (fields[one], fields[other]) = (fields[other], fields[one]);
                lines[line] = string.Join('$', fields);
                return Write(path, lines, $"fields {one} and {other} of line {line} of {table} swapped");
            case 7:
                var values = lines[line].Split('$');
                var field = random.Next(values.Length);
                values[field] = new[] { "", "x", "20260230", "99999999999999999999", "-1", "é$" }[random.Next(6)];
                lines[line] = string.Join('$', values);
                return Write(path, lines, $"field {field} of line {line} of {table} is '{values[field]}'");
            default:
                lines[line] = lines[line][..random.Next(lines[line].Length + 1)];
                return Write(path, lines, $"line {line} of {table} shortened");
        }
    }

    private static string Write(string path, List<string> lines, string what)
    {
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(string.Join('\n', lines)));
        return what;
    }

    private sealed record Met
    {
        public int Loaded { get; set; }
        public int Refused { get; set; }
        public long Quarantined { get; set; }
        public long Unreadable { get; set; }
    }
}

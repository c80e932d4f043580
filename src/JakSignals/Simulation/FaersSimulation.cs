using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace JakSignals.Simulation;

/// <summary>
/// Simulates FAERS quarters: seven tables and a deleted-case list in FDA's layout, with planted drug–event effects, follow-up versions and the oddities of real files.
/// </summary>
/// <remarks>
/// Beside the quarters: <c>truth.csv</c> (the effects), <c>exposure.csv</c> (cohorts), <c>oddities.csv</c> (odd records by line) and <c>SIMULATED.txt</c>.
/// Every <c>mfr_num</c> begins with <c>SIM-</c>. Rates of real files are cited where they are used; reactions do not depend on drug, indication or patient
/// but through the planted effects. Reports are streamed: memory is about 12 bytes a case and the buffers of the tables.
/// </remarks>
public sealed class FaersSimulation(SimulationOptions options)
{
    /// <summary>What <c>mfr_num</c> of every simulated report begins with.</summary>
    public const string ManufacturerNumberPrefix = "SIM-";

    private const int ProgressEvery = 10_000;
    private const string Notice = """
These files are simulated. They look like FDA's adverse-event reports and are none: no patient, reporter, maker or
case in them exists, and the drug-event effects in them (truth.csv) were planted to test software. Nothing here says
anything about a real drug. Every mfr_num in the DEMO tables begins with SIM-.

""";

    private readonly Quarter[] _quarters = options.QuartersToWrite();

    /// <summary>Writes everything into a folder, which is made when it is missing; files of the same names are replaced.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="progress">Told the number of reports written, every 10,000 and at the end.</param>
    /// <param name="cancel">Stops between reports; what was written stays, incomplete.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SimulationResult Write(string folder, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "SIMULATED.txt"), Notice.ReplaceLineEndings("\n"));
        var (truth, exposure) = (Path.Combine(folder, "truth.csv"), Path.Combine(folder, "exposure.csv"));
        WriteLines(truth, Truth());
        ExposureTable.Write(exposure, options.Seed);
        var plan = new ReportPlan(options.Seed, options.Reports, _quarters);
        var (quarters, oddities) = (new List<SimulatedQuarter>(), new List<Oddity>());
        long bytes = 0, before = 0;
        for (var i = 0; i < _quarters.Length; i++)
        {
            var written = WriteQuarter(i, plan, folder, before, oddities, progress, cancel);
            quarters.Add(written.Quarter);
            bytes += written.Bytes;
            before += plan.ReportsIn(i);
        }
        WriteLines(Path.Combine(folder, "oddities.csv"), oddities.Select(Line).Prepend("quarter,file,line,kind,column,readable"));
        return new(before, bytes, quarters, oddities, truth, exposure);
    }

    private (SimulatedQuarter Quarter, long Bytes) WriteQuarter(
        int index, ReportPlan plan, string folder, long before, List<Oddity> oddities, IProgress<long>? progress, CancellationToken cancel)
    {
        var quarter = _quarters[index];
        var target = Path.Combine(folder, quarter.Folder);
        var tables = Directory.CreateDirectory(Path.Combine(target, "ASCII")).FullName;
        var list = Path.Combine(Directory.CreateDirectory(Path.Combine(target, "Deleted")).FullName, $"DELETE{quarter.Short}.txt");
        long bytes;
        KeyValuePair<string, long>[] rows;
        string[] files;
        using (var writer = new FaersQuarterWriter(tables, options.Seed, quarter))
        {
            WriteReports(index, plan, writer, before, progress, cancel);
            bytes = writer.Tables.Sum(table => table.Bytes);
            rows = [.. writer.Tables.Select(table => KeyValuePair.Create(table.Name[..4], table.Rows))];
            files = [.. writer.Tables.Select(table => Path.Combine(tables, table.Name)), list];
            oddities.AddRange(writer.Oddities);
        }
        var deleted = WriteDeleted(list, plan.Deleted(index));
        return (new(quarter.ToString(), options.Zip ? Pack(target, files) : target, DateOnly.FromDayNumber(quarter.LastDay), rows, deleted.Ids, deleted.Reported),
            bytes + deleted.Bytes);
    }

    private void WriteReports(int index, ReportPlan plan, FaersQuarterWriter writer, long before, IProgress<long>? progress, CancellationToken cancel)
    {
        var (generator, content) = (new CaseGenerator(options.Seed), new SimulatedCase());
        var odd = new OddityPlan(options.Seed, index, plan.ReportsIn(index));
        var written = 0;
        foreach (var report in plan.Reports(index))
        {
            generator.Fill(content, report.Content, report.ContentDay, report.InSurge, isFollowUp: report.Version > 1);
            writer.Write(report, content);
            var drugs = content.Drugs.Length;
            foreach (var kind in odd.After(written))
            {
                writer.WriteOdd(kind, report, drugs, plan.UnusedCaseId(index, writer.Oddities.Count));
                drugs += 2;     // further rows of a report keep their own numbers
            }
            if (++written % ProgressEvery == 0 || written == plan.ReportsIn(index))
                progress?.Report(before + written);
            if (written % 4096 == 0)
                cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ids one a line, LF, behind a first line that holds one space: as in FDA's lists.</summary>
    private static (int Ids, int Reported, long Bytes) WriteDeleted(string path, IEnumerable<(long CaseId, bool Appears)> deleted)
    {
        using var list = new TableWriter(path, Path.GetFileName(path), "\n"u8.ToArray());
        list.Part(" "u8).EndLine();
        var (ids, reported) = (0, 0);
        foreach (var (caseId, appears) in deleted)
        {
            list.Part(caseId).EndLine();
            ids++;
            reported += appears ? 1 : 0;
        }
        return (ids, reported, list.Bytes);
    }

    /// <summary>Packs files under the folder's own member names, in the order given, and removes the folder.</summary>
    private static string Pack(string folder, string[] files)
    {
        var archive = folder + ".zip";
        using (var zip = new ZipArchive(new FileStream(archive, FileMode.Create), ZipArchiveMode.Create))
            foreach (var file in files)
            {
                var member = zip.CreateEntry(Path.GetRelativePath(folder, file).Replace('\\', '/'), CompressionLevel.Fastest);
                member.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);      // not the clock's: the same input gives the same file
                using var from = File.OpenRead(file);
                using var to = member.Open();
                from.CopyTo(to);
            }
        Directory.Delete(folder, recursive: true);
        return archive;
    }

    private static IEnumerable<string> Truth() => PlantedEffect.All
        .Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Drug},{e.EventKind},{e.Event},{e.RelativeRate},{Quoted(e.Note)}"))
        .Prepend("drug,event_kind,event,relative_rate,note");

    private static string Quoted(string text) => text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;

    private static string Line(Oddity o) =>
        string.Create(CultureInfo.InvariantCulture, $"{o.Quarter},{o.File},{o.Line},{o.Kind},{o.Column},{(o.Readable ? "true" : "false")}");

    private static void WriteLines(string path, IEnumerable<string> lines) =>
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
}

using System.Xml.Linq;
using JakSignals.Snapshots;
using static JakSignals.Reports.Figure;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>Everything needed to cite the report, check it and compute it again.</summary>
internal static class ProvenanceSection
{
    public static XElement Render(Week week)
    {
        var manifest = week.Manifest;
        return Section("provenance", "Provenance",
            Paragraph("Made from the snapshot named here and from nothing else."),
            Element("dl", Class("facts"), Facts(week).Select(f => Element("div", Element("dt", f.Name), Element("dd", f.Value)))),
            Details("Settings of this run", new ReportTable<KeyValuePair<string, string>>("Settings of this run", "hashes",
                new("Setting", s => s.Key), new("value", s => s.Value)).Render(ByKey(manifest.Configuration)), manifest.Configuration.Count),
            Details("Catalogue files", new ReportTable<KeyValuePair<string, string>>("Catalogue files", "hashes",
                new("Catalogue", c => c.Key), new("SHA-256", c => Hash(c.Value))).Render(ByKey(manifest.Catalogues)), manifest.Catalogues.Count),
            Details("Source files", new ReportTable<ManifestSource>("Source files", "hashes",
                new("File", s => s.Name), new("kind", s => s.Kind), new("period", s => s.Period), new("SHA-256", s => Hash(s.Sha256))).Render(manifest.Sources), manifest.Sources.Count),
            Details("Published files", new ReportTable<ManifestFile>("Published files", "hashes",
                new("File", f => f.Name), new("rows", f => Count(f.Rows), "num"), new("SHA-256", f => Hash(f.Sha256))).Render(manifest.Files), manifest.Files.Count));
    }

    /// <summary>The last line: enough to tell this page from any other.</summary>
    public static XElement Footer(Week week) => Element("footer",
        $"Run {week.Manifest.RunId} · data to {IsoDay(week.Manifest.AsOf)} · manifest sha256 {week.Snapshot.ManifestSha256} · audit head {week.Manifest.AuditHead} · code {week.Manifest.CodeVersion}",
        week.Manifest.Simulated ? " · simulated data" : null);

    private static IEnumerable<(string Name, object Value)> Facts(Week week)
    {
        var manifest = week.Manifest;
        yield return ("Run", manifest.RunId);
        yield return ("Data cut-off", Day(manifest.AsOf));
        yield return ("Previous run", manifest.PreviousRunId is { } previous ? previous : "none");
        yield return ("Code version", manifest.CodeVersion);
        yield return ("Store", manifest.Store);
        yield return ("Parquet writer", manifest.ParquetWriter);
        yield return ("Contract version", manifest.ContractVersion.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("Decisions known to the run", Count(manifest.Decisions));
        yield return ("Audit head", Hash(manifest.AuditHead));
        yield return ("Manifest SHA-256", Hash(week.Snapshot.ManifestSha256));
        yield return ("Settings SHA-256", Hash(manifest.ConfigurationSha256));
    }

    private static XElement? Details(string title, XElement table, int rows) => rows == 0 ? null
        : Element("details", Element("summary", $"{title} ({Count(rows)})"), table);

    private static List<KeyValuePair<string, string>> ByKey(IReadOnlyDictionary<string, string> entries) =>
        [.. entries.OrderBy(e => e.Key, StringComparer.Ordinal)];

    private static XElement Hash(string sha256) => Element("code", sha256);
}

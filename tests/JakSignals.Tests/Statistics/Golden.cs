using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

/// <summary>Reference numbers from CSV files; tests/golden/README.md says where each came from.</summary>
internal static class Golden
{
    public static string Folder { get; } = Path.Combine(Shared.RepoRoot, "tests", "golden");

    public static IReadOnlyList<GoldenRow> Rows(string name) => RowsOf(Path.Combine(Folder, name));

    public static IReadOnlyList<GoldenRow> RowsOf(string path)
    {
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
        using var reader = CsvReader.Create(text, new CsvReaderOptions());
        var rows = new List<GoldenRow>();
        while (reader.Read())
        {
            var fields = reader.Headers.Select((header, index) => KeyValuePair.Create(header, reader.GetString(index))).ToArray();
            rows.Add(new($"{Path.GetFileName(path)} row {rows.Count + 1}", new OrderedDictionary<string, string>(fields)));
        }
        Assert.NotEmpty(rows);
        return rows;
    }
}

/// <summary>One row of reference numbers; a field that is empty, NA or infinite was not estimable.</summary>
internal sealed class GoldenRow(string name, OrderedDictionary<string, string> fields)
{
    public Table2x2 Table => new(Count("a"), Count("b"), Count("c"), Count("d"));

    public string Text(string column) => fields[column];

    public double Number(string column) => double.Parse(Text(column), CultureInfo.InvariantCulture);

    public long Count(string column) => checked((long)Number(column));      // R writes 100000 as 1e+05

    public double? Estimable(string column) =>
        double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public void Agrees(string column, double? actual, double tolerance) => Agrees(column, Estimable(column), actual, tolerance);

    /// <summary>An estimate is not estimable as a whole when its value or a limit is not.</summary>
    public void Agrees(string value, string lower, string upper, Estimate? actual, double tolerance)
    {
        var estimable = Estimable(value) is not null && Estimable(lower) is not null && Estimable(upper) is not null;
        Agrees(value, estimable ? Estimable(value) : null, actual?.Value, tolerance);
        Agrees(lower, estimable ? Estimable(lower) : null, actual?.Lower, tolerance);
        Agrees(upper, estimable ? Estimable(upper) : null, actual?.Upper, tolerance);
    }

    private void Agrees(string column, double? expected, double? actual, double tolerance)
    {
        var agrees = expected is { } e && actual is { } x ? Math.Abs(x - e) <= tolerance * Math.Abs(e) : expected is null && actual is null;
        Assert.True(agrees, string.Create(CultureInfo.InvariantCulture,
            $"{name} ({string.Join(", ", fields.Values.Take(5))}): {column} is {actual?.ToString("R") ?? "n.e."}, expected {expected?.ToString("R") ?? "n.e."} within {tolerance} relative."));
    }
}

using System.Globalization;

namespace JakSignals.Reports;

/// <summary>A column of a CSV file.</summary>
/// <param name="Name">Heading, snake_case as in the snapshot.</param>
/// <param name="Value">A text, count, measure, flag or day; null is an empty field.</param>
internal sealed record CsvColumn<T>(string Name, Func<T, object?> Value);

/// <summary>Writes rows as RFC 4180, with numbers, flags and days as every program reads them, and no text that a spreadsheet takes for a formula.</summary>
internal static class CsvFile
{
    public static void Write<T>(TextWriter output, IEnumerable<T> rows, IReadOnlyCollection<CsvColumn<T>> columns)
    {
        WriteRecord(output, columns.Select(column => Inert(column.Name)));
        foreach (var row in rows)
            WriteRecord(output, columns.Select(column => Text(column.Value(row))));
    }

    private static void WriteRecord(TextWriter output, IEnumerable<string> fields)
    {
        output.Write(string.Join(',', fields.Select(Quoted)));
        output.Write("\r\n");
    }

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => Inert(text),
        long count => count.ToString(CultureInfo.InvariantCulture),
        int count => count.ToString(CultureInfo.InvariantCulture),
        double measure => measure.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        DateOnly day => Figure.IsoDay(day),
        _ => throw new NotSupportedException($"A CSV field cannot hold {value.GetType().Name}."),
    };

    /// <summary>A text that begins like a formula gets an apostrophe, which spreadsheets show as text.</summary>
    private static string Inert(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;
}

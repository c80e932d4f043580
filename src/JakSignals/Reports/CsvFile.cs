using System.Buffers;
using System.Globalization;
using System.Text;

namespace JakSignals.Reports;

/// <summary>A column of a CSV file.</summary>
/// <param name="Name">Heading, snake_case as in the snapshot.</param>
/// <param name="Value">A text, count, measure, flag or day; null is an empty field.</param>
internal sealed record CsvColumn<T>(string Name, Func<T, object?> Value);

/// <summary>Writes rows as RFC 4180, with numbers, flags and days as every program reads them, and no text that a spreadsheet takes for a formula.</summary>
internal static class CsvFile
{
    // The signs a formula begins with, and their full-width, small and typographic forms, which spreadsheets of East Asia and some imports take for them.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212");
    private static readonly SearchValues<char> Dividers = SearchValues.Create(";\t\r\n");
    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"'\u2018\u2019\u201C\u201D\u00AB\u00BB\uFF02\uFF07");
    private static readonly SearchValues<char> Quotable = SearchValues.Create(",;\"\t\r\n");

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

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(Quotable) < 0 ? field : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

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

    /// <summary>
    /// A text gets an apostrophe, which spreadsheets show as text, wherever a cell could begin with a formula: at its start, and after a sign by which a spreadsheet of
    /// another language divides cells. What spreadsheets and people overlook before the sign of a formula is overlooked here, too: blanks, quotation marks, signs without width.
    /// </summary>
    internal static string Inert(string text)
    {
        StringBuilder? inert = null;
        var copied = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var mayBegin = at == 0 || Dividers.Contains(text[at - 1]);
            if (!mayBegin || !(IsFormula(text.AsSpan(at)) || IsShifted(text, at)))
                continue;
            inert ??= new StringBuilder(text.Length + 4);
            inert.Append(text, copied, at - copied).Append('\'');
            copied = at;
        }
        return inert is null ? text : inert.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Some programs drop a tab or line end at the start of a text, or move the text to the next cell by it.</summary>
    private static bool IsShifted(string text, int at) => at == 0 && (text[0] is '\t' or '\r' or '\n');

    /// <summary>Whether a cell of this text would be taken for a formula.</summary>
    private static bool IsFormula(ReadOnlySpan<char> cell)
    {
        foreach (var sign in cell)
            if (Formula.Contains(sign))
                return true;
            else if (!IsOverlooked(sign))
                return false;
        return false;
    }

    private static bool IsOverlooked(char sign) =>
        char.IsWhiteSpace(sign) || char.IsControl(sign) || Quotes.Contains(sign) || char.GetUnicodeCategory(sign) == UnicodeCategory.Format;
}

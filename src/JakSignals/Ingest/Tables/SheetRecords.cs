using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace JakSignals.Ingest.Tables;

/// <summary>Rows of the one sheet of a workbook (.xlsx) that begins with the header of a table.</summary>
/// <remarks>
/// A cell is read as the text that stands for its value: a whole number without point or exponent, a date to the precision that its format shows
/// (<c>mmm-yy</c> is a month). A number of more than 15 digits is shown with an exponent, because a workbook does not hold all its digits.
/// Hidden sheets are not read. The packed file and what it unpacks to are bounded, and document types are refused, so that a hostile file ends in a refusal.
/// </remarks>
internal sealed class SheetRecords : TableRecords
{
    private const int LargestFile = 128 << 20;
    private const long LargestUnpacked = 256L << 20;
    private const int MostColumns = 16_384;
    private const int MostRows = 1_048_576;
    private const double FirstInexactId = 1e15;
    private const string SaveAs = "Save the sheet as CSV (UTF-8), or as a new .xlsx.";

    private static readonly string NoTable =
        $"a workbook whose sheets do not begin with a header of a case table ({string.Join(", ", TableHeader.NeededInCases)}) "
        + $"or an exposure table ({string.Join(", ", TableHeader.NeededInExposures)}).";

    // The library looks Windows-1252 up even where it does not read it.
    static SheetRecords() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private readonly IExcelDataReader _reader;
    private readonly string _name;
    private readonly byte[][] _fields;

    private SheetRecords(IExcelDataReader reader, TableHeader header, string name)
    {
        (_reader, Header, _name) = (reader, header, name);
        _fields = new byte[header.Columns][];
    }

    internal override TableHeader Header { get; }

    internal override long Line => _reader.Depth + 1;

    internal override int FieldCount => Header.Columns;

    internal override bool IsBroken => false;

    internal override string Text => string.Join(',', _fields.Select(Encoding.UTF8.GetString));

    internal override ReadOnlySpan<byte> Field(int place) => _fields[place];

    /// <summary>Whether a file begins as a zip archive, which a workbook is.</summary>
    internal static bool IsArchive(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Whether an Office document is a workbook.</summary>
    internal static bool IsWorkbook(ZipArchive document) =>
        document.Entries.Any(part => part.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase));

    /// <summary>What a workbook holds.</summary>
    /// <param name="workbook">The packed file.</param>
    /// <returns>The kind of its table; or why it is none, and whether a table was meant.</returns>
    internal static Recognised Recognise(Stream workbook)
    {
        try
        {
            using var reader = OpenReader(workbook);
            if (FindSheet(reader) is not { } header)
                return new(null, NoTable, false);
            return header.Refusal is { } refusal ? new(null, refusal, true) : new(header.Kind, null, false);
        }
        catch (SourceRefusedException reason)
        {
            return new(null, reason.Message, true);
        }
    }

    /// <summary>Opens the sheet that holds the table.</summary>
    internal static SheetRecords Open(Stream workbook, SourceFile file)
    {
        using (workbook)
            return Open(OpenReader(workbook), file);
    }

    private static SheetRecords Open(IExcelDataReader reader, SourceFile file)
    {
        try
        {
            return new(reader, Required(FindSheet(reader), file), file.Name);
        }
        catch (SourceRefusedException)
        {
            reader.Dispose();
            throw;
        }
    }

    internal override bool Read()
    {
        while (Guarded(ReadRow))
        {
            if (_reader.Depth >= MostRows)
                throw new SourceRefusedException($"{_name}: the sheet has more than {MostRows} rows. {SaveAs}");
            if (TakeRow())
                return true;
        }
        return false;
    }

    public override void Dispose() => _reader.Dispose();

    private bool ReadRow() => _reader.Read();

    /// <returns>False when the row is blank.</returns>
    private bool TakeRow()
    {
        var isBlank = true;
        for (var place = 0; place < _fields.Length; place++)
        {
            var text = place < _reader.FieldCount ? CellText(_reader, place) : "";
            _fields[place] = text.Length == 0 ? [] : Encoding.UTF8.GetBytes(text);
            isBlank &= string.IsNullOrWhiteSpace(text);
        }
        return !isBlank;
    }

    /// <summary>The header of the sheet that begins with one, with the reader at its first row.</summary>
    /// <exception cref="SourceRefusedException">Two sheets begin with one: reading the first would lose the second unseen.</exception>
    private static TableHeader? FindSheet(IExcelDataReader reader) => Guarded(() =>
    {
        var found = Headers(reader).ToList();
        if (found.Count == 0)
            return null;
        if (found.Count > 1)
        {
            var names = string.Join(" and ", found.Select(sheet => $"'{SourceEncoding.Show(sheet.Name, 40)}'"));
            throw new SourceRefusedException($"the sheets {names} each hold a table. Save each as a file of its own.");
        }
        reader.Reset();
        for (var skip = found[0].Number; skip > 0; skip--)
            reader.NextResult();
        return FirstRow(reader);
    });

    private static IEnumerable<(int Number, string Name, TableHeader Header)> Headers(IExcelDataReader reader)
    {
        var number = 0;
        do
        {
            var isShown = reader.VisibleState is null or "visible";
            if (isShown && FirstRow(reader) is { } header)
                yield return (number, reader.Name, header);
            number++;
        }
        while (reader.NextResult());
    }

    /// <summary>The header in the first row of the sheet that is not blank.</summary>
    private static TableHeader? FirstRow(IExcelDataReader reader)
    {
        if (reader.FieldCount > MostColumns)
            throw new SourceRefusedException($"a sheet has {reader.FieldCount} columns, at most {MostColumns} are read. {SaveAs}");
        while (reader.Depth < MostRows && reader.Read())
        {
            var names = Enumerable.Range(0, reader.FieldCount).Select(place => CellText(reader, place)).ToList();
            if (names.TrueForAll(string.IsNullOrWhiteSpace))
                continue;
            while (string.IsNullOrWhiteSpace(names[^1]))
                names.RemoveAt(names.Count - 1);
            return TableHeader.OfRow(names);
        }
        return null;
    }

    private static string CellText(IExcelDataReader reader, int place) => reader.GetValue(place) switch
    {
        null => "",
        string text => text,
        double number => NumberText(number),
        DateTime date => DateText(date, reader.GetNumberFormatString(place)),
        bool flag => flag ? "true" : "false",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    private static string NumberText(double number)
    {
        var isWhole = Math.Floor(number) == number;
        if (isWhole && Math.Abs(number) < FirstInexactId)
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        return number.ToString(isWhole ? "0.0##############E+00" : "R", CultureInfo.InvariantCulture);
    }

    /// <summary>The date as far as its format shows it; without a year it is no date of this program.</summary>
    private static string DateText(DateTime date, string? format)
    {
        var shown = LettersOf(format is null or "General" ? "yyyy-mm-dd" : format);
        var pattern = (shown.Contains('y'), shown.Contains('m'), shown.Contains('d')) switch
        {
            (true, _, true) => "yyyy-MM-dd",
            (true, true, false) => "yyyy-MM",
            (true, false, false) => "yyyy",
            _ => "MM-dd HH:mm 'without a year'",
        };
        return date.ToString(pattern, CultureInfo.InvariantCulture);
    }

    /// <summary>A number format without its texts in quotes, colours and locales in brackets, and escaped signs; its first section alone.</summary>
    private static string LettersOf(string format)
    {
        var letters = new StringBuilder();
        for (var at = 0; at < format.Length && format[at] != ';'; at++)
        {
            var end = format[at] switch { '"' => format.IndexOf('"', at + 1), '[' => format.IndexOf(']', at + 1), '\\' or '_' or '*' => at + 1, _ => at };
            if (end == at)
                letters.Append(char.ToLowerInvariant(format[at]));
            else
                at = end < 0 ? format.Length : end;
        }
        return letters.ToString();
    }

    private static IExcelDataReader OpenReader(Stream workbook)
    {
        var packed = ReadBounded(workbook);
        return Guarded(() =>
        {
            RequireBounds(packed);
            return ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(packed, writable: false));
        });
    }

    private static byte[] ReadBounded(Stream workbook)
    {
        using var packed = new MemoryStream();
        var buffer = new byte[1 << 17];
        for (int read; (read = workbook.Read(buffer)) > 0;)
        {
            packed.Write(buffer, 0, read);
            if (packed.Length > LargestFile)
                throw new SourceRefusedException($"the workbook has more than {LargestFile >> 20} MiB. {SaveAs}");
        }
        return packed.ToArray();
    }

    /// <summary>Unpacks every part once and counts: what an archive says of its sizes need not be true.</summary>
    private static void RequireBounds(byte[] packed)
    {
        using var archive = new ZipArchive(new MemoryStream(packed, writable: false), ZipArchiveMode.Read);
        long unpacked = 0;
        var buffer = new byte[1 << 17];
        foreach (var part in archive.Entries)
        {
            using var stream = part.Open();
            for (int read; (read = stream.Read(buffer)) > 0;)
                if ((unpacked += read) > LargestUnpacked)
                    throw new SourceRefusedException($"the workbook unpacks to more than {LargestUnpacked >> 20} MiB. {SaveAs}");
        }
        RequireDates(archive);
    }

    /// <summary>The library reads days counted from 1904 where the workbook says "1", and not where it says "true".</summary>
    private static void RequireDates(ZipArchive archive)
    {
        if (archive.GetEntry("xl/workbook.xml") is not { } workbook)
            throw new SourceRefusedException($"the workbook is damaged: it has no part xl/workbook.xml. {SaveAs}");
        using var stream = workbook.Open();
        using var xml = XmlReader.Create(stream);
        while (xml.Read())
            if (xml.LocalName == "workbookPr" && xml.GetAttribute("date1904") is not (null or "0" or "1" or "false"))
                throw new SourceRefusedException($"the workbook counts days from 1904 (date1904 is '{xml.GetAttribute("date1904")}'). {SaveAs}");
    }

    /// <summary>The library tells of a damaged workbook by whatever exception the damage leads to.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is ExcelReaderException or XmlException or InvalidDataException or FormatException or ArgumentException
            or NullReferenceException or IndexOutOfRangeException or OverflowException or KeyNotFoundException or NotSupportedException or InvalidOperationException)
        {
            throw new SourceRefusedException($"the workbook is damaged or protected ({damage.Message.TrimEnd('.')}). {SaveAs}", damage);
        }
    }
}

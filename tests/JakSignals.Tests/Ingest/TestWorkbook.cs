using System.IO.Compression;
using System.Security;
using System.Text;

namespace JakSignals.Tests.Ingest;

/// <summary>Writes small workbooks part by part, so that a test can say what stands in each cell, and break any of it.</summary>
/// <remarks>Styles: 0 general, 1 yyyy-mm-dd, 2 mmm-yy, 3 the built-in m/d/yyyy, 4 a text in red, 5 0.00E+00, 6 d-mmm.</remarks>
internal sealed class TestWorkbook
{
    private const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private readonly List<(string Name, string State, StringBuilder Rows)> _sheets = [];
    private readonly List<string> _texts = [];

    public string Date1904 { get; init; } = "0";

    public string Prologue { get; init; } = "";

    /// <summary>Length of one more part, of zeros.</summary>
    public int ExtraPart { get; init; }

    public TestWorkbook Sheet(string name, string state = "visible")
    {
        _sheets.Add((name, state, new StringBuilder()));
        return this;
    }

    /// <summary>A row of cells: texts; numbers, with a style such as <c>=46025@1</c>; or XML from <c>&lt;c</c> on.</summary>
    public TestWorkbook Row(params string[] cells)
    {
        var rows = _sheets[^1].Rows;
        rows.Append("<row>");
        foreach (var (place, cell) in cells.Index())
            rows.Append(Cell(cell, $"{(char)('A' + place)}{Count(rows, "<row>")}"));
        rows.Append("</row>");
        return this;
    }

    public void Write(string path)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(zip, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>""");
        Add(zip, "xl/workbook.xml", $"""{Prologue}<workbook xmlns="{Namespace}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="{Date1904}"/><sheets>"""
            + string.Concat(_sheets.Select((sheet, at) => $"""<sheet name="{sheet.Name}" sheetId="{at + 1}" state="{sheet.State}" r:id="rId{at + 1}"/>""")) + "</sheets></workbook>");
        Add(zip, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"""
            + string.Concat(_sheets.Select((_, at) => $"""<Relationship Id="rId{at + 1}" Target="worksheets/sheet{at + 1}.xml"/>""")) + "</Relationships>");
        Add(zip, "xl/styles.xml", $"""
            <styleSheet xmlns="{Namespace}"><numFmts><numFmt numFmtId="170" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="171" formatCode="mmm\-yy"/>
            <numFmt numFmtId="172" formatCode="[Red]&quot;day &quot;0"/><numFmt numFmtId="173" formatCode="d\-mmm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/>
            <xf numFmtId="171"/><xf numFmtId="14"/><xf numFmtId="172"/><xf numFmtId="11"/><xf numFmtId="173"/></cellXfs></styleSheet>
            """);
        Add(zip, "xl/sharedStrings.xml", $"""<sst xmlns="{Namespace}">""" + string.Concat(_texts.Select(text => $"<si><t>{SecurityElement.Escape(text)}</t></si>")) + "</sst>");
        foreach (var (at, sheet) in _sheets.Index())
            Add(zip, $"xl/worksheets/sheet{at + 1}.xml", $"""<worksheet xmlns="{Namespace}"><sheetData>{sheet.Rows}</sheetData></worksheet>""");
        if (ExtraPart > 0)
            AddZeros(zip, ExtraPart);
    }

    private string Cell(string cell, string at)
    {
        if (cell.StartsWith('<'))
            return cell;
        if (cell.Length == 0)
            return $"""<c r="{at}"/>""";
        if (cell.StartsWith('='))
        {
            var (value, style) = cell[1..].Split('@') is [var number, var format] ? (number, format) : (cell[1..], "0");
            return $"""<c r="{at}" s="{style}"><v>{value}</v></c>""";
        }
        _texts.Add(cell);
        return $"""<c r="{at}" t="s"><v>{_texts.Count - 1}</v></c>""";
    }

    private static void AddZeros(ZipArchive zip, int length)
    {
        using var part = zip.CreateEntry("xl/media/image1.bin", CompressionLevel.Fastest).Open();
        var zeros = new byte[1 << 20];
        for (var left = length; left > 0; left -= zeros.Length)
            part.Write(zeros);
    }

    private static int Count(StringBuilder rows, string what) => rows.ToString().Split(what).Length - 1;

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var part = zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(text));
    }
}

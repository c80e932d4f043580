using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace JakSignals.Reports;

/// <summary>Elements and attributes of the report. A text can only enter the page as a node, so it is encoded by construction.</summary>
internal static class Html
{
    private static readonly HashSet<string> Void = ["meta", "br", "col"];
    private static readonly HashSet<string> OnItsOwnLine = ["head", "title", "style", "body", "header", "main", "footer", "section", "nav", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "div", "table", "thead", "tbody", "tfoot", "tr", "details"];

    public static XElement Element(string name, params object?[] content) => new(name, content);

    public static XAttribute Attribute(string name, string value) => new(name, value);

    public static XAttribute Class(string value) => new("class", value);

    public static XElement Bold(string text) => Element("b", text);

    public static XElement Small(params object?[] content) => Element("small", content);

    public static XElement Paragraph(params object?[] content) => Element("p", content);

    public static XElement Note(params object?[] content) => Element("p", Class("note"), content);

    public static XElement Link(string id, params object?[] content) =>
        Element("a", Attribute("href", "#" + Uri.EscapeDataString(Safe(id))), content);

    /// <summary>Where something can be linked to; an id may hold anything but white space.</summary>
    public static XAttribute Id(string id) => new("id", IdOf(id));

    /// <summary>The id as <see cref="Id"/> writes it.</summary>
    public static string IdOf(string id) => string.Concat(id.Select(letter => char.IsWhiteSpace(letter) ? '_' : letter));

    /// <summary>Text for screen readers only.</summary>
    public static XElement Hidden(string text) => Element("span", Class("hidden"), text);

    /// <summary>A heading with its section, which can be linked to.</summary>
    public static XElement Section(string id, string title, params object?[] content) =>
        Element("section", Attribute("id", id), Element("h2", title), content);

    /// <summary>Writes an HTML document that is well-formed XML too, one line a row, so that two weeks can be compared as text.</summary>
    public static void Write(XElement html, TextWriter output)
    {
        output.Write("<!DOCTYPE html>\n");
        WritePart(html, output);
        output.Write('\n');
    }

    /// <summary>Writes a part of a page.</summary>
    public static void WritePart(XElement part, TextWriter output)
    {
        foreach (var element in part.DescendantsAndSelf())
            MakeSafe(element);
        using var writer = XmlWriter.Create(output, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None, CloseOutput = false, ConformanceLevel = ConformanceLevel.Fragment });
        WriteElement(part, writer);
        writer.Flush();
    }

    private static void WriteElement(XElement element, XmlWriter writer)
    {
        if (OnItsOwnLine.Contains(element.Name.LocalName))
            writer.WriteRaw("\n");
        writer.WriteStartElement(element.Name.LocalName);
        foreach (var attribute in element.Attributes())
            writer.WriteAttributeString(attribute.Name.LocalName, attribute.Value);
        foreach (var node in element.Nodes())
        {
            if (node is XElement child)
                WriteElement(child, writer);
            else
                node.WriteTo(writer);
        }
        if (Void.Contains(element.Name.LocalName))
            writer.WriteEndElement();
        else
            writer.WriteFullEndElement();      // an HTML parser takes <td/> for a start tag
    }

    /// <summary>Replaces what no XML or HTML document may hold (control characters, halves of a surrogate pair) by U+FFFD.</summary>
    private static void MakeSafe(XElement element)
    {
        foreach (var attribute in element.Attributes())
            attribute.Value = Safe(attribute.Value);
        foreach (var text in element.Nodes().OfType<XText>())
            text.Value = Safe(text.Value);
    }

    private static string Safe(string text)
    {
        StringBuilder? safe = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                continue;
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                i++;
            else
                (safe ??= new StringBuilder(text))[i] = '\uFFFD';
        }
        return safe?.ToString() ?? text;
    }
}

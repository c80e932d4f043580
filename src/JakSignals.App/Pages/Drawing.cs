using System.Text.Encodings.Web;
using System.Xml.Linq;
using Microsoft.AspNetCore.Html;

namespace JakSignals.App.Pages;

/// <summary>A part of a page that the report's hand drew: a plot, a chip, a table.</summary>
internal sealed class Drawing(XElement? part) : IHtmlContent
{
    /// <summary>What was drawn; nothing for null.</summary>
    public static Drawing Of(XElement? part) => new(part);

    /// <summary>Parts side by side, such as an estimate and its limits.</summary>
    public static Drawing Of(object?[]? parts) => new(parts is null ? null : Reports.Html.Element("span", parts));

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        if (part is not null)
            Reports.Html.WritePart(part, writer);
    }
}

using System.Xml.Linq;
using JakSignals.App.Reading;
using JakSignals.Normalise;
using JakSignals.Reports;
using JakSignals.Store;

namespace JakSignals.App.Pages;

/// <summary>What was decided on an unmapped name, in words.</summary>
internal static class NameWords
{
    /// <summary>State as a word and a shape.</summary>
    public static XElement Chip(this NameState state) =>
        Html.Element("span", Html.Class("chip review"), Html.Element("span", Html.Attribute("aria-hidden", "true"), state.IsApproved() ? "✓" : "✕"), state.IsApproved() ? " approved" : " rejected");

    /// <summary>What the last decision does, and from when.</summary>
    /// <param name="entry">Decisions on the name.</param>
    /// <param name="name">The name in the latest week; null where it has none of it.</param>
    /// <param name="drugs">Drugs of the catalogue in force.</param>
    public static string Effect(NameEntry entry, UnmappedName? name, DrugCatalogue drugs) => entry.Approved switch
    {
        null when name?.CountsAs is { } still => $"counts as {still} until the next run",
        null => "counts as it stands",
        var approved when drugs.ApprovalFault(approved.Name, approved.Substance) is { } fault => $"as {approved.CountsAs}; left out: {fault}",
        var approved when approved.CountsAs == name?.CountsAs => $"as {approved.CountsAs}, in force",
        var approved => $"as {approved.CountsAs}, from the next run on",
    };
}

using System.Xml.Linq;
using static JakSignals.Reports.Html;

namespace JakSignals.Reports;

/// <summary>Lines to sign on paper, and what is signed.</summary>
internal static class SignOffSection
{
    private static readonly string[] Roles = ["Prepared by", "Reviewed by", "Approved by"];

    public static XElement Render(Week week) => Section("sign-off", "Sign-off",
        Paragraph("Signed is the weekly signal report of run ", Element("strong", week.Manifest.RunId), $", data to {Figure.Day(week.Manifest.AsOf)}, made from the snapshot whose manifest has SHA-256 ",
            Element("code", week.Snapshot.ManifestSha256), ". A signature says that the report was read and what it asks for was done or assigned."),
        new ReportTable<string>("Lines for names, roles, dates and signatures", "sign-off",
            new("signed", role => role), new("name", _ => ""), new("role", _ => ""), new("date", _ => ""), new("signature", _ => "")).Render(Roles));
}

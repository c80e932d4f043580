using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.App.Reading;
using JakSignals.Cases;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace JakSignals.App.Pages;

/// <summary>One case: its reports and versions as the store has them, and which of them the latest week counts.</summary>
[Authorize(Policies.Reader), PatientData("a case")]
internal sealed class CaseModel(PublishedWeeks weeks, CaseReports reports, RunStore runs) : WeekPageModel(weeks)
{
    public string CaseId { get; private set; } = "";

    public string Source { get; private set; } = "";

    /// <summary>The case as the line listing has it; null when it is not in it.</summary>
    public CaseLine? Line { get; private set; }

    /// <summary>All its reports: the one that counts first.</summary>
    public IReadOnlyList<CaseReport> Reports { get; private set; } = [];

    public IActionResult OnGet(string source, string caseId)
    {
        (Source, CaseId) = (source, caseId);
        if (!HasWeek)
            return Page();
        if (source is not ("faers" or "tables"))
            return NotFound();
        Reports = reports.Read(source == "faers" ? CaseSource.Faers : CaseSource.Tables, caseId, runs.ScopeOf(Latest.Manifest.RunId));
        Line = Latest.Cases.Find(source, caseId);
        return Reports.Count == 0 ? NotFound() : Page();
    }

    /// <summary>What the run made of a report, in words.</summary>
    public string FateWords(CaseReport report) => report.Fate switch
    {
        ReportFate.Current => "● counts",
        ReportFate.Superseded => "○ superseded: " + SupersededBy(report, Reports[0]),
        ReportFate.Deleted => "✕ deleted: a list of deleted cases names the case",
        ReportFate.Unreadable => "✕ newest version, unreadable: its record is in quarantine, and the case counts nowhere",
        ReportFate.Later => "‖ later: received after the as-of date of the run",
        ReportFate.LoadedSince => "‖ loaded after the run: the next one sees it",
        ReportFate.Withdrawn => "✕ withdrawn: its source was taken back",
        _ => throw new InvalidOperationException($"The fate {report.Fate} of report {report.ReportId} has no words."),
    };

    private static string SupersededBy(CaseReport report, CaseReport current) =>
        current.ReceivedOn != report.ReceivedOn ? $"another was received on {CaseWords.Day(current.Received)}"
        : current.Number != report.Number ? $"another of the same day has the higher number {current.Number}"
        : current.Version != report.Version ? $"another of the same day has the higher version {current.Version}"
        : "the same report came again in a later load";
}

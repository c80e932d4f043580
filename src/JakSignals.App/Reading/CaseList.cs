using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.App.Reading;

/// <summary>A case of the line listing, once, with every event class it counts in.</summary>
internal sealed record CaseLine
{
    public required string Source { get; init; }
    public required string CaseId { get; init; }
    public required long Version { get; init; }
    /// <summary>ISO 8601, to the precision known.</summary>
    public required string? Received { get; init; }
    public required string? EventOn { get; init; }
    public required double? AgeYears { get; init; }
    public required string? Sex { get; init; }
    public required string? Country { get; init; }
    public required string? Reporter { get; init; }
    public required bool Serious { get; init; }
    public required bool Fatal { get; init; }
    public required bool IsNew { get; init; }
    public required string SuspectDrugs { get; init; }
    public required string DrugKeys { get; init; }
    public required string Drugs { get; init; }
    public required string Terms { get; init; }
    public required long? DaysToOnset { get; init; }
    public required string? Dechallenge { get; init; }
    public required string? Rechallenge { get; init; }

    /// <summary>Keys and names of its event classes, by name.</summary>
    public required IReadOnlyList<(string Key, string Name)> Classes { get; init; }

    /// <summary>Whether it is a case of a drug group of the matrix and an event class.</summary>
    public bool IsOf(string drugKey, string eventKey) => Classes.Any(one => one.Key == eventKey) && DrugKeys.Split("; ").Contains(drugKey);

    /// <summary>Suspect drugs of the catalogue one by one.</summary>
    public IReadOnlyList<string> Suspects => SuspectDrugs.Split("; ");
}

/// <summary>What is asked of the line listing; null for all.</summary>
internal sealed record CaseFilter
{
    /// <summary>A case id, or a part of a drug, term or country.</summary>
    public string? Text { get; init; }

    /// <summary>Key of an event class.</summary>
    public string? Class { get; init; }

    /// <summary>Name of a suspect drug.</summary>
    public string? Drug { get; init; }

    public bool Serious { get; init; }

    public bool Fatal { get; init; }

    public bool New { get; init; }

    /// <summary><c>F</c>, <c>M</c> or <c>unknown</c>.</summary>
    public string? Sex { get; init; }

    /// <summary><c>65</c> for 65 and older, <c>18</c> for under 18, <c>unknown</c>.</summary>
    public string? Age { get; init; }

    /// <summary>Only cases that abated on stopping.</summary>
    public bool Dechallenge { get; init; }

    /// <summary>Only cases that recurred on giving again.</summary>
    public bool Rechallenge { get; init; }

    public bool Keeps(CaseLine line) =>
        (Class is null || line.Classes.Any(one => one.Key == Class)) && (Drug is null || line.Suspects.Contains(Drug))
        && (!Serious || line.Serious) && (!Fatal || line.Fatal) && (!New || line.IsNew)
        && (Sex is null || (line.Sex ?? "unknown") == Sex) && HasAge(line)
        && (!Dechallenge || line.Dechallenge == "positive") && (!Rechallenge || line.Rechallenge == "positive")
        && (Text is null || line.CaseId.Equals(Text, StringComparison.OrdinalIgnoreCase) || Has(line.Drugs) || Has(line.SuspectDrugs) || Has(line.Terms) || (line.Country is { } country && country.Equals(Text, StringComparison.OrdinalIgnoreCase)));

    private bool HasAge(CaseLine line) => Age switch
    {
        "65" => line.AgeYears >= 65,
        "18" => line.AgeYears < 18,
        "unknown" => line.AgeYears is null,
        _ => true,
    };

    private bool Has(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The line listing of a week, a row a case.</summary>
internal sealed class CaseList
{
    /// <param name="cases">The table of a snapshot, a row a case and event class.</param>
    public CaseList(Table cases)
    {
        Lines = [.. Enumerable.Range(0, cases.RowCount).GroupBy(row => (Source: cases.Text("source", row)!, Id: cases.Text("case_id", row)!)).Select(rows => Line(cases, [.. rows]))
            .OrderByDescending(line => line.Received, StringComparer.Ordinal).ThenBy(line => line.Source, StringComparer.Ordinal).ThenBy(line => line.CaseId, StringComparer.Ordinal)];
        Classes = [.. Lines.SelectMany(line => line.Classes).Distinct().OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];
        Drugs = [.. Lines.SelectMany(line => line.Suspects).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Cases, the latest received first.</summary>
    public IReadOnlyList<CaseLine> Lines { get; }

    /// <summary>Event classes that occur, by name.</summary>
    public IReadOnlyList<(string Key, string Name)> Classes { get; }

    /// <summary>Suspect drugs that occur, by name.</summary>
    public IReadOnlyList<string> Drugs { get; }

    /// <summary>A case; null when it is not in the listing.</summary>
    public CaseLine? Find(string source, string caseId) => Lines.FirstOrDefault(line => line.CaseId == caseId && line.Source == source);

    private static CaseLine Line(Table cases, int[] rows) => new()
    {
        Source = cases.Text("source", rows[0])!, CaseId = cases.Text("case_id", rows[0])!, Version = cases.Count("version", rows[0])!.Value,
        Received = Figure.Known(cases, "received", rows[0]), EventOn = cases.Text("event_on", rows[0]),
        AgeYears = cases.Measure("age_years", rows[0]), Sex = cases.Text("sex", rows[0]), Country = cases.Text("country", rows[0]), Reporter = cases.Text("reporter", rows[0]),
        Serious = cases.Flag("serious", rows[0])!.Value, Fatal = cases.Flag("fatal", rows[0])!.Value, IsNew = cases.Flag("is_new", rows[0])!.Value,
        SuspectDrugs = cases.Text("suspect_drugs", rows[0])!, DrugKeys = cases.Text("drug_keys", rows[0])!, Drugs = cases.Text("drugs", rows[0])!, Terms = cases.Text("terms", rows[0])!,
        DaysToOnset = cases.Count("days_to_onset", rows[0]), Dechallenge = cases.Text("dechallenge", rows[0]), Rechallenge = cases.Text("rechallenge", rows[0]),
        Classes = [.. rows.Select(row => (cases.Text("event_key", row)!, cases.Text("event_name", row)!)).OrderBy(one => one.Item2, StringComparer.OrdinalIgnoreCase)],
    };
}

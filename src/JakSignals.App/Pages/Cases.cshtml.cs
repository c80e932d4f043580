using System.Globalization;
using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.App.Reading;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace JakSignals.App.Pages;

/// <summary>The line listing: cases of the matrix's event classes with a suspect drug of its groups, a row a case.</summary>
[Authorize(Policies.Reader), PatientData("the line listing")]
internal sealed class CasesModel(PublishedWeeks weeks) : WeekPageModel(weeks)
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "find")] public string? Find { get; set; }

    [BindProperty(SupportsGet = true, Name = "class")] public string? EventClass { get; set; }

    [BindProperty(SupportsGet = true, Name = "drug")] public string? Drug { get; set; }

    [BindProperty(SupportsGet = true, Name = "serious")] public bool Serious { get; set; }

    [BindProperty(SupportsGet = true, Name = "fatal")] public bool Fatal { get; set; }

    [BindProperty(SupportsGet = true, Name = "new")] public bool New { get; set; }

    [BindProperty(SupportsGet = true, Name = "sex")] public string? Sex { get; set; }

    [BindProperty(SupportsGet = true, Name = "age")] public string? Age { get; set; }

    [BindProperty(SupportsGet = true, Name = "dechallenge")] public bool Dechallenge { get; set; }

    [BindProperty(SupportsGet = true, Name = "rechallenge")] public bool Rechallenge { get; set; }

    [BindProperty(SupportsGet = true, Name = "sort")] public string? Sort { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")] public int? Asked { get; set; }

    public Paging Paging { get; private set; } = null!;

    public IReadOnlyList<CaseLine> Lines { get; private set; } = [];

    public bool IsFiltered => Fields.Any(one => one.Value is { Length: > 0 });

    public void OnGet()
    {
        if (!HasWeek)
            return;
        var filter = new CaseFilter
        {
            Text = NullIfBlank(Find), Class = NullIfBlank(EventClass), Drug = NullIfBlank(Drug), Serious = Serious, Fatal = Fatal, New = New,
            Sex = NullIfBlank(Sex), Age = NullIfBlank(Age), Dechallenge = Dechallenge, Rechallenge = Rechallenge,
        };
        (Paging, Lines) = Paging.Of([.. Sorted(Latest.Cases.Lines.Where(filter.Keeps))], "cases", Asked, PageSize, page => AddressOf(Sort, page));
    }

    /// <summary>Address of this list in an order.</summary>
    public string SortedBy(string sort) => AddressOf(sort, 1);

    /// <summary>Address of a case.</summary>
    public static string AddressOf(CaseLine line) => $"/cases/{Uri.EscapeDataString(line.Source)}/{string.Join('/', line.CaseId.Split('/').Select(Uri.EscapeDataString))}";

    private (string Name, string? Value)[] Fields =>
    [
        ("find", Find), ("class", EventClass), ("drug", Drug), ("serious", Flag(Serious)), ("fatal", Flag(Fatal)), ("new", Flag(New)), ("sex", Sex), ("age", Age),
        ("dechallenge", Flag(Dechallenge)), ("rechallenge", Flag(Rechallenge)),
    ];

    private string AddressOf(string? sort, int page) => Address.Of("/cases", [.. Fields, ("sort", sort), ("p", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>The listing is by receipt; other orders keep it among equals.</summary>
    private IEnumerable<CaseLine> Sorted(IEnumerable<CaseLine> lines) => Sort switch
    {
        "case" => lines.OrderBy(line => line.Source, StringComparer.Ordinal).ThenBy(line => line.CaseId.Length).ThenBy(line => line.CaseId, StringComparer.Ordinal),
        "outcome" => lines.OrderByDescending(line => line.Fatal).ThenByDescending(line => line.Serious),
        "age" => lines.OrderByDescending(line => line.AgeYears ?? -1),
        "country" => lines.OrderBy(line => line.Country ?? "~", StringComparer.Ordinal),
        "onset" => lines.OrderBy(line => line.DaysToOnset ?? long.MaxValue),
        _ => lines,
    };

    private static string? Flag(bool flag) => flag ? "true" : null;

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using JakSignals.App.Reading;
using JakSignals.Snapshots;

namespace JakSignals.App.Api;

/// <summary>A request whose parameters are in order.</summary>
/// <param name="Context">The request.</param>
/// <param name="Query">Its parameters.</param>
/// <param name="Week">The week it is about; null for reads of the store.</param>
internal sealed record ApiRequest(HttpContext Context, ApiQuery Query, PublishedWeek? Week);

/// <summary>A read of the API.</summary>
/// <param name="Path">Its path, as routes have it.</param>
/// <param name="Summary">What it gives, in a sentence.</param>
/// <param name="Parameters">Parameters of the query.</param>
/// <param name="Keys">Parameters of the path.</param>
/// <param name="Tag">What the answer changes with.</param>
/// <param name="Schema">What the answer looks like.</param>
/// <param name="Answer">Writes the answer; null when there is nothing of these keys.</param>
internal sealed record ApiRead(string Path, string Summary, IReadOnlyList<ApiParameter> Parameters, IReadOnlyList<ApiParameter> Keys, ApiTag Tag, JsonObject Schema, Func<ApiRequest, Action<Utf8JsonWriter>?> Answer)
{
    /// <summary>What patient-level data it gives, for the audit line; null where it gives none.</summary>
    public string? PatientData { get; init; }

    /// <summary>Whether it is about the latest published week.</summary>
    public bool IsOfWeek => Tag is ApiTag.Week or ApiTag.WeekAndRegister;
}

/// <summary>What an answer changes with, and its ETag by that.</summary>
internal enum ApiTag
{
    /// <summary>Always something new: no ETag.</summary>
    None,
    /// <summary>The published week.</summary>
    Week,
    /// <summary>The published week and the chain of decisions.</summary>
    WeekAndRegister,
    /// <summary>The chain of decisions.</summary>
    Register,
}

/// <summary>Chosen rows of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows in the order they are shown in.</param>
internal sealed record ApiPart(Table Table, IReadOnlyList<int> Rows)
{
    /// <summary>All rows of a table.</summary>
    public static ApiPart All(Table table) => new(table, [.. Enumerable.Range(0, table.RowCount)]);

    /// <summary>Rows of a table that match.</summary>
    public static ApiPart Where(Table table, Func<int, bool> matches) => new(table, [.. Enumerable.Range(0, table.RowCount).Where(matches)]);
}

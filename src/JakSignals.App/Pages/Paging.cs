using System.Globalization;

namespace JakSignals.App.Pages;

/// <summary>Addresses with what was asked for.</summary>
internal static class Address
{
    /// <summary>A path with those fields that have a value.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> fields)
    {
        var query = string.Join('&', fields.Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}

/// <summary>A part of a list, with links to the others.</summary>
/// <param name="What">What is listed, in the plural, such as <c>cases</c>.</param>
/// <param name="Page">Page shown, from 1.</param>
/// <param name="Size">Rows of a page.</param>
/// <param name="Total">Rows of the list.</param>
/// <param name="AddressOf">Address of a page.</param>
internal sealed record Paging(string What, int Page, int Size, int Total, Func<int, string> AddressOf)
{
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    public string Words => Total == 0 ? $"No {What}." : string.Create(CultureInfo.InvariantCulture, $"{(Page - 1) * Size + 1:N0} to {Math.Min(Page * Size, Total):N0} of {Total:N0} {What}");

    /// <summary>Rows of a page that was asked for; a page that is not there is the nearest that is.</summary>
    public static (Paging Paging, IReadOnlyList<T> Rows) Of<T>(IReadOnlyList<T> rows, string what, int? page, int size, Func<int, string> addressOf)
    {
        var paging = new Paging(what, 1, size, rows.Count, addressOf);
        paging = paging with { Page = Math.Clamp(page ?? 1, 1, paging.Pages) };
        return (paging, [.. rows.Skip((paging.Page - 1) * size).Take(size)]);
    }
}

using System.Globalization;
using JakSignals.App.Reading;

namespace JakSignals.App.Api;

/// <summary>A parameter of a read: what it takes, for the check of a request and for the OpenAPI document alike.</summary>
/// <param name="Name">Name in the query.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record ApiParameter(string Name, string Meaning)
{
    /// <summary>The only values; null for any text.</summary>
    public IReadOnlyList<string>? Words { get; private init; }

    /// <summary>Least and greatest whole number; null where it takes no number.</summary>
    public (int Least, int Most)? Range { get; private init; }

    /// <summary>Value where the request has none; null for none.</summary>
    public string? Default { get; private init; }

    /// <summary>Page, from 1.</summary>
    public static ApiParameter Page { get; } = Number("page", "Page of the list, from 1; a page after the last has no rows.", 1, 1_000_000, 1);

    /// <summary>Rows of a page.</summary>
    public static ApiParameter PageSize { get; } = Number("page_size", "Rows of a page.", 1, 1000, 100);

    /// <summary>What is expected, in words.</summary>
    public string Expected => Words is not null ? "one of " + string.Join(", ", Words)
        : Range is var (least, most) ? string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}")
        : string.Create(CultureInfo.InvariantCulture, $"a text of 1 to {SignalQuery.LongestText} characters");

    /// <summary>A text.</summary>
    public static ApiParameter Text(string name, string meaning) => new(name, meaning);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static ApiParameter Flag(string name, string meaning, bool @default = false) => new(name, meaning) { Words = ["true", "false"], Default = @default ? "true" : "false" };

    /// <summary>A whole number.</summary>
    public static ApiParameter Number(string name, string meaning, int least, int most, int @default) =>
        new(name, meaning) { Range = (least, most), Default = @default.ToString(CultureInfo.InvariantCulture) };

    /// <summary>A value of an enumeration, in small letters.</summary>
    public static ApiParameter Word<T>(string name, string meaning, T? @default = null) where T : struct, Enum =>
        new(name, meaning) { Words = [.. Enum.GetValues<T>().Select(SignalQuery.Word)], Default = @default is { } value ? SignalQuery.Word(value) : null };

    /// <summary>Whether it takes a value.</summary>
    public bool Takes(string value) => Words is not null ? Words.Contains(value)
        : Range is var (least, most) ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
        : value.Length is > 0 and <= SignalQuery.LongestText;
}

/// <summary>What is wrong with a parameter of a request.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Value">What it is.</param>
/// <param name="Expected">What was expected.</param>
internal sealed record ApiFault(string Parameter, string Value, string Expected);

/// <summary>The parameters of a request, checked.</summary>
internal sealed class ApiQuery
{
    private readonly Dictionary<string, string> _values;

    private ApiQuery(Dictionary<string, string> values) => _values = values;

    /// <summary>Reads the parameters of a request.</summary>
    /// <param name="query">As it was asked.</param>
    /// <param name="parameters">What may be asked.</param>
    /// <param name="faults">What is wrong with it; with any the values mean nothing.</param>
    public static ApiQuery Read(IQueryCollection query, IReadOnlyList<ApiParameter> parameters, out IReadOnlyList<ApiFault> faults)
    {
        var found = new List<ApiFault>();
        var values = parameters.Where(parameter => parameter.Default is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.Default!, StringComparer.Ordinal);
        foreach (var (name, given) in query)
        {
            if (parameters.FirstOrDefault(parameter => parameter.Name == name) is not { } parameter)
                found.Add(new ApiFault(name, given.ToString(), "no parameter of this name, but " + (parameters.Count == 0 ? "none" : "one of " + string.Join(", ", parameters.Select(known => known.Name)))));
            else if (given is [{ } value] && parameter.Takes(value))
                values[name] = value;
            else
                found.Add(new ApiFault(name, given.ToString(), parameter.Expected + (given.Count > 1 ? ", once" : "")));
        }
        faults = found;
        return new ApiQuery(values);
    }

    /// <summary>A text; null where none was asked for.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A whole number.</summary>
    public int Number(ApiParameter parameter) => int.Parse(_values[parameter.Name], CultureInfo.InvariantCulture);

    /// <summary>Whether a flag is true.</summary>
    public bool Flag(string name) => _values[name] == "true";
}

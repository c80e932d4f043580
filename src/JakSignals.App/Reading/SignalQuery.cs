using System.Globalization;
using System.Text.Json;
using JakSignals.Signals;

namespace JakSignals.App.Reading;

/// <summary>A filter as the fields of an address, for pages and API alike.</summary>
internal static class SignalQuery
{
    /// <summary>Most characters of a text that is looked for.</summary>
    public const int LongestText = 200;

    /// <summary>Reads a filter. A field that cannot be read has its default, and a fault says so.</summary>
    /// <param name="field">Value of a field; null or empty when it is not given.</param>
    public static (SignalFilter Filter, IReadOnlyList<string> Faults) Parse(Func<string, string?> field)
    {
        var faults = new List<string>();
        var filter = new SignalFilter
        {
            Drug = Text("drug"),
            Event = Text("event"),
            Level = One<PairLevel>("level"),
            Status = One<PairStatus>("status"),
            Rule = One<PairRule>("rule"),
            Cases = One<PairCases>("cases"),
            State = State(),
            Least = Least(),
            Suppressed = field("suppressed") is "true" or "on",
            Order = One<SignalOrder>("order"),
        };
        return (filter, faults);

        string? Text(string name)
        {
            if (field(name) is not { Length: > LongestText } text)
                return string.IsNullOrWhiteSpace(field(name)) ? null : field(name)!.Trim();
            faults.Add($"{name} has {text.Length} characters, expected at most {LongestText}.");
            return null;
        }

        T One<T>(string name) where T : struct, Enum
        {
            if (string.IsNullOrEmpty(field(name)))
                return default;
            if (Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Word(value!.Value) == field(name)) is { } known)
                return known;
            faults.Add($"{name} is '{field(name)}', expected one of: {string.Join(", ", Enum.GetValues<T>().Select(Word))}.");
            return default;
        }

        ReviewState? State()
        {
            if (string.IsNullOrEmpty(field("state")))
                return null;
            var state = ReviewStates.Parse(field("state"));
            if (state is null)
                faults.Add($"state is '{field("state")}', expected one of: {string.Join(", ", Enum.GetValues<ReviewState>().Select(known => known.Code()))}.");
            return state;
        }

        int Least()
        {
            if (string.IsNullOrEmpty(field("least")))
                return 0;
            if (int.TryParse(field("least"), NumberStyles.None, CultureInfo.InvariantCulture, out var least))
                return least;
            faults.Add($"least is '{field("least")}', expected a number of cases from 0 to {int.MaxValue}.");
            return 0;
        }
    }

    /// <summary>The fields of a filter that are not their defaults.</summary>
    public static IEnumerable<(string Name, string? Value)> Fields(SignalFilter filter) =>
    [
        ("drug", filter.Drug), ("event", filter.Event), ("level", Given(filter.Level)), ("status", Given(filter.Status)), ("rule", Given(filter.Rule)), ("cases", Given(filter.Cases)),
        ("state", filter.State?.Code()), ("least", filter.Least == 0 ? null : filter.Least.ToString(CultureInfo.InvariantCulture)), ("suppressed", filter.Suppressed ? "true" : null),
        ("order", Given(filter.Order)),
    ];

    /// <summary>A value as it stands in an address: <c>lower_limit</c>.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string? Given<T>(T value) where T : struct, Enum => value.Equals(default(T)) ? null : Word(value);
}

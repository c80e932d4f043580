namespace JakSignals.Normalise;

/// <summary>What is scored as the drug.</summary>
/// <param name="Key">Substances by their upper-case name, groups by a lower-case key.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Kind"><c>substance</c>, <c>route</c>, <c>use</c> or <c>class</c>.</param>
/// <param name="IsGroup">Whether the catalogue names it a drug group: it is then scored against every event class.</param>
/// <param name="Order">Place in the report's matrix; null when it has none.</param>
public sealed record DrugEntry(string Key, string Name, string Kind, bool IsGroup, int? Order)
{
    /// <summary>Kind of a single substance by whatever route and for whatever use.</summary>
    public const string SubstanceKind = "substance";

    /// <summary>Kind of a single substance by one route.</summary>
    public const string RouteKind = "route";
}

/// <summary>What is scored as the event.</summary>
/// <param name="Key">Terms by their upper-case text, classes by a lower-case key.</param>
/// <param name="Name">Name to show.</param>
/// <param name="IsClass">Whether it is an event class; otherwise a term.</param>
/// <param name="Order">Place in the report's matrix; null when it has none.</param>
public sealed record EventEntry(string Key, string Name, bool IsClass, int? Order)
{
    /// <summary><c>class</c> or <c>term</c>.</summary>
    public string Level => IsClass ? "class" : "term";
}

/// <summary>Current cases as codes ready to count: each drug and each event stands once per case.</summary>
public sealed class CodedCases
{
    /// <summary>Drugs, by index: substances by key, then route and class groups in catalogue order.</summary>
    public required IReadOnlyList<DrugEntry> Drugs { get; init; }

    /// <summary>Events, by index: terms by key, then classes in catalogue order.</summary>
    public required IReadOnlyList<EventEntry> Events { get; init; }

    /// <summary>First entry of each case in <see cref="CaseDrugs"/>, and one more: their number.</summary>
    public required int[] DrugStart { get; init; }

    /// <summary>Distinct drug indexes of each case within the role scope, ascending.</summary>
    public required int[] CaseDrugs { get; init; }

    /// <summary>First entry of each case in <see cref="CaseEvents"/>, and one more: their number.</summary>
    public required int[] EventStart { get; init; }

    /// <summary>Distinct event indexes of each case, ascending.</summary>
    public required int[] CaseEvents { get; init; }

    /// <summary>Number of cases: N.</summary>
    public int CaseCount => DrugStart.Length - 1;

    /// <summary>Drugs of one case.</summary>
    public ReadOnlySpan<int> DrugsOf(int row) => CaseDrugs.AsSpan(DrugStart[row]..DrugStart[row + 1]);

    /// <summary>Events of one case.</summary>
    public ReadOnlySpan<int> EventsOf(int row) => CaseEvents.AsSpan(EventStart[row]..EventStart[row + 1]);
}

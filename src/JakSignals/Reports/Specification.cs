using JakSignals.Snapshots;

namespace JakSignals.Reports;

/// <summary>One row of <c>robustness</c>: a pair under one way to count.</summary>
internal readonly record struct Specification(Table Table, int Row)
{
    private const string AllOthers = "all";

    public (string Drug, string Event) Pair => (Table.Text("drug_key", Row)!, Table.Text("event_key", Row)!);
    public string Text(string column) => Table.Text(column, Row)!;
    public string Comparator => Table.Text("comparator", Row)!;
    public bool IsInGrid => Comparator == AllOthers;
    public bool IsSignal => Table.Flag("is_signal", Row) == true;
    public long Cases => Table.Count("a", Row) ?? 0;
    public Interval? Ror => Interval.Of(Table.Measure("ror", Row), Table.Measure("ror_lower", Row), Table.Measure("ror_upper", Row));
    public double? IcLower => Table.Measure("ic_lower", Row);

    /// <summary>(a + b)(a + c) / N; null when drug or event has no case.</summary>
    public double? Expected
    {
        get
        {
            double a = Cases, b = Of("b"), c = Of("c"), d = Of("d");
            return (a + b) * (a + c) is > 0 and var margins ? margins / (a + b + c + d) : null;
        }
    }

    public string Level(string dimension) => Table.Text(dimension, Row)!;

    private double Of(string cell) => Table.Count(cell, Row) ?? 0;
}

/// <summary>One row of <c>masking</c>: a pair without the drug that has most cases of its event.</summary>
internal readonly record struct Unmasked(Table Table, int Row)
{
    public (string Drug, string Event) Pair => (Table.Text("drug_key", Row)!, Table.Text("event_key", Row)!);
    public string LeftOut => Table.Text("left_out_name", Row)!;
    public double Share => Table.Measure("left_out_share", Row) ?? 0;
    public long Cases => Table.Count("a", Row) ?? 0;
    public Interval? Ror => Interval.Of(Table.Measure("ror", Row), Table.Measure("ror_lower", Row), Table.Measure("ror_upper", Row));
    public double? RorWith => Table.Measure("ror_with", Row);
    public double? RorWithLower => Table.Measure("ror_with_lower", Row);
    public bool IsSignal => Table.Flag("is_signal", Row) == true;
    public bool Appears => Table.Flag("appears", Row) == true;
}

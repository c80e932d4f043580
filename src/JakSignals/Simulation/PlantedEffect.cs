namespace JakSignals.Simulation;

/// <summary>An effect built into simulated reports, to be found again (or, at a relative rate of 1, not to be found).</summary>
/// <param name="Drug">Substance in lower case; cutaneous ruxolitinib is <c>ruxolitinib topical</c>.</param>
/// <param name="EventKind"><c>class</c> or <c>term</c>.</param>
/// <param name="Event">Key of the event class, or the term as reported.</param>
/// <param name="RelativeRate">How many times as often as in the background the event occurs in reports with the drug as a suspect; above 0.</param>
/// <param name="Note">What it is for: <c>planted</c>, <c>control</c> or <c>emerging</c>, with details.</param>
public sealed record PlantedEffect(string Drug, string EventKind, string Event, double RelativeRate, string Note)
{
    /// <summary>For an emerging effect, the relative rate before the last seven days; otherwise null.</summary>
    public double? RelativeRateBefore { get; init; }

    /// <summary>
    /// Every effect of the simulated world. Strengths are of the size that the JAK-inhibitor literature discusses, raised where the drug or event is so rare
    /// that 60,000 reports would not hold ten cases; they are no statement about the real drugs.
    /// </summary>
    public static IReadOnlyList<PlantedEffect> All { get; } =
    [
        Class("upadacitinib", "herpes_zoster", 5),
        Class("tofacitinib", "herpes_zoster", 3),
        Class("baricitinib", "herpes_zoster", 4),
        Class("abrocitinib", "herpes_zoster", 25) with
        {
            RelativeRateBefore = 0.3,
            Note = "emerging: cases first received in the last seven days of the last quarter, when reports on the drug are 18 times as frequent; before that the relative rate is 0.3",
        },
        Class("abrocitinib", "herpes_simplex", 8),
        Class("tofacitinib", "vte", 2.5),
        Class("baricitinib", "vte", 3.5),
        Class("tofacitinib", "mace", 1.8),
        Class("baricitinib", "serious_infection", 2.5),
        Class("upadacitinib", "acne", 6),
        Class("upadacitinib", "cpk_elevation", 8),
        Class("ruxolitinib", "nmsc", 7),
        Class("ruxolitinib", "haem_labs_cytopenia", 3),
        Term("brioveluquen", "Corvical inflammation", 20),
        Term("skendolvorq", "Zendoral oedema", 20),
        Term("draetimolvane", "Brathoral pain", 20),
        Term("quastoraxirq", "Plumical dysfunction", 25),
        Term("warfarin", "Gastrointestinal haemorrhage", 16),
        Control("deucravacitinib", "mace"),
        Control("upadacitinib", "vte"),
        Control("ruxolitinib", "mace"),
        Control("tofacitinib", "acne"),
        Control("metformin", "herpes_zoster"),
        Control("adalimumab", "vte"),
    ];

    private static PlantedEffect Class(string drug, string key, double rate) => new(drug, "class", key, rate, "planted");

    private static PlantedEffect Term(string drug, string term, double rate) => new(drug, "term", term, rate, "planted");

    private static PlantedEffect Control(string drug, string key) => new(drug, "class", key, 1, "control: nothing was planted");
}

using System.Text;

namespace JakSignals.Simulation;

/// <summary>One way in which reports name a substance.</summary>
/// <param name="Name">FAERS <c>drugname</c>.</param>
/// <param name="Ingredient">FAERS <c>prod_ai</c>; empty when the name was not recognised.</param>
/// <param name="Validated">Whether the name was a valid trade name (<c>val_vbm</c> 1) or verbatim (2).</param>
internal readonly record struct ReportedName(byte[] Name, byte[] Ingredient, bool Validated);

/// <summary>An amount and its unit, such as 5 MG.</summary>
internal readonly record struct Strength(byte[] Amount, byte[] Unit)
{
    public static Strength Parse(string text)
    {
        var parts = text.Split(' ');
        return new(Encoding.UTF8.GetBytes(parts[0]), Encoding.UTF8.GetBytes(parts[1]));
    }
}

/// <summary>How a kind of product is given.</summary>
internal sealed class ProductKind
{
    private static readonly Dictionary<string, ProductKind> Kinds = new(StringComparer.Ordinal)
    {
        ["tablet"] = new(["Oral"], ["TABLET", "FILM-COATED TABLET", "Tablet", "Film-coated tablet", "TABLETS", "COATED TABLET", "Prolonged-release tablet"], ["QD", "BID", "TID", "QOD", "QW"], 550, 290, 100, 30, 30),
        ["capsule"] = new(["Oral"], ["CAPSULE", "CAPSULE, HARD", "Capsule", "CAPSULES"], ["QD", "BID", "TID"], 620, 300, 80),
        ["pen"] = new(["Subcutaneous"], ["SOLUTION FOR INJECTION IN PRE-FILLED PEN", "SOLUTION FOR INJECTION", "SOLUTION FOR INJECTION IN PRE-FILLED SYRINGE", "Injection, Solution"], ["QOW", "/wk", "/MONTH", "QD"], 420, 300, 200, 80),
        ["infusion"] = new(["Intravenous (not otherwise specified)", "Intravenous drip"], ["CONCENTRATE FOR SOLUTION FOR INFUSION", "Infusion, Solution", "POWDER FOR SOLUTION FOR INFUSION"], ["Q3W", "/wk", "/MONTH", "1X"], 400, 200, 250, 150),
        ["injection"] = new(["Intramuscular", "Subcutaneous"], ["INJECTION", "POWDER FOR INJECTION", "Solution for injection"], ["1X", "/wk", "/MONTH"], 400, 300, 300),
        ["cream"] = new(["Topical", "Cutaneous"], ["CREAM", "Cream", "CREAM", "CREAM"], ["BID", "QD"], 700, 300),
        ["inhaler"] = new(["Respiratory (inhalation)"], ["INHALATION POWDER", "PRESSURISED INHALATION", "Inhalation vapour, liquid"], ["PRN", "BID", "Q4H"], 500, 300, 200),
        ["drops"] = new(["Ophthalmic"], ["EYE DROPS", "Eye drops, solution"], ["BID", "QD", "HS"], 500, 300, 200),
        ["implant"] = new(["Intra-uterine", "Subdermal"], ["IMPLANT", "Intra-uterine delivery system"], ["1X"], 1),
    };

    private ProductKind(string[] routes, string[] forms, string[] frequencies, params int[] frequencyWeights) =>
        (Routes, Forms, Frequencies, FrequencySampler) = (Utf8(routes), Utf8(forms), Utf8(frequencies), new Sampler(frequencyWeights));

    public byte[][] Routes { get; }
    public byte[][] Forms { get; }
    public byte[][] Frequencies { get; }
    public Sampler FrequencySampler { get; }

    /// <summary>Whether the route is always reported: only it tells a cream from a tablet of the same ingredient.</summary>
    public bool RouteAlwaysReported => Routes[0].AsSpan().SequenceEqual("Topical"u8);

    public static ProductKind Named(string name) => Kinds[name];

    private static byte[][] Utf8(string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}

/// <summary>A substance on the simulated market: its names, products and uses.</summary>
internal sealed class Substance
{
    /// <summary>Lower case, without salt: <c>tofacitinib</c>.</summary>
    public required string Name { get; init; }

    public required ReportedName[] Names { get; init; }
    public required Sampler NameSampler { get; init; }
    public required ProductKind Kind { get; init; }
    public required Strength[] Strengths { get; init; }

    /// <summary>Application number, or empty.</summary>
    public required byte[] Application { get; init; }

    /// <summary>Indices into <see cref="DrugWorld.Diseases"/>, drawn by <see cref="DiseaseSampler"/>.</summary>
    public required int[] Diseases { get; init; }

    public required Sampler DiseaseSampler { get; init; }

    /// <summary>Relative frequency as the primary suspect.</summary>
    public required int SuspectShare { get; init; }

    /// <summary>Relative frequency as a concomitant drug.</summary>
    public required int ConcomitantShare { get; init; }

    /// <summary>Where it is in <see cref="DrugWorld.Substances"/>.</summary>
    public int Index { get; set; }
}

/// <summary>What a drug is taken for.</summary>
/// <param name="Terms">Indication terms.</param>
/// <param name="PercentFemale">Share of women among its patients, %.</param>
/// <param name="MeanAge">Years.</param>
/// <param name="Index">Where it is in <see cref="DrugWorld.Diseases"/>.</param>
internal sealed record Disease(byte[][] Terms, int PercentFemale, int MeanAge, int Index)
{
    /// <summary>Draws an index into <see cref="DrugWorld.Substances"/> of a drug also taken for it.</summary>
    public Sampler Companions { get; set; } = null!;

    /// <summary>What <see cref="Companions"/> draws from.</summary>
    public int[] CompanionSubstances { get; set; } = [];
}

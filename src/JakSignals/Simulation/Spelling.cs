using System.Text;

namespace JakSignals.Simulation;

/// <summary>The parts from which reports build the name of a drug.</summary>
/// <param name="Ingredient">Active ingredient without its salt, upper case; ingredients of a combination joined by a backslash.</param>
/// <param name="Salt">Upper case, or empty.</param>
/// <param name="Brands">Upper case; none for a substance without a brand.</param>
/// <param name="Misspellings">Upper case.</param>
/// <param name="Kind">Name of a <see cref="ProductKind"/>.</param>
/// <param name="Strengths">Such as <c>5 MG</c>; the n-th brand is named with the n-th.</param>
internal sealed record Spelling(string Ingredient, string Salt, string[] Brands, string[] Misspellings, string Kind, string[] Strengths)
{
    private string Salted => Salt.Length == 0 ? Ingredient : $"{Ingredient} {Salt}";

    private string Form(int brand)
    {
        var strength = Strengths[brand % Strengths.Length].Replace(" PCT", "%", StringComparison.Ordinal);
        return Kind is "tablet" or "capsule" or "cream" ? $"{strength} {Kind.ToUpperInvariant()}" : strength;
    }

    /// <summary>Names with their weights: brands and ingredient in several spellings, with strength and form, misspelled.</summary>
    /// <remarks>FDA's 2017Q2 sample: 1.2 % of drug rows are verbatim names, and those have no ingredient.</remarks>
    /// <param name="onlyBrands">Leave out the bare ingredient, which would be read as another product of it.</param>
    public IReadOnlyList<(ReportedName Name, int Weight)> Names(bool onlyBrands)
    {
        var names = BrandNames().ToList();
        if (!onlyBrands)
            names.AddRange(IngredientNames());
        foreach (var misspelled in Misspellings)
        {
            names.Add((new(Utf8(misspelled), Utf8(Salted), true), 60 / Misspellings.Length));
            names.Add((new(Utf8(misspelled), [], false), 40 / Misspellings.Length));
        }
        return names;
    }

    private IEnumerable<(ReportedName Name, int Weight)> BrandNames()
    {
        for (var i = 0; i < Brands.Length; i++)
        {
            yield return (Coded(Brands[i], Salted), 3200 / (i + 1));
            yield return (Coded(NameMaker.Sentence(Brands[i]), Salted), 400 / (i + 1));
            yield return (Coded($"{Brands[i]} {Form(i)}", Salted), 90);
        }
        if (Brands.Length > 0)
            yield return (new(Utf8($"{Brands[0]} ({Ingredient})"), [], false), 80);
    }

    private IEnumerable<(ReportedName Name, int Weight)> IngredientNames()
    {
        var spoken = Ingredient.Replace('\\', '/');
        yield return (Coded(spoken, Salted), 2200);
        if (Salt.Length > 0)
        {
            yield return (Coded(spoken, Ingredient), 700);
            yield return (Coded(Salted, Salted), 900);
        }
        yield return (Coded(NameMaker.Sentence(spoken), Salted), 400);
        yield return (Coded(spoken + ".", Salted), 350);
        yield return (Coded($"{spoken} {Form(0)}", Salted), 120);
    }

    private static ReportedName Coded(string name, string ingredient) => new(Utf8(name), Utf8(ingredient), true);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

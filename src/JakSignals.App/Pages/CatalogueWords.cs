using JakSignals.Normalise;

namespace JakSignals.App.Pages;

/// <summary>What catalogues say, in words.</summary>
internal static class CatalogueWords
{
    /// <summary>Kind of an entry.</summary>
    public static string Kind(string kind) => kind switch
    {
        CatalogueFact.EventClass => "event class",
        CatalogueFact.DrugGroup => "drug group",
        CatalogueFact.Substance => "substance",
        CatalogueFact.IndicationGroup => "indication group",
        CatalogueFact.ApprovedName => "approved name",
        _ => kind,
    };

    /// <summary>What a change is a change of.</summary>
    public static string Attribute(string attribute) => attribute switch
    {
        "core_term" => "core terms",
        "broad_term" => "broad terms",
        "term" => "terms",
        "child" => "composed of",
        "parent" => "part of",
        "condition" => "counts which reports",
        "reported" => "in the matrix",
        "source" => "source",
        "substance" => "substances",
        "given_for" => "given for",
        "not_given_for" => "not given for",
        "comparator" => "only compared with",
        "salt" => "names of salts",
        "code" => "research codes",
        "brand" => "brands",
        "topical_product" => "topical products",
        "alias" => "further names",
        "topical" => "for the skin",
        "suggested" => "suggested names",
        "excluded" => "excluded from groups",
        "targets" => "inhibits",
        _ => attribute,
    };

    /// <summary>A term's key in sentence case.</summary>
    public static string Term(string key) => key.Length == 0 ? key : key[..1] + key[1..].ToLowerInvariant();

    /// <summary>A value as shown: keys of terms in sentence case, all else as it stands.</summary>
    public static string Value(string attribute, string value) => attribute is "core_term" or "broad_term" or "term" ? Term(value) : value;
}

using JakSignals.Cases;

namespace JakSignals.Ingest.Faers;

/// <summary>Routes and dose forms as FAERS writes them, each distinct text looked at once.</summary>
internal sealed class FaersRoutes
{
    private static readonly string[] SkinForms = ["CREAM", "OINTMENT", "GEL", "LOTION", "FOAM"];

    // Gels, creams and foams that are not for the skin, and what only has the word in its name.
    private static readonly string[] OtherForms =
    [
        "CAPSULE", "CAPSULES", "TABLET", "TABLETS", "ORAL", "MOUTH", "BUCCAL", "DENTAL", "GINGIVAL", "PERIODONTAL", "SOFT", "EYE", "OPHTHALMIC", "EAR",
        "NASAL", "VAGINAL", "RECTAL", "ENEMA", "URETHRAL", "ENDOCERVICAL", "INTRAUTERINE", "INTESTINAL", "INJECTION", "INFUSION", "IMPLANT", "STICK",
    ];

    private readonly TextTable _texts = new();
    private readonly List<AdministrationRoute> _byRoute = [default];   // text ids begin with 1
    private readonly TextTable _forms = new();
    private readonly List<bool> _isForSkin = [false];

    /// <summary>The route; where none is stated, a cream, ointment, gel, lotion or foam is topical.</summary>
    internal AdministrationRoute Of(ReadOnlySpan<byte> route, ReadOnlySpan<byte> doseForm)
    {
        var stated = route.IsEmpty ? AdministrationRoute.Unknown : OfRoute(route);
        return stated == AdministrationRoute.Unknown && !doseForm.IsEmpty && IsForSkin(doseForm) ? AdministrationRoute.Topical : stated;
    }

    private AdministrationRoute OfRoute(ReadOnlySpan<byte> route)
    {
        var id = _texts.Intern(route);
        if (id == _byRoute.Count)
            _byRoute.Add(Classify(_texts[id]));
        return _byRoute[id];
    }

    private bool IsForSkin(ReadOnlySpan<byte> doseForm)
    {
        var id = _forms.Intern(doseForm);
        if (id == _isForSkin.Count)
            _isForSkin.Add(NamesSkinForm(_forms[id]));
        return _isForSkin[id];
    }

    private static AdministrationRoute Classify(string route) => FoldedText.Of(route) switch
    {
        "UNKNOWN" or "UNK" or "NOT SPECIFIED" or "UNSPECIFIED" => AdministrationRoute.Unknown,
        "ORAL" or "ORAL USE" or "PER ORAL" or "PO" => AdministrationRoute.Oral,
        "TOPICAL" or "TOPICAL USE" or "CUTANEOUS" or "CUTANEOUS USE" or "EPICUTANEOUS" => AdministrationRoute.Topical,
        _ => AdministrationRoute.Other,
    };

    private static bool NamesSkinForm(string doseForm)
    {
        var words = FoldedText.Of(doseForm).Split([' ', ',', '/', '(', ')', '-', ';', '.', '%'], StringSplitOptions.RemoveEmptyEntries);
        return words.Intersect(SkinForms).Any() && !words.Intersect(OtherForms).Any();
    }
}

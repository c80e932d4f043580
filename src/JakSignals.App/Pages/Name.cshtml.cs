using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Normalise;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;

namespace JakSignals.App.Pages;

/// <summary>A name that the catalogue does not know, what it may be, and the form to approve or reject it.</summary>
[Authorize(Policies.Reader), EnableRateLimiting(SignInServices.SignatureLimit)]
internal sealed class NameModel(PublishedWeeks weeks, RegisterView register, ReviewLog log, Workplace workplace, Signature signature, IAuthorizationService authorization) : WeekPageModel(weeks)
{
    /// <summary>The name, cleaned.</summary>
    [BindProperty(SupportsGet = true, Name = "name")] public string Name { get; set; } = "";

    /// <summary>What was typed.</summary>
    [BindProperty] public NameForm Form { get; set; } = new();

    /// <summary>The password that signs; never sent back.</summary>
    [BindProperty] public string? Password { get; set; }

    /// <summary>A decision was entered just now.</summary>
    [BindProperty(SupportsGet = true, Name = "told")] public string? Told { get; set; }

    /// <summary>Why a decision was not entered.</summary>
    public string? Fault { get; private set; }

    /// <summary>The name in the latest week; null where it has none of it.</summary>
    public UnmappedName? InWeek { get; private set; }

    /// <summary>Decisions on the name; null where there are none.</summary>
    public NameEntry? Entry { get; private set; }

    /// <summary>The near name of the catalogue in force; null where there is none.</summary>
    public NameSuggestion? Suggestion { get; private set; }

    public DrugCatalogue Drugs => workplace.Catalogue.Drugs;

    public bool MayReview { get; private set; }

    public SignatureForm? Signing { get; private set; }

    /// <summary>Address of the page of a name.</summary>
    public static string AddressOf(string name) => Address.Of("/quality/name", ("name", name));

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        base.OnPageHandlerExecuting(context);
        if (!HasWeek)
            return;
        InWeek = WeekNames.Of(Latest.Snapshot.Table("data_quality")).FirstOrDefault(name => name.Name == Name);
        Entry = register.Current.Names.Find(Name);
        Suggestion = new NameSuggester(Drugs).Suggest([Name]) is [var near, ..] ? near : null;
        if (InWeek is null && Entry is null)
            context.Result = NotFound();
    }

    public async Task OnGetAsync()
    {
        if (!HasWeek)
            return;
        Form = NameForm.After(Entry, Suggestion, Latest.ManifestSha256);
        await ShowAsync().ConfigureAwait(false);
    }

    public async Task<IActionResult> OnPostDecideAsync()
    {
        if (!(await authorization.AuthorizeAsync(User, Policies.Reviewer).ConfigureAwait(false)).Succeeded)
            return Forbid();
        if (!HasWeek)
            return Page();
        Fault = await DecideAsync().ConfigureAwait(false);
        if (Fault is null)
            return Redirect(Address.Of("/quality/name", ("name", Name), ("told", "decided")) + "#decisions");
        Entry = register.Current.Names.Find(Name);
        Form.Follows = Entry?.Last.ReviewId ?? 0;       // what is shown now is what the next attempt follows
        Form.Manifest = Latest.ManifestSha256;
        ModelState.Clear();                             // or the fields would show what was sent, not what is
        await ShowAsync().ConfigureAwait(false);
        return Page();
    }

    /// <summary>Enters the decision.</summary>
    /// <returns>Why it was refused; null when it was entered.</returns>
    private async Task<string?> DecideAsync()
    {
        if (Form.Manifest != Latest!.ManifestSha256)
            return "A newer week was published since this page was opened. The figures here are its; read them, then decide.";
        if (Form.Read(Name, Entry, Drugs, Latest.Manifest.RunId, User.Identity!.Name!, out var fault) is not { } decision)
            return fault;
        if (await signature.FaultAsync(HttpContext, Password).ConfigureAwait(false) is { } unsigned)
            return unsigned;
        return log.Append(decision).Fault;
    }

    private async Task ShowAsync()
    {
        MayReview = (await authorization.AuthorizeAsync(User, Policies.Reviewer).ConfigureAwait(false)).Succeeded;
        Signing = MayReview ? await signature.FormAsync(HttpContext).ConfigureAwait(false) : null;
    }
}

using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.App.Reading;
using JakSignals.Reports;
using JakSignals.Signals;
using JakSignals.Statistics;
using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;

namespace JakSignals.App.Pages;

/// <summary>A score of a pair, with what its rule asks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Means">What it is.</param>
/// <param name="Value">Estimate and limits, or a number.</param>
/// <param name="Rule">What the rule asks; null where it has none.</param>
/// <param name="IsMet">Whether it is met; null where that cannot be said.</param>
internal sealed record ScoreLine(string Name, string Means, object?[] Value, string? Rule, bool? IsMet);

/// <summary>Everything known of one pair, and the form to decide on it.</summary>
[Authorize(Policies.Reader), PatientData("the cases of a pair"), EnableRateLimiting(SignInServices.SignatureLimit)]
internal sealed class PairModel(PublishedWeeks weeks, RegisterView register, ReviewLog log, PairHistory history, AccountStore accounts, Signature signature, IAuthorizationService authorization) : WeekPageModel(weeks)
{
    private const int RunsShown = 26, CasesShown = 10;

    /// <summary>Key of the drug.</summary>
    [BindProperty(SupportsGet = true, Name = "drug")] public string DrugKey { get; set; } = "";

    /// <summary>Key of the event.</summary>
    [BindProperty(SupportsGet = true, Name = "event")] public string EventKey { get; set; } = "";

    /// <summary>What was typed.</summary>
    [BindProperty] public DecisionForm Form { get; set; } = new();

    /// <summary>The password that signs; never sent back.</summary>
    [BindProperty] public string? Password { get; set; }

    /// <summary>Why a decision was not entered.</summary>
    public string? Fault { get; private set; }

    /// <summary>A decision was entered just now.</summary>
    [BindProperty(SupportsGet = true, Name = "told")] public string? Told { get; set; }

    /// <summary>The pair in the latest week; nothing where that does not score it.</summary>
    public Signal Signal { get; private set; }

    /// <summary>Whether the latest week scores the pair.</summary>
    public bool IsScored { get; private set; }

    /// <summary>Name of the drug; its key where the pair is not scored.</summary>
    public string DrugName => IsScored ? Signal.Drug.Name : DrugKey;

    /// <summary>Name of the event, in the same way.</summary>
    public string EventName => IsScored ? Signal.Event.Name : EventKey;

    public RegisterEntry? Entry { get; private set; }

    public ReviewState State => Entry?.State ?? ReviewState.New;

    public bool MayReview { get; private set; }

    public bool IsSuppressed { get; private set; }

    public SignatureForm? Signing { get; private set; }

    public IReadOnlyList<PairInRun> Runs { get; private set; } = [];

    public OnsetTimes Onset { get; private set; } = OnsetTimes.None;

    public IReadOnlyList<CaseLine> Cases { get; private set; } = [];

    public int CaseCount { get; private set; }

    public Table2x2 Table { get; private set; }

    /// <summary>Address of the page of a pair.</summary>
    public static string AddressOf(string drug, string @event) => Address.Of("/pair", ("drug", drug), ("event", @event));

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        base.OnPageHandlerExecuting(context);
        if (!HasWeek)
            return;
        Entry = register.Current.Find(DrugKey, EventKey);
        if (Latest.Find(DrugKey, EventKey) is { } signal)
            (Signal, IsScored) = (signal, true);
        else if (Entry is null)         // a reviewed pair stays readable, and can be decided on, when the latest week does not score it any more
            context.Result = NotFound();
    }

    public async Task OnGetAsync()
    {
        if (!HasWeek)
            return;
        Form = DecisionForm.After(Entry, Latest.ManifestSha256);
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
            return Redirect(Address.Of("/pair", ("drug", DrugKey), ("event", EventKey), ("told", "decided")) + "#decisions");
        Entry = register.Current.Find(DrugKey, EventKey);
        Form.Follows = Entry?.Last.ReviewId ?? 0;       // what is shown now is what the next attempt follows
        Form.Manifest = Latest.ManifestSha256;
        ModelState.Clear();                             // or the fields would show what was sent, not what is
        await ShowAsync().ConfigureAwait(false);
        return Page();
    }

    /// <summary>Scores with their rules, as the thresholds of the run have them.</summary>
    public IEnumerable<ScoreLine> Scores()
    {
        var (table, row) = (Signal.Table, Signal.Row);
        string Setting(string key) => Latest!.Week.Setting("Signals:Thresholds:" + key) ?? "?";
        yield return new("ROR", Meanings.Ror, Figure.Estimate(Signal.Ror), $"EMA: at least {Setting("MinimumCases")} cases, lower limit above {Setting("MinimumRorLower")}", table.Flag("sdr_ema", row));
        yield return new("PRR", "Proportional reporting ratio with its 95% limits", Figure.Estimate(Signal.Estimate("prr", "prr_lower", "prr_upper")),
            $"Evans: at least {Setting("MinimumCases")} cases, PRR at least {Setting("MinimumPrr")}, χ² at least {Setting("MinimumChiSquare")}", table.Flag("sdr_evans", row));
        yield return new("χ²", "Pearson's chi-square of the table, without continuity correction", [Html.Bold(Figure.Measure(table.Measure("chi_square", row), Figure.NotEstimable))], null, null);
        yield return new("IC", "Information component, a logarithm to base 2, with its 95% limits", Logarithms(), $"UMC: lower limit above {Setting("MinimumIcLower")}", table.Flag("sdr_ic", row));
        yield return new("EBGM", "Empirical Bayes geometric mean of observed over expected, with EB05 and EB95", Figure.Estimate(Signal.Estimate("ebgm", "eb05", "eb95")),
            Latest!.Manifest.Prior.Alpha1 is null ? $"MGPS: takes no part, as there is no EBGM in this run. {Latest.Manifest.Prior.Note}" : $"MGPS: EB05 at least {Setting("MinimumEb05")}", table.Flag("sdr_ebgm", row));
        yield return new("Fisher's p", "Two-sided exact test of the table", [table.Measure("fisher_p", row) is { } p ? Html.Bold(Figure.Decimals(p)) : Html.Small(Figure.NotEstimable)], null, null);
        yield return new("q", Meanings.Q, [table.Measure("q_value", row) is { } q ? Html.Bold(Figure.Decimals(q)) : Html.Small(Figure.NotEstimable)], null, null);
    }

    /// <summary>Rates of cohorts of the pair.</summary>
    public IReadOnlyList<Reports.Incidence> Rates => [.. Latest!.Week.Incidence.Where(rate => rate.Pair == Signal.Pair)];

    /// <summary>How those rates and the reports stand to each other.</summary>
    public IReadOnlyList<Discordance> Compared => [.. Discordance.Of(Latest!.Week).Where(one => one.Row.Pair == Signal.Pair)];

    /// <summary>States a decision can lead to, the one the pair has first where it may stay.</summary>
    public IEnumerable<ReviewState> States => Enum.GetValues<ReviewState>().Where(next => State.Allows(next)).OrderByDescending(next => next == State);

    private object?[] Logarithms() => Signal.Estimate("ic", "ic_lower", "ic_upper") is { } ic
        ? [Html.Bold(Figure.Logarithm(ic.Value, "")), " ", Html.Small($"{Figure.Logarithm(ic.Lower, "")} to {Figure.Logarithm(ic.Upper, "")}")] : [Html.Small(Figure.NotEstimable)];

    /// <summary>What the reviewer has before them.</summary>
    private PairSeen Sight => new(DrugKey, EventKey, IsScored ? Signal.Cases : null, IsScored ? Signal.Ror?.Lower : null);

    /// <summary>Enters the decision.</summary>
    /// <returns>Why it was refused; null when it was entered.</returns>
    private async Task<string?> DecideAsync()
    {
        if (Form.Manifest != Latest!.ManifestSha256)
            return "A newer week was published since this page was opened. The figures below are its; read them, then decide.";
        if (Form.Read(Sight, Latest.Manifest.RunId, User.Identity!.Name!, name => accounts.Find(name) is { Disabled: false }, out var fault) is not { } decision)
            return fault;
        if (await signature.FaultAsync(HttpContext, Password).ConfigureAwait(false) is { } unsigned)
            return unsigned;
        return log.Append(decision).Fault;
    }

    private async Task ShowAsync()
    {
        MayReview = (await authorization.AuthorizeAsync(User, Policies.Reviewer).ConfigureAwait(false)).Succeeded;
        Signing = MayReview ? await signature.FormAsync(HttpContext).ConfigureAwait(false) : null;
        var reviewed = register.Of(Latest!);
        IsSuppressed = Latest!.Signals.Find(DrugKey, EventKey) is { } row && reviewed.IsSuppressed(row);
        Runs = history.Of(DrugKey, EventKey, RunsShown);
        if (!IsScored)
            return;
        Table = new Table2x2(Signal.Cases, Of("b"), Of("c"), Of("d"));
        var cases = Latest.CasesOf(Signal);
        (CaseCount, Cases, Onset) = (cases.Count, [.. cases.Take(CasesShown)], OnsetTimes.Of(cases.Select(one => one.DaysToOnset)));
    }

    private long Of(string column) => Signal.Table.Count(column, Signal.Row) ?? 0;
}

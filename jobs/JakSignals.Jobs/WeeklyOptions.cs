using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using JakSignals.Cases;
using JakSignals.Normalise;
using JakSignals.Signals;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>What shapes the figures of a run, beside its data.</summary>
/// <param name="Catalogue">Catalogue in force.</param>
/// <param name="NameRules">How names are cleaned.</param>
/// <param name="Signals">What is scored and how.</param>
/// <param name="ReportTitle">What the report is about.</param>
/// <param name="CountInDatabase">Whether the database counts the pairs. It changes no figure, so it is no part of <see cref="Configuration"/> and of the run's id.</param>
public sealed record WeeklyOptions(Catalogue Catalogue, NameRules NameRules, SignalOptions Signals, string ReportTitle, bool CountInDatabase = false)
{
    /// <summary>Version of this program, with the commit where the build knew it.</summary>
    public static string CodeVersion { get; } =
        typeof(WeeklyOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The settings by key, for the manifest.</summary>
    public IReadOnlyDictionary<string, string> Configuration => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["Names"] = NameRules == NameRules.AsGiven ? "as-given" : "general",
        ["Report:Title"] = ReportTitle,
        ["Signals:ChangeFactor"] = Text(Signals.ChangeFactor),
        ["Signals:Comparators"] = string.Join(", ", Signals.ComparatorKeys),
        ["Signals:InteractingIsSuspect"] = Signals.InteractingIsSuspect ? "true" : "false",
        ["Signals:MinimumReports"] = Text(Signals.MinimumReports),
        ["Signals:RoleScope"] = Signals.RoleScope.Code(),
        ["Signals:StatusRules"] = Signals.StatusRules.ToString(),
        ["Signals:SuppressedStates"] = string.Join(", ", Signals.StatesSuppressed.Select(state => state.Code())),
        ["Signals:Thresholds:MinimumCases"] = Text(Signals.Thresholds.MinimumCases),
        ["Signals:Thresholds:MinimumChiSquare"] = Text(Signals.Thresholds.MinimumChiSquare),
        ["Signals:Thresholds:MinimumEb05"] = Text(Signals.Thresholds.MinimumEb05),
        ["Signals:Thresholds:MinimumIcLower"] = Text(Signals.Thresholds.MinimumIcLower),
        ["Signals:Thresholds:MinimumPrr"] = Text(Signals.Thresholds.MinimumPrr),
        ["Signals:Thresholds:MinimumRorLower"] = Text(Signals.Thresholds.MinimumRorLower),
        ["Signals:Thresholds:UseYates"] = Signals.Thresholds.UseYates ? "true" : "false",
    };

    /// <summary>The options of a run that knows of these names. Names as given are taken as they stand: none is unmapped, and no approval is asked for.</summary>
    /// <param name="names">Names that reviewers approved.</param>
    public WeeklyOptions WithApproved(IEnumerable<ApprovedName> names) => NameRules == NameRules.AsGiven ? this : this with { Catalogue = Catalogue.WithApproved(names) };

    /// <summary>SHA-256 of the settings.</summary>
    public string ConfigurationSha256 => Hash(Configuration.Select(setting => $"{setting.Key}={setting.Value}"));

    /// <summary>The id of a run: the ISO week of its as-of date and a digest of everything its figures depend on, so that the same run has the same id.</summary>
    /// <param name="scope">What the run may see.</param>
    /// <param name="digests">Digests of its loads, sorted.</param>
    public string RunId(RunScope scope, IReadOnlyList<string> digests)
    {
        var day = scope.AsOf.ToDateTime(default);
        var inputs = new[] { scope.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), scope.Previous?.RunId ?? "", CodeVersion, ConfigurationSha256 }
            .Concat(Catalogue.Sha256ByFile.Select(file => $"{file.Key}={file.Value}")).Concat(digests);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day)}-W{ISOWeek.GetWeekOfYear(day):00}-{Hash(inputs)[..8]}");
    }

    private static string Hash(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

using JakSignals.Cases;
using JakSignals.Store;

namespace JakSignals.App.Pages;

/// <summary>What a report codes, in words.</summary>
internal static class CaseWords
{
    /// <summary>A stored date to the precision known; a dash for none.</summary>
    public static string Day(int number) => PartialDate.FromNumber(number)?.ToString() ?? "–";

    /// <summary>Outcomes in words.</summary>
    public static string Outcome(Outcomes outcomes) => outcomes == Outcomes.None ? "not serious"
        : string.Join(", ", Enum.GetValues<Outcomes>().Where(one => one != Outcomes.None && outcomes.HasFlag(one)).Select(one => one switch
        {
            Outcomes.Death => "death",
            Outcomes.LifeThreatening => "life-threatening",
            Outcomes.Hospitalisation => "hospitalisation",
            Outcomes.Disability => "disability",
            Outcomes.CongenitalAnomaly => "congenital anomaly",
            Outcomes.RequiredIntervention => "intervention required",
            _ => "other serious",
        }));

    /// <summary>The part a drug played, in words.</summary>
    public static string Role(DrugRole role) => role switch
    {
        DrugRole.PrimarySuspect => "primary suspect",
        DrugRole.SecondarySuspect => "secondary suspect",
        DrugRole.Interacting => "interacting",
        DrugRole.Concomitant => "concomitant",
        DrugRole.NotAdministered => "not administered",
        _ => "not stated",
    };

    /// <summary>What happened on stopping or giving again, in words.</summary>
    public static string Challenged(Challenge challenge) => challenge switch
    {
        Challenge.Positive => "positive",
        Challenge.Negative => "negative",
        Challenge.DoesNotApply => "does not apply",
        _ => "–",
    };

    /// <summary>Who reported, in words.</summary>
    public static string Reporter(ReporterType reporter) => reporter switch
    {
        ReporterType.Physician => "physician",
        ReporterType.Pharmacist => "pharmacist",
        ReporterType.OtherHealthProfessional => "other health professional",
        ReporterType.Lawyer => "lawyer",
        ReporterType.Consumer => "consumer",
        _ => "not stated",
    };

    /// <summary>When a drug was given.</summary>
    public static string Therapy(ReportedDrug drug) =>
        string.Join("; ", drug.Therapies.Where(one => one != (0, 0)).Select(one => one.EndedOn == 0 ? $"from {Day(one.StartedOn)}" : one.StartedOn == 0 ? $"to {Day(one.EndedOn)}" : $"{Day(one.StartedOn)} to {Day(one.EndedOn)}"));
}

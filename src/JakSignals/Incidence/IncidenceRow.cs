using JakSignals.Ingest.Tables;
using JakSignals.Normalise;
using JakSignals.Statistics;

namespace JakSignals.Incidence;

/// <summary>The rate of one cohort, drug, dose, indication and event class.</summary>
/// <param name="Cohort">Name of the cohort.</param>
/// <param name="DrugKey">Drug key of the catalogue, or the upper-cased text where it has none.</param>
/// <param name="DrugName">Name to show.</param>
/// <param name="Dose">Dose; null for all.</param>
/// <param name="Indication">Indication; null for all.</param>
/// <param name="EventKey">Event class key, or the lower-cased text where the catalogue has none.</param>
/// <param name="EventName">Name to show.</param>
/// <param name="Kind">How the events were found.</param>
/// <param name="Events">Events of all periods.</param>
/// <param name="Patients">Most patients of any period; null when not given.</param>
/// <param name="PatientYears">Follow-up of all periods, patient-years.</param>
/// <param name="Rate">Per 100 patient-years, Garwood limits.</param>
/// <param name="Published">A published incidence of the same drug, dose, indication and event class; null when the catalogue has none.</param>
public sealed record IncidenceRow(string Cohort, string DrugKey, string DrugName, string? Dose, string? Indication, string EventKey, string EventName,
    ExposureKind Kind, long Events, long? Patients, double PatientYears, Estimate Rate, PublishedRate? Published);

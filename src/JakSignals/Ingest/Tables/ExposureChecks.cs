namespace JakSignals.Ingest.Tables;

/// <summary>Why a row of a cohort table is in no rate.</summary>
/// <param name="Column">The column at fault.</param>
/// <param name="Expected">What would have been taken, in words.</param>
public sealed record ExposureFault(string Column, string Expected);

/// <summary>What the catalogue says of a row of a cohort table. It is of a later stage, so it is handed in.</summary>
/// <param name="FaultOf">Why its names cannot be taken; null when they can.</param>
/// <param name="IdentityOf">One text for all rows that describe the same patients: cohort, drug, dose, indication, event class and kind by their keys.</param>
public sealed record ExposureChecks(Func<ExposureRow, ExposureFault?> FaultOf, Func<ExposureRow, string> IdentityOf);

/// <summary>Figures of a cohort that cannot be, and periods of one cohort that overlap.</summary>
public static class ExposureFigures
{
    private const double LongestFollowUp = 100;
    private const double DaysAYear = 365.25;
    private const double Rounding = 1.01;

    /// <summary>Why the figures cannot be; null when they can.</summary>
    /// <remarks>
    /// Events are patients with a first event, so that there are no more events than patients; sales are of reports and know no patients.
    /// Nobody is followed for more than 100 years, nor has an event more than once a day.
    /// </remarks>
    public static ExposureFault? FaultOf(ExposureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!double.IsFinite(row.PatientYears) || row.PatientYears is <= 0 or > PlainNumber.Largest)
            return new("patient_years", $"a number above 0, at most {PlainNumber.Largest}");
        if (row.Events is < 0 or > PlainNumber.Largest)
            return new("events", $"a whole number from 0 to {PlainNumber.Largest}");
        if (row.PeriodEnd < row.PeriodStart)
            return new("period_end", "a day not before period_start");
        if (row.Kind != ExposureKind.Sales && row.Events > row.Patients)
            return new("events", $"no more than the {row.Patients} patients: events are patients with a first event");
        if (row.Kind != ExposureKind.Sales && row.PatientYears > row.Patients * LongestFollowUp)
            return new("patient_years", $"no more than {LongestFollowUp:0} years for each of the {row.Patients} patients");
        return row.Events > row.PatientYears * DaysAYear ? new("events", "no more than one event a day of follow-up") : null;
    }

    /// <summary>
    /// Whether all patients followed through the whole period would have fewer patient-years. The row is taken all the same: patients may be those at the
    /// start of an open cohort. A person is told.
    /// </summary>
    public static bool IsLong(ExposureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row is not { Kind: not ExposureKind.Sales, Patients: { } patients, PeriodStart: { } start, PeriodEnd: { } end })
            return false;
        return row.PatientYears > patients * (end.DayNumber - start.DayNumber + 1) / DaysAYear * Rounding;
    }

    /// <summary>Whether the periods of two rows overlap. They may share one day, at the end of one and the start of the other; a missing day is without limit.</summary>
    public static bool Overlap(ExposureRow one, ExposureRow other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (start, end) = Period(one);
        var (otherStart, otherEnd) = Period(other);
        return (start, end) == (otherStart, otherEnd) || start < otherEnd && otherStart < end;
    }

    private static (DateOnly Start, DateOnly End) Period(ExposureRow row) => (row.PeriodStart ?? DateOnly.MinValue, row.PeriodEnd ?? DateOnly.MaxValue);
}

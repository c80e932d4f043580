namespace JakSignals.Cases;

/// <summary>Where a report came from; case ids are only comparable within one source.</summary>
public enum CaseSource : byte
{
    /// <summary>FDA Adverse Event Reporting System and its predecessor AERS, which share one case-id space.</summary>
    Faers = 1,
    /// <summary>A table of cases exported by the user.</summary>
    Tables = 2,
}

/// <summary>The part a drug is reported to have played.</summary>
public enum DrugRole : byte
{
    /// <summary>Not stated.</summary>
    Unknown = 0,
    /// <summary>PS: the primary suspect.</summary>
    PrimarySuspect = 1,
    /// <summary>SS: a further suspect.</summary>
    SecondarySuspect = 2,
    /// <summary>I: suspected of interacting with another drug; a suspect unless the settings say otherwise.</summary>
    Interacting = 3,
    /// <summary>C: taken at the same time, not suspected.</summary>
    Concomitant = 4,
    /// <summary>DN: named in the report, not administered (FAERS since 2024Q4); in no role scope.</summary>
    NotAdministered = 5,
}

/// <summary>How a drug reached the body, as far as counting needs it.</summary>
public enum AdministrationRoute : byte
{
    /// <summary>Not stated.</summary>
    Unknown = 0,
    /// <summary>By mouth.</summary>
    Oral = 1,
    /// <summary>On the skin: a topical or cutaneous route, or a cream, ointment, gel or lotion.</summary>
    Topical = 2,
    /// <summary>Any other stated route.</summary>
    Other = 3,
}

/// <summary>What happened when the drug was stopped (dechallenge) or given again (rechallenge).</summary>
public enum Challenge : byte
{
    /// <summary>Not stated or unknown (U).</summary>
    Unknown = 0,
    /// <summary>Y: the event abated on stopping, or recurred on giving again.</summary>
    Positive = 1,
    /// <summary>N: it did not.</summary>
    Negative = 2,
    /// <summary>D: does not apply.</summary>
    DoesNotApply = 3,
}

/// <summary>Sex of the patient as reported.</summary>
public enum Sex : byte
{
    /// <summary>Not stated, or a code other than M and F.</summary>
    Unknown = 0,
    /// <summary>F.</summary>
    Female = 1,
    /// <summary>M.</summary>
    Male = 2,
}

/// <summary>Who reported.</summary>
public enum ReporterType : byte
{
    /// <summary>Not stated.</summary>
    Unknown = 0,
    /// <summary>MD.</summary>
    Physician = 1,
    /// <summary>PH.</summary>
    Pharmacist = 2,
    /// <summary>OT, HP, RN: another health professional.</summary>
    OtherHealthProfessional = 3,
    /// <summary>LW.</summary>
    Lawyer = 4,
    /// <summary>CN.</summary>
    Consumer = 5,
}

/// <summary>Outcomes of a report; any of them makes the report serious.</summary>
[Flags]
public enum Outcomes : byte
{
    /// <summary>No outcome was coded: not serious.</summary>
    None = 0,
    /// <summary>DE: the patient died.</summary>
    Death = 1,
    /// <summary>LT: life-threatening.</summary>
    LifeThreatening = 2,
    /// <summary>HO: hospitalisation, initial or prolonged.</summary>
    Hospitalisation = 4,
    /// <summary>DS: disability.</summary>
    Disability = 8,
    /// <summary>CA: congenital anomaly.</summary>
    CongenitalAnomaly = 16,
    /// <summary>RI: intervention required to prevent permanent impairment.</summary>
    RequiredIntervention = 32,
    /// <summary>OT: another serious, medically important event; also a table row that says only "serious".</summary>
    OtherSerious = 64,
}

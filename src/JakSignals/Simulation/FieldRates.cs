using JakSignals.Cases;

namespace JakSignals.Simulation;

/// <summary>How often fields are filled, by role, in 1,000,000 rows.</summary>
/// <remarks>Counted in FDA's 2017Q2 sample of 100 whole reports: 100 PS, 90 SS and 134 C rows.</remarks>
internal sealed record RoleRates(
    int Route, int DoseText, int Dechallenge, int Rechallenge, int Lot, int Application, int Amount, int Form, int Frequency, int Therapy, int Indication)
{
    private static readonly RoleRates Primary = new(900_000, 590_000, 740_000, 330_000, 280_000, 940_000, 600_000, 790_000, 430_000, 570_000, 950_000);
    private static readonly RoleRates Secondary = new(690_000, 370_000, 810_000, 240_000, 220_000, 430_000, 370_000, 430_000, 200_000, 510_000, 660_000);
    private static readonly RoleRates Concomitant = new(690_000, 520_000, 160_000, 130_000, 10_000, 0, 370_000, 180_000, 230_000, 290_000, 560_000);

    public static RoleRates Of(DrugRole role) => role switch
    {
        DrugRole.PrimarySuspect => Primary,
        DrugRole.SecondarySuspect or DrugRole.Interacting => Secondary,
        _ => Concomitant,
    };
}

/// <summary>Rates of the report's own fields, in 1,000,000 reports, and the values they take.</summary>
/// <remarks>
/// AGE missing in 223,039 of 483,643 reports (FDA's counts for 2022Q4); the others from FDA's samples: 2017Q2 (100 whole reports), codes from 2022Q4.
/// A later version fills in what the first lacked, so the two rates of a pair average to the real one.
/// </remarks>
internal static class FieldRates
{
    public const int AgeMissingAtFirst = 480_000;
    public const int AgeMissingLater = 420_000;
    public const int EventDateMissingAtFirst = 490_000;
    public const int EventDateMissingLater = 425_000;
    public const int AgeGroup = 190_000;
    public const int Weight = 170_000;
    public const int AuthorityNumber = 25_000;
    public const int LiteratureReference = 55_000;
    public const int CountryOfEventMissing = 80_000;
    public const int ReportSource = 20_000;

    public static Choice Sex(bool isFemale) => isFemale ? FemaleSex : MaleSex;

    private static readonly Choice FemaleSex = new(("F", 9295), ("", 700), ("UNK", 4), ("NS", 1));
    private static readonly Choice MaleSex = new(("M", 9295), ("", 700), ("UNK", 4), ("NS", 1));

    public static readonly Choice ReportCode = new(("EXP", 520), ("PER", 455), ("DIR", 20), ("5DAY", 2), ("30DAY", 3));
    public static readonly Choice Occupation = new(("CN", 440), ("MD", 240), ("HP", 210), ("PH", 70), ("OT", 10), ("LW", 10), ("", 20));
    public static readonly Choice ReportSourceCode = new(("HP", 650), ("CSM", 330), ("FGN", 10), ("LIT", 5), ("SDY", 5));

    public static readonly Choice Country = new(
        ("US", 6800), ("CA", 440), ("JP", 400), ("GB", 380), ("DE", 320), ("FR", 320), ("IT", 170), ("BR", 160), ("CN", 160), ("ES", 120), ("IN", 110), ("AU", 90), ("NL", 70), ("CO", 50),
        ("PL", 45), ("TR", 45), ("MX", 40), ("SE", 40), ("CH", 35), ("KR", 35), ("AR", 30), ("BE", 30), ("GR", 30), ("IE", 30), ("AT", 25), ("DK", 25), ("PT", 25), ("RU", 25), ("SA", 20),
        ("TW", 20), ("EG", 15), ("FI", 15), ("IL", 15), ("NO", 15), ("ZA", 15), ("CZ", 10), ("HU", 10), ("RO", 10), ("COUNTRY NOT SPECIFIED", 5));

    public static readonly Choice Sender = new(
        ("ALPHA", 100), ("BETA", 60), ("GAMMA", 45), ("DELTA", 35), ("EPSILON", 30), ("ZETA", 25), ("ETA", 20), ("THETA", 18), ("IOTA", 16), ("KAPPA", 14), ("LAMBDA", 12), ("MU", 11), ("NU", 10),
        ("XI", 9), ("OMICRON", 8), ("PI", 7), ("RHO", 6), ("SIGMA", 5), ("TAU", 5), ("UPSILON", 4), ("PHI", 4), ("CHI", 3), ("PSI", 3), ("OMEGA", 3));

    public static readonly Choice LiteratureTopic = new(
        ("Two simulated patients with an unexpected course", 3), ("An invented case series", 3), ("A report that nobody wrote", 2), ("Review of 12 imaginary \"rechallenges\"", 1), ("CASE #3 OF A SIMULATED REGISTRY", 1));

    public static readonly Choice Dechallenge = new(("U", 54), ("D", 20), ("Y", 19), ("N", 7));
    public static readonly Choice Rechallenge = new(("U", 80), ("N", 13), ("D", 4), ("Y", 3));
    public static readonly Choice DoseText = new(
        ("UNK", 60), ("UNK UNK, UNKNOWN", 12), ("UNK, PRN", 6), ("UNK UNK, unknown freq.", 8), ("1 DOSAGE FORMS", 4), ("1 TABLETS, 1X/DAY", 4), ("INDUCTION PHASE", 2), ("Dose not reported", 3), ("AS DIRECTED", 1));
    public static readonly Choice DoseFrequencyText = new(("UNK", 30), ("QD", 25), ("DAILY", 15), ("1X/DAY", 15), ("BID", 8), ("2X/DAY", 8), ("once a day", 4), ("QWK", 4));
    public static readonly Choice UnknownLot = new(("UNKNOWN", 60), ("NOT AVAILABLE", 12), ("UNKNOWN,UNKNOWN", 20), ("NOT REPORTED", 8));

    /// <summary>Age units; 2022Q4 sample: 197 YR, 2 DEC, 1 DY (an adult), 1 MON of 201.</summary>
    public static readonly Sampler AgeUnit = new([9800, 100, 50, 40, 5, 5]);     // YR, DEC, MON, DY, WK, HR

    /// <summary>Precision of event dates: day, month, year; 2017Q2 sample: 29, 12 and 12 of 53.</summary>
    public static readonly Sampler EventPrecision = new([55, 22, 23]);

    /// <summary>Precision of therapy dates; 2017Q2 and 2022Q4 samples: 474, 57 and 77 starts of 608.</summary>
    public static readonly Sampler TherapyPrecision = new([76, 11, 13]);
}

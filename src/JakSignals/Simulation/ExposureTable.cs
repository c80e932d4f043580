using System.Globalization;
using System.Text;

namespace JakSignals.Simulation;

/// <summary>Writes <c>exposure.csv</c>: cohorts with patient-years and simulated events.</summary>
internal static class ExposureTable
{
    public const string Header = "cohort,drug,dose,indication,event_class,events,patients,patient_years,period_start,period_end,kind,source";

    private const string EventClasses = "herpes_zoster,mace,vte,serious_infection,malignancy_excl_nmsc,nmsc";

    /// <summary><c>cohort | drug | dose | indication | patients | patient-years | start | end | kind | rate of each event class per 100 patient-years</c>.</summary>
    /// <remarks>
    /// Rates of the size published: abrocitinib from the integrated safety set in atopic dermatitis (herpes zoster 2.04 and 4.34, serious infection 2.65 and 2.33, …);
    /// tofacitinib and its comparator from a trial in rheumatoid arthritis at cardiovascular risk; the others of the order their reviews give. Cohorts are invented.
    /// </remarks>
    private const string Cohorts = """
SIM-TRIAL-RA-01|tofacitinib|5 mg twice daily|rheumatoid arthritis|1455|5490|2014-03-01|2020-07-31|trial|3.8 0.9 0.35 2.9 1.1 0.6
SIM-TRIAL-RA-01|tofacitinib|10 mg twice daily|rheumatoid arthritis|1456|5310|2014-03-01|2020-07-31|trial|3.9 1.05 0.7 3.6 1.1 0.7
SIM-TRIAL-RA-01|adalimumab|40 mg every other week|rheumatoid arthritis|1451|5480|2014-03-01|2020-07-31|trial|1.2 0.73 0.2 2.4 0.77 0.3
SIM-TRIAL-AD-01|abrocitinib|100 mg once daily|atopic dermatitis|1023|680|2018-01-01|2020-04-30|trial|2.04 0.6 0 2.65 0.2 0.6
SIM-TRIAL-AD-01|abrocitinib|200 mg once daily|atopic dermatitis|1833|934|2018-01-01|2020-04-30|trial|4.34 0.2 0.4 2.33 0.2 0.4
SIM-TRIAL-AD-02|upadacitinib|15 mg once daily|atopic dermatitis|899|1373|2018-08-01|2022-12-31|trial|3.3 0.1 0.1 2.2 0.2 0.4
SIM-TRIAL-AD-02|upadacitinib|30 mg once daily|atopic dermatitis|906|1414|2018-08-01|2022-12-31|trial|5.5 0.1 0.1 2.6 0.3 0.4
SIM-TRIAL-AD-03|baricitinib|2 mg once daily|atopic dermatitis|1598|1434|2017-11-01|2021-12-31|trial|2.3 0.15 0.1 1.5 0.2 0.2
SIM-TRIAL-AD-03|baricitinib|4 mg once daily|atopic dermatitis|914|665|2017-11-01|2021-12-31|trial|2.8 0.15 0.2 3.0 0.2 0.3
SIM-REG-RA-01|baricitinib|any|rheumatoid arthritis|4120|9380|2019-01-01|2026-06-30|registry|2.6 0.6 0.5 3.1 0.9 0.4
SIM-CLAIMS-RA-01|upadacitinib|any|rheumatoid arthritis|11840|17650|2020-01-01|2026-06-30|claims|3.1 0.5 0.4 3.4 0.8 0.5
SIM-CLAIMS-MF-01|ruxolitinib|any|myelofibrosis|2260|4890|2018-01-01|2026-06-30|claims|2.4 1.2 1.1 5.8 1.6 3.2
SIM-SALES-01|tofacitinib|any|any|0|151700|2026-04-01|2026-08-31|sales|
SIM-SALES-02|upadacitinib|any|any|0|196700|2026-04-01|2026-08-31|sales|
SIM-SALES-03|baricitinib|any|any|0|98300|2026-04-01|2026-08-31|sales|
SIM-SALES-04|abrocitinib|any|any|0|24200|2026-04-01|2026-08-31|sales|
""";

    /// <summary>The rows, without the header.</summary>
    public static IEnumerable<string> Rows(ulong seed)
    {
        var random = new Prng(seed, Streams.Exposure);
        foreach (var cohort in Cohorts.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')))
        {
            var classes = EventClasses.Split(',');
            var rates = cohort[9].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < classes.Length; i++)
                yield return Row(cohort, classes[i], rates.Length == 0 ? "" : Events(rates[i], cohort[5], random));
        }
    }

    /// <summary>The number below which draws must multiply for Knuth's Poisson sampling: e^−mean, by halving and a series, which every machine rounds alike.</summary>
    internal static double ExpOfMinus(double mean)
    {
        var halvings = 0;
        for (; mean > 0.5; halvings++)
            mean /= 2;
        double term = 1, sum = 1;
        for (var n = 1; n < 20; n++)
            sum += term *= -mean / n;
        for (; halvings > 0; halvings--)
            sum *= sum;
        return sum;
    }

    private static string Row(string[] cohort, string eventClass, string events)
    {
        var patients = cohort[4] == "0" ? "" : cohort[4];
        return string.Join(',', cohort[0], cohort[1], cohort[2], cohort[3], eventClass, events, patients, cohort[5], cohort[6], cohort[7], cohort[8], "simulated");
    }

    private static string Events(string ratePer100, string patientYears, Prng random) =>
        Poisson(double.Parse(ratePer100, CultureInfo.InvariantCulture) * double.Parse(patientYears, CultureInfo.InvariantCulture) / 100, random).ToString(CultureInfo.InvariantCulture);

    /// <summary>A Poisson number (Knuth vol. 2, 3.4.1 Q); means above 500 come in parts, so that e^−mean does not vanish.</summary>
    private static int Poisson(double mean, Prng random)
    {
        if (mean > 500)
            return Poisson(500, random) + Poisson(mean - 500, random);
        var (limit, product, count) = (ExpOfMinus(mean), random.Fraction(), 0);
        for (; product > limit; count++)
            product *= random.Fraction();
        return count;
    }

    /// <summary>Writes the file.</summary>
    public static void Write(string path, ulong seed) =>
        File.WriteAllText(path, string.Concat(Rows(seed).Prepend(Header).Select(row => row + "\n")), new UTF8Encoding(false));
}

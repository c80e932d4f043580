using System.Buffers.Text;
using JakSignals.Cases;

namespace JakSignals.Ingest.Faers;

/// <summary>FAERS codes, numbers and dates read into their types.</summary>
internal static class FaersFields
{
    /// <summary>A whole number of 1 to 18 digits, 0 or more: primaryid grows beyond 32 bits.</summary>
    internal static bool TryNumber(ReadOnlySpan<byte> field, out long number)
    {
        number = 0;
        if (field.Length is 0 or > 18)
            return false;
        foreach (var digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            number = unchecked(number * 10 + (digit - '0'));   // 18 digits fit
        }
        return true;
    }

    /// <summary>A date; an empty field is read as null.</summary>
    /// <returns>False when something stands there that is no date.</returns>
    internal static bool TryDate(ReadOnlySpan<byte> field, out PartialDate? date)
    {
        date = field.IsEmpty ? null : PartialDate.TryParse(field);
        return field.IsEmpty || date is not null;
    }

    /// <summary>A role; false for a code not known here, because a suspect drug must not get lost.</summary>
    internal static bool TryRole(ReadOnlySpan<byte> code, out DrugRole role)
    {
        role = Code(code, stackalloc char[8]) switch
        {
            "PS" => DrugRole.PrimarySuspect,
            "SS" => DrugRole.SecondarySuspect,
            "I" => DrugRole.Interacting,
            "C" => DrugRole.Concomitant,
            "DN" => DrugRole.NotAdministered,
            _ => DrugRole.Unknown,
        };
        return role != DrugRole.Unknown;
    }

    /// <summary>An outcome; false for a code not known here, because any outcome makes the report serious.</summary>
    internal static bool TryOutcome(ReadOnlySpan<byte> code, out Outcomes outcome)
    {
        outcome = Code(code, stackalloc char[8]) switch
        {
            "DE" => Outcomes.Death,
            "LT" => Outcomes.LifeThreatening,
            "HO" => Outcomes.Hospitalisation,
            "DS" => Outcomes.Disability,
            "CA" => Outcomes.CongenitalAnomaly,
            "RI" => Outcomes.RequiredIntervention,
            "OT" => Outcomes.OtherSerious,
            _ => Outcomes.None,
        };
        return outcome != Outcomes.None;
    }

    /// <summary>A date that a report can do without: null when the field is empty or no date, which then is counted.</summary>
    internal static PartialDate? OptionalDate(FaersTableReader row, FaersColumn column)
    {
        if (!TryDate(row[column], out var date))
            row.LeaveOut(column);
        return date;
    }

    internal static Sex Sex(ReadOnlySpan<byte> code) => Letter(code) switch
    {
        'M' => Cases.Sex.Male,
        'F' => Cases.Sex.Female,
        _ => Cases.Sex.Unknown,
    };

    internal static ReporterType Reporter(ReadOnlySpan<byte> code) => Code(code, stackalloc char[8]) switch
    {
        "MD" => ReporterType.Physician,
        "PH" => ReporterType.Pharmacist,
        "OT" or "HP" or "RN" => ReporterType.OtherHealthProfessional,
        "LW" => ReporterType.Lawyer,
        "CN" => ReporterType.Consumer,
        _ => ReporterType.Unknown,
    };

    /// <summary>Whether a code of sex is one of those FDA documents, "not stated" among them.</summary>
    internal static bool IsSex(ReadOnlySpan<byte> code) => Code(code, stackalloc char[8]) is "" or "M" or "F" or "UNK" or "NS";

    /// <summary>Whether a code of the reporter's occupation is one that is known.</summary>
    internal static bool IsReporter(ReadOnlySpan<byte> code) => code.IsEmpty || Reporter(code) != ReporterType.Unknown;

    /// <summary>Whether a code of what happened on stopping or giving again is one of those FDA documents, "unknown" among them.</summary>
    internal static bool IsChallenge(ReadOnlySpan<byte> code) => code.IsEmpty || Letter(code) is 'Y' or 'N' or 'D' or 'U';

    internal static Challenge Challenge(ReadOnlySpan<byte> code) => Letter(code) switch
    {
        'Y' => Cases.Challenge.Positive,
        'N' => Cases.Challenge.Negative,
        'D' => Cases.Challenge.DoesNotApply,
        _ => Cases.Challenge.Unknown,
    };

    /// <summary>Age in years: DEC × 10, MON / 12, WK × 7 / 365.25, DY / 365.25, HR / 8766.</summary>
    /// <remarks>
    /// Manufacturers give the age of adults in days too (10,950 DY is 30 years; FDA README, C). An age without a unit could be years or days: it is no age.
    /// </remarks>
    /// <returns>The age, or null when it is no number, its unit is missing or unknown, or it is outside 0 to 130 years.</returns>
    internal static double? AgeYears(ReadOnlySpan<byte> age, ReadOnlySpan<byte> unit)
    {
        if (!TryDecimal(age, out var number))
            return null;
        double? years = Code(unit, stackalloc char[8]) switch
        {
            "DEC" => number * 10,
            "YR" or "YEAR" => number,
            "MON" or "MONTH" => number / 12,
            "WK" or "WEEK" => number * 7 / 365.25,
            "DY" or "DAY" => number / 365.25,
            "HR" or "HOUR" => number / 8766,
            _ => null,
        };
        return years is >= 0 and <= 130 ? years : null;
    }

    /// <summary>A number with or without decimals; most ages are whole, and those are read quickly.</summary>
    private static bool TryDecimal(ReadOnlySpan<byte> field, out double number)
    {
        var isWhole = TryNumber(field, out var whole);
        number = whole;
        return isWhole || Utf8Parser.TryParse(field, out number, out var read) && read == field.Length;
    }

    /// <summary>A code of one letter in upper case; the null character for any other field.</summary>
    private static char Letter(ReadOnlySpan<byte> field) => field.Length == 1 ? char.ToUpperInvariant((char)field[0]) : '\0';

    /// <summary>A code in upper case, in room the caller lends; what is longer or no ASCII is no code.</summary>
    private static ReadOnlySpan<char> Code(ReadOnlySpan<byte> field, Span<char> room)
    {
        if (field.Length > room.Length)
            return "?";
        for (var i = 0; i < field.Length; i++)
            if (field[i] is var letter && letter > 127)
                return "?";
            else
                room[i] = (char)(letter is >= (byte)'a' and <= (byte)'z' ? letter - ('a' - 'A') : letter);
        return room[..field.Length];
    }
}
